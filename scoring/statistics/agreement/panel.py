"""All statistics of agreement of one panel, of its totals and of its indicators: what `agreement` prints."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

import numpy as np

from indicators.language import Message
from scoring.model import FloatArray, MarkState, ScoreTable, StateArray, Weights
from scoring.statistics.agreement.anova import two_way
from scoring.statistics.agreement.brennan_prediger import brennan_prediger
from scoring.statistics.agreement.conger import conger_kappa
from scoring.statistics.agreement.cronbach import cronbach_alpha_of
from scoring.statistics.agreement.fleiss import fleiss_kappa
from scoring.statistics.agreement.gwet import gwet_ac1, gwet_ac2
from scoring.statistics.agreement.icc import icc_of
from scoring.statistics.agreement.kendall import kendall_w
from scoring.statistics.agreement.krippendorff import Level, krippendorff_alpha
from scoring.statistics.agreement.krippendorff_bootstrap import krippendorff_bootstrap
from scoring.statistics.agreement.loam import loam
from scoring.statistics.agreement.measurement_error import measurement_error_of
from scoring.statistics.agreement.percent_agreement import percent_agreement
from scoring.statistics.agreement.result import Agreement, Method
from scoring.statistics.agreement.rwg import rwg
from scoring.statistics.agreement.ties import DECIMALS
from scoring.statistics.agreement.total_scale import total_categories
from scoring.statistics.agreement.weighting import Weighting
from scoring.statistics.reasons import Reason
from scoring.statistics.totals import expert_totals

TOTAL: Final = "total"
"""What the statistics of totals are of."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How agreement is to be measured.

    Attributes
    ----------
    points : tuple of Decimal, or None
        The marks that may be given, ascending: the declared scale. ``None``: none was declared, and statistics that
        depend on it have a reason for a value.
    weighting : str
        Of AC2, Fleiss, Conger, Brennan-Prediger and percent agreement.
    draws : int or None
        Draws of applications for the limits of alpha; ``None``: alpha has none.
    seed : int
        Of the draws.
    """

    points: tuple[Decimal, ...] | None = None
    weighting: Weighting = "quadratic"
    draws: int | None = None
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Statistic:
    """One statistic. A number is ``None`` where it is undefined; `reason` says why `value` is."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    confidence: float
    p_value: float | None
    method: Method
    applications: int
    experts: int
    reason: Reason

    @property
    def title(self) -> Message:
        """Its name for people."""
        return Message(f"agreement.name_{self.name}")

    @property
    def reading(self) -> Message:
        """How to read it, in a sentence."""
        return Message(f"agreement.reading_{self.name}")


@dataclass(frozen=True, slots=True)
class PanelAgreement:
    """The statistics of a panel's totals, or of one of its indicators.

    Attributes
    ----------
    panel : str
    applications, experts, indicators : int
        Of the panel.
    missing_share : float or None
        Of the marks that could have been given to what this is of (of all indicators, for totals), those that were
        not; ``None`` where nothing applies.
    of : str
        ``total``, or the indicator; `is_total` tells an indicator of that name from the total.
    is_total : bool
    statistics : tuple of Statistic
        In the order of `interface.md`.
    """

    panel: str
    applications: int
    experts: int
    indicators: int
    missing_share: float | None
    of: str
    is_total: bool
    statistics: tuple[Statistic, ...]


def panel_agreement(
    table: ScoreTable,
    asked: Asked,
    *,
    weights: Weights | None = None,
    normalise: bool = False,
    by_indicator: bool = False,
) -> tuple[PanelAgreement, ...]:
    """Return the statistics of a panel's totals and, if asked, of each of its indicators after them.

    Parameters
    ----------
    table : ScoreTable
        The marks of a panel.
    asked : Asked
        Scale, weighting, draws.
    weights, normalise
        Of the totals, as for `totals.expert_totals`. The scale of totals is worked out from that of the marks and from
        these (`total_scale`); where it has too many steps the statistics that need it say `Reason.LONG_SCALE`.
    by_indicator : bool
        All indicators are computed as one stack.
    """
    totals = _totals(table, weights, normalise=normalise)
    scale = None if asked.points is None else total_categories(table, asked.points, weights, normalise=normalise)
    found = all_statistics(totals, scale, asked)
    if asked.points is not None and scale is None:
        found = [_instead(one, Reason.NO_SCALE, Reason.LONG_SCALE) for one in found]
    if not np.isnan(table.values).all():
        found = [_instead(one, Reason.NO_MARKS, Reason.INCOMPLETE_SHEET) for one in found]
    parts = [_part(table, TOTAL, slice(None), found, (), is_total=True)]
    if by_indicator:
        marks = np.moveaxis(table.values, -1, 0)
        points = None if asked.points is None else np.array([float(point) for point in asked.points])
        each = all_statistics(marks, points, asked, decimals=table.decimals)
        parts += [_part(table, name, slice(n, n + 1), each, (n,)) for n, name in enumerate(table.indicators)]
    return tuple(parts)


def all_statistics(
    marks: FloatArray, categories: FloatArray | None, asked: Asked, *, decimals: int = DECIMALS
) -> list[Agreement]:
    """Return every statistic of a stack of panels, in the order of `interface.md`.

    `marks` has shape (..., n_applications, n_experts). None of them stops the others: each answers with a value or a
    reason, whatever the marks.
    """
    squares = two_way(marks)
    kappas: tuple[Callable[[FloatArray, FloatArray | None, Weighting], Agreement], ...]
    kappas = (gwet_ac2, fleiss_kappa, conger_kappa, brennan_prediger)
    return [
        *icc_of(squares).values(),
        *(_alpha(marks, level, asked, decimals) for level in Level),
        percent_agreement(marks, categories, asked.weighting, decimals=decimals),
        gwet_ac1(marks, categories),
        *(kappa(marks, categories, asked.weighting) for kappa in kappas),
        kendall_w(marks, decimals=decimals),
        cronbach_alpha_of(squares),
        measurement_error_of(squares),
        rwg(marks, categories),
        loam(marks),
    ]


def _totals(table: ScoreTable, weights: Weights | None, *, normalise: bool) -> FloatArray:
    """Return the experts' totals; an infinite mark makes its total infinite, and the statistics say so."""
    infinite = np.isinf(table.values)
    if not infinite.any():
        return expert_totals(table, weights, normalise=normalise)
    finite = replace(table, values=np.where(infinite, np.nan, table.values))
    return np.where(infinite.any(axis=2), np.inf, expert_totals(finite, weights, normalise=normalise))


def _alpha(marks: FloatArray, level: Level, asked: Asked, decimals: int) -> Agreement:
    if asked.draws is None:
        return krippendorff_alpha(marks, level=level, decimals=decimals)
    return krippendorff_bootstrap(marks, level=level, draws=asked.draws, seed=asked.seed, decimals=decimals)


def _instead(found: Agreement, reason: Reason, other: Reason) -> Agreement:
    """Return the same with another reason in the place of one that would say too little."""
    return replace(found, reason=np.where(found.reason == reason, np.uint8(other), found.reason))


def _part(
    table: ScoreTable,
    of: str,
    which: slice,
    found: Sequence[Agreement],
    place: tuple[int, ...],
    *,
    is_total: bool = False,
) -> PanelAgreement:
    return PanelAgreement(
        panel=table.panel,
        applications=len(table.applicants),
        experts=len(table.experts),
        indicators=len(table.indicators),
        missing_share=_missing_share(table.states[:, :, which]),
        of=of,
        is_total=is_total,
        statistics=tuple(_statistics(found, place)),
    )


def _missing_share(states: StateArray) -> float | None:
    applicable = int((states != MarkState.NOT_APPLICABLE).sum())
    return float((states == MarkState.MISSING).sum() / applicable) if applicable else None


def _statistics(found: Iterable[Agreement], place: tuple[int, ...]) -> Iterable[Statistic]:
    for one in found:
        yield Statistic(
            name=one.statistic,
            value=_or_none(one.value[place]),
            low=_or_none(one.low[place]),
            high=_or_none(one.high[place]),
            confidence=one.confidence,
            p_value=_or_none(one.p_value[place]),
            method=Method(int(one.method[place])),
            applications=int(one.n_applications[place]),
            experts=int(one.n_experts[place]),
            reason=Reason(int(one.reason[place])),
        )


def _or_none(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
