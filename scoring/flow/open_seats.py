"""What a draw is drawn from: the applications that are due, their open seats, the appointed experts, conflicts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.model import RuleBook
from scoring.flow import gather, step_standings
from scoring.flow.conflict_facts import known_of, rules_of
from scoring.flow.counting import panels_of
from scoring.meeting.proposal import PROPOSABLE, SITE_VISIT
from scoring.model import Application, Expert, Stage
from scoring.procedure.draw.conflicts import appointed, conflicts
from scoring.procedure.draw.model import Candidate, Case, Problem, Terms, knows
from scoring.register import acts, assignments, experts
from scoring.register.assignments import Assignment


def due_for(
    connection: Connection, round_id: str, stage: Stage, application_ids: Collection[str] | None
) -> tuple[Application, ...]:
    """Return the applications that experts judge at a stage: recommended, and for the visit sent there.

    Raises
    ------
    FaultsError
        Applications that are asked for and are not among them.
    """
    visited = sent_to_visit(connection, round_id)
    standing = step_standings.cases(connection, round_id, gather.rule_book(connection, round_id))
    due = tuple(
        case.application
        for id_, case in standing.items()
        if case.application.target_grade in PROPOSABLE and case.recommended and (stage != SITE_VISIT or id_ in visited)
    )
    if application_ids is None:
        return due
    known = {one.application_id for one in due}
    if faults := [Fault(Message("draw.not_due"), seen=one) for one in sorted(set(application_ids) - known)]:
        raise FaultsError(faults)
    return tuple(one for one in due if one.application_id in set(application_ids))


def sent_to_visit(connection: Connection, round_id: str) -> frozenset[str]:
    """Return the applications of a round that a sitting sent to the site visit."""
    return frozenset(
        one.application_id
        for one in acts.outcomes_of_round(connection, round_id)
        if one.stage == "document_review" and one.outcome == "send_to_site_visit"
    )


def sizes_of(book: RuleBook, asked: Mapping[str, int]) -> dict[str, int]:
    """Return the asked size of a panel by target grade, each among those of the parameter sheet, each odd."""
    allowed = book.round.parameter_sheet.experts_per_application
    faults = []
    for grade, size in asked.items():
        if grade not in PROPOSABLE:
            expected = ", ".join(PROPOSABLE)
            faults.append(Fault(Message("draw.grade_without_panel"), seen=grade, expected=expected))
        elif size not in allowed or size % 2 == 0:
            expected = ", ".join(str(one) for one in allowed if one % 2)
            faults.append(Fault(Message("draw.size_not_allowed", {"grade": grade}), seen=str(size), expected=expected))
    if faults:
        raise FaultsError(faults)
    return dict(asked)


def seats_of(sitting: int, grade: str, asked: Mapping[str, int], book: RuleBook) -> int:
    """Return the open seats of a panel: up to the asked size, else up to the next that the parameter sheet allows."""
    odd = sorted(size for size in book.round.parameter_sheet.experts_per_application if size % 2)
    return max(0, asked.get(grade, next((size for size in odd if size >= sitting), sitting)) - sitting)


def problem_of(
    connection: Connection,
    due: Sequence[Application],
    seats: Mapping[str, int],
    stage: Stage,
    *,
    on: date,
    without: Assignment | None = None,
) -> Problem:
    """Return what is drawn from: the appointed of the day, each application's open seats and conflicts, who sits.

    Parameters
    ----------
    without : Assignment, optional
        Who is about to leave his seat: he sits no longer, and does not come back.
    """
    (round_id,) = {one.round_id for one in due}
    rules = rules_of(gather.rule_book(connection, round_id))
    people = {one.expert_id: one for one in experts.everyone(connection)}
    there = [one for one in people.values() if appointed(one, on)]
    sitting = [one for one in assignments.of_round(connection, round_id, stage) if one.state == "assigned"]
    if without is not None:
        sitting.remove(without)
    panels = panels_of(sitting)
    known = known_of(connection, due, stage)
    cases = []
    for one in due:
        panel = [people[expert] for expert in panels.get(one.application_id, ())]
        barred = {
            expert.expert_id: kinds
            for expert in there
            if (kinds := conflicts(expert, one, known[one.application_id], on=on, rules=rules))
        }
        if without is not None:
            barred[without.expert_id] = (*barred.get(without.expert_id, ()), "left_before")
        cases.append(_case(one, seats[one.application_id], panel, barred))
    return Problem(
        terms=Terms(
            least_prefectures=rules.least_prefectures,
            load_within=rules.load_within,
            most_sheets=rules.most_sheets,
            expertise=rules.expertise,
            connected=rules.connected,
        ),
        candidates=tuple(Candidate(one.expert_id, one.region[:4], one.expertise) for one in there),
        cases=tuple(cases),
        standing=tuple((one.application_id, one.expert_id) for one in sitting),
    )


def _case(application: Application, seats: int, panel: Sequence[Expert], barred: Mapping[str, tuple[str, ...]]) -> Case:
    division = application.enterprise.industry[:3]
    return Case(
        application_id=application.application_id,
        division=division,
        seats=seats,
        panel={one.expert_id: one.region[:4] for one in panel},
        panel_knows=any(knows(one.expertise, division) for one in panel),
        barred=dict(barred),
    )
