"""What the pure functions say of a stack of panels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.distributed.scheme import Scheme
from scoring.distributed.sheets import IntArray
from scoring.distributed.stacks import Stack
from scoring.model import FloatArray, MarkState
from scoring.statistics.aggregate import aggregate_indicators
from scoring.statistics.agreement.anova import two_way
from scoring.statistics.agreement.cronbach import cronbach_alpha_of
from scoring.statistics.agreement.icc import FORMS, icc_of
from scoring.statistics.agreement.kendall import kendall_w
from scoring.statistics.agreement.krippendorff import Level, krippendorff_alpha
from scoring.statistics.agreement.loam import loam
from scoring.statistics.agreement.measurement_error import measurement_error_of
from scoring.statistics.agreement.result import Agreement
from scoring.statistics.once_rounded import once_rounded_totals, rounded_scores
from scoring.statistics.severity.least_squares import least_squares
from scoring.statistics.severity.result import Severity
from scoring.statistics.totals import attendance, expert_totals, spread

STATISTICS: Final = (
    *FORMS,
    "alpha_ordinal",
    "alpha_interval",
    "kendall_w",
    "cronbach_alpha",
    "measurement_error",
    "loam",
)
"""Of the totals of a panel: all of `agreement` that needs no scale and says something of totals."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What application by application is computed; the first axis is that of the stack's table.

    Attributes
    ----------
    indicators : ndarray of int, shape (n, n_indicators)
        Panel score × 10**decimals of the scheme, rounded half-up.
    marked : ndarray of bool, same shape
        Whether there is one.
    totals : ndarray of int, shape (n,)
        Total × 10**decimals, rounded half-up once.
    known : ndarray of bool, shape (n,)
        Whether there is one.
    grades : ndarray of int, shape (n,)
        How many of the scheme's cut scores the total reaches; -1 without a total.
    experts, missing : ndarray of int, shape (n,)
        Experts who gave any mark, and cells that they left empty.
    spread : ndarray, shape (n,)
        Standard deviation of the experts' totals.
    """

    indicators: IntArray
    marked: NDArray[np.bool_]
    totals: IntArray
    known: NDArray[np.bool_]
    grades: IntArray
    experts: IntArray
    missing: IntArray
    spread: FloatArray


@dataclass(frozen=True, slots=True)
class Computed:
    """Everything of one stack.

    Attributes
    ----------
    scores : Scores
    agreement : list of (ndarray of int, tuple of Agreement)
        Places in the stack, and the statistics of those panels in the order of `STATISTICS`.
    severity : Severity
        Of the whole stack.
    possible, empty : ndarray of int, shape (n_panels,)
        Marks that could have been given, and those that were not.
    """

    scores: Scores
    agreement: list[tuple[IntArray, tuple[Agreement, ...]]]
    severity: Severity
    possible: IntArray
    empty: IntArray


def compute(stack: Stack, scheme: Scheme) -> Computed:
    """Return what the pure functions say of a stack."""
    table = stack.table
    totals = expert_totals(table, scheme.weights)
    shape = (*stack.applicants.shape, stack.seats.shape[1])
    panels = totals.reshape(shape)
    states = table.states.reshape(shape[0], -1)
    return Computed(
        scores=_scores(stack, scheme, totals),
        agreement=list(_agreement(panels)),
        severity=least_squares(panels),
        possible=_counted(states != MarkState.NOT_APPLICABLE),
        empty=_counted(states == MarkState.MISSING),
    )


def _scores(stack: Stack, scheme: Scheme, totals: FloatArray) -> Scores:
    table = stack.table
    aggregated = aggregate_indicators(table, scheme.aggregate)
    total = once_rounded_totals(table, aggregated, weights=scheme.weights, decimals=scheme.decimals)
    seen = attendance(table)
    reached = np.searchsorted(np.array(scheme.whole_cuts(), np.int64), total.whole, side="right")
    return Scores(
        indicators=rounded_scores(aggregated, scheme.decimals),
        marked=aggregated.marks > 0,
        totals=total.whole,
        known=total.known,
        grades=np.where(total.known, reached, -1),
        experts=seen.experts,
        missing=seen.missing,
        spread=spread(totals),
    )


def _agreement(panels: FloatArray) -> list[tuple[IntArray, tuple[Agreement, ...]]]:
    """Return the statistics of complete panels and of those with gaps apart.

    One panel with gaps sends a whole stack the way of gaps, where the last digits may be others; so each goes the way
    that it goes alone.
    """
    complete = ~np.isnan(panels).any(axis=(1, 2))
    groups = (np.flatnonzero(complete), np.flatnonzero(~complete))
    return [(which, _statistics(panels[which])) for which in groups if which.size]


def _statistics(panels: FloatArray) -> tuple[Agreement, ...]:
    squares = two_way(panels)
    return (
        *icc_of(squares).values(),
        krippendorff_alpha(panels, level=Level.ORDINAL),
        krippendorff_alpha(panels, level=Level.INTERVAL),
        kendall_w(panels),
        cronbach_alpha_of(squares),
        measurement_error_of(squares),
        loam(panels),
    )


def _counted(cells: NDArray[np.bool_]) -> IntArray:
    return np.asarray(np.count_nonzero(cells, axis=1), np.int64)
