"""What is known of conflicts of interest, for the steps that have asked already whether their actor may."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from indicators.faults import Fault
from indicators.language import Message
from indicators.model import DrawRules, RuleBook
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.model import STAGES, Application, Expert, Stage
from scoring.procedure.citing import cited
from scoring.procedure.draw.conflicts import KeptKind, Kind, Known, conflicts
from scoring.register import applications, assignments, experts
from scoring.register import conflicts as kept_conflicts


@dataclass(frozen=True, slots=True)
class SittingConflict:
    """An expert who sits on a panel and must not, as far as is known now."""

    application_id: str
    expert_id: str
    stage: Stage
    kinds: tuple[Kind, ...]


def sitting_conflicts(
    connection: Connection, round_id: str, on: date, *, stages: Sequence[Stage] = STAGES
) -> tuple[SittingConflict, ...]:
    """Return who sits on a panel of a round and must not, stage by stage, in a piece of work that has asked already."""
    of_round = {one.application_id: one for one in applications.of_round(connection, round_id)}
    people = {one.expert_id: one for one in experts.everyone(connection)}
    rules = gather.rule_book(connection, round_id).round.parameter_sheet.draw
    of_rest = _known_of_rest(connection)
    found = []
    for stage in stages:
        sitting = assignments.seats_of_round(connection, round_id, stage, left=False)
        known = _known(connection, {id_: of_round[id_] for id_, _ in sitting}, stage, of_rest)
        found += [
            SittingConflict(id_, expert_id, stage, kinds)
            for id_, expert_id in sitting
            if (kinds := conflicts(people[expert_id], of_round[id_], known[id_], on=on, rules=rules))
        ]
    return tuple(found)


def known_of(connection: Connection, given: Iterable[Application], stage: Stage) -> dict[str, Known]:
    """Return what the record knows of applications: conflicts kept, earlier visits, who left their panels."""
    return _known(connection, {one.application_id: one for one in given}, stage, _known_of_rest(connection))


@dataclass(frozen=True, slots=True)
class _OfRest:
    """Conflicts kept by credit code and by application, and visits of any round by credit code."""

    of_enterprise: Mapping[str, set[tuple[str, KeptKind]]]
    named: Mapping[str, set[tuple[str, KeptKind]]]
    visited: Mapping[str, list[tuple[str, str]]]


def _known_of_rest(connection: Connection) -> _OfRest:
    """Return what is known whatever the stage."""
    of_enterprise: dict[str, set[tuple[str, KeptKind]]] = {}
    named: dict[str, set[tuple[str, KeptKind]]] = {}
    for one in kept_conflicts.standing(connection):
        place = (
            of_enterprise.setdefault(one.uscc, set())
            if one.application_id is None
            else named.setdefault(one.application_id, set())
        )
        place.add((one.expert_id, one.kind))
    visited: dict[str, list[tuple[str, str]]] = {}
    for uscc, application_id, expert_id in assignments.visits(connection):
        visited.setdefault(uscc, []).append((application_id, expert_id))
    return _OfRest(of_enterprise, named, visited)


def _known(
    connection: Connection, by_id: Mapping[str, Application], stage: Stage, of_rest: _OfRest
) -> dict[str, Known]:
    left: dict[str, set[str]] = {}
    for round_id in sorted({one.round_id for one in by_id.values()}):
        for application_id, expert_id in assignments.seats_of_round(connection, round_id, stage, left=True):
            left.setdefault(application_id, set()).add(expert_id)
    return {
        id_: Known(
            kept=frozenset(of_rest.of_enterprise.get(one.enterprise.uscc, set()) | of_rest.named.get(id_, set())),
            visited_by=frozenset(
                expert for other, expert in of_rest.visited.get(one.enterprise.uscc, ()) if other != id_
            ),
            left=frozenset(left.get(id_, set())),
        )
        for id_, one in by_id.items()
    }


def refusal(expert: Expert, application: Application, known: Known, *, on: date, book: RuleBook) -> Fault | None:
    """Return why an expert must not be assigned by hand, ``None`` where he may.

    That he left the panel before is told by whoever knows how he left it.
    """
    rules = book.round.parameter_sheet.draw
    found = conflicts(expert, application, known, on=on, rules=rules)
    kinds = [Message(f"draw.kind_{kind}") for kind in found if kind != "left_before"]
    if not kinds:
        return None
    values = {
        "application": application.application_id,
        "expert": expert.expert_id,
        "kind": kinds[0],
        "article": article_of(book, rules),
    }
    return Fault(Message("draw.conflict_refused", values), seen=f"{application.application_id} / {expert.expert_id}")


def rules_of(book: RuleBook) -> DrawRules:
    """Return the rules of the draw.

    Raises
    ------
    ConflictError
        If the round was adopted without.
    """
    rules = book.round.parameter_sheet.draw
    if rules is None:
        raise ConflictError(Message("draw.no_rules", {"round": book.round.round_id}))
    return rules


def article_of(book: RuleBook, rules: DrawRules | None) -> Message:
    """Return on what a recusal rests: a clause, or a whole document."""
    if rules is None:
        return Message("draw.article_parameter_sheet")
    return cited(rules.cite, book.documents)
