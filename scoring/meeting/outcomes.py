"""What a sitting may decide about an application, at which stage."""

from __future__ import annotations

from typing import Final, Literal, get_args

from indicators.model import RuleBook
from scoring.meeting.proposal import PROPOSABLE, SITE_VISIT, candidate_grades
from scoring.model import Stage

SittingOutcome = Literal["propose_aa", "propose_aaa", "send_to_site_visit", "do_not_propose", "defer"]
_GRADES: Final[dict[SittingOutcome, str]] = {outcome: grade for grade, outcome in PROPOSABLE.items()}


def possible_outcomes(target: str, stage: Stage, rule_book: RuleBook) -> tuple[SittingOutcome, ...]:
    """Return the outcomes open to a sitting, the one hoped for first.

    AAA is proposed only after the site visit (Article 12(6)); an AAA applicant may be proposed AA only where the
    parameter sheet says so. Not to propose and to defer are open always.
    """
    visits = {step_grade for step in rule_book.regulation.steps if step.id == SITE_VISIT for step_grade in step.grades}
    favourable: list[SittingOutcome] = []
    for grade in candidate_grades(target, rule_book):
        if grade not in PROPOSABLE:
            continue
        ahead = grade in visits and stage != SITE_VISIT
        favourable.append("send_to_site_visit" if ahead else PROPOSABLE[grade])
    return (*favourable, "do_not_propose", "defer")


def grade_of(outcome: SittingOutcome, target: str) -> str | None:
    """Return the grade that an outcome gives or leads to; ``None`` where it gives none."""
    return target if outcome == "send_to_site_visit" else _GRADES.get(outcome)


def outcome_named(name: str) -> SittingOutcome:
    """Return the outcome that the record names.

    Raises
    ------
    ValueError
        If there is none of that name.
    """
    every: tuple[SittingOutcome, ...] = get_args(SittingOutcome)
    for outcome in every:
        if outcome == name:
            return outcome
    raise ValueError(f"{name!r} is no outcome of a sitting")
