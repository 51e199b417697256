"""Fleiss' kappa for any number of experts, with weights and missing marks; its test against 0; kappa by category.

p_e = Σ_kl w_kl π_k π_l, with π_k the share of category k, every application counting alike: chance draws both marks
from all marks, whoever gave them. Fleiss (1971), weighted and with missing marks as in Gwet (2014, ch. 3 and 5);
checked against irrCAC 1.0 and irr 0.84.1 (golden p03–p06).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from scoring.model import FloatArray
from scoring.statistics.agreement.categories import coded, declared
from scoring.statistics.agreement.chance import Asked, Estimate, Expected, coefficient, estimate
from scoring.statistics.agreement.coded_panels import Panels
from scoring.statistics.agreement.result import CONFIDENCE, Agreement, CodeArray, entered
from scoring.statistics.agreement.weighting import Weighting
from scoring.statistics.reasons import Reason


def fleiss_kappa(
    marks: FloatArray,
    categories: FloatArray | None,
    weighting: Weighting = "quadratic",
    *,
    confidence: float = CONFIDENCE,
) -> Agreement:
    """Return Fleiss' kappa; parameters as for `gwet.gwet_ac2`.

    Undefined where all marks are equal: chance then agrees always. Categories that nobody used change it only by the
    length of the scale that weights refer to.
    """
    return coefficient(Asked("fleiss_kappa", _estimate, needs_variety=True), marks, categories, weighting, confidence)


def _estimate(panels: Panels) -> Estimate:
    return estimate(panels, _chance(panels))


def _chance(panels: Panels) -> Expected:
    shares = panels.shares()
    apart = panels.disagreement_with(shares)
    return Expected(np.einsum("pv,pv->p", shares, apart), panels.mean_of_marks(panels.looked_up(apart)))


@dataclass(frozen=True, slots=True)
class FleissTest:
    """Whether there is any agreement at all, and in which categories. All of a single panel without gaps.

    Attributes
    ----------
    kappa : float
        Identity weights.
    z, p_value : float
        Of the hypothesis that marks are given by chance (Fleiss 1971, with the variance of Fleiss, Nee & Landis 1979).
    by_category : ndarray, shape (n_categories,)
        Kappa of each category against all others; ``nan`` for one that nobody, or everybody always, used.
    reason : Reason
        Why there is none of these.
    """

    kappa: float
    z: float
    p_value: float
    by_category: FloatArray
    reason: Reason


def fleiss_test(marks: FloatArray, categories: FloatArray) -> FleissTest:
    """Return the test of Fleiss' unweighted kappa and the kappa of each category, of marks (application, expert).

    With n applications and m experts, π the shares and S = Σ π (1 − π)::

        variance₀ = 2 (S² − Σ π (1 − π) (1 − 2π)) / (n m (m − 1) S²)
        kappa_k   = 1 − Σ_i n_ik (m − n_ik) / (n m (m − 1) π_k (1 − π_k))

    Both are defined for panels without gaps only: others get `Reason.GAPS`.
    """
    scale = declared(categories)
    present = marks[~np.isnan(marks).all(axis=1)][:, ~np.isnan(marks).all(axis=0)]
    seen = entered(marks)
    found = coded(present[None], scale)
    reason = Reason(int(seen.reason))
    if reason is Reason.NONE:
        reason = Reason.OFF_SCALE if found.off_scale[0] else Reason.NONE if seen.complete else Reason.GAPS
    if reason is Reason.NONE and len(np.unique(found.codes)) == 1:
        reason = Reason.ALL_EQUAL
    if reason is not Reason.NONE:
        return FleissTest(np.nan, np.nan, np.nan, np.full(len(scale), np.nan), reason)
    counts = _counts(found.used[found.codes[0]], len(scale))
    n, m = present.shape
    share = counts.mean(axis=0) / m
    chance = share * (1.0 - share)
    mixed = (counts * (m - counts)).sum(axis=0)
    varied = chance > 0
    by_category = np.full(len(scale), np.nan)
    by_category[varied] = 1.0 - mixed[varied] / (n * m * (m - 1) * chance[varied])
    kappa = 1.0 - mixed.sum() / (n * m * (m - 1) * chance.sum())
    variance = 2.0 * (chance.sum() ** 2 - (chance * (1.0 - 2.0 * share)).sum()) / (n * m * (m - 1) * chance.sum() ** 2)
    z = float(kappa / np.sqrt(variance))
    return FleissTest(float(kappa), z, float(2.0 * ndtr(-abs(z))), by_category, Reason.NONE)


def _counts(ranks: CodeArray, n_categories: int) -> FloatArray:
    """Return how often each category was given, shape (n_applications, n_categories)."""
    places = ranks + n_categories * np.arange(len(ranks))[:, None]
    return np.bincount(places.ravel(), minlength=len(ranks) * n_categories).reshape(len(ranks), -1).astype(np.float64)
