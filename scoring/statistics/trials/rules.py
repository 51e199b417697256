"""What each rule makes of a panel's marks: the product's own functions, many panels at once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.aggregate import Aggregate
from scoring.statistics.probability.without_one import aggregate_of
from scoring.statistics.severity.huber import huber
from scoring.statistics.severity.least_squares import least_squares


class Rule(StrEnum):
    """Rules by which a panel's total is made."""

    MEAN = "mean"
    TRIMMED = "trimmed"
    """Without the highest and the lowest mark of each indicator; of three marks that is the median."""
    MEDIAN = "median"
    """Of each indicator."""
    OWN = "own"
    """The round's, where it is none of these."""
    TRIMMED_TOTALS = "trimmed_totals"
    """Without the highest and the lowest of the experts' totals: not offered as a rule, but practised."""
    MEDIAN_TOTALS = "median_totals"
    FAIR = "fair"
    """Severity taken out by least squares, where gaps and links allow it."""
    ROBUST = "robust"
    """The same by Huber's method; here a complete panel is computed, too, which the fair total leaves alone."""


TRIM: Final = Aggregate("trimmed", 1)
MEDIAN: Final = Aggregate("median")
OFFERED: Final = {Aggregate(): Rule.MEAN, TRIM: Rule.TRIMMED, MEDIAN: Rule.MEDIAN}
NEED_LINKS: Final = (Rule.FAIR, Rule.ROBUST)
"""Rules that compare experts, so that a design that falls apart leaves them without an answer."""


@dataclass(frozen=True, slots=True)
class Scores:
    """The totals that rules make of a stack of panels.

    Attributes
    ----------
    of : dict of ndarray, each of shape (..., n_applications)
    connected : ndarray of bool, shape (...)
        Whether all applications of the panel can be compared by the fair total.
    subsets : ndarray of int, shape (...)
    reordered : ndarray of bool, shape (...)
        Complete panels on which least squares would order applications otherwise than the mean: none.
    """

    of: dict[Rule, FloatArray]
    connected: NDArray[np.bool_]
    subsets: NDArray[np.int64]
    reordered: NDArray[np.bool_]


def scores_of(marks: FloatArray, weights: FloatArray, totals: FloatArray, *, own: Aggregate | None = None) -> Scores:
    """Return what the rules make of panels.

    Parameters
    ----------
    marks : ndarray, shape (..., n_applications, n_indicators, each)
        In whatever order of the experts; ``nan`` where there is none.
    weights : ndarray, shape (n_indicators,)
    totals : ndarray, shape (..., n_applications, n_experts)
        Each expert's weighted total; ``nan`` where he gave none.
    own : Aggregate, optional
        The round's rule; it is computed where it is none of those that are computed anyhow.
    """
    fair, robust = least_squares(totals), huber(totals)
    complete = ~np.isnan(totals).any(axis=(-2, -1))
    order = [np.argsort(np.round(of, 9), axis=-1, kind="stable") for of in (fair.raw, fair.estimate)]
    of = {
        Rule.MEAN: fair.raw,
        Rule.TRIMMED: np.asarray(aggregate_of(marks, TRIM) @ weights),
        Rule.MEDIAN: np.asarray(aggregate_of(marks, MEDIAN) @ weights),
        Rule.TRIMMED_TOTALS: aggregate_of(totals, TRIM),
        Rule.MEDIAN_TOTALS: aggregate_of(totals, MEDIAN),
        Rule.FAIR: fair.fair,
        Rule.ROBUST: robust.estimate,
    }
    if own is not None and own not in OFFERED:
        of[Rule.OWN] = np.asarray(aggregate_of(marks, own) @ weights)
    return Scores(
        of={rule: of[rule] for rule in Rule if rule in of},
        connected=fair.connected,
        subsets=np.asarray(fair.subsets.count),
        reordered=complete & (order[0] != order[1]).any(axis=-1),
    )
