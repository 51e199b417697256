"""Percent agreement: how far two marks of one application agree on average, nothing taken off for chance.

p_a = mean over applications with two marks or more of Σ_{g≠h} w(x_g, x_h) / (m (m − 1)). With identity weights it is
the share of pairs of marks that are the same, and needs no scale; with other weights it does. Standard error by
linearisation over applications (`chance`), with a constant 0 in the place of chance. Gwet (2014, ch. 2).

As high as it looks: on a long scale with quadratic weights almost any marks agree by 95 percent.
"""

from __future__ import annotations

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.agreement.chance import DECIMALS, Asked, Estimate, Expected, coefficient, estimate
from scoring.statistics.agreement.coded_panels import Panels
from scoring.statistics.agreement.result import CONFIDENCE, Agreement
from scoring.statistics.agreement.weighting import Weighting


def percent_agreement(
    marks: FloatArray,
    categories: FloatArray | None = None,
    weighting: Weighting = "identity",
    *,
    decimals: int = DECIMALS,
    confidence: float = CONFIDENCE,
) -> Agreement:
    """Return the agreement of pairs of marks.

    Parameters
    ----------
    marks : ndarray, shape (..., n_applications, n_experts)
        ``nan`` where there is none.
    categories : ndarray, shape (n_categories,), optional
        The declared scale; needed unless `weighting` is ``identity``.
    weighting : str
        One of `weighting.Weighting`.
    decimals : int
        Of the marks: what is equal after rounding to them is the same mark. Not used where a scale is declared.
    confidence : float
        Of the limits.

    Returns
    -------
    Agreement
        A share, 0 to 1. Of a single application it has a value and no limits.
    """
    asked = Asked(
        "percent_agreement",
        _estimate,
        needs_scale=weighting != "identity",
        one_application=True,
        decimals=decimals,
    )
    return coefficient(asked, marks, categories, weighting, confidence)


def _estimate(panels: Panels) -> Estimate:
    # Agreement is 1 − disagreement, and (p_a − 0) / (1 − 0) is p_a: chance that disagrees always.
    return estimate(panels, Expected(np.ones(len(panels.marks))))
