"""Applications of a round that count for the same, grouped by the database, which reads none of them into memory."""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple

from sqlalchemy import Connection, Subquery, case, func, select, text

from indicators.language import BEIJING
from scoring.register import queries
from scoring.register.canonical import moment
from scoring.register.tables import accreditation, application, chain_entry, decision, withdrawal

DIVISION: Final = 3
"""So many characters of an industry are its division of GB/T 4754."""


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
    """Return how many applications of a round are alike, as they stand now."""
    decided, granted = _decided(round_id), _granted(round_id)
    gone = application.c.application_id.in_(select(withdrawal.c.application_id))
    outcome = func.coalesce(decided.c.outcome, "")
    columns = [
        application.c.county,
        func.substr(application.c.industry, 1, DIVISION),
        application.c.size,
        application.c.target_grade,
        case((gone, "withdrawn"), else_=outcome),
        case((gone, ""), (outcome.startswith("propose"), func.coalesce(decided.c.grade, "")), else_=""),
        *(func.coalesce(granted.c[name], "") for name in ("grade", "announced_on", "valid_until", "ended_on", "state")),
    ]
    named = [column.label(f"c{at}") for at, column in enumerate(columns)]
    query = (
        select(*named, func.count())
        .select_from(application)
        .outerjoin(decided, decided.c.application_id == application.c.application_id)
        .outerjoin(granted, granted.c.application_id == application.c.application_id)
        .where(application.c.round_id == round_id, queries.newest(application, "application_id"))
        .group_by(*(text(one.name) for one in named))
    )
    found: Counter[Alike] = Counter()
    for row in connection.execute(query):
        # Moments of acts, of which there are few: days are told here, as databases differ in how they tell them.
        found[Alike(round_id, *row[:9], _day(row[9]), row[10])] += row[11]
    return found


def _decided(round_id: str) -> Subquery:
    """Return the decision of each application that stands; of several the newest counts."""
    standing = (
        select(func.max(decision.c.id))
        .join(application, application.c.application_id == decision.c.application_id)
        .where(
            application.c.round_id == round_id,
            application.c.version == 1,
            decision.c.state == "recorded",
            queries.newest(decision, "decision_id"),
        )
        .group_by(decision.c.application_id)
    )
    columns = (decision.c.application_id, decision.c.outcome, decision.c.grade)
    return select(*columns).where(decision.c.id.in_(standing)).subquery("decided")


def _granted(round_id: str) -> Subquery:
    """Return the newest version of each announced grade, and the moment at which the record learned of its end."""
    ended = case((accreditation.c.state == "valid", ""), else_=chain_entry.c.at)
    return (
        select(
            accreditation.c.application_id,
            accreditation.c.grade,
            accreditation.c.announced_on,
            accreditation.c.valid_until,
            ended.label("ended_on"),
            accreditation.c.state,
        )
        .join(chain_entry, chain_entry.c.sequence == accreditation.c.entry)
        .where(accreditation.c.round_id == round_id, queries.newest(accreditation, "application_id"))
        .subquery("granted")
    )


def _day(at: str) -> str:
    return moment(at).astimezone(BEIJING).date().isoformat() if at else ""
