"""Measures taken of an accreditation or an application, each with its ground; ended and voided in versions.

``add(measures) -> rows`` of `tables.measure`, ``one(connection, measure_id)``, ``of_application(connection,
application_id)``, ``everything(connection)``, ``returned(connection, round_id)``: newest versions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from json import loads
from typing import Literal

from sqlalchemy import ColumnElement, Connection, Select, func, select

from scoring.register import dated, queries
from scoring.register.canonical import Value
from scoring.register.tables import application, measure

_RETURN = "application_returned"


@dataclass(frozen=True, slots=True)
class Measure:
    """One version of a measure.

    Attributes
    ----------
    kind : str
        Which of the regulation's measures.
    ground : str
        Why it was taken; `happened_on` is the day of an accident, `complaints` are the cited ones as JSON text.
    document, clause : str
        The rule that has it.
    taken_on, until_on : date
        Its first day, and the last one: by which an order is to be done, up to which a suspension lasts.
    ended_on : date
        When it was done, or lifted.
    state : str
        ``signed`` by one authority while the other's signature is missing; ``in_force``; ``done`` (an order);
        ``lifted`` (a suspension); ``voided``: set aside, as if it had never been.
    authority, signer : str
        Who signed this version, for which of the two authorities; `voider` proposed to set it aside.
    """

    measure_id: str
    version: int
    application_id: str
    kind: str
    ground: Literal["untrue_material", "major_accident", "complaints_found_true", "own_finding"]
    document: str
    clause: str
    taken_on: date
    authority: str
    signer: str
    reason: str
    happened_on: date | None = None
    complaints: str = "[]"
    until_on: date | None = None
    ended_on: date | None = None
    state: Literal["signed", "in_force", "done", "lifted", "voided"] = "in_force"
    voider: str | None = None

    @property
    def cited_complaints(self) -> tuple[str, ...]:
        """Return the complaints on which it rests."""
        return tuple(loads(self.complaints))


def add(measures: Iterable[Measure]) -> list[dict[str, Value]]:
    """Return the rows of measures, for `chain.record`."""
    return dated.rows_of(measures)


def one(connection: Connection, measure_id: str) -> Measure | None:
    """Return a measure as it stands now, ``None`` where there is none."""
    found = _newest(connection, measure.c.measure_id == measure_id)
    return found[0] if found else None


def of_application(connection: Connection, application_id: str) -> tuple[Measure, ...]:
    """Return the measures of an application and its accreditation, oldest first."""
    return _newest(connection, measure.c.application_id == application_id)


def of_round(connection: Connection, round_id: str) -> dict[str, tuple[Measure, ...]]:
    """Return the measures of a round's applications and accreditations, by application, oldest first."""
    of_it = select(application.c.application_id).where(application.c.round_id == round_id)
    found: dict[str, list[Measure]] = {}
    for each in _newest(connection, measure.c.application_id.in_(of_it)):
        found.setdefault(each.application_id, []).append(each)
    return {id_: tuple(every) for id_, every in found.items()}


def everything(connection: Connection) -> tuple[Measure, ...]:
    """Return every measure."""
    return _newest(connection)


def next_id(connection: Connection, application_id: str, *, after: int = 0) -> str:
    """Return the id of the next measure of an application; `after`: so many more are written by the same act."""
    query = select(func.count(measure.c.measure_id.distinct())).where(measure.c.application_id == application_id)
    return f"{application_id}/measure/{(connection.scalar(query) or 0) + 1 + after}"


def returned(connection: Connection, round_id: str, *, only: Collection[str] | None = None) -> dict[str, Measure]:
    """Return the applications of a round, or of some of it, returned for untrue material and so ended, and by what."""
    of_it = queries.of_round(measure.c.application_id, application, round_id, only)
    found = _newest(connection, of_it, measure.c.kind == _RETURN)
    return {each.application_id: each for each in found if each.state == "in_force"}


def returned_ids() -> Select[tuple[str]]:
    """Return the query for the applications, of all rounds, that `returned` would return."""
    return select(measure.c.application_id).where(
        measure.c.kind == _RETURN, measure.c.state == "in_force", queries.newest(measure, "measure_id")
    )


def returns_since(connection: Connection, entry: int) -> frozenset[str]:
    """Return the applications of which a return for untrue material was recorded, or voided, after an entry."""
    query = select(measure.c.application_id).where(measure.c.kind == _RETURN, measure.c.entry > entry)
    return frozenset(connection.scalars(query))


def _newest(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Measure, ...]:
    query = select(measure).where(*conditions, queries.newest(measure, "measure_id")).order_by(measure.c.id)
    return dated.records_of(Measure, connection.execute(query))
