"""What holds of decisions and accreditations."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from json import JSONDecodeError, loads
from typing import Any

from sqlalchemy import Connection, Row, func, select

from indicators.faults import Fault, FaultsError
from indicators.load import parse_rule_book
from indicators.model import RuleBookTexts
from scoring.register.invariants.marks import history_of
from scoring.register.invariants.structure import broken
from scoring.register.queries import newest
from scoring.register.tables import (
    accreditation,
    accreditation_round,
    application,
    assignment,
    decision,
    rule_book,
    sheet_event,
)


def decisions_rest(connection: Connection) -> Iterator[Fault]:
    """Follow each decision to the sheets it names; while it stands, so must they."""
    events = {
        (row.application_id, row.expert_id, row.stage, row.version): row
        for row in connection.execute(select(sheet_event))
    }
    last = {key[:3]: version for key in sorted(events, key=lambda key: key[3]) for version in [key[3]]}
    standing = set(
        connection.scalars(
            select(decision.c.decision_id).where(newest(decision, "decision_id"), decision.c.state == "recorded")
        )
    )
    for row in _recorded(connection):
        for sheet in _json(row.sheets, []):
            key = (row.application_id, str(sheet.get("expert_id")), row.stage)
            event = events.get((*key, sheet.get("version")))
            sound = (
                event is not None
                and event.event == "submitted"
                and event.digest == sheet.get("digest")
                and event.entry <= row.entry
                and (row.decision_id not in standing or last[key] == event.version)
            )
            if not sound:
                yield broken(
                    "invariant.decisions_rest", decision, row.id, decision=row.decision_id, sheet="/".join(key)
                )


def one_live_sheet(connection: Connection) -> Iterator[Fault]:
    """Look at whose sheets a decision counts: each expert's once, and he was assigned when it was made."""
    history = history_of(connection, assignment, "state")
    for row in _recorded(connection):
        counted: set[str] = set()
        for sheet in _json(row.sheets, []):
            key = (row.application_id, str(sheet.get("expert_id")), row.stage)
            entries, states = history.get(key, ([], []))
            place = bisect_right(entries, row.entry)
            state = states[place - 1] if place else "–"
            if state != "assigned" or key[1] in counted:
                named = {"decision": row.decision_id, "sheet": "/".join(key), "state": state}
                yield broken("invariant.one_live_sheet", decision, row.id, **named)
            counted.add(key[1])


def decisions_reasoned(connection: Connection) -> Iterator[Fault]:
    """Compare each decision with its proposal."""
    for row in _recorded(connection):
        proposal = _json(row.proposal, {})
        departs = (row.outcome, row.grade) != (proposal.get("outcome"), proposal.get("grade"))
        if departs and not (row.reason or "").strip():
            yield broken("invariant.decisions_reasoned", decision, row.id, decision=row.decision_id)


def voids_reasoned(connection: Connection) -> Iterator[Fault]:
    """Look at voided decisions: a reason, and the same matter as what they void."""
    first = decision.alias("first")
    query = (
        select(
            decision, first.c.application_id.label("of"), first.c.stage.label("at_stage"), first.c.outcome.label("was")
        )
        .join(first, (first.c.decision_id == decision.c.decision_id) & (first.c.version == 1))
        .where(decision.c.state == "voided")
        .order_by(decision.c.id)
    )
    for row in connection.execute(query):
        same = (row.application_id, row.stage, row.outcome) == (row.of, row.at_stage, row.was)
        if not same or row.version == 1 or not (row.reason or "").strip():
            yield broken("invariant.voids_reasoned", decision, row.id, decision=row.decision_id)


def one_live_decision(connection: Connection) -> Iterator[Fault]:
    """Count the decisions that stand on each application and stage."""
    query = (
        select(func.max(decision.c.id), decision.c.application_id, decision.c.stage, func.count())
        .where(newest(decision, "decision_id"), decision.c.state == "recorded")
        .group_by(decision.c.application_id, decision.c.stage)
        .having(func.count() > 1)
    )
    for row, application_id, stage, count in connection.execute(query):
        matter = f"{application_id}/{stage}"
        yield broken("invariant.one_live_decision", decision, row, decision=matter, count=count)


def grades_accredited(connection: Connection) -> Iterator[Fault]:
    """Hold target grades, decided and accredited grades against the regulation of the round's rule book."""
    accredited = _accredited(connection)
    of_round = {
        row.round_id: row.rule_book_digest
        for row in connection.execute(select(accreditation_round).where(newest(accreditation_round, "round_id")))
    }
    for table in (application, accreditation):
        column = table.c.target_grade if table is application else table.c.grade
        query = select(table.c.id, table.c.round_id, column.label("grade")).order_by(table.c.id)
        for row in connection.execute(query):
            grades = accredited.get(of_round.get(row.round_id, ""))
            if grades is not None and row.grade not in grades:
                yield broken("invariant.grades_accredited", table, row.id, grade=row.grade)
    for row in connection.execute(select(decision).where(decision.c.grade.is_not(None)).order_by(decision.c.id)):
        grades = accredited.get(row.rule_book_digest)
        if grades is not None and row.grade not in grades:
            yield broken("invariant.grades_accredited", decision, row.id, grade=row.grade)


def _accredited(connection: Connection) -> dict[str, frozenset[str]]:
    """Return the accredited grades of each rule book that can be read; the rest is `rule_books_whole`'s to tell."""
    found: dict[str, frozenset[str]] = {}
    for row in connection.execute(select(rule_book)):
        try:
            book = parse_rule_book(RuleBookTexts(row.documents, row.regulation, row.round))
        except FaultsError:
            continue
        found[row.digest] = frozenset(book.regulation.accredited_grades())
    return found


def _recorded(connection: Connection) -> Iterator[Row[Any]]:
    yield from connection.execute(select(decision).where(decision.c.state == "recorded").order_by(decision.c.id))


def _json(text: str | None, otherwise: Any) -> Any:
    """Return what a JSON column holds, `otherwise` where it is damaged: the chain tells of that."""
    try:
        return loads(text or "")
    except JSONDecodeError:
        return otherwise
