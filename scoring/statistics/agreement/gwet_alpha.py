"""Krippendorff's alpha with Gwet's weights and his linearised standard error.

For identity, quadratic (= interval) and ratio weights it is Krippendorff's alpha itself (`krippendorff`); for others it
is a coefficient of its own: with "ordinal" weights it is not the ordinal alpha (.834 against .815 in Krippendorff's own
example). It is here for its standard error; the product prints `krippendorff`.

Only the n applications with two marks or more, N marks in all, m̄ = N / n on average::

    p_a' = mean of Σ_{g≠h} w / (m̄ (m_i − 1)),  p_a = (1 − 1/N) p_a' + 1/N,  π_k = mean of n_ik / m̄
    p_e  = Σ_kl w_kl π_k π_l

Krippendorff (1970), Gwet (2014, ch. 4 and 5); checked against irrCAC 1.0 (golden p03–p06): influences lie
around the coefficient of p_a', as there.
"""

from __future__ import annotations

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.agreement.chance import Asked, Estimate, coefficient, spread_error
from scoring.statistics.agreement.coded_panels import Panels, over, paired
from scoring.statistics.agreement.result import CONFIDENCE, Agreement
from scoring.statistics.agreement.weighting import Weighting


def gwet_alpha(
    marks: FloatArray,
    categories: FloatArray | None,
    weighting: Weighting = "quadratic",
    *,
    confidence: float = CONFIDENCE,
) -> Agreement:
    """Return alpha with Gwet's weights; parameters as for `gwet.gwet_ac2`. Undefined where all marks are equal."""
    return coefficient(Asked("gwet_alpha", _estimate, needs_variety=True), marks, categories, weighting, confidence)


def _estimate(panels: Panels) -> Estimate:
    kept = paired(panels)
    n_marks = kept.marks.sum(axis=-1)
    shares = kept.shares(np.broadcast_to(over(1.0, n_marks)[:, None], kept.marks.shape))
    apart = kept.disagreement_with(shares)
    by_chance = np.einsum("pv,pv->p", shares, apart)
    pairs = kept.pair_disagreement()
    observed = over(np.einsum("pa,pa->p", kept.marks, pairs), n_marks, np.nan)
    corrected = (1.0 - over(1.0, n_marks)) * observed
    value = 1.0 - over(corrected, by_chance, np.nan)
    prime = 1.0 - over(observed, by_chance, np.nan)
    # How many times the average number of marks, and what that adds to either disagreement.
    times = over(kept.marks * kept.applications[:, None], n_marks[:, None])
    wide = by_chance[:, None]
    pair = times * pairs - corrected[:, None] * (times - 1.0)
    chance = times * kept.mean_of_marks(kept.looked_up(apart)) - wide * (times - 1.0)
    influence = over(wide - pair, wide) - 2.0 * (1.0 - prime)[:, None] * over(wide - chance, wide)
    return Estimate(value, spread_error(influence, prime, kept.marks > 0), kept.applications)
