"""Cases of misconduct, and who supplied what of a dossier; read by the inspector alone.

``add_cases``, ``add_providers`` give rows; ``case(connection, case_id)``, ``cases(connection)``,
``providers(connection, application_id)``, ``supplied_by(connection, code)``: newest versions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import ColumnElement, Connection, func, select

from scoring.register import dated, queries
from scoring.register.canonical import Value
from scoring.register.tables import evidence_provider, misconduct_case


@dataclass(frozen=True, slots=True)
class Case:
    """One version of a case: whose conduct, of which organisation, about which application where it is about one."""

    case_id: str
    version: int
    subject_kind: Literal["staff", "expert", "provider"]
    subject: str
    organisation: str
    application_id: str | None
    conduct: Literal["abuse_of_power", "neglect_of_duty", "favouritism"]
    account: str
    opened_on: date
    state: Literal["opened", "substantiated", "unsubstantiated", "referred"] = "opened"
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Provider:
    """Who supplied an item of a dossier: an organisation by name and credit code, and the person who signed it."""

    application_id: str
    item: str
    version: int
    provider_name: str
    provider_code: str
    provider_kind: Literal["inspection_body", "intermediary", "social_organisation", "other"]
    person: str | None = None


def add_cases(given: Iterable[Case]) -> list[dict[str, Value]]:
    """Return the rows of cases, for `chain.record`."""
    return dated.rows_of(given)


def add_providers(given: Iterable[Provider]) -> list[dict[str, Value]]:
    """Return the rows of providers, for `chain.record`."""
    return queries.rows_of(given)


def case(connection: Connection, case_id: str) -> Case | None:
    """Return a case as it stands now, ``None`` where there is none."""
    found = _cases(connection, misconduct_case.c.case_id == case_id)
    return found[0] if found else None


def cases(connection: Connection) -> tuple[Case, ...]:
    """Return every case, oldest first."""
    return _cases(connection)


def next_case(connection: Connection) -> str:
    """Return the id of the next case."""
    return f"misconduct/{(connection.scalar(select(func.count(misconduct_case.c.case_id.distinct()))) or 0) + 1}"


def providers(connection: Connection, application_id: str) -> tuple[Provider, ...]:
    """Return who supplied the items of a dossier."""
    return _providers(connection, evidence_provider.c.application_id == application_id)


def supplied_by(connection: Connection, code: str) -> tuple[Provider, ...]:
    """Return everything that an organisation supplied, to whatever dossier."""
    return _providers(connection, evidence_provider.c.provider_code == code)


def _cases(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Case, ...]:
    query = select(misconduct_case).where(*conditions, queries.newest(misconduct_case, "case_id"))
    return dated.records_of(Case, connection.execute(query.order_by(misconduct_case.c.id)))


def _providers(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Provider, ...]:
    query = select(evidence_provider).where(*conditions, queries.newest(evidence_provider, "application_id", "item"))
    return queries.records_of(Provider, connection.execute(query.order_by(evidence_provider.c.id)))
