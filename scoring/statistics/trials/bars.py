"""What the adjustment of totals has to show before anybody relies on it, and whether it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scoring.statistics.trials.calibration import Verdict
from scoring.statistics.trials.designs import Design
from scoring.statistics.trials.rules import Rule
from scoring.statistics.trials.wrong_grades import DesignResult, Estimate


class Bar(StrEnum):
    """Claims about the fair total, in points of percent on the best 40 percent."""

    GAIN = "gain"
    """Least squares is better than the mean by 2.5 or more, 3 of 9 experts, severity 6."""
    SAME_RANKS = "same_ranks"
    """On complete panels it orders as the mean does."""
    NULL = "null"
    """Without any severity, 3 of 9 experts, it loses 0.3 at most."""
    ROBUST_GAIN = "robust_gain"
    """Huber's method is better than least squares by 1.5 or more where one sheet in twenty is wild, by design."""
    ROBUST_COST = "robust_cost"
    """It is worse by 0.4 at most on clean marks, by design."""


@dataclass(frozen=True, slots=True)
class BarResult:
    """Whether a claim holds on a design: `seen` at or above `least`."""

    bar: Bar
    design: Design
    least: float
    seen: Estimate

    @property
    def verdict(self) -> Verdict:
        """Whether the estimate reaches the bar."""
        if self.seen.value >= self.least:
            return Verdict.MET
        return Verdict.UNDECIDED if self.seen.value + 2 * self.seen.error >= self.least else Verdict.NOT_MET


def bars(results: Sequence[DesignResult]) -> Iterator[BarResult]:
    """Yield what the designs say of each claim; a claim whose design was not tried is left out."""
    for one in results:
        design, key = one.design, one.design.key
        if one.design.complete:
            yield BarResult(Bar.SAME_RANKS, design, 0.0, Estimate(-float(one.reordered), 0.0))
        fair = one.of(Rule.FAIR).against_mean
        if fair is None:
            continue
        if key == "of_9_3":
            yield BarResult(Bar.GAIN, design, 2.5, fair.right_in_quota)
        if key == "of_9_3_severity_0":
            yield BarResult(Bar.NULL, design, -0.3, fair.right_in_quota)
        more = one.robust_over_fair
        if more is None or one.design.slope_sd:
            continue
        if one.design.wild:
            yield BarResult(Bar.ROBUST_GAIN, design, 1.5, more)
        else:
            yield BarResult(Bar.ROBUST_COST, design, -0.4, more)
