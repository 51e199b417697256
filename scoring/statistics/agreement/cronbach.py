"""Cronbach's alpha, the experts as items: how reliable the order is that the panel's mean puts applications in."""

from __future__ import annotations

from dataclasses import replace

from scoring.model import FloatArray
from scoring.statistics.agreement.anova import TwoWay, two_way
from scoring.statistics.agreement.icc import consistency
from scoring.statistics.agreement.result import CONFIDENCE, Agreement


def cronbach_alpha(marks: FloatArray, *, confidence: float = CONFIDENCE) -> Agreement:
    """Return alpha = r/(r − 1) · (1 − Σ s²_expert / s²_sum) with Feldt's (1965) limits, for a stack of panels.

    Parameters
    ----------
    marks : ndarray, shape (..., n_applications, n_experts)
        Points, ``nan`` where there is no mark.
    confidence : float
        Of the limits 1 − (1 − α) F, two-sided; the p value is that of the F test against alpha 0.

    Notes
    -----
    Hoyt (1941) showed alpha to be (MSR − MSE) / MSR, which is ICC(C,k), Feldt's limits included; it is computed so.
    With gaps that keeps every mark, and alpha speaks of the mean of k₀ experts, as many as an application had. The
    usual remedies do not: leaving out incomplete applications drops most of them, and pairwise covariances give the
    alpha of a panel in which everybody scored everything, which then did not sit. A severe expert lowers no alpha: see
    `icc` for the form that asks for the same values.

    Checked against ltm 1.2-0 and pingouin in the golden cases p01, p05, p08 and p16.
    """
    return cronbach_alpha_of(two_way(marks), confidence=confidence)


def cronbach_alpha_of(squares: TwoWay, *, confidence: float = CONFIDENCE) -> Agreement:
    """Return alpha from mean squares that are known already; see `cronbach_alpha`."""
    return replace(consistency(squares, confidence)[1], statistic="cronbach_alpha")
