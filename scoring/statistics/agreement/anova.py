"""Mean squares of applications × experts, one mark a cell: what the statistics made of variances are computed from.

With every cell marked this is the two-way analysis of variance (Fisher 1925; the names are those of McGraw & Wong
1996). With gaps the sums are Ebel's (1951) for applications, and for experts those of Brückl (2011), as in irrNA: the
expert's own mean is taken out of his marks, and what is left is analysed one way. On a complete panel both are the
same numbers, so one result serves both; `complete` says which it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, log2
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.agreement.blockwise import of_panels
from scoring.statistics.agreement.result import CodeArray, CountArray, entered
from scoring.statistics.reasons import Reason

BoolArray = NDArray[np.bool_]

# Totals that should be equal differ in their last digits, by the order in which they were added. Deviations of this
# share of the marks' size are that, and no opinion of anybody's.
_NOISE: Final = 64 * np.finfo(np.float64).eps


@dataclass(frozen=True, slots=True)
class TwoWay:
    """Mean squares of a stack of panels, in squared points. All arrays have the shape of the stack.

    A mean square without degrees of freedom is ``nan``; one that float noise alone could make is 0.

    Attributes
    ----------
    n_applications, n_experts, n_marks : ndarray of int
        Applications and experts with any mark (targets and raters), and marks. The others do not count.
    marks_per_application : ndarray
        k: the number of experts where complete; with gaps Ebel's k₀ = (N − Σ kᵢ² / N) / (n − 1), ``nan``
        for a single application.
    grand_mean : ndarray
        Of all marks, in points.
    ms_applications : ndarray
        Between applications (MSR).
    ms_within : ndarray
        Within applications (MSW).
    ms_adjusted : ndarray
        Between applications after each expert's mean was taken out of his marks; MSR where complete.
    ms_experts : ndarray
        Between experts (MSC).
    ms_error : ndarray
        What neither application nor expert explains (MSE).
    df_applications, df_within, df_experts, df_error : ndarray
        n − 1, N − n, r − 1 and (n − 1)(N / n − 1); where complete the last is (n − 1)(r − 1).
    all_equal : ndarray of bool
        All marks are the same number.
    connected : ndarray of bool
        Every expert can be compared with every other, if only through others.
    complete : ndarray of bool
        Every expert scored every application that entered.
    reason : ndarray of uint8
        Why there is nothing to compare, as `result.entered` says it; also ``NOT_FINITE`` where squares overflow.
    """

    n_applications: CountArray
    n_experts: CountArray
    n_marks: CountArray
    marks_per_application: FloatArray
    grand_mean: FloatArray
    ms_applications: FloatArray
    ms_within: FloatArray
    ms_adjusted: FloatArray
    ms_experts: FloatArray
    ms_error: FloatArray
    df_applications: FloatArray
    df_within: FloatArray
    df_experts: FloatArray
    df_error: FloatArray
    all_equal: BoolArray
    connected: BoolArray
    complete: BoolArray
    reason: CodeArray


@dataclass(frozen=True, slots=True)
class _Sums:
    """Sums of squares, and what they were taken over."""

    n_marks: CountArray
    marks_per_application: FloatArray
    connected: BoolArray
    grand_mean: FloatArray
    applications: FloatArray
    within: FloatArray
    adjusted: FloatArray
    experts: FloatArray
    error: FloatArray


def two_way(marks: FloatArray) -> TwoWay:
    """Return the mean squares of a stack of panels.

    Parameters
    ----------
    marks : ndarray, shape (..., n_applications, n_experts)
        Points, ``nan`` where there is no mark. A constant added to all of them costs no digits: every square is one of
        a deviation, never a difference of large sums.

    Notes
    -----
    Checked against the mean squares of base R in the golden cases p01, p05, p07, p08, p11, p13, p16 and p17, and
    against irrNA 0.2.3 in p02.
    """
    return of_panels(_two_way, np.asarray(marks, np.float64))


def _two_way(marks: FloatArray) -> TwoWay:
    who = entered(marks)
    n, r = np.asarray(who.n_applications, np.float64), np.asarray(who.n_experts, np.float64)
    filled = bool(np.all(who.complete & (who.n_applications == marks.shape[-2]) & (who.n_experts == marks.shape[-1])))
    with np.errstate(over="ignore", invalid="ignore"):
        sums = _complete(marks) if filled and marks.size and not _any_infinite(who.reason) else _with_gaps(marks)
        total = sums.applications + sums.within
        noise = sums.n_marks * (_NOISE * (np.abs(sums.grand_mean) + np.sqrt(total / np.maximum(sums.n_marks, 1)))) ** 2
        overflow = ~np.isfinite(total) & (who.reason == Reason.NONE)
        df_error = (n - 1) * (sums.n_marks / np.maximum(n, 1) - 1)

        def mean_square(squares: FloatArray, freedom: FloatArray) -> FloatArray:
            over = np.divide(squares, freedom, out=np.full(np.shape(squares), np.nan), where=freedom > 0)
            return np.where((squares <= noise) & (freedom > 0), 0.0, over)

        return TwoWay(
            n_applications=who.n_applications,
            n_experts=who.n_experts,
            n_marks=sums.n_marks,
            marks_per_application=sums.marks_per_application,
            grand_mean=sums.grand_mean,
            ms_applications=mean_square(sums.applications, n - 1),
            ms_within=mean_square(sums.within, sums.n_marks - n),
            ms_adjusted=mean_square(sums.adjusted, n - 1),
            ms_experts=mean_square(sums.experts, r - 1),
            ms_error=mean_square(sums.error, df_error),
            df_applications=n - 1,
            df_within=sums.n_marks - n,
            df_experts=r - 1,
            df_error=df_error,
            all_equal=np.asarray(total <= noise),
            connected=sums.connected,
            complete=who.complete,
            reason=np.where(overflow, np.uint8(Reason.NOT_FINITE), who.reason),
        )


def why_not_two_way(squares: TwoWay) -> CodeArray:
    """Return why nothing can be said of panels in which severity is to be told from quality.

    That of `squares`, and beyond it ``NOT_CONNECTED`` and ``NO_FREEDOM``: as many applications and experts as marks.
    """
    spare = squares.n_marks - squares.n_applications - squares.n_experts + 1
    found = np.select([~squares.connected, spare < 1], [Reason.NOT_CONNECTED, Reason.NO_FREEDOM], Reason.NONE)
    return np.where(squares.reason == Reason.NONE, found, squares.reason).astype(np.uint8)


def _any_infinite(reason: CodeArray) -> bool:
    return bool(np.any(reason == Reason.NOT_FINITE))


def _complete(marks: FloatArray) -> _Sums:
    """Return the sums where nothing is missing. The marks are copied once, and turned into residuals in place."""
    n, r = marks.shape[-2:]
    origin = marks[..., :1, :1]
    left = marks - origin
    by_application = np.einsum("...ae->...a", left) / r
    grand = np.einsum("...a->...", by_application) / n
    left -= by_application[..., np.newaxis]
    by_application -= grand[..., np.newaxis]
    within = _squares(left)
    by_expert = np.einsum("...ae->...e", left) / n
    left -= by_expert[..., np.newaxis, :]
    applications = r * np.einsum("...a,...a->...", by_application, by_application)
    shape = grand.shape
    return _Sums(
        n_marks=np.full(shape, n * r, np.int64),
        marks_per_application=np.full(shape, float(r)),
        connected=np.full(shape, True),
        grand_mean=grand + origin[..., 0, 0],
        applications=applications,
        within=within,
        adjusted=applications,
        experts=n * np.einsum("...e,...e->...", by_expert, by_expert),
        error=_squares(left),
    )


def _with_gaps(marks: FloatArray) -> _Sums:
    """Return the sums where marks are missing (Ebel 1951; Brückl 2011, one grand mean). The marks are copied twice."""
    given = np.isfinite(marks)
    k, per_expert, connected = _design(given)
    total = k.sum(axis=-1)
    left = np.where(given, marks, 0.0)
    origin = _mean(np.einsum("...ae->...", left), total)
    _take_out(left, origin[..., np.newaxis, np.newaxis], given)
    grand = _mean(np.einsum("...ae->...", left), total)  # what the first mean lost to rounding
    by_expert = _mean(np.einsum("...ae->...e", left), per_expert) - grand[..., np.newaxis]
    rest = left.copy()
    applications, within = _one_way(rest, given, k, grand)
    _take_out(left, by_expert[..., np.newaxis, :], given)
    adjusted, error = _one_way(left, given, k, grand)
    n = np.asarray((k > 0).sum(axis=-1))
    return _Sums(
        n_marks=total.astype(np.int64),
        marks_per_application=np.where(n > 1, _mean(total - _mean((k * k).sum(axis=-1), total), n - 1.0), np.nan),
        connected=connected,
        grand_mean=np.where(total > 0, origin + grand, np.nan),
        applications=applications,
        within=within,
        adjusted=adjusted,
        experts=np.einsum("...e,...e,...e->...", per_expert, by_expert, by_expert),
        error=error,
    )


def _one_way(marks: FloatArray, given: BoolArray, k: FloatArray, grand: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the sums of squares between and within applications; `marks` is used up."""
    means = _mean(np.einsum("...ae->...a", marks), k)
    _take_out(marks, means[..., np.newaxis], given)
    means -= grand[..., np.newaxis]
    return np.einsum("...a,...a,...a->...", k, means, means), _squares(marks)


def _take_out(marks: FloatArray, means: FloatArray, given: BoolArray) -> None:
    marks -= means
    marks *= given  # quicker than writing only where there is a mark


def _mean(total: FloatArray, count: FloatArray) -> FloatArray:
    return np.divide(total, count, out=np.zeros(np.shape(total)), where=count > 0)


def _squares(marks: FloatArray) -> FloatArray:
    return np.asarray(np.einsum("...ae,...ae->...", marks, marks))


def _design(given: BoolArray) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Return marks per application, marks per expert, and whether the panel hangs together."""
    cells = given.astype(np.float32)  # counts are whole in it up to 2**24
    k = np.einsum("...ae->...a", cells).astype(np.float64)
    per_expert = np.einsum("...ae->...e", cells).astype(np.float64)
    # One application that everybody scored ties all experts together; the rest are looked into.
    connected = np.asarray(k.max(axis=-1, initial=0.0) == (per_expert > 0).sum(axis=-1))
    if not connected.all():
        connected[~connected] = _hangs_together(cells[~connected])
    return k, per_expert, connected


def _hangs_together(cells: NDArray[np.float32]) -> BoolArray:
    """Return whether every expert reaches every other through applications that both, or others between, scored."""
    reach = np.swapaxes(cells, -1, -2) @ cells > 0
    for _ in range(ceil(log2(max(cells.shape[-1], 2)))):
        step = reach.astype(np.float32)
        reach = step @ step > 0
    n_experts = np.diagonal(reach, axis1=-2, axis2=-1).sum(axis=-1)
    return np.asarray(reach.sum(axis=(-2, -1)) == n_experts**2)
