"""Whether the same score brings the same grade wherever an enterprise is, and however large."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from scoring.model import FloatArray
from scoring.statistics.false_discovery import benjamini_hochberg
from scoring.statistics.regions.mantel_haenszel import Stratified, mantel_haenszel
from scoring.statistics.regions.result import CONFIDENCE


@dataclass(frozen=True, slots=True)
class Fairness:
    """Each group against all others at the same score. Arrays of shape (..., n_groups).

    Attributes
    ----------
    against_others : Stratified
        Difference of rates and odds ratio, the group against all others, within bands of scores.
    q_value : ndarray
        The false discovery rate at which it is a finding among all groups.
    """

    against_others: Stratified
    q_value: FloatArray


def fairness_at_same_score(granted: ArrayLike, cases: ArrayLike, *, confidence: float = CONFIDENCE) -> Fairness:
    """Return whether some regions, or sizes, were granted a grade more often than others of the same score.

    Within each band of scores the group's rate is held against that of all others, and the bands are put together as
    Mantel & Haenszel (1959) do; the way differential functioning of test items is looked for (Holland & Thayer 1988).
    Chosen before an ordered logit, because it takes no form of dependence on the score for granted, has an answer for
    thousands of groups without iteration, and says in percentage points what it finds. A grade with several steps is
    asked about step by step: granted at least AA, granted AAA.

    What is left of differences of scores within a band counts as difference of groups: bands should be narrow around
    the cut scores (`cells.bands_of`). A finding is a question to the file, not a proof of favour.

    Parameters
    ----------
    granted, cases : array_like of int, shape (..., n_groups, n_bands)
    confidence : float

    Raises
    ------
    ValueError
        If counts cannot be counts.
    """
    x, n = np.asarray(granted), np.asarray(cases)
    others_x, others_n = x.sum(axis=-2, keepdims=True) - x, n.sum(axis=-2, keepdims=True) - n
    found = mantel_haenszel(x, n, others_x, others_n, confidence=confidence)
    return Fairness(found, benjamini_hochberg(found.p_value, axis=-1))
