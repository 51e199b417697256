"""Gwet's AC1 (identity weights) and AC2 (any weights).

p_e = T_w / (q (q − 1)) · Σ_k π_k (1 − π_k), with q declared categories, T_w the sum of all their weights and π_k the
share of category k, every application counting alike. Standard errors by linearisation (`chance`). Gwet (2008; 2014,
ch. 4 and 5); checked against irrCAC 1.0 (golden p03–p06).

A warning. Both depend on the declared scale, and AC2 so much that it says little on a long one: the six rows of Shrout
and Fleiss (1979), whose ICC(A,1) is .29, give .32 where their marks 1–10 are the scale, and .995 on 0–100, for nearly
all of it is never used and still counts as what chance could have done. AC2 is therefore never the headline of marks on
0–100: read there the ICC or Krippendorff's alpha. AC2 of two panels is comparable only on the same scale. Both are 1
where all marks are equal.
"""

from __future__ import annotations

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.agreement.chance import Asked, Estimate, Expected, coefficient, estimate
from scoring.statistics.agreement.coded_panels import Panels
from scoring.statistics.agreement.result import CONFIDENCE, Agreement
from scoring.statistics.agreement.weighting import Weighting, mean_agreement


def gwet_ac1(marks: FloatArray, categories: FloatArray | None, *, confidence: float = CONFIDENCE) -> Agreement:
    """Return Gwet's AC1: AC2 with identity weights."""
    return coefficient(Asked("gwet_ac1", _estimate), marks, categories, "identity", confidence)


def gwet_ac2(
    marks: FloatArray,
    categories: FloatArray | None,
    weighting: Weighting = "quadratic",
    *,
    confidence: float = CONFIDENCE,
) -> Agreement:
    """Return Gwet's AC2. Read the warning of this module before it is shown to anybody.

    Parameters
    ----------
    marks : ndarray, shape (..., n_applications, n_experts)
        ``nan`` where there is none; an application with one mark counts in the shares, not in the agreement.
    categories : ndarray, shape (n_categories,), or None
        The declared scale, those that nobody used too; ``None`` gives `Reason.NO_SCALE`.
    weighting : str
        One of `weighting.Weighting`.
    confidence : float
        Of the limits, by t with applications − 1 degrees of freedom; the upper is at most 1.

    Returns
    -------
    Agreement
        At most 1, 0 = as by chance, no unit.
    """
    return coefficient(Asked("gwet_ac2", _estimate), marks, categories, weighting, confidence)


def _estimate(panels: Panels) -> Estimate:
    return estimate(panels, _chance(panels))


def _chance(panels: Panels) -> Expected:
    q = len(panels.coded.categories)
    factor = mean_agreement(panels.coded.categories, panels.weighting) * q / (q - 1)  # T_w / (q (q − 1))
    shares = panels.shares()
    agreed = factor * np.einsum("pv,pv->p", shares, 1.0 - shares)
    each = factor * panels.mean_of_marks(panels.looked_up(1.0 - shares))
    return Expected(1.0 - agreed, 1.0 - each)
