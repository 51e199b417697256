"""Experts who tell the indicators of an application apart less than their colleagues do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from scoring.model import FloatArray
from scoring.statistics.false_discovery import benjamini_hochberg
from scoring.statistics.reasons import Reason

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Halo:
    """How far each expert spreads his marks over the indicators. All arrays have the shape (..., n_experts).

    Attributes
    ----------
    spread : ndarray
        Mean over his applications of the standard deviation of his marks between indicators, in points.
    others_spread : ndarray
        The same of the other experts on the same applications.
    ratio : ndarray
        `spread` / `others_spread`; below 1 is halo.
    correlation, others_correlation : ndarray
        Mean correlation, over applications, between two indicators in his marks, and the mean of the others'; near 1
        where one impression decides all. ``nan`` where an expert has gaps or fewer than three applications.
    p_value, q_value : ndarray
        One-sided, of a spread as small as his; q by Benjamini & Hochberg (1995) among the experts of the panel.
    applications : ndarray of int
        Applications on which he can be compared.
    reason : ndarray of uint8
    """

    spread: FloatArray
    others_spread: FloatArray
    ratio: FloatArray
    correlation: FloatArray
    others_correlation: FloatArray
    p_value: FloatArray
    q_value: FloatArray
    applications: NDArray[np.int64]
    reason: NDArray[np.uint8]


def halo(marks: FloatArray) -> Halo:
    """Return how far each expert spreads his marks over the indicators, against the others on the same applications.

    With s_ae the standard deviation of an expert's marks on one application, his own mean of each indicator taken off
    (so that easy indicators, and those he is strict in, make no spread)::

        D_a = f_ae - mean of the others' f_a       t = mean(D) / (sd(D) / √n)       Student's t, n - 1

    Near the end of the scale there is little room, so that mild experts have small spreads (or strict ones, at its
    other end). So f is s at one level: s minus β times the mean of the sheet above the application's, with β the slope
    of s on it within applications. `spread` and `ratio` are of s as it is.
    Applications are independent of each other, so the test needs nothing about the marks of one sheet, which are not.
    A small spread is halo or haste, or an expert who is right that the indicators hardly differ: his correlations say
    which applications to read. All marks of an indicator count the same, in points.

    Parameters
    ----------
    marks : ndarray, shape (..., n_applications, n_experts, n_indicators)
        In points; ``nan`` where there is none.
    """
    # One expert at a time, so that nothing is copied as a whole.
    of = _of_his_sheets if marks.ndim == 3 else _of_expert
    alone = [of(marks[..., expert : expert + 1, :]) for expert in range(max(marks.shape[-2], 1))]
    s, sheet, level = (np.concatenate([one[n] for one in alone], axis=-1) for n in range(3))
    correlation = np.concatenate([one[3] for one in alone], axis=-1)
    fair = _at_one_level(s, sheet, level)
    others = sheet.sum(axis=-1, keepdims=True) - sheet
    mean_others, fair_others = ((x.sum(axis=-1, keepdims=True) - x) / np.maximum(others, 1) for x in (s, fair))
    compared = sheet & (others > 0)
    n = compared.sum(axis=-2)
    difference = np.where(compared, fair - fair_others, 0.0)
    mean = difference.sum(axis=-2) / np.maximum(n, 1)
    squares = (np.where(compared, difference - mean[..., None, :], 0.0) ** 2).sum(axis=-2)
    error = np.sqrt(squares / np.maximum(n - 1, 1) / np.maximum(n, 1))
    size = np.where(compared, np.maximum(s, mean_others), 0.0).max(axis=-2, initial=0.0)
    too_few_indicators = np.full(n.shape, marks.shape[-1] < 2)
    codes = [Reason.NO_INDICATORS, Reason.NO_MARKS, Reason.NO_PAIRS, Reason.TOO_FEW, Reason.EXACT_FIT]
    cases = [too_few_indicators, ~sheet.any(axis=-2), n == 0, n == 1, error <= _ROUNDING * size]
    reason = np.asarray(np.select(cases, codes, Reason.NONE), np.uint8)
    sound = reason == Reason.NONE
    t = np.where(sound, mean / np.where(error > 0, error, 1.0), np.nan)
    p_value = np.asarray(stdtr(np.maximum(n - 1, 1), t))
    own = np.where(n > 0, np.where(compared, s, 0.0).sum(axis=-2) / np.maximum(n, 1), np.nan)
    theirs = np.where(n > 0, np.where(compared, mean_others, 0.0).sum(axis=-2) / np.maximum(n, 1), np.nan)
    ratio = np.divide(own, theirs, out=np.full(own.shape, np.nan), where=theirs > 0)
    return Halo(
        spread=own,
        others_spread=theirs,
        ratio=ratio,
        correlation=correlation,
        others_correlation=_mean_of_others(correlation),
        p_value=p_value,
        q_value=benjamini_hochberg(p_value, axis=-1),
        applications=n,
        reason=reason,
    )


def _of_expert(marks: FloatArray) -> tuple[FloatArray, NDArray[np.bool_], FloatArray, FloatArray]:
    """Return spread and whether there is one, level of each sheet, and the correlation, of experts by themselves."""
    marks = np.where(np.isfinite(marks), marks, np.nan)
    given = ~np.isnan(marks)
    level = np.where(given, marks, 0.0).sum(axis=-1) / np.maximum(given.sum(axis=-1), 1)
    return *_sheet_spread(marks), np.asarray(level), _correlation(marks)


def _of_his_sheets(marks: FloatArray) -> tuple[FloatArray, NDArray[np.bool_], FloatArray, FloatArray]:
    """Return what `_of_expert` does of one panel: of a round's thousands of applications an expert has a few dozen."""
    own = np.asarray(~np.isnan(marks).all(axis=(-2, -1)))
    if own.all():
        return _of_expert(marks)
    s, sheet, level, _ = _of_expert(marks[own])
    whole = np.zeros((len(marks), marks.shape[1]))
    spread, there, mean = whole, whole.astype(np.bool_), whole.copy()
    spread[own], there[own], mean[own] = s, sheet, level
    return spread, there, mean, np.full(marks.shape[1:2], np.nan)  # who has gaps has no correlation


def _sheet_spread(marks: FloatArray) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Return the standard deviation of each sheet between indicators, and where there is one.

    Each expert's own mean of each indicator over his n applications is taken off, which takes 1 / n of the variance.
    """
    given = ~np.isnan(marks)
    n = given.sum(axis=-3, keepdims=True)
    x = np.where(given, marks, 0.0)
    x = np.where(given, x - x.sum(axis=-3, keepdims=True) / np.maximum(n, 1), 0.0)
    x = x * np.sqrt(np.maximum(n, 2) / np.maximum(n - 1, 1))
    m = given.sum(axis=-1)
    x = np.where(given, x - (x.sum(axis=-1) / np.maximum(m, 1))[..., None], 0.0)
    spread = np.sqrt((x**2).sum(axis=-1) / np.maximum(m - 1, 1))
    return np.where(m > 1, spread, 0.0), np.asarray(m > 1)


def _at_one_level(s: FloatArray, sheet: NDArray[np.bool_], level: FloatArray) -> FloatArray:
    """Return the spreads with what the level of a sheet explains of them within its application taken off."""
    sheets = np.maximum(sheet.sum(axis=-1, keepdims=True), 1)
    level, off = (
        np.where(sheet, x - np.where(sheet, x, 0.0).sum(axis=-1, keepdims=True) / sheets, 0.0) for x in (level, s)
    )
    squares = (level**2).sum(axis=(-2, -1), keepdims=True)
    slope = (level * off).sum(axis=(-2, -1), keepdims=True) / np.where(squares > 0, squares, 1.0)
    return np.asarray(s - slope * level)


def _correlation(marks: FloatArray) -> FloatArray:
    """Return each expert's mean correlation between two indicators, over applications, shape (..., n_experts).

    With z standardised over applications and v indicators that vary, the variance of Σ z is v + v (v - 1) r.
    """
    n = marks.shape[-3]
    known = np.asarray(~np.isnan(marks).any(axis=(-3, -1)))
    x = np.where(known[..., None, :, None], marks, 0.0)
    x = x - x.mean(axis=-3, keepdims=True) if n else x
    deviation = np.sqrt((x**2).sum(axis=-3, keepdims=True) / max(n, 1))
    varies = deviation > _ROUNDING
    z = np.where(varies, x / np.where(varies, deviation, 1.0), 0.0)
    v = varies[..., 0, :, :].sum(axis=-1)
    variance = (z.sum(axis=-1) ** 2).sum(axis=-2) / max(n, 1)
    told = known & (v > 1) & (n > 2)
    r = (variance - v) / np.maximum(v * (v - 1), 1)
    return np.where(told, r, np.nan)


def _mean_of_others(values: FloatArray) -> FloatArray:
    given = ~np.isnan(values)
    x = np.where(given, values, 0.0)
    others = given.sum(axis=-1, keepdims=True) - given
    return np.where(others > 0, (x.sum(axis=-1, keepdims=True) - x) / np.maximum(others, 1), np.nan)
