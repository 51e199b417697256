"""Applications with their enterprises and facts, in versions.

``add(applications, versions=) -> rows`` of `tables.application`, ``current_version(connection, application_id)``,
``current_versions(connection, round_id) -> dict``, ``one(connection, application_id) -> Application | None``,
``of_round(connection, round_id, county=, industry=, target_grade=) -> tuple[Application, ...]``: `county` and
`industry` are codes or the beginnings of codes, so ``"3201"`` is a prefecture and ``"C26"`` a division;
``of_enterprise(connection, uscc)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from json import loads
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, exists, func, select

from scoring.model import AdverseRecord, Application, Enterprise, Growth, HeldGrade
from scoring.register import queries
from scoring.register.canonical import Value, canonical
from scoring.register.tables import application, withdrawal

_COLUMNS: Final = (
    "application_id",
    "round_id",
    "uscc",
    "name",
    "legal_form",
    "county",
    "industry",
    "size",
    "registered_on",
    "target_grade",
    "applied_on",
    "facts",
)
_PLACES: Final = tuple(application.c.keys().index(name) for name in _COLUMNS)
#: Applications kept as they were read, of all rounds: one takes about four kilobytes.
_MOST_READ: Final = 12_000


def add(applications: Iterable[Application], *, versions: Mapping[str, int] | None = None) -> list[dict[str, Value]]:
    """Return the rows of applications, for `chain.record`; `versions` says which version each becomes, 1 by default."""
    numbers = versions or {}
    return [
        {
            "application_id": given.application_id,
            "version": numbers.get(given.application_id, 1),
            "round_id": given.round_id,
            "uscc": given.enterprise.uscc,
            "name": given.enterprise.name,
            "legal_form": given.enterprise.legal_form,
            "county": given.enterprise.county,
            "industry": given.enterprise.industry,
            "size": given.enterprise.size,
            "registered_on": given.enterprise.registered_on.isoformat(),
            "target_grade": given.target_grade,
            "applied_on": given.applied_on.isoformat(),
            "facts": canonical(_facts(given)),
        }
        for given in applications
    ]


def current_version(connection: Connection, application_id: str) -> int:
    """Return the newest version of an application, 0 where there is none."""
    return queries.current_version(connection, application, application_id=application_id)


def current_versions(connection: Connection, round_id: str) -> dict[str, int]:
    """Return the newest version of every application of a round."""
    query = (
        select(application.c.application_id, func.max(application.c.version))
        .where(application.c.round_id == round_id)
        .group_by(application.c.application_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def versions_of(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """Return the newest version of some applications."""
    newest = func.max(application.c.version).label("newest")
    query = select(application.c.application_id, newest).group_by(application.c.application_id)
    rows = queries.among(connection, query, application.c.application_id, ids)
    return {row.application_id: row.newest for row in rows}


def one(connection: Connection, application_id: str) -> Application | None:
    """Return an application as it stands now."""
    row = queries.newest_row(connection, application, application_id=application_id)
    return None if row is None else _application(row)


def one_or_another(connection: Connection, application_id: str) -> Application | None:
    """Return an application as it stands now; where there is none, another one, ``None`` where there is none at all.

    As much is looked up and read in both cases, so that the time of a refusal does not tell which of them it was.
    """
    row = connection.execute(_one_or_another(), {"asked": application_id}).one_or_none()
    return None if row is None else _application(row)


@cache
def _one_or_another() -> Select[Any]:
    asked = application.c.application_id == bindparam("asked")
    first = select(func.min(application.c.id)).scalar_subquery()
    found = select(application).where(asked | (application.c.id == first))
    return found.order_by(asked.desc(), application.c.version.desc()).limit(1)


def at_version(connection: Connection, application_id: str, version: int) -> Application | None:
    """Return an application as it stood in one of its versions."""
    query = select(application).where(application.c.application_id == application_id, application.c.version == version)
    row = connection.execute(query).one_or_none()
    return None if row is None else _application(row)


def of_round(
    connection: Connection,
    round_id: str,
    *,
    county: str | None = None,
    industry: str | None = None,
    target_grade: str | None = None,
) -> tuple[Application, ...]:
    """Return the applications of a round as they stand now, in the order they came in."""
    query = select(application).where(application.c.round_id == round_id, queries.newest(application, "application_id"))
    if county is not None:
        query = query.where(application.c.county.startswith(county, autoescape=True))
    if industry is not None:
        query = query.where(application.c.industry.startswith(industry, autoescape=True))
    if target_grade is not None:
        query = query.where(application.c.target_grade == target_grade)
    return _in_order(connection.execute(query))


def some(connection: Connection, application_ids: Sequence[str]) -> dict[str, Application]:
    """Return some applications as they stand now, by id."""
    query = select(application).where(queries.newest(application, "application_id"))
    rows = queries.among(connection, query, application.c.application_id, application_ids)
    return {row.application_id: _application(row) for row in rows}


def of_enterprise(connection: Connection, uscc: str) -> tuple[Application, ...]:
    """Return every application of an enterprise, in all rounds, in the order they came in."""
    query = select(application).where(application.c.uscc == uscc, queries.newest(application, "application_id"))
    return _in_order(connection.execute(query))


def _in_order(rows: Iterable[Row[Any]]) -> tuple[Application, ...]:
    ordered = sorted(rows, key=lambda row: (row.applied_on, row.application_id))
    return tuple(_read(*(row[place] for place in _PLACES)) for row in ordered)


def _facts(given: Application) -> dict[str, Any]:
    return {
        "adverse_records": [
            {
                "kind": record.kind,
                "on": record.on.isoformat(),
                "until": None if record.until is None else record.until.isoformat(),
            }
            for record in given.adverse_records
        ],
        "adverse_records_checked": given.adverse_records_checked,
        "declared": dict(given.declared),
        "growth": [{"percent": str(growth.percent), "year": growth.year} for growth in given.growth],
        "held": [{"grade": held.grade, "since": held.since.isoformat()} for held in given.held],
    }


def _application(row: Row[Any]) -> Application:
    return _read(*(row[place] for place in _PLACES))


# Kept by the whole of what the row says, so that what is kept is never other than what the record says now. Who reads a
# large round anew after each act would spend most of the time on facts that nobody changed.
@lru_cache(maxsize=_MOST_READ)
def _read(
    application_id: str,
    round_id: str,
    uscc: str,
    name: str,
    legal_form: str,
    county: str,
    industry: str,
    size: Any,  # one of those that the database lets be written
    registered_on: str,
    target_grade: str,
    applied_on: str,
    given_facts: str,
) -> Application:
    facts = loads(given_facts)
    return Application(
        application_id=application_id,
        round_id=round_id,
        enterprise=Enterprise(
            uscc=uscc,
            name=name,
            legal_form=legal_form,
            county=county,
            industry=industry,
            size=size,
            registered_on=date.fromisoformat(registered_on),
        ),
        target_grade=target_grade,
        applied_on=date.fromisoformat(applied_on),
        adverse_records=tuple(
            AdverseRecord(
                kind=record["kind"],
                on=date.fromisoformat(record["on"]),
                until=None if record["until"] is None else date.fromisoformat(record["until"]),
            )
            for record in facts["adverse_records"]
        ),
        adverse_records_checked=facts["adverse_records_checked"],
        growth=tuple(Growth(growth["year"], Decimal(growth["percent"])) for growth in facts["growth"]),
        held=tuple(HeldGrade(held["grade"], date.fromisoformat(held["since"])) for held in facts["held"]),
        declared=facts["declared"],
    )


def ids(connection: Connection) -> tuple[str, ...]:
    """Return the number of every application there ever was."""
    return tuple(connection.scalars(select(application.c.application_id).distinct()))


def count_by_grade(connection: Connection, round_id: str) -> dict[str, int]:
    """Return how many applications a round has for each target grade, those that were withdrawn left out."""
    query = (
        select(application.c.target_grade, func.count())
        .where(application.c.round_id == round_id, queries.newest(application, "application_id"), _not_withdrawn())
        .group_by(application.c.target_grade)
        .order_by(application.c.target_grade)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def targets(connection: Connection, round_id: str) -> dict[str, tuple[str, str]]:
    """Return county and target grade of every application of a round, in the order they came in.

    Enough to count and to list, without reading their facts; what was withdrawn is left out.
    """
    query = select(application.c.application_id, application.c.county, application.c.target_grade)
    query = query.where(
        application.c.round_id == round_id, queries.newest(application, "application_id"), _not_withdrawn()
    )
    query = query.order_by(application.c.applied_on, application.c.application_id)
    return {row[0]: (row[1], row[2]) for row in connection.execute(query)}


def names(connection: Connection, round_id: str) -> dict[str, tuple[str, str]]:
    """Return the enterprise's name and the target grade of every application of a round, in the order they came in.

    Enough to choose one from a list, without reading their facts; what was withdrawn is left out.
    """
    query = select(
        application.c.application_id, application.c.name, application.c.target_grade, application.c.applied_on
    ).where(application.c.round_id == round_id, queries.newest(application, "application_id"), _not_withdrawn())
    rows = sorted(connection.execute(query), key=lambda row: (row.applied_on, row.application_id))
    return {row.application_id: (row.name, row.target_grade) for row in rows}


def _not_withdrawn() -> ColumnElement[bool]:
    return ~exists().where(withdrawal.c.application_id == application.c.application_id)


def counties(connection: Connection) -> dict[str, str]:
    """Return the county of every application of every round."""
    query = select(application.c.application_id, application.c.county)
    return {row[0]: row[1] for row in connection.execute(query.where(queries.newest(application, "application_id")))}
