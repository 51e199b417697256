"""Whether experts give more to applications from their own region."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from scoring.model import FloatArray
from scoring.statistics.false_discovery import benjamini_hochberg
from scoring.statistics.reasons import Reason

CONFIDENCE = 0.95
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
CodeArray = NDArray[np.uint8]

# A leverage nearer to one, or an error smaller against what it is an error of, is rounding.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class HomeFavour:
    """How many points more an expert gives at home than elsewhere, compared with his colleagues.

    Arrays have the shape of the stack for `home_favour`, and one more axis, of experts, for `favour_by_expert`.

    Attributes
    ----------
    estimate : ndarray
        In points; ``nan`` where no expert of the group has marks both at home and elsewhere.
    standard_error, low, high : ndarray
        In points; limits at 95 percent.
    p_value : ndarray
        Two-sided, against no favour. ``nan`` where there is no error to measure it by; `reason` says why.
    home_marks, other_marks : ndarray of int
        Totals at home and elsewhere that entered.
    reason : ndarray of uint8
        `Reason` why the estimate, or only its error, is undefined.
    """

    estimate: FloatArray
    standard_error: FloatArray
    low: FloatArray
    high: FloatArray
    p_value: FloatArray
    home_marks: IntArray
    other_marks: IntArray
    reason: CodeArray


@dataclass(frozen=True, slots=True)
class _Grouped:
    """Marks in the order of their groups, each group's own mean taken off; a mark that is not given is 0."""

    given: BoolArray
    home: FloatArray
    deviation: FloatArray
    share: FloatArray
    """1 / marks of the group, of each mark given."""
    size: FloatArray
    """|deviation| as it was: what errors are small against."""
    order: IntArray
    starts: IntArray
    lengths: IntArray
    per_group: FloatArray
    home_marks: IntArray

    def sums(self, values: FloatArray) -> FloatArray:
        """Return the sum of each group, shape (..., n_groups)."""
        return np.asarray(np.add.reduceat(values, self.starts, axis=-1))


def _grouped(deviation: FloatArray, home: BoolArray, group: IntArray) -> _Grouped:
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    lengths = np.diff(starts, append=group.size)
    given = np.isfinite(deviation[..., order])
    d = np.where(given, deviation[..., order], 0.0)
    h = (given & home[..., order]).astype(np.float64)
    per_group, home_marks = (np.add.reduceat(x, starts, axis=-1) for x in (given.astype(np.float64), h))
    share = 1.0 / np.maximum(per_group, 1.0)

    def without_mean(values: FloatArray) -> FloatArray:
        means = np.add.reduceat(values, starts, axis=-1) * share
        return np.where(given, values - np.repeat(means, lengths, axis=-1), 0.0)

    return _Grouped(
        given=given,
        home=without_mean(h),
        deviation=without_mean(d),
        share=np.where(given, np.repeat(share, lengths, axis=-1), 0.0),
        size=np.abs(d),
        order=order,
        starts=starts,
        lengths=lengths,
        per_group=per_group,
        home_marks=home_marks.astype(np.int64),
    )


def home_favour(
    deviation: FloatArray,
    home: BoolArray,
    group: IntArray,
    application: IntArray,
    *,
    known: BoolArray | None = None,
    confidence: float = CONFIDENCE,
) -> HomeFavour:
    """Return the coefficient of *home* in deviation ~ expert-within-panel + home, over all panels at once.

    With d and h the deviation and the home indicator after each group's mean is taken off::

        estimate = Σ h d / Σ h²
        variance = c Σ h² e² / (1 - l) / (Σ h²)²        e = d - estimate h,  l = 1 / n_group + h² / Σ h²

    that is least squares with a dummy for each group, and heteroscedasticity-robust standard errors of the kind HC2
    (MacKinnon & White 1985), which have no bias where the errors are in fact equal; HC1 is far too small, and HC3
    too great, where marks at home are few. Deviations of one application share its mean, so they are not independent;
    c is by how much that changes the variance of Σ h d if the errors of the totals themselves are independent::

        c = Σ_a (n/(n - 1))² (Σ h² - (Σ h)²/n) / Σ_a n/(n - 1) Σ h²        sums within application a, of n totals

    About 1 / (1 - share at home) with one expert at home for an application, less with more, and 0 where all are: then
    favour cannot be told from quality. p-value and limits are those of Student's t with the degrees of freedom of
    Bell & McCaffrey (2002), as Imbens & Kolesár (2016) recommend; with many marks at home these are the normal ones.

    Where one expert favours by f, his colleagues' deviations fall by f / (n - 1). So the coefficient is f where few
    applications have an expert at home, and up to f n / (n - 1) where all have one.

    What the test takes for granted: without favour the errors of different totals are independent. Two panels that
    scored the same enterprise with the same error break that. An expert whose regard for enterprises of his region
    differs from one to the next, up and down, is no favour on average and is not found.

    Checked against ``statsmodels`` 0.15, ``OLS(...).fit(cov_type="HC2")``; degrees of freedom and c against their
    definitions, by matrices.

    Parameters
    ----------
    deviation : ndarray, shape (..., n_marks)
        From `deviation.deviations`, in points; ``nan`` where undefined.
    home : ndarray of bool, shape (..., n_marks) or (n_marks,)
        Expert and applicant are of one region.
    group : ndarray of int, shape (n_marks,), from 0
        Expert within panel.
    application : ndarray of int, shape (n_marks,), from 0
        Application within panel.
    known : ndarray of bool, optional, shape (n_marks,)
        Both regions are known; all are, unless given. Other marks do not enter.
    """
    if deviation.shape[-1] == 0:
        return _without_marks(deviation.shape[:-1], confidence)
    among = np.isfinite(deviation)
    deviation = deviation if known is None else np.where(known, deviation, np.nan)
    g = _grouped(deviation, home, group)
    sxx = (g.home**2).sum(axis=-1, keepdims=True)
    told = sxx > _ROUNDING
    sxx = np.where(told, sxx, 1.0)
    estimate = (g.home * g.deviation).sum(axis=-1, keepdims=True) / sxx
    left = g.deviation - estimate * g.home
    leverage = g.share + g.home**2 / sxx
    # A mark that alone decides its own fit says nothing about errors; it matters only if it says anything about home.
    fixed = (leverage > 1.0 - _ROUNDING) & (np.abs(g.home) > _ROUNDING)
    weight = np.where(leverage > 1.0 - _ROUNDING, 0.0, g.home**2 / np.where(leverage < 1.0, 1.0 - leverage, 1.0))
    c = _dependence(g, among[..., g.order], application[g.order])
    error = np.sqrt(c * (weight * left**2).sum(axis=-1)) / sxx[..., 0]
    n_marks, n_home = g.given.sum(axis=-1), g.home_marks.sum(axis=-1)
    reason = np.select(
        [n_marks == 0, ~told[..., 0], c < _ROUNDING, fixed.any(axis=-1), error <= _ROUNDING * g.size.max(axis=-1)],
        [Reason.NO_MARKS, Reason.NO_CONTRAST, Reason.CONFOUNDED, Reason.TOO_FEW, Reason.EXACT_FIT],
        Reason.NONE,
    )
    freedom = _bell_mccaffrey(g, weight, leverage, sxx[..., 0])
    estimate = np.where(told[..., 0] & (c >= _ROUNDING), estimate[..., 0], np.nan)
    return _tested(estimate, error, freedom, n_home, n_marks - n_home, reason, confidence)


def _dependence(g: _Grouped, among: BoolArray, application: IntArray) -> FloatArray:
    """Return c of `home_favour`; `among` are the marks with a deviation, in the order of the groups."""
    order = np.argsort(application, kind="stable")
    starts = np.flatnonzero(np.diff(application[order], prepend=-1))

    def sums(values: FloatArray) -> FloatArray:
        return np.asarray(np.add.reduceat(values[..., order], starts, axis=-1))

    n = np.maximum(sums(among.astype(np.float64)), 2.0)
    squares = sums(g.home**2)
    together = ((n / (n - 1.0)) ** 2 * (squares - sums(g.home) ** 2 / n)).sum(axis=-1)
    apart = (n / (n - 1.0) * squares).sum(axis=-1)
    return np.asarray(np.divide(together, apart, out=np.ones(apart.shape), where=apart > _ROUNDING))


def _bell_mccaffrey(g: _Grouped, weight: FloatArray, leverage: FloatArray, sxx: FloatArray) -> FloatArray:
    """Return the degrees of freedom of HC2: (Σ λ)² / Σ λ² of its quadratic form, were the errors equal.

    The form has the matrix √w_i M_ij √w_j with M = 1 - H and w = h² / (1 - l). So Σ λ = Σ w (1 - l) = Σ h², and
    Σ λ² = Σ_ij w_i w_j M_ij² falls apart into sums over groups, for H_ij = [same group] / n + h_i h_j / Σ h².
    """
    share = 1.0 / np.maximum(g.per_group, 1.0)
    within = (g.sums(weight) * share) ** 2 + 2.0 * g.sums(weight * g.home) ** 2 * share / sxx[..., None]
    across = ((weight * g.home**2).sum(axis=-1) / sxx) ** 2
    squares = (weight**2 * (1.0 - 2.0 * leverage)).sum(axis=-1) + within.sum(axis=-1) + across
    return np.asarray(np.divide(sxx**2, squares, out=np.full(sxx.shape, np.nan), where=squares > 0))


def favour_by_expert(
    deviation: FloatArray,
    home: BoolArray,
    group: IntArray,
    *,
    known: BoolArray | None = None,
    confidence: float = CONFIDENCE,
) -> tuple[HomeFavour, FloatArray]:
    """Return the same coefficient for each expert within his panel, and its q-value among all of them.

    For one expert it is the mean of his deviations at home minus their mean elsewhere. An expert has two or three
    marks at home: a robust standard error would rest on these alone, so the two samples share one variance
    (Student's two-sample t), which is exact under no favour, where marks at home are like the others. q-values by
    Benjamini & Hochberg (1995).

    Checked against ``scipy.stats.ttest_ind``.

    Parameters
    ----------
    deviation, home, group, known
        As for `home_favour`; every number from 0 to the greatest is some mark's group.

    Returns
    -------
    HomeFavour, ndarray
        Arrays of shape (..., n_groups).
    """
    if deviation.shape[-1] == 0:
        nothing = _without_marks((*deviation.shape[:-1], 0), confidence)
        return nothing, nothing.p_value
    g = _grouped(deviation if known is None else np.where(known, deviation, np.nan), home, group)
    sxx = g.sums(g.home**2)
    told = sxx > _ROUNDING
    safe = np.where(told, sxx, 1.0)
    estimate = np.where(told, g.sums(g.home * g.deviation) / safe, np.nan)
    left = g.deviation - np.repeat(np.where(told, estimate, 0.0), g.lengths, axis=-1) * g.home
    freedom = g.per_group - 2.0
    error = np.sqrt(g.sums(left**2) / np.maximum(freedom, 1.0) / safe)
    size = np.maximum.reduceat(g.size, g.starts, axis=-1)
    reason = np.select(
        [g.per_group == 0, ~told, freedom < 1, error <= _ROUNDING * size],
        [Reason.NO_MARKS, Reason.NO_CONTRAST, Reason.NO_FREEDOM, Reason.EXACT_FIT],
        Reason.NONE,
    )
    others = g.per_group.astype(np.int64) - g.home_marks
    found = _tested(estimate, error, freedom, g.home_marks, others, reason, confidence)
    return found, benjamini_hochberg(found.p_value, axis=-1)


def _tested(
    estimate: FloatArray,
    error: FloatArray,
    freedom: FloatArray,
    home_marks: IntArray,
    other_marks: IntArray,
    reason: NDArray[np.integer],
    confidence: float,
) -> HomeFavour:
    sound = reason == Reason.NONE
    error = np.where(sound, error, np.nan)
    freedom = np.where(sound, freedom, np.nan)
    half = stdtrit(freedom, 0.5 + confidence / 2.0) * error
    p_value = 2.0 * stdtr(freedom, -np.abs(estimate / error))
    return HomeFavour(
        estimate=np.asarray(estimate),
        standard_error=np.asarray(error),
        low=np.asarray(estimate - half),
        high=np.asarray(estimate + half),
        p_value=np.asarray(p_value),
        home_marks=np.asarray(home_marks),
        other_marks=np.asarray(other_marks),
        reason=np.asarray(reason, np.uint8),
    )


def _without_marks(shape: tuple[int, ...], confidence: float) -> HomeFavour:
    gap, none = np.full(shape, np.nan), np.zeros(shape, np.int64)
    return _tested(gap, gap, gap, none, none, np.full(shape, Reason.NO_MARKS), confidence)
