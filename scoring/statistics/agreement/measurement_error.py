"""Measurement error of the panel's mean, in points: how far it would stray with other experts of the same kind."""

from __future__ import annotations

from typing import Literal

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.agreement.anova import TwoWay, two_way, why_not_two_way
from scoring.statistics.agreement.result import CONFIDENCE, Agreement, Method, agreement
from scoring.statistics.agreement.variance_limits import variance_limits

Kind = Literal["absolute", "relative"]


def measurement_error(marks: FloatArray, *, kind: Kind = "absolute", confidence: float = CONFIDENCE) -> Agreement:
    """Return the standard error of measurement of the mean of a panel's marks, for a stack of panels.

    Parameters
    ----------
    marks : ndarray, shape (..., n_applications, n_experts)
        Points, ``nan`` where there is no mark.
    kind : {"absolute", "relative"}
        Whether the severity of the experts who happened to sit is part of the error. It is where totals are held
        against a cut score; it is not where only the order within this panel matters.
    confidence : float
        Of the limits (Graybill & Wang 1980).

    Notes
    -----
    Absolute √((MSC − MSE)/(nk) + MSE/k), relative √(MSE/k), a negative variance of severity taken as 0 (Brennan 2001;
    standard error of measurement, never of the mean). With gaps the mean squares and k are those of `anova`, and the
    error is that of an application scored by k₀ experts. Where all marks are equal it is 0.

    The relative error is √(1 − alpha) times the standard deviation of the means: checked so in the golden cases p01,
    p05, p08 and p16.
    """
    return measurement_error_of(two_way(marks), kind=kind, confidence=confidence)


def measurement_error_of(squares: TwoWay, *, kind: Kind = "absolute", confidence: float = CONFIDENCE) -> Agreement:
    """Return the measurement error from mean squares that are known already; see `measurement_error`."""
    n, k = np.maximum(squares.n_applications, 1), squares.marks_per_application
    with np.errstate(invalid="ignore", over="ignore"):  # of squares that overflow
        severity = squares.ms_experts / (n * k) if kind == "absolute" else np.zeros(np.shape(k))
        rest = squares.ms_error * ((n - 1) / (n * k) if kind == "absolute" else 1 / k)
        variance = np.maximum(severity + rest, squares.ms_error / k)
        low, high = variance_limits([(severity, squares.df_experts), (rest, squares.df_error)], confidence)
    return agreement(
        "measurement_error" if kind == "absolute" else "measurement_error_relative",
        np.sqrt(variance),
        low=np.sqrt(low),
        high=np.sqrt(high),
        n_applications=squares.n_applications,
        n_experts=squares.n_experts,
        reason=why_not_two_way(squares),
        method=np.where(squares.complete, np.uint8(Method.TWO_WAY_ANOVA), np.uint8(Method.UNBALANCED_ANOVA)),
        confidence=confidence,
    )
