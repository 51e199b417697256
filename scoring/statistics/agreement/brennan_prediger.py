"""Brennan and Prediger's coefficient: chance is a mark drawn evenly from the declared categories.

p_e = Σ_kl w_kl / q², with q declared categories. Nothing is estimated from the marks but the agreement itself, and so
it has the smallest standard error of its kin; it depends on the declared scale as AC2 does (see `gwet`).

Brennan & Prediger (1981), weighted as in Gwet (2014, ch. 4); checked against irrCAC (golden p03–p06).
"""

from __future__ import annotations

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.agreement.chance import Asked, Estimate, Expected, coefficient, estimate
from scoring.statistics.agreement.coded_panels import Panels
from scoring.statistics.agreement.result import CONFIDENCE, Agreement
from scoring.statistics.agreement.weighting import Weighting, mean_agreement


def brennan_prediger(
    marks: FloatArray,
    categories: FloatArray | None,
    weighting: Weighting = "quadratic",
    *,
    confidence: float = CONFIDENCE,
) -> Agreement:
    """Return Brennan and Prediger's coefficient; parameters as for `gwet.gwet_ac2`.

    1 where all marks are equal, for what chance would do does not depend on them.
    """
    return coefficient(Asked("brennan_prediger", _estimate), marks, categories, weighting, confidence)


def _estimate(panels: Panels) -> Estimate:
    return estimate(panels, _chance(panels))


def _chance(panels: Panels) -> Expected:
    disagreement = 1.0 - mean_agreement(panels.coded.categories, panels.weighting)
    return Expected(np.full(len(panels.marks), disagreement))
