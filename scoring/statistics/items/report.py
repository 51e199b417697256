"""The item analysis of one panel or round: a line for each indicator, what they are together, and what was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import ndtri

from scoring.model import FloatArray, MarkState, ScoreTable, Weights
from scoring.statistics.agreement.krippendorff import krippendorff_alpha
from scoring.statistics.false_discovery import benjamini_hochberg
from scoring.statistics.items.agreed import agreed
from scoring.statistics.items.anchors import Readings, Step, camps, readings, steps_used
from scoring.statistics.items.bounded import CONFIDENCE, Bounded, bounded, each_bounded
from scoring.statistics.items.cohesion import Cohesion, cohesion
from scoring.statistics.items.discrimination import item_rest, upper_lower
from scoring.statistics.items.finding import Pair, Seen, flags_of
from scoring.statistics.items.flags import ENOUGH_ALIKE, FALSE_SHARE, LEAST_ICC, LEAST_REST, Flag
from scoring.statistics.items.overlap import Overlap, overlap
from scoring.statistics.items.scores import ItemScale, ItemScores, item_scores
from scoring.statistics.reasons import Reason
from scoring.statistics.seats import seated

_NEAR: Final = 10
"""So many of the pairs most alike are told of a round."""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """What one indicator was worth.

    Attributes
    ----------
    indicator : str
    applications, marks : int
        Applications with a mark, and marks.
    rest : Bounded
        Item-rest correlation, with Fisher's limits over applications.
    rest_q : float or None
        Of a true one of `flags.LEAST_REST` or more.
    index : Bounded
        Discrimination index, upper against lower 27 %.
    difficulty, floor, ceiling : Bounded
        Mean share of the scale; share of marks at its lowest and at its highest step. Limits over applications.
    apart : float or None
        How far experts differ on one application: standard deviation in shares of the scale.
    icc, panel_icc : Bounded
        ICC(1) of one expert and ICC(1,k) of the panel's mean.
    icc_q : float or None
        Of an ICC(1) of `flags.LEAST_ICC` or more.
    alpha : float or None
        Krippendorff's, interval, of the experts on this indicator.
    missing, not_applicable, insufficient : float
        Shares of the cells that were the experts' to fill.
    alpha_without : float or None
        Cronbach's alpha of the other indicators.
    nearest : Pair or None
        The indicator most like it.
    steps : tuple of Step
        How often each step of its scale was taken.
    split : Bounded
        Share of panels that fell into two camps.
    strict, mild : int
        Experts who mark it more strictly, more mildly than they mark the others.
    flags : tuple of Flag
    """

    indicator: str
    applications: int
    marks: int
    rest: Bounded
    rest_q: float | None
    index: Bounded
    difficulty: Bounded
    floor: Bounded
    ceiling: Bounded
    apart: float | None
    icc: Bounded
    icc_q: float | None
    panel_icc: Bounded
    alpha: float | None
    missing: float
    not_applicable: float
    insufficient: float
    alpha_without: float | None
    nearest: Pair | None
    steps: tuple[Step, ...]
    split: Bounded
    strict: int
    mild: int
    flags: tuple[Flag, ...]

    @property
    def is_sure(self) -> bool:
        """Whether anything found is sure."""
        return any(flag.sure for flag in self.flags)


@dataclass(frozen=True, slots=True)
class ItemReport:
    """The indicators of a panel or a round; `pairs` are those most alike: of which, and how alike it is to which."""

    panel: str
    applications: int
    experts: int
    cohesion: Cohesion
    lines: tuple[ItemLine, ...]
    pairs: tuple[tuple[str, Pair], ...]


def item_report(
    table: ScoreTable, *, scales: Mapping[str, ItemScale] | None = None, weights: Weights | None = None
) -> ItemReport:
    """Return the item analysis of a panel.

    Parameters
    ----------
    table : ScoreTable
        Three applications at least; with fewer every number has a reason instead.
    scales : mapping of indicator to ItemScale, optional
        The declared marks of every indicator. Without them nothing that speaks of ends or steps of a scale is told.
    weights : Weights, optional
        Of the indicators in the total.
    """
    rows = np.flatnonzero((table.states != MarkState.MISSING).any(axis=(1, 2)))
    if len(rows) < len(table.applicants):
        table = table.of_rows([int(row) for row in rows])
    # Who gave a mark matters to `readings` alone.
    packed, seats = seated(table)
    scores = item_scores(packed, scales, weights)
    strict_or_mild = readings(scores.shares, seats, len(table.experts), false_share=FALSE_SHARE)
    between = overlap(scores, enough=ENOUGH_ALIKE)
    together = cohesion(scores.points)
    q_pairs = _pair_q(between)
    lines = tuple(_lines(packed, scores, scales, between, together, q_pairs, strict_or_mild))
    return ItemReport(
        table.panel, len(table.applicants), len(table.experts), together, lines,
        tuple(_alike(table.indicators, between, q_pairs)),
    )  # fmt: skip


def _lines(
    table: ScoreTable,
    scores: ItemScores,
    scales: Mapping[str, ItemScale] | None,
    between: Overlap,
    together: Cohesion,
    q_pairs: FloatArray,
    reading: Readings,
) -> Iterator[ItemLine]:
    shares, names = scores.shares, table.indicators
    rest, groups, icc = item_rest(scores, least=LEAST_REST), upper_lower(scores), agreed(shares, least=LEAST_ICC)
    rest_q, icc_q = benjamini_hochberg(rest.p_below), benjamini_hochberg(icc.p_below)
    falling = camps(shares)
    split_q = benjamini_hochberg(falling.p_value)
    alpha = krippendorff_alpha(np.moveaxis(shares, -1, 0), level="interval")
    # Named one by one, for each is a stack of the same length.
    rests = each_bounded(rest.value, rest.low, rest.high, rest.reason)
    indices = each_bounded(groups.value, groups.low, groups.high, groups.reason)
    singles = each_bounded(icc.icc, icc.low, icc.high, icc.reason)
    panels = each_bounded(icc.panel, icc.panel_low, icc.panel_high, icc.reason)
    steps = steps_used(table, scales) if scales is not None else ((),) * len(names)
    ends = [_of_cells(shares, shares), *(_of_cells(_at(shares, end), shares) for end in (0.0, 1.0))]
    theirs = scores.given
    state = {one: (scores.states == one) * theirs for one in MarkState}
    lacking = _of_cells(state[MarkState.MISSING] + state[MarkState.INSUFFICIENT] + state[MarkState.NOT_APPLICABLE],
                        np.where(theirs > 0, 0.0, np.nan))  # fmt: skip
    cells = np.maximum(theirs.sum(axis=(0, 1)), 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        splits = each_bounded(falling.split / falling.of, falling.low, falling.high, np.zeros(len(names), np.uint8))
    for at, name in enumerate(names):
        marks = int((~np.isnan(shares[:, :, at])).sum())
        applications = int((~np.isnan(scores.means[:, at])).sum())
        shown = [one[at] if scores.has_scale else Bounded(None, reason=Reason.NO_SCALE) for one in ends]
        apart = float(icc.apart[at]) if scores.has_scale and np.isfinite(icc.apart[at]) else None
        seen = Seen(
            applications, rests[at], _or_none(rest_q[at]), singles[at], _or_none(icc_q[at]), apart, shown[1], shown[2],
            lacking[at], _nearest(at, names, between, q_pairs), steps[at],
            splits[at] if scores.has_scale else Bounded(None, reason=Reason.NO_SCALE), _or_none(split_q[at]),
            reading.strict[at] if scores.has_scale else 0, reading.mild[at] if scores.has_scale else 0,
        )  # fmt: skip
        yield ItemLine(
            indicator=name,
            applications=applications,
            marks=marks,
            rest=seen.rest,
            rest_q=seen.rest_q,
            index=indices[at],
            difficulty=shown[0],
            floor=shown[1],
            ceiling=shown[2],
            apart=apart,
            icc=seen.icc,
            icc_q=seen.icc_q,
            panel_icc=panels[at],
            alpha=_or_none(float(alpha.value[at])),
            missing=float(state[MarkState.MISSING][:, :, at].sum() / cells[at]),
            not_applicable=float(state[MarkState.NOT_APPLICABLE][:, :, at].sum() / cells[at]),
            insufficient=float(state[MarkState.INSUFFICIENT][:, :, at].sum() / cells[at]),
            alpha_without=_or_none(float(together.without[at])),
            nearest=seen.nearest,
            steps=seen.steps,
            split=seen.split,
            strict=seen.strict,
            mild=seen.mild,
            flags=flags_of(seen),
        )


def _at(shares: FloatArray, end: float) -> FloatArray:
    return np.asarray(np.abs(shares - end) < 1e-9, np.float64)


def _of_cells(values: FloatArray, known: FloatArray) -> tuple[Bounded, ...]:
    """Return the mean of each indicator's cells, with limits of a ratio over applications (Cochran 1977, ch. 6).

    `values` count where `known` is not ``nan``; cells of one application stay together.
    """
    there = ~np.isnan(known)
    count, total = there.sum(axis=1), np.where(there, values, 0.0).sum(axis=1)
    n, cells = (count > 0).sum(axis=0), count.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total.sum(axis=0) / cells
        rest = ((total - mean * count) ** 2).sum(axis=0)
        error = np.sqrt(n / (n - 1) * rest) / cells
        reach = ndtri(0.5 + CONFIDENCE / 2) * error
        low, high = np.maximum(mean - reach, 0.0), np.minimum(mean + reach, 1.0)
    reason = np.where(cells > 0, Reason.NONE, Reason.NO_MARKS)
    return each_bounded(mean, low, high, reason)


def _pair_q(between: Overlap) -> FloatArray:
    """Return the q-values of pairs, every pair counted once."""
    left, right = np.triu_indices(len(between.p_repeats), 1)
    square = np.full(between.p_repeats.shape, np.nan)
    square[left, right] = square[right, left] = benjamini_hochberg(between.p_repeats[left, right])
    return square


def _nearest(at: int, names: tuple[str, ...], between: Overlap, q_pairs: FloatArray) -> Pair | None:
    found = [_pair(at, other, names, between, q_pairs) for other in range(len(names)) if other != at]
    return max(found, key=lambda one: (one.repeats, one.strength), default=None)


def _alike(names: tuple[str, ...], between: Overlap, q_pairs: FloatArray) -> list[tuple[str, Pair]]:
    left, right = np.triu_indices(len(names), 1)
    every = [
        (names[i], _pair(i, j, names, between, q_pairs)) for i, j in zip(left.tolist(), right.tolist(), strict=True)
    ]
    return sorted(every, key=lambda one: (not one[1].repeats, -one[1].strength))[:_NEAR]


def _pair(i: int, j: int, names: tuple[str, ...], between: Overlap, q_pairs: FloatArray) -> Pair:
    low, high = between.true_limits
    return Pair(
        names[j],
        bounded(between.observed[i, j], between.low[i, j], between.high[i, j]),
        bounded(between.true[i, j], low[i, j], high[i, j], Reason.NO_VARIANCE if np.isnan(between.true[i, j]) else 0),
        _or_none(float(q_pairs[i, j])),
    )


def _or_none(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
