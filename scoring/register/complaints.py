"""Complaints, tip-offs and findings of an office's own, in versions; who complained stands in a table apart.

``add(complaints) -> rows`` of `tables.complaint`, ``add_complainant(complainant) -> rows`` of `tables.complainant`,
``one(connection, complaint_id)``, ``of_application(connection, application_id)``, ``everything(connection)``,
``complainant_of(connection, complaint_id)``: newest versions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import ColumnElement, Connection, func, select

from scoring.register import dated, queries
from scoring.register.canonical import Value
from scoring.register.tables import complainant, complaint


@dataclass(frozen=True, slots=True)
class Complaint:
    """One version of a complaint about an accredited enterprise.

    Attributes
    ----------
    application_id : str
        The application for which the enterprise was accredited.
    desk : str
        Code of the county, prefecture or province whose desk received it and answers for it.
    account : str
        What is complained of; who complains must not stand in it.
    moved_on : date
        When it came to its state.
    due_on : date
        By when what must follow is to follow; ``None`` where nothing must.
    """

    complaint_id: str
    version: int
    application_id: str
    kind: Literal["complaint", "tip_off", "own_finding"]
    desk: str
    received_on: date
    account: str
    state: Literal["received", "accepted", "not_accepted", "investigated", "found_true", "unfounded"]
    moved_on: date
    due_on: date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Complainant:
    """Who complained, and how he is told the outcome."""

    complaint_id: str
    version: int
    name: str
    contact: str


def add(complaints: Iterable[Complaint]) -> list[dict[str, Value]]:
    """Return the rows of complaints, for `chain.record`."""
    return dated.rows_of(complaints)


def add_complainant(given: Complainant) -> list[dict[str, Value]]:
    """Return the row of a complainant, for `chain.record`."""
    return queries.rows_of([given])


def one(connection: Connection, complaint_id: str) -> Complaint | None:
    """Return a complaint as it stands now, ``None`` where there is none."""
    found = _newest(connection, complaint.c.complaint_id == complaint_id)
    return found[0] if found else None


def of_application(connection: Connection, application_id: str) -> tuple[Complaint, ...]:
    """Return the complaints about the enterprise of an application, oldest first."""
    return _newest(connection, complaint.c.application_id == application_id)


def everything(connection: Connection) -> tuple[Complaint, ...]:
    """Return every complaint."""
    return _newest(connection)


def next_id(connection: Connection, application_id: str) -> str:
    """Return the id of the next complaint about an accreditation."""
    query = select(func.count(complaint.c.complaint_id.distinct())).where(complaint.c.application_id == application_id)
    return f"{application_id}/complaint/{(connection.scalar(query) or 0) + 1}"


def complainant_of(connection: Connection, complaint_id: str) -> Complainant | None:
    """Return who complained, ``None`` where he gave no name."""
    query = select(complainant).where(
        complainant.c.complaint_id == complaint_id, queries.newest(complainant, "complaint_id")
    )
    found = queries.records_of(Complainant, connection.execute(query))
    return found[0] if found else None


def _newest(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Complaint, ...]:
    query = select(complaint).where(*conditions, queries.newest(complaint, "complaint_id")).order_by(complaint.c.id)
    return dated.records_of(Complaint, connection.execute(query))
