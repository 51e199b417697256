"""Cohen's kappa of two experts, weighted: its value, its standard error, and its test against 0.

On the n applications that both scored, with p_kl the share of pairs (k, l), p and q the shares of either expert, and
w̄_k = Σ_l q_l w_kl, w̄_l = Σ_k p_k w_kl::

    kappa         = (p_o − p_e) / (1 − p_e),  p_o = Σ p_kl w_kl,  p_e = Σ p_k q_l w_kl
    variance      = (Σ p_kl (w_kl − (w̄_k + w̄_l)(1 − kappa))² − (kappa − p_e (1 − kappa))²) / (n (1 − p_e)²)
    variance of 0 = (Σ p_k q_l (w_kl − w̄_k − w̄_l)² − p_e²) / (n (1 − p_e)²)

Cohen (1968); Fleiss, Cohen & Everitt (1969). Checked against irr 0.84.1 (value, z) and vcd (standard error): golden p05
and p06. For more than two experts see `light` (mean over pairs) and `conger` (all at once).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtr, ndtri

from scoring.model import FloatArray
from scoring.statistics.agreement.categories import coded, declared
from scoring.statistics.agreement.coded_panels import Panels, over, panels_of
from scoring.statistics.agreement.result import CONFIDENCE, Agreement, CodeArray, CountArray, agreement, entered
from scoring.statistics.agreement.weighting import Weighting, disagreements
from scoring.statistics.reasons import Reason

TWO = 2


@dataclass(frozen=True, slots=True)
class CohenKappa:
    """Kappa of pairs of experts.

    Attributes
    ----------
    agreement : Agreement
        Value, standard error and limits by the normal distribution; the p-value is that of `z`.
    z : ndarray, shape (...)
        Kappa over its standard error if agreement were by chance.
    """

    agreement: Agreement
    z: FloatArray


def cohen_kappa(
    marks: FloatArray,
    categories: FloatArray | None,
    weighting: Weighting = "quadratic",
    *,
    confidence: float = CONFIDENCE,
) -> CohenKappa:
    """Return Cohen's weighted kappa of pairs of experts.

    Parameters
    ----------
    marks : ndarray, shape (..., n_applications, 2)
        Of two experts; applications that one of them did not score are left out.
    categories : ndarray, shape (n_categories,), or None
        The declared scale; ``None`` gives `Reason.NO_SCALE`.
    weighting : str
        One of `weighting.Weighting`.
    confidence : float
        Of the limits.

    Returns
    -------
    CohenKappa
        Undefined where both give one and the same mark throughout: chance then agrees always.

    Raises
    ------
    ValueError
        If there are not two experts.
    """
    whole = np.asarray(marks, np.float64)
    if whole.shape[-1] != TWO:
        raise ValueError(f"Cohen's kappa is of two experts, not of {whole.shape[-1]}")
    both = np.where(np.isnan(whole).any(axis=-1, keepdims=True), np.nan, whole)
    alone, seen = entered(whole), entered(both)
    shape = both.shape[:-2]
    reason = np.where(alone.reason == Reason.NONE, seen.reason, alone.reason).astype(np.uint8)
    if categories is None:
        reason[reason == Reason.NONE] = Reason.NO_SCALE
        nothing = np.full(shape, np.nan)
        return CohenKappa(_result(nothing, nothing, nothing, seen.n_applications, reason, confidence), nothing)
    scale = declared(categories)
    found = coded(both.reshape(-1, *both.shape[-2:]), scale)
    reason[(reason == Reason.NONE) & found.off_scale.reshape(shape)] = Reason.OFF_SCALE
    # A mark off the scale takes its pair along.
    paired = np.where((found.codes == len(found.used)).any(axis=-1, keepdims=True), len(found.used), found.codes)
    panels = panels_of(replace(found, codes=paired), weighting)
    reason[(reason == Reason.NONE) & panels.all_equal().reshape(shape)] = Reason.ALL_EQUAL
    value, error, null_error = (part.reshape(shape) for part in _formulas(panels))
    z = np.where(reason == Reason.NONE, over(value, null_error, np.nan), np.nan)
    return CohenKappa(_result(value, error, z, seen.n_applications, reason, confidence), z)


def _formulas(panels: Panels) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return kappa, its standard error, and that of 0, shape (n_panels,). All sums over cells are means over marks."""
    n = panels.applications
    shares = panels.shares_by_expert()
    first, second = shares[:, 0], shares[:, 1]
    apart = panels.disagreement_with(shares[:, ::-1])  # of each expert's categories with the other's marks
    by_chance = np.einsum("pv,pv->p", first, apart[:, 0])
    pairs = panels.pair_disagreement()
    given = panels.marks == TWO
    kappa = 1.0 - over(over((pairs * given).sum(axis=-1), n), by_chance, np.nan)
    # In disagreements: w − (w̄_k + w̄_l)(1 − κ) = 1 − d − (2 − d̄_k − d̄_l)(1 − κ)
    expected = panels.looked_up(apart).sum(axis=-1)
    rest = (1.0 - kappa)[:, None]
    terms = np.where(given, 1.0 - pairs - (2.0 - expected) * rest, 0.0)
    agreed = 1.0 - by_chance
    squares = over(np.einsum("pa,pa->p", terms, terms), n) - (kappa - agreed * (1.0 - kappa)) ** 2
    below = n * by_chance**2
    error = np.sqrt(np.maximum(over(squares, below, np.nan), 0.0))
    # Σ p q (w − w̄ − w̄)² − p_e² = Σ p q d² − Σ p d̄² − Σ q d̄² + (Σ p q d)²
    table = disagreements(panels.coded.categories, panels.weighting, panels.coded.used)
    null = np.einsum("pv,pv->p", first @ np.square(table), second)
    null -= np.einsum("pev,pev->p", shares, np.square(apart)) - by_chance**2
    return kappa, error, np.sqrt(np.maximum(over(null, below, np.nan), 0.0))


def _result(
    value: FloatArray, error: FloatArray, z: FloatArray, n: CountArray, reason: CodeArray, confidence: float
) -> Agreement:
    half = float(ndtri((1.0 + confidence) / 2.0)) * np.where(error > 0, error, np.nan)
    return agreement(
        "cohen_kappa",
        value,
        n_applications=n,
        n_experts=np.full(np.shape(value), TWO),
        reason=reason,
        low=np.maximum(value - half, -1.0),
        high=np.minimum(value + half, 1.0),
        standard_error=error,
        p_value=2.0 * ndtr(-np.abs(z)),
        confidence=confidence,
    )
