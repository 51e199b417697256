"""What every application counts for by region, now or just after any entry of the chain, told from its rows.

The rows of the record are never changed, and each knows its entry, so that the past can be counted as well as today.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row, Select, Table, select

from indicators.language import BEIJING
from scoring.register import queries, regional_alike
from scoring.register.canonical import moment
from scoring.register.regional_alike import DIVISION, Alike
from scoring.register.tables import accreditation, application, chain_entry, decision, withdrawal

CUBES: Final = ("prefecture", "county", "industry", "size")
TOUCHING: Final = (application, withdrawal, decision, accreditation)
"""Tables whose rows say what an application counts for."""
BLOCK: Final = 5_000
_APPLIED: Final = select(
    application.c.application_id,
    application.c.round_id,
    application.c.county,
    application.c.industry,
    application.c.size,
    application.c.target_grade,
)
_DECIDED: Final = select(
    decision.c.id,
    decision.c.decision_id,
    decision.c.application_id,
    decision.c.outcome,
    decision.c.grade,
    decision.c.state,
)
_GRANTED: Final = select(
    accreditation.c.application_id,
    accreditation.c.grade,
    accreditation.c.announced_on,
    accreditation.c.valid_until,
    accreditation.c.state,
    chain_entry.c.at,
).join(chain_entry, chain_entry.c.sequence == accreditation.c.entry)


class Cell(NamedTuple):
    """What is counted together; the empty text where a cube does not tell it apart or there is nothing.

    Attributes
    ----------
    place : str
        GB/T 2260 code of the prefecture or county, division of industry, or size.
    outcome, proposed : str
        What the last sitting decided that stands (``withdrawn`` where the applicant took it back), and which grade it
        proposed.
    granted, announced_on, valid_until, state : str
        The announced grade and what became of it, apart from the passing of time; `ended_on`: the day on which the
        record learned of its end.
    """

    cube: str
    round_id: str
    place: str
    target_grade: str
    outcome: str = ""
    proposed: str = ""
    granted: str = ""
    announced_on: str = ""
    valid_until: str = ""
    ended_on: str = ""
    state: str = ""


class Stratum(NamedTuple):
    """Applications of one prefecture, division of industry and size that came to the same."""

    prefecture: str
    industry: str
    size: str
    target_grade: str
    outcome: str
    proposed: str
    granted: str


def rounds_of(connection: Connection) -> tuple[str, ...]:
    """Return the rounds that have applications."""
    return tuple(connection.scalars(select(application.c.round_id).distinct().order_by(application.c.round_id)))


def rounds_among(connection: Connection, ids: Sequence[str]) -> list[str]:
    """Return the rounds of some applications."""
    query = select(application.c.round_id).distinct()
    return sorted({row.round_id for row in queries.among(connection, query, application.c.application_id, ids)})


def cells_of_round(connection: Connection, round_id: str) -> Counter[Cell]:
    """Return what the applications of a round count for now, grouped by the database."""
    return _cells(regional_alike.of_round(connection, round_id))


def strata_of_round(connection: Connection, round_id: str) -> Counter[Stratum]:
    """Return the applications of a round by prefecture, industry and size at once, which no cube holds together."""
    found: Counter[Stratum] = Counter()
    for one, count in regional_alike.of_round(connection, round_id).items():
        found[
            Stratum(
                f"{one.county[:4]}00",
                one.industry,
                one.size,
                one.target_grade,
                one.outcome,
                one.proposed,
                one.granted,
            )
        ] += count
    return found


def cells_of(connection: Connection, ids: Sequence[str], upto: int | None = None) -> Counter[Cell]:
    """Return what some applications count for now, or counted for just after an entry of the chain."""

    def rows(query: Select[Any], table: Table) -> Iterator[Row[Any]]:
        asked = query if upto is None else query.where(table.c.entry <= upto)
        return queries.among(connection, asked.order_by(table.c.id), table.c.application_id, ids)

    gone = {row.application_id for row in rows(select(withdrawal), withdrawal)}
    return _cells(
        _alike(
            rows(_APPLIED, application),
            gone,
            _decided(rows(_DECIDED, decision)),
            rows(_GRANTED, accreditation),
        )
    )


def touched(connection: Connection, since: int, tables: Sequence[Table] = TOUCHING) -> tuple[str, ...]:
    """Return the applications of which rows of some tables came after an entry of the chain."""
    found: set[str] = set()
    for table in tables:
        # Rows come in the order of their entries: those after the mark are the last ones, found from the end.
        last = connection.scalar(select(table.c.id).where(table.c.entry <= since).order_by(table.c.id.desc()).limit(1))
        query = select(table.c.application_id).where(table.c.id > (last or 0))
        found.update(connection.scalars(query))
    return tuple(sorted(found))


def _decided(rows: Iterable[Row[Any]]) -> dict[str, tuple[str, str]]:
    """Return outcome and proposed grade that stand for each application; of several decisions the newest counts."""
    newest = {row.decision_id: row for row in rows}
    found: dict[str, tuple[str, str]] = {}
    for row in sorted(newest.values(), key=lambda one: one.id):
        if row.state == "recorded":
            proposed = row.grade if row.grade and row.outcome.startswith("propose") else ""
            found[row.application_id] = (row.outcome, proposed)
    return found


def _cells(alike: Mapping[Alike, int]) -> Counter[Cell]:
    found: Counter[Cell] = Counter()
    for one, count in alike.items():
        known = (one.target_grade, one.outcome, one.proposed, one.granted)
        days = (one.announced_on, one.valid_until, one.ended_on, one.state)
        found[Cell("prefecture", one.round_id, f"{one.county[:4]}00", *known, *days)] += count
        for cube, place in (("county", one.county), ("industry", one.industry), ("size", one.size)):
            found[Cell(cube, one.round_id, place, *known)] += count
    return found


def _alike(
    applied: Iterable[Row[Any]],
    withdrawn: set[str],
    decided: Mapping[str, tuple[str, str]],
    granted: Iterable[Row[Any]],
) -> Counter[Alike]:
    """Count by what is the same first: a cell is made once, not once an application."""
    newest = {row.application_id: row for row in applied}
    grades = {row.application_id: row for row in granted}
    alike: Counter[Alike] = Counter()
    for id_, row in newest.items():
        outcome, proposed = ("withdrawn", "") if id_ in withdrawn else decided.get(id_, ("", ""))
        grade = grades.get(id_)
        end: tuple[str, ...] = ("", "", "", "", "")
        if grade is not None:
            ended = "" if grade.state == "valid" else _day(grade.at)
            end = (grade.grade, grade.announced_on, grade.valid_until, ended, grade.state)
        place = (row.county, row.industry[:DIVISION], row.size)
        alike[Alike(row.round_id, *place, row.target_grade, outcome, proposed, *end)] += 1
    return alike


def _day(at: str) -> str:
    return moment(at).astimezone(BEIJING).date().isoformat()
