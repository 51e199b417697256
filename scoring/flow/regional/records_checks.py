"""What the report says that checks a round: how unevenly grades lie, how they changed, how orderly it went."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.flow.regional.figures import Figure


@dataclass(frozen=True, slots=True)
class Uneven:
    """How unevenly grades lie over the prefectures, held against how applications do.

    `by_chance`: what `theil` comes to by chance alone, about. Figures with reasons where undefined.
    """

    alike: Figure
    gini: Figure
    theil: Figure
    by_chance: float | None
    between: float | None
    within: float | None
    p_value: float | None


@dataclass(frozen=True, slots=True)
class GradeLine:
    """One grade in the whole province: its rate, and by how much that differs from the round before."""

    grade: str
    rate: Figure
    change: Figure | None
    change_p: float | None


@dataclass(frozen=True, slots=True)
class IntegrityCounts:
    """How orderly a round went, in counts alone, of the whole province.

    Attributes
    ----------
    recusals : int
        Conflicts of experts with applicants of the round that stand, each expert and applicant once.
    reopened, voided : int
        Returns of submitted sheets, and sheets voided.
    superseded : int
        Decisions voided, whether or not there is another one since.
    against_score : int
        Decisions that stand and differ from what the score proposed, in outcome or grade; deferrals are among them.
    objections_open : int
    head : int
        Number of the last entry of the chain at the moment of the report: its state as read, not verified.
    """

    recusals: int
    reopened: int
    voided: int
    superseded: int
    against_score: int
    objections_open: int
    head: int
