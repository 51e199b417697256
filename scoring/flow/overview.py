"""A chair's view of a round once its marks are closed: every application against its cuts, and where panels disagree.

Counts and bands; no expert, no label, no single sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.model import RuleBook
from scoring import access
from scoring.flow import gather
from scoring.flow.panel import PanelResult, panel_results
from scoring.meeting.proposal import PROPOSABLE, candidate_grades
from scoring.model import Actor, Application, Stage
from scoring.procedure.rounds import RoundState, circumstances
from scoring.register import acts, applications, withdrawals
from scoring.register.acts import Outcome
from scoring.register.database import Register
from scoring.statistics.spread import Noise, pooled_noise

DISAGREES_BY_CHANCE = 0.1
"""The share of panels whose range would exceed the limit by chance alone."""


@dataclass(frozen=True, slots=True)
class Case:
    """One application among those of a round.

    Attributes
    ----------
    eligible : bool or None
        For the grade applied for; ``None``: it cannot be told yet.
    proposed : str or None
        Outcome of the proposal.
    cut, distance
        The line nearest to the total among those that matter for this application, by its grade, and the points from
        that line to the total, negative below it; ``None`` without a total or a line.
    near_within : float or None
        One standard error of the mean of so many sheets; a total no further from its line stands near it.
    total_range, range_limit : float or None
        From the lowest to the highest of the experts' totals, and the range that one panel in ten of this size exceeds
        by chance. ``None`` with fewer than three sheets.
    divided : mapping of grade to int
        For each line that matters and that the experts' totals straddle: how many of `submitted` reach it.
    """

    application: Application
    assigned: int
    submitted: int
    total: Decimal | None
    grade_by_score: str | None
    eligible: bool | None
    proposed: str | None
    cut: str | None
    distance: Decimal | None
    near_within: float | None
    total_range: float | None
    range_limit: float | None
    divided: Mapping[str, int]

    @property
    def near(self) -> bool:
        """Whether the total stands so near a line that another panel might well have put it on the other side."""
        return self.distance is not None and self.near_within is not None and abs(self.distance) <= self.near_within

    @property
    def disagrees(self) -> bool:
        """Whether the experts' totals lie further apart than chance explains."""
        return self.total_range is not None and self.range_limit is not None and self.total_range > self.range_limit


@dataclass(frozen=True, slots=True)
class PanelOverview:
    """All panels of a round at a stage; `noise` is ``None`` where no panel has three sheets."""

    round_id: str
    stage: Stage
    rule_book: RuleBook
    noise: Noise | None
    cases: tuple[Case, ...]
    not_for_experts: int


@dataclass(frozen=True, slots=True)
class ApplicationHead:
    """Enough of an application to choose it from a list."""

    application_id: str
    name: str
    target_grade: str


def panel_overview(
    register: Register, actor: Actor, round_id: str, *, stage: Stage = "document_review"
) -> PanelOverview:
    """Return every panel of a round against its lines, in the order the applications came in.

    Applications for grades that no sitting proposes are counted in `not_for_experts`.

    Raises
    ------
    AccessRefusedError
        Marks still open, not for this person.
    ConflictError
    """
    results = panel_results(register, actor, round_id, stage=stage)
    with register.read() as connection:
        book = gather.rule_book(connection, round_id)
        gone = withdrawals.of_round(connection, round_id)
    results = tuple(result for result in results if result.application.application_id not in gone)
    judged = [result for result in results if result.application.target_grade in PROPOSABLE]
    noise = _noise(judged)
    return PanelOverview(
        round_id=round_id,
        stage=stage,
        rule_book=book,
        noise=noise,
        cases=tuple(_case(result, book, noise) for result in judged),
        not_for_experts=len(results) - len(judged),
    )


def _noise(results: list[PanelResult]) -> Noise | None:
    totals = [result.scores.bands.total for result in results if result.scores is not None and result.scores.bands]
    return pooled_noise([one.marks for one in totals], [one.deviation for one in totals])


def _case(result: PanelResult, book: RuleBook, noise: Noise | None) -> Case:
    target = result.application.target_grade
    lines = {cut.grade: cut.min_score for cut in book.round.cut_scores if cut.grade in candidate_grades(target, book)}
    total, bands = result.proposal.total, None if result.scores is None else result.scores.bands
    away = {} if total is None else {grade: total - line for grade, line in lines.items()}
    cut = min(away, key=lambda grade: abs(away[grade]), default=None)
    limit = None
    if noise is not None and bands is not None:
        limit = noise.range_by_chance(bands.total.marks, share=DISAGREES_BY_CHANCE)
    return Case(
        application=result.application,
        assigned=result.assigned,
        submitted=result.submitted,
        total=total,
        grade_by_score=result.proposal.grade_by_score,
        eligible=result.eligibility[target].eligible,
        proposed=result.proposal.outcome,
        cut=cut,
        distance=None if cut is None else away[cut],
        near_within=noise.standard_error(result.submitted) if noise is not None and result.submitted else None,
        total_range=None if bands is None else bands.total.width,
        range_limit=limit,
        divided=({} if bands is None else {grade: bands.at_or_above[grade] for grade in lines if bands.divided(grade)}),
    )


def marks_closed(state: RoundState) -> bool:
    """Whether a round in this state shows any value to those whom the rules let see it."""
    return "marks_closed" in circumstances(state)


def panel_revision(register: Register, actor: Actor, round_id: str) -> tuple[int, ...]:
    """Return a mark of everything that `panel_overview` is computed from; refused to whom that is refused.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    with gather.reading(register, actor, "read", "panel_result", round_id) as connection:
        return acts.revision(connection, round_id)


def decided(register: Register, actor: Actor, round_id: str) -> tuple[Outcome, ...]:
    """Return what stands decided in a round, oldest first: enough to count and to list.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    with gather.reading(register, actor, "read", "decision", round_id) as connection:
        return acts.outcomes_of_round(connection, round_id)


def application_heads(register: Register, actor: Actor, round_id: str) -> tuple[ApplicationHead, ...]:
    """Return the applications of a round that a sitting decides about, in the order they came in.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    access.require(actor, "read", "application")
    with register.read() as connection:
        gather.adopted(connection, round_id)
        return tuple(
            ApplicationHead(id_, name, grade)
            for id_, (name, grade) in applications.names(connection, round_id).items()
            if grade in PROPOSABLE
        )
