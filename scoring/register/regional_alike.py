"""Applications of a round that count for the same, grouped by the database, which reads none of them into memory."""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple

from sqlalchemy import Connection, case, exists, func, select, text

from indicators.language import BEIJING
from scoring.register import queries
from scoring.register.canonical import moment
from scoring.register.tables import accreditation, application, chain_entry, decision, withdrawal

DIVISION: Final = 3
"""So many characters of an industry are its division of GB/T 4754."""


_LATER: Final = decision.alias("standing")


class Alike(NamedTuple):
    """What is the same of applications; the empty text where there is nothing. See `regional_cells.Cell`."""

    round_id: str
    county: str
    industry: str
    size: str
    target_grade: str
    outcome: str = ""
    proposed: str = ""
    granted: str = ""
    announced_on: str = ""
    valid_until: str = ""
    ended_on: str = ""
    state: str = ""


def of_round(connection: Connection, round_id: str) -> Counter[Alike]:
    """Return how many applications of a round are alike, as they stand now.

    What was decided and granted is looked up by the application: a condition on the round would have SQLite go through
    the whole round for each of its applications.
    """
    standing = (
        select(func.max(_LATER.c.id))
        .where(_LATER.c.application_id == application.c.application_id, _LATER.c.state == "recorded")
        .where(queries.newest(_LATER, "decision_id"))
        .scalar_subquery()
    )
    of_it = accreditation.c.application_id == application.c.application_id
    newest = queries.newest(accreditation, "application_id")
    gone = exists().where(withdrawal.c.application_id == application.c.application_id)
    outcome = func.coalesce(decision.c.outcome, "")
    ended = case((accreditation.c.state == "valid", ""), else_=chain_entry.c.at)
    granted = (accreditation.c.grade, accreditation.c.announced_on, accreditation.c.valid_until, ended)
    columns = [
        application.c.county,
        func.substr(application.c.industry, 1, DIVISION),
        application.c.size,
        application.c.target_grade,
        case((gone, "withdrawn"), else_=outcome),
        case((gone, ""), (outcome.startswith("propose"), func.coalesce(decision.c.grade, "")), else_=""),
        *(func.coalesce(column, "") for column in (*granted, accreditation.c.state)),
    ]
    named = [column.label(f"c{at}") for at, column in enumerate(columns)]
    query = (
        select(*named, func.count())
        .select_from(application)
        .outerjoin(decision, decision.c.id == standing)
        .outerjoin(accreditation, of_it & newest)
        .outerjoin(chain_entry, chain_entry.c.sequence == accreditation.c.entry)
        .where(application.c.round_id == round_id, queries.newest(application, "application_id"))
        .group_by(*(text(one.name) for one in named))
    )
    found: Counter[Alike] = Counter()
    for row in connection.execute(query):
        # Moments of acts, of which there are few: days are told here, as databases differ in how they tell them.
        found[Alike(round_id, *row[:9], _day(row[9]), row[10])] += row[11]
    return found


def _day(at: str) -> str:
    return moment(at).astimezone(BEIJING).date().isoformat() if at else ""
