"""Limits of agreement with the mean: how far from his panel's mean a mark may be expected to lie, in points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import ndtri

from scoring.model import FloatArray
from scoring.statistics.agreement.anova import TwoWay, two_way
from scoring.statistics.agreement.result import CONFIDENCE, Agreement, Method, agreement
from scoring.statistics.agreement.variance_limits import variance_limits

_COVERS: Final = float(ndtri(0.975))


def loam(marks: FloatArray, *, confidence: float = CONFIDENCE) -> Agreement:
    """Return the half-width within which 95 % of deviations from the application's mean lie, for a stack of panels.

    Parameters
    ----------
    marks : ndarray, shape (..., n_applications, n_experts)
        Points, ``nan`` where there is no mark.
    confidence : float
        Of the limits of the half-width. The 95 % that the half-width itself covers are part of its name.

    Returns
    -------
    Agreement
        `value` in points: marks lie within the mean ± value. Where all marks are equal it is 0.

    Notes
    -----
    ±1.96 √((SSB + SSE) / N), experts and residual together (Jones et al. 2011); limits by Christensen et al. (2020),
    the asymmetric ones (Graybill & Wang 1980). SSB + SSE are the squares within applications, so that the half-width
    stands with gaps as well, over applications with two marks or more; the limits need a complete panel.

    Checked against loamr 0.0.1 in the golden cases p01, p05, p13, p16 and p17.
    """
    marks = np.asarray(marks, np.float64)
    squares = two_way(marks)
    compared = squares.n_marks if np.all(squares.complete) else _in_company(marks)
    n_marks = np.maximum(squares.n_marks, 1)
    with np.errstate(invalid="ignore", over="ignore"):  # of squares that overflow
        within = squares.ms_within * squares.df_within / np.maximum(compared, 1)
        severity, rest = squares.ms_experts * squares.df_experts, squares.ms_error * squares.df_error
        low, high = variance_limits(
            [(severity / n_marks, squares.df_experts), (rest / n_marks, squares.df_error)], confidence
        )
    return agreement(
        "loam",
        _COVERS * np.sqrt(within),
        low=np.where(squares.complete, _COVERS * np.sqrt(low), np.nan),
        high=np.where(squares.complete, _COVERS * np.sqrt(high), np.nan),
        n_applications=squares.n_applications,
        n_experts=squares.n_experts,
        reason=squares.reason,
        method=np.where(squares.complete, np.uint8(Method.TWO_WAY_ANOVA), np.uint8(Method.ONE_WAY_ANOVA)),
        confidence=confidence,
    )


def _in_company(marks: FloatArray) -> FloatArray:
    """Return how many marks have another one beside them on the same application."""
    k = np.isfinite(marks).sum(axis=-1)
    return np.asarray(np.where(k > 1, k, 0).sum(axis=-1), np.float64)


@dataclass(frozen=True, slots=True)
class Deviations:
    """Standard deviations of applications, of experts' severity and of the rest, in points, shape of the stack.

    ``nan`` where the variance was estimated negative, or could not be estimated at all.
    """

    applications: FloatArray
    experts: FloatArray
    error: FloatArray


def deviations(squares: TwoWay) -> Deviations:
    """Return what the limits of agreement are made of (σA, σB, σE of Christensen et al. 2020).

    σA² = (MSR − MSE)/k, σB² = (MSC − MSE) r/N, σE² = MSE.
    """
    per_expert = squares.n_marks / np.maximum(squares.n_experts, 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return Deviations(
            np.sqrt((squares.ms_adjusted - squares.ms_error) / squares.marks_per_application),
            np.sqrt((squares.ms_experts - squares.ms_error) / per_expert),
            np.sqrt(squares.ms_error),
        )
