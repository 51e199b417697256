"""One application before an office: its path, what was done, its facts and conditions; and what caps still leave."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from indicators.model import Step
from scoring import access
from scoring.flow import gather
from scoring.flow.step_standings import Case, cases, sight_of
from scoring.model import Actor, Application
from scoring.procedure.deadlines import Late, late_acts, term_of
from scoring.procedure.eligibility import Eligibility, assess
from scoring.procedure.steps import EXPERTS, Standing
from scoring.register import withdrawals
from scoring.register.database import Register
from scoring.register.step_acts import StepAct
from scoring.register.withdrawals import Withdrawal


@dataclass(frozen=True, slots=True)
class StepFile:
    """An application as an office has it before it.

    Attributes
    ----------
    steps, standing, acts
        Its path, where it stands there, and everything that offices did with it, oldest first.
    due_on, late
        Until when what is due is in time, and what is late.
    eligibility : Eligibility
        Each condition of the grade applied for, held against the facts.
    """

    application: Application
    version: int
    steps: tuple[Step, ...]
    standing: Standing
    acts: tuple[StepAct, ...]
    due_on: date | None
    late: tuple[Late, ...]
    eligibility: Eligibility
    withdrawal: Withdrawal | None


@dataclass(frozen=True, slots=True)
class QuotaUse:
    """How many applications for a grade a prefecture has recommended, of how many it may."""

    prefecture: str
    grade: str
    cap: int
    used: int

    @property
    def left(self) -> int:
        """How many it may still recommend."""
        return max(0, self.cap - self.used)


def step_file(register: Register, actor: Actor, on: date, application_id: str) -> StepFile:
    """Return an application with where it stands.

    Raises
    ------
    AccessRefusedError
        Outside one's region and not there: in the same words.
    """
    gather.refuse_whoever_never_may(actor, "read", "step")
    with register.read() as connection:
        application = gather.application(connection, application_id, verb="read", object_="step", by_round=False)
        own = gather.in_region(actor, application.enterprise.county)
        access.require(actor, "read", "step", own)
        access.require(actor, "read", "application", own)
        book = gather.rule_book(connection, application.round_id)
        sees = sight_of(connection, actor, application.round_id)
        case = cases(connection, application.round_id, book, sees, only=(application_id,))[application_id]
        deadlines = book.round.parameter_sheet.deadlines
        return StepFile(
            application=application,
            version=case.version,
            steps=case.steps,
            standing=case.standing,
            acts=case.acts,
            due_on=term_of(case.standing, deadlines),
            late=late_acts(application_id, case.standing, deadlines, on=on),
            eligibility=assess(application, book, counties=gather.counties()),
            withdrawal=withdrawals.one(connection, application_id),
        )


def step_quotas(register: Register, actor: Actor, round_id: str) -> tuple[QuotaUse, ...]:
    """Return how far the caps are used: of one's own prefecture, or of all of them; a county is shown none.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    gather.refuse_whoever_never_may(actor, "read", "step")
    with register.read() as connection:
        book = gather.rule_book(connection, round_id)
        shown = [one for one in gather.prefectures() if access.may(actor, "read", "step", gather.in_region(actor, one))]
        if not shown:
            return ()
        used = Counter(recommended_places(cases(connection, round_id, book)))
        caps = book.round.parameter_sheet.caps
        return tuple(
            QuotaUse(place, cap.grade, cap.per_prefecture, used[place, cap.grade]) for place in shown for cap in caps
        )


def recommended_places(found: dict[str, Case]) -> list[tuple[str, str]]:
    """Return prefecture and target grade of everything that was recommended to the experts."""
    return [
        (gather.prefecture_or_beginning(case.application.enterprise.county), case.application.target_grade)
        for case in found.values()
        if any(step.id == EXPERTS for step in case.steps) and case.recommended
    ]
