"""Conger's kappa: Fleiss' kappa that leaves each expert his own shares. With two experts it is Cohen's weighted kappa.

p_e = mean over pairs of different experts g, h of Σ_kl w_kl p_gk p_hl, with p_gk the share of category k among the
marks of expert g. What application i adds to it, with r experts, of whom g gave n_g marks and x_ig is g's mark of it,
A_g(x) = Σ_{h≠g} Σ_l w_xl p_hl, and B_g = Σ_k p_gk A_g(k)::

    e_i = Σ_g (n / n_g) (A_g(x_ig)[g scored i] − ([g scored i] − n_g / n) B_g) / (r (r − 1))

Conger (1980), weighted, with missing marks and its linearised standard error as in Gwet (2014, ch. 5); checked against
irrCAC 1.0 (golden p03–p06). The extra r of experts who gave no mark at all is left out: they are not of the panel.
"""

from __future__ import annotations

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.agreement.chance import Asked, Estimate, Expected, coefficient, estimate
from scoring.statistics.agreement.coded_panels import Panels
from scoring.statistics.agreement.result import CONFIDENCE, Agreement
from scoring.statistics.agreement.weighting import Weighting


def conger_kappa(
    marks: FloatArray,
    categories: FloatArray | None,
    weighting: Weighting = "quadratic",
    *,
    confidence: float = CONFIDENCE,
) -> Agreement:
    """Return Conger's kappa; parameters as for `gwet.gwet_ac2`. Undefined where all marks are equal."""
    return coefficient(Asked("conger_kappa", _estimate, needs_variety=True), marks, categories, weighting, confidence)


def _estimate(panels: Panels) -> Estimate:
    return estimate(panels, _chance(panels))


def _chance(panels: Panels) -> Expected:
    given = panels.given
    by_expert = given.sum(axis=-2)
    n_experts = (by_expert > 0).sum(axis=-1)
    shares = panels.shares_by_expert()
    # Every disagreement below is that of one expert's marks with those of all the others together.
    apart = panels.disagreement_with(shares.sum(axis=-2, keepdims=True) - shares)
    by_chance = np.einsum("pev,pev->pe", shares, apart)
    weight = np.divide(panels.applications[:, None], by_expert, out=np.zeros(by_expert.shape), where=by_expert > 0)
    # (n / n_g) ([scored] − n_g / n) B_g = ((n / n_g) [scored] − 1) B_g for an expert with marks
    each = weight[:, None, :] * (panels.looked_up(apart) - given * by_chance[:, None, :])
    pairs = np.maximum(n_experts * (n_experts - 1), 1)
    whole = by_chance.sum(axis=-1)
    return Expected(whole / pairs, (each.sum(axis=-1) + whole[:, None]) / pairs[:, None])
