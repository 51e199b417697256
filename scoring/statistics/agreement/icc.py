"""Intraclass correlations: the share of the marks' variance that is the applications' own (McGraw & Wong 1996).

Six forms, by three questions. Were the experts of one application others than those of the next (``1``), or the same
for all; and then, must they agree to the point (``a``, absolute agreement) or only up to a shift of a severe colleague
(``c``, consistency)? Is it asked of one expert's mark (``1``) or of the panel's mean (``k``)?

=========  ===============  =======================================
Name       Shrout & Fleiss  Value
=========  ===============  =======================================
`icc_1`    ICC(1,1)         (MSR − MSW) / (MSR + (k − 1) MSW)
`icc_1k`   ICC(1,k)         (MSR − MSW) / MSR
`icc_a1`   ICC(2,1)         (MSR − MSE) / (MSR + (k − 1) MSE + k (MSC − MSE) / n)
`icc_ak`   ICC(2,k)         (MSR − MSE) / (MSR + (MSC − MSE) / n)
`icc_c1`   ICC(3,1)         (MSR − MSE) / (MSR + (k − 1) MSE)
`icc_ck`   ICC(3,k)         (MSR − MSE) / MSR, which is Cronbach's alpha
=========  ===============  =======================================

A negative value is printed as it is: applications differ less than the experts' disagreement alone would make them.

With gaps no application is dropped: the mean squares are those of the unbalanced analysis of variance and k is Ebel's
k₀ (see `anova`), as in irrNA with one grand mean. That takes an expert's own mean for his severity, which is fair where
who scored what was left to chance; where good applications went to certain experts it is not. Where the panel falls
apart into groups without a common expert, severity and quality cannot be told apart: the forms of agreement and
consistency are then undefined, and only those that do not ask who scored remain.

The limits of ICC(A,k) are those of ICC(A,1), stepped up (McGraw & Wong 1996, table 7). R's irr and irrNA print others,
by a factor k too many in the degrees of freedom.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import fdtrc

from scoring.model import FloatArray
from scoring.statistics.agreement.anova import TwoWay, two_way, why_not_two_way
from scoring.statistics.agreement.f_quantile import f_quantile
from scoring.statistics.agreement.result import CONFIDENCE, Agreement, CodeArray, Method, agreement
from scoring.statistics.reasons import Reason

# (applications times, error times) -> (one expert's, the mean's)
_Formula = Callable[[FloatArray | float, FloatArray | float], tuple[FloatArray, FloatArray]]

FORMS: Final = ("icc_1", "icc_a1", "icc_c1", "icc_1k", "icc_ak", "icc_ck")


def icc(marks: FloatArray, *, confidence: float = CONFIDENCE) -> dict[str, Agreement]:
    """Return the six forms with their limits and the F test of "applications do not differ", for a stack of panels.

    Parameters
    ----------
    marks : ndarray, shape (..., n_applications, n_experts)
        Points, ``nan`` where there is no mark. Applications and experts without any do not count.
    confidence : float
        Of the limits, which are two-sided.

    Returns
    -------
    dict of str to Agreement
        By the names of `FORMS`. A limit is ``nan`` where the interval has no end on that side.

    Notes
    -----
    Checked against irr, psych and pingouin in the golden cases (see `anova`), with gaps against irrNA 0.2.3 in p02.
    """
    return icc_of(two_way(marks), confidence=confidence)


def icc_of(squares: TwoWay, *, confidence: float = CONFIDENCE) -> dict[str, Agreement]:
    """Return the six forms from mean squares that are known already; see `icc`."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        forms = [*_one_way(squares, confidence), *_absolute(squares, confidence), *consistency(squares, confidence)]
    return {name: form for name in FORMS for form in forms if form.statistic == name}


def consistency(squares: TwoWay, confidence: float = CONFIDENCE) -> list[Agreement]:
    """Return ICC(C,1) and ICC(C,k) only, from mean squares that are known already; see `icc`."""
    between, error, k = squares.ms_adjusted, squares.ms_error, squares.marks_per_application
    test = _Test(between, error, squares.df_applications, squares.df_error)
    reason = _undefined(why_not_two_way(squares), squares)
    formula = _relative(between, error, k)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return _pair(
            ("icc_c1", "icc_ck"), squares, formula, test, test.freedom, reason, Method.TWO_WAY_ANOVA, confidence
        )


def _one_way(squares: TwoWay, confidence: float) -> list[Agreement]:
    between, error, k = squares.ms_applications, squares.ms_within, squares.marks_per_application
    test = _Test(between, error, squares.df_applications, squares.df_within)
    reason = _undefined(squares.reason, squares)
    formula = _relative(between, error, k)
    return _pair(("icc_1", "icc_1k"), squares, formula, test, test.freedom, reason, Method.ONE_WAY_ANOVA, confidence)


def _absolute(squares: TwoWay, confidence: float) -> list[Agreement]:
    between, experts, error = squares.ms_adjusted, squares.ms_experts, squares.ms_error
    n, k = squares.n_applications, squares.marks_per_application

    def formula(up: FloatArray | float, down: FloatArray | float) -> tuple[FloatArray, FloatArray]:
        above = n * (up * between - down * error)
        single = _ratio(above, n * up * between + down * (k * experts + (k * n - k - n) * error))
        return single, _ratio(above, n * up * between + down * (experts - error))

    test = _Test(between, error, squares.df_applications, squares.df_error)
    freedom = _satterthwaite(squares, formula(1.0, 1.0)[0])
    reason = _undefined(why_not_two_way(squares), squares)
    return _pair(("icc_a1", "icc_ak"), squares, formula, test, freedom, reason, Method.TWO_WAY_ANOVA, confidence)


def _relative(between: FloatArray, error: FloatArray, k: FloatArray) -> _Formula:
    """Return the formula of the forms that set applications against one kind of error, and ask no more."""

    def formula(up: FloatArray | float, down: FloatArray | float) -> tuple[FloatArray, FloatArray]:
        above = up * between - down * error
        return _ratio(above, up * between + (k - 1) * down * error), _ratio(above, up * between)

    return formula


def _satterthwaite(squares: TwoWay, icc_a1: FloatArray) -> FloatArray:
    """Return the degrees of freedom v of a MSC + b MSE (McGraw & Wong 1996, table 7), a and b times n (1 − ρ)."""
    n, k = squares.n_applications, squares.marks_per_application
    severity = k * icc_a1 * squares.ms_experts
    error = (n * (1 - icc_a1) + k * icc_a1 * (n - 1)) * squares.ms_error
    freedom = (severity + error) ** 2 / (severity**2 / squares.df_experts + error**2 / squares.df_error)
    return np.asarray(np.where(np.isnan(freedom), squares.df_error, freedom))  # neither differs: any will do


@dataclass(frozen=True, slots=True)
class _Test:
    """The F test of no difference between applications."""

    between: FloatArray
    error: FloatArray
    df_between: FloatArray
    freedom: FloatArray

    @property
    def p_value(self) -> FloatArray:
        return np.asarray(fdtrc(self.df_between, self.freedom, self.between / self.error))


def _pair(
    names: tuple[str, str],
    squares: TwoWay,
    formula: _Formula,
    test: _Test,
    freedom: FloatArray,
    reason: CodeArray,
    method: Method,
    confidence: float,
) -> list[Agreement]:
    """Return a form for one expert and for the panel's mean.

    A limit is the value itself with applications or error taken so many times as F may stray by chance: the same as
    McGraw & Wong's (F/q − 1) / (F/q + k − 1), and defined where there is no error to divide by.
    """
    tail = (1 - confidence) / 2
    values = formula(1.0, 1.0)
    lows = formula(1 / f_quantile(test.df_between, freedom, 1 - tail), 1.0)
    highs = formula(1.0, f_quantile(test.df_between, freedom, tail))
    p_value = test.p_value
    return [
        agreement(
            name,
            value,
            low=low,
            high=high,
            p_value=p_value,
            n_applications=squares.n_applications,
            n_experts=squares.n_experts,
            reason=np.where((reason == Reason.NONE) & np.isnan(value), np.uint8(Reason.NO_VARIANCE), reason),
            method=np.where(squares.complete, np.uint8(method), np.uint8(Method.UNBALANCED_ANOVA)),
            confidence=confidence,
        )
        for name, value, low, high in zip(names, values, lows, highs, strict=True)
    ]


def _ratio(above: FloatArray, below: FloatArray) -> FloatArray:
    """Return the ratio; ``nan`` where applications differ so little that there is nothing to set the error against."""
    found = np.divide(above, below, out=np.full(np.shape(above), np.nan), where=below > 0)
    return np.asarray(np.minimum(found, 1.0))  # never above it but by rounding


def _undefined(reason: CodeArray, squares: TwoWay) -> CodeArray:
    return np.where((reason == Reason.NONE) & squares.all_equal, np.uint8(Reason.ALL_EQUAL), reason)
