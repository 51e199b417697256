"""Collective decisions, beside the proposals they rest on; a voided one is a further version.

``add(decisions) -> rows`` of `tables.decision`, ``void(decision, reason=, at=) -> Decision``,
``one(connection, decision_id) -> Decision | None`` (as it stands now), ``as_recorded(connection, decision_id)`` (its
first version, with sheets, aggregate, proposal and votes), ``of_application(connection, application_id, stage=)``,
``of_round(connection, round_id)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from json import loads
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, select

from scoring.model import Stage
from scoring.register import queries
from scoring.register.canonical import Value, canonical
from scoring.register.tables import application, decision


@dataclass(frozen=True, slots=True)
class SheetReference:
    """A submitted sheet that a decision rests on: whose, which event of it, and its digest."""

    expert_id: str
    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One version of a decision of a sitting.

    Attributes
    ----------
    outcome, grade, reason
        What was decided: a symbol, the grade where the outcome names one, and why. In a voided version the reason is
        that of the voiding.
    rule_book_digest : str
        The rule book it was decided by.
    sheets : tuple of SheetReference
        What it rests on.
    aggregate, proposal, votes : Mapping
        JSON values. `proposal` has ``outcome`` and ``grade``, to be compared with what was decided; `votes` holds
        counts and the formula with its numbers, never who cast what in a secret vote.
    """

    decision_id: str
    version: int
    application_id: str
    stage: Stage
    outcome: str
    grade: str | None
    rule_book_digest: str
    decided_at: str
    reason: str | None = None
    sheets: tuple[SheetReference, ...] = ()
    aggregate: Mapping[str, Any] = field(default_factory=dict)
    proposal: Mapping[str, Any] = field(default_factory=dict)
    votes: Mapping[str, Any] = field(default_factory=dict)
    state: Literal["recorded", "voided"] = "recorded"


def add(decisions: Iterable[Decision]) -> list[dict[str, Value]]:
    """Return the rows of decisions, for `chain.record`."""
    return [_row(given) for given in decisions]


def void(given: Decision, *, reason: str, at: str) -> Decision:
    """Return the version that ends a decision; `at` is a text of `canonical.timestamp`."""
    return replace(given, version=given.version + 1, state="voided", reason=reason, decided_at=at)


def one(connection: Connection, decision_id: str) -> Decision | None:
    """Return a decision as it stands now."""
    found = _select(connection, decision.c.decision_id == decision_id, queries.newest(decision, "decision_id"))
    return found[0] if found else None


def as_recorded(connection: Connection, decision_id: str) -> Decision | None:
    """Return the first version of a decision, with everything it rests on, voided since or not."""
    found = _select(connection, decision.c.decision_id == decision_id, decision.c.version == 1)
    return found[0] if found else None


def every_version(connection: Connection, application_id: str) -> tuple[Decision, ...]:
    """Return every version of every decision on an application, oldest first."""
    return _select(connection, decision.c.application_id == application_id)


def of_application(connection: Connection, application_id: str, *, stage: Stage | None = None) -> tuple[Decision, ...]:
    """Return the decisions on an application as they stand now, voided ones among them, oldest first."""
    conditions = [decision.c.application_id == application_id, queries.newest(decision, "decision_id")]
    if stage is not None:
        conditions.append(decision.c.stage == stage)
    return _select(connection, *conditions)


def of_round(connection: Connection, round_id: str) -> tuple[Decision, ...]:
    """Return the decisions of a round as they stand now, voided ones among them, oldest first."""
    of_it = select(application.c.application_id).where(application.c.round_id == round_id)
    return _select(connection, decision.c.application_id.in_(of_it), queries.newest(decision, "decision_id"))


def outcomes(connection: Connection, round_id: str) -> dict[str, tuple[str, str | None]]:
    """Return outcome and grade that stand for each application of a round; of several decisions the newest counts.

    Enough to count, without reading what the decisions rest on.
    """
    query = (
        select(decision.c.application_id, decision.c.outcome, decision.c.grade)
        .join(application, application.c.application_id == decision.c.application_id)
        .where(
            application.c.round_id == round_id,
            queries.newest(application, "application_id"),
            queries.newest(decision, "decision_id"),
            decision.c.state == "recorded",
        )
        .order_by(decision.c.id)
    )
    return {row[0]: (row[1], row[2]) for row in connection.execute(query)}


def sheets_decided_on(connection: Connection, round_id: str, stage: Stage) -> frozenset[tuple[str, str]]:
    """Return the (application, expert) of every sheet that a standing decision of a round and stage rests on."""
    of_it = select(application.c.application_id).where(application.c.round_id == round_id)
    query = select(decision.c.application_id, decision.c.sheets).where(
        decision.c.application_id.in_(of_it),
        queries.newest(decision, "decision_id"),
        decision.c.state == "recorded",
        decision.c.stage == stage,
    )
    return frozenset(
        (id_, sheet["expert_id"]) for id_, sheets in connection.execute(query) for sheet in loads(sheets or "[]")
    )


@dataclass(frozen=True, slots=True)
class Scored:
    """A decision of the document review that stands, with what statistics need: `total` is what it rests on."""

    application_id: str
    outcome: str
    county: str
    size: str
    total: str | None


def scored(connection: Connection, round_id: str) -> tuple[Scored, ...]:
    """Return the decisions of the document review that stand in a round; of several of one application the newest."""
    first = decision.alias("first")
    query = (
        select(decision.c.application_id, decision.c.outcome, application.c.county, application.c.size)
        .add_columns(first.c.aggregate)
        .join(application, application.c.application_id == decision.c.application_id)
        .join(first, (first.c.decision_id == decision.c.decision_id) & (first.c.version == 1))
        .where(
            application.c.round_id == round_id,
            queries.newest(application, "application_id"),
            queries.newest(decision, "decision_id"),
            decision.c.state == "recorded",
            decision.c.stage == "document_review",
        )
        .order_by(decision.c.id)
    )
    newest = {}
    for id_, outcome, county, size, aggregate in connection.execute(query):
        newest[id_] = Scored(id_, outcome, county, size, loads(aggregate or "{}").get("total"))
    return tuple(newest.values())


def _select(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Decision, ...]:
    query = select(decision).where(*conditions).order_by(decision.c.id)
    return tuple(_decision(row) for row in connection.execute(query))


def _row(given: Decision) -> dict[str, Value]:
    whole = given.state == "recorded"
    sheets = [
        {"digest": sheet.digest, "expert_id": sheet.expert_id, "version": sheet.version} for sheet in given.sheets
    ]
    return {
        "decision_id": given.decision_id,
        "version": given.version,
        "application_id": given.application_id,
        "stage": given.stage,
        "outcome": given.outcome,
        "grade": given.grade,
        "reason": given.reason,
        "rule_book_digest": given.rule_book_digest,
        "sheets": canonical(sheets) if whole else None,
        "aggregate": canonical(dict(given.aggregate)) if whole else None,
        "proposal": canonical(dict(given.proposal)) if whole else None,
        "votes": canonical(dict(given.votes)) if whole else None,
        "decided_at": given.decided_at,
        "state": given.state,
    }


def _decision(row: Row[Any]) -> Decision:
    return Decision(
        decision_id=row.decision_id,
        version=row.version,
        application_id=row.application_id,
        stage=row.stage,
        outcome=row.outcome,
        grade=row.grade,
        rule_book_digest=row.rule_book_digest,
        decided_at=row.decided_at,
        reason=row.reason,
        sheets=tuple(SheetReference(**sheet) for sheet in loads(row.sheets or "[]")),
        aggregate=loads(row.aggregate or "{}"),
        proposal=loads(row.proposal or "{}"),
        votes=loads(row.votes or "{}"),
        state=row.state,
    )
