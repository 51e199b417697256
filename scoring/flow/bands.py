"""What a page may show of single marks: bands of a panel, without labels, and none where they would betray a member."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indicators.model import CutScore
from scoring.model import FloatArray, ScoreTable
from scoring.statistics.spread import LEAST_SHEETS, Spread, indicator_spread, reaching, total_spread


@dataclass(frozen=True, slots=True)
class Band:
    """Of so many marks or totals the lowest, the highest, and their standard deviation, in points."""

    marks: int
    lowest: float
    highest: float
    deviation: float

    @property
    def width(self) -> float:
        """From the lowest to the highest."""
        return self.highest - self.lowest


@dataclass(frozen=True, slots=True)
class PanelBands:
    """The bands of one panel of three sheets or more.

    Attributes
    ----------
    total : Band
        Of the experts' totals.
    at_or_above : mapping of grade to int
        How many of those totals reach the cut score of a grade.
    leaves : tuple of str
        The indicators, in the order of the table.
    rows : tuple of (marks, lowest, highest, deviation)
        One for each of them; read by `indicator`.
    """

    total: Band
    at_or_above: Mapping[str, int]
    leaves: tuple[str, ...]
    rows: tuple[tuple[int, float, float, float], ...]

    def indicator(self, code: str) -> Band | None:
        """Return the band of an indicator; ``None`` where fewer than three marks would stand behind it."""
        band = Band(*self.rows[self.leaves.index(code)])
        return band if band.marks >= LEAST_SHEETS else None

    def divided(self, grade: str) -> bool:
        """Whether the experts' totals lie on both sides of the cut score of a grade."""
        return 0 < self.at_or_above.get(grade, 0) < self.total.marks


def panel_bands(table: ScoreTable, totals: FloatArray, cut_scores: Sequence[CutScore]) -> dict[str, PanelBands]:
    """Return the bands of every panel that has at least three totals.

    Parameters
    ----------
    table : ScoreTable
        The marks.
    totals : ndarray, shape (n_applications, n_experts)
        The experts' totals, ``nan`` where there is none.
    cut_scores : sequence of CutScore
        Of the round.
    """
    of_totals, of_indicators = _rows(total_spread(totals)), indicator_spread(table)
    marks, lowest, highest, deviation = (
        column.tolist()
        for column in (of_indicators.marks, of_indicators.lowest, of_indicators.highest, of_indicators.deviation)
    )
    found = {}
    for place, applicant in enumerate(table.applicants):
        total = Band(*of_totals[place])
        if total.marks < LEAST_SHEETS:
            continue
        own = [value for value in totals[place].tolist() if not math.isnan(value)]
        found[applicant] = PanelBands(
            total=total,
            at_or_above={cut.grade: reaching(own, float(cut.min_score)) for cut in cut_scores},
            leaves=table.indicators,
            rows=tuple(zip(marks[place], lowest[place], highest[place], deviation[place], strict=True)),
        )
    return found


def _rows(spread: Spread) -> list[tuple[int, float, float, float]]:
    columns = (spread.marks, spread.lowest, spread.highest, spread.deviation)
    return list(zip(*(column.tolist() for column in columns), strict=True))
