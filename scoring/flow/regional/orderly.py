"""How orderly a round went: what was reopened, voided or decided otherwise, and how much more was given at home."""

from __future__ import annotations

from math import isfinite
from typing import Any, Final

import numpy as np
from sqlalchemy import JSON, ColumnElement, Connection, cast, exists, func, select, type_coerce

from indicators.language import Message
from indicators.model import RuleBook
from scoring.flow.counting import counting_table
from scoring.flow.regional.records_checks import IntegrityCounts
from scoring.register import applications, chain, experts, objections, queries
from scoring.register.objections import ObjectionState
from scoring.register.tables import application, conflict, decision, sheet_event
from scoring.sheets import round_weights
from scoring.statistics.disclosure import LEAST_OTHERS
from scoring.statistics.integrity.deviation import deviations
from scoring.statistics.integrity.home_favour import home_favour
from scoring.statistics.totals import expert_totals

OPEN: Final[tuple[ObjectionState, ...]] = ("received", "acknowledged")


def integrity_counts(connection: Connection, round_id: str) -> IntegrityCounts:
    """Return the counts of a round, by a few aggregates; the chain is read at its end and not verified here."""

    def ours(column: ColumnElement[str], same: ColumnElement[str]) -> ColumnElement[bool]:
        # Looked up for the few rows there are, and not a list of all applications made for each count.
        return exists().where(same == column, application.c.round_id == round_id)

    pairs = (
        select(conflict.c.expert_id, conflict.c.uscc)
        .where(
            ours(conflict.c.uscc, application.c.uscc),
            queries.newest(conflict, "conflict_id"),
            conflict.c.state == "standing",
        )
        .distinct()
        .subquery()
    )

    def events(kind: str) -> int:
        query = select(func.count()).select_from(sheet_event)
        of_round = ours(sheet_event.c.application_id, application.c.application_id)
        return connection.scalar(query.where(sheet_event.c.event == kind, of_round)) or 0

    decided = (
        select(func.count()).select_from(decision).where(ours(decision.c.application_id, application.c.application_id))
    )
    standing = decided.where(queries.newest(decision, "decision_id"), decision.c.state == "recorded")
    proposal = _as_json(connection, decision.c.proposal)
    proposed, grade = proposal["outcome"].as_string(), proposal["grade"].as_string()
    # As the record itself asks for a reason: another outcome, or the same for another grade.
    departs = (proposed != decision.c.outcome) | grade.is_distinct_from(decision.c.grade)
    return IntegrityCounts(
        recusals=connection.scalar(select(func.count()).select_from(pairs)) or 0,
        reopened=events("returned"),
        voided=events("voided"),
        superseded=connection.scalar(decided.where(decision.c.state == "voided")) or 0,
        against_score=connection.scalar(standing.where(proposed.is_not(None), departs)) or 0,
        objections_open=objections.count_of_round(connection, round_id, OPEN),
        head=chain.head(connection).sequence,
    )


def _as_json(connection: Connection, column: ColumnElement[str]) -> ColumnElement[Any]:
    """Return a text as the JSON that it is. PostgreSQL has a type for it; in SQLite it is text, and a cast a number."""
    return type_coerce(column, JSON) if connection.dialect.name == "sqlite" else cast(column, JSON)


def favour_in_words(connection: Connection, round_id: str, book: RuleBook) -> Message:
    """Return in one sentence how many points more experts gave to applications of their own prefecture.

    For the round as a whole. Where fewer than `LEAST_OTHERS` experts scored at home, it would be one person's.
    """
    table = counting_table(connection, round_id, "document_review", book)
    if not table.applicants:
        return Message("province.favour_none")
    at_home = {
        one.application_id: f"{one.enterprise.county[:4]}00" for one in applications.of_round(connection, round_id)
    }
    of_expert = {one.expert_id: one.region for one in experts.everyone(connection)}
    theirs = np.array([at_home.get(name, "") for name in table.applicants])[:, None]
    own = np.array([of_expert.get(name, "") for name in table.experts])[None, :]
    known = (theirs != "") & (own != "")
    home = known & (theirs == own)
    apart = deviations(expert_totals(table, round_weights(book.round.indicator_table)))
    given = np.isfinite(apart)
    if (home & given).any(axis=0).sum() < LEAST_OTHERS:
        return Message("province.favour_few", {"least": LEAST_OTHERS})
    # One table is one panel: an expert within it is a column, an application a row.
    application, group = np.indices(apart.shape).reshape(2, -1)
    found = home_favour(apart.ravel(), home.ravel(), group, application, known=known.ravel())
    points, low, high = (float(one) for one in (found.estimate, found.low, found.high))
    if not all(map(isfinite, (points, low, high))):
        return Message("province.favour_none")
    key = "more" if low > 0 else "less" if high < 0 else "unclear"
    values = {"points": f"{points:+.1f}", "low": f"{low:+.1f}", "high": f"{high:+.1f}", "marks": int(found.home_marks)}
    return Message(f"province.favour_{key}", values)
