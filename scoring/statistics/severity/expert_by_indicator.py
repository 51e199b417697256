"""On which indicators an expert is stricter or milder than he is elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from math import prod
from typing import Final

import numpy as np
from scipy.special import stdtr

from scoring.model import FloatArray
from scoring.statistics.agreement.result import CodeArray
from scoring.statistics.false_discovery import benjamini_hochberg
from scoring.statistics.reasons import Reason
from scoring.statistics.seats import IntArray
from scoring.statistics.severity.by_seat import SeverityOfLists, severity_by_seat
from scoring.statistics.severity.connected import CountArray
from scoring.statistics.severity.guarded import divided
from scoring.statistics.severity.least_squares import least_squares
from scoring.statistics.severity.two_way import Layouts

_AT_ONCE: Final = 200_000
"""Marks of so many are computed together: fewer steps for small panels, no copies of a large one."""


@dataclass(frozen=True, slots=True)
class ExpertByIndicator:
    """Severity by indicator; arrays of shape (..., n_experts, n_indicators), in points of the marks.

    Attributes
    ----------
    severity : ndarray
        On the indicator; positive = his marks are lower than the panel's would be.
    effect, standard_error : ndarray
        How much severer than he is on the average indicator.
    p_value, q_value : ndarray
        Of no such effect (t test); q by Benjamini and Hochberg over all experts and indicators of a panel.
    marks : ndarray of int
        How many entered the effect.
    reason : ndarray of uint8
        Where there is no effect: `NO_INDICATORS` where nobody's sheet has two of them, else as for severity.
    test_reason : ndarray of uint8, shape (..., n_indicators)
        Where there is no test: `NO_FREEDOM`, `EXACT_FIT` …
    """

    severity: FloatArray
    effect: FloatArray
    standard_error: FloatArray
    p_value: FloatArray
    q_value: FloatArray
    marks: CountArray
    reason: CodeArray
    test_reason: CodeArray


def expert_by_indicator(marks: FloatArray) -> ExpertByIndicator:
    """Return the expert × indicator part of severity.

    Mark − application on the indicator (two-way least squares, indicator by indicator) leaves severity and error; the
    sheet's mean over its indicators is taken from that, and with it the expert's general severity and what he thinks of
    the application as a whole, which would make his indicators look alike. What is left is fitted once more, indicator
    by indicator. On a complete panel effects and errors are those of the expert × indicator interaction in the analysis
    of variance with applications × experts × indicators, the error estimated for each indicator by itself.

    Parameters
    ----------
    marks : ndarray, shape (..., n_applications, n_experts, n_indicators)
        ``nan`` = no mark. Leading axes are panels. In shares of full marks where these differ between indicators: in
        points, an expert who is strict everywhere is stricter on indicators of many points, and found.
    """
    layouts = Layouts()
    return _fitted_twice(np.moveaxis(np.asarray(marks, np.float64), -1, 0), lambda lists: _in_parts(lists, layouts))


def expert_by_indicator_by_seat(marks: FloatArray, seats: IntArray, n_experts: int) -> ExpertByIndicator:
    """Return what `expert_by_indicator` does of one panel whose marks are given by seat (`seats.by_seat`).

    Parameters
    ----------
    marks : ndarray, shape (n_applications, n_seats, n_indicators)
        ``nan`` = no mark.
    seats : ndarray of int, shape (n_applications, n_seats)
        Which expert sits there; -1 where nobody does.
    n_experts : int
    """
    by_indicator = np.ascontiguousarray(np.moveaxis(np.asarray(marks, np.float64), -1, 0))
    return _fitted_twice(by_indicator, lambda lists: severity_by_seat(lists, seats, n_experts))


def _fitted_twice(by_indicator: FloatArray, fit: Callable[[FloatArray], SeverityOfLists]) -> ExpertByIndicator:
    """Return the answer from marks by indicator; their last axis are the experts, or the seats of each application."""
    first = fit(by_indicator)
    left = by_indicator - first.estimate[..., None]
    _centre_sheets(left)
    second = fit(left)
    effect, error = second.severity, second.severity_error
    freedom = np.maximum(second.degrees_of_freedom, 1)[..., None]
    p_value = np.moveaxis(2 * stdtr(freedom, -divided(np.abs(effect), error)), 0, -1)
    together = p_value.reshape(*p_value.shape[:-2], -1)
    return ExpertByIndicator(
        severity=np.moveaxis(first.severity, 0, -1),
        effect=np.moveaxis(effect, 0, -1),
        standard_error=np.moveaxis(error, 0, -1),
        p_value=p_value,
        q_value=benjamini_hochberg(together, axis=-1).reshape(p_value.shape),
        marks=np.moveaxis(second.marks, 0, -1),
        reason=_reasons(by_indicator, np.moveaxis(second.expert_reason, 0, -1)),
        test_reason=np.moveaxis(second.test_reason, 0, -1),
    )


def _in_parts(by_indicator: FloatArray, layouts: Layouts) -> SeverityOfLists:
    """Return the fit of every expert beside every application, a few indicators at a time."""
    stack, n_experts = by_indicator.shape[:-2], by_indicator.shape[-1]
    found = SeverityOfLists(
        severity=np.full((*stack, n_experts), np.nan),
        severity_error=np.full((*stack, n_experts), np.nan),
        estimate=np.full(by_indicator.shape[:-1], np.nan),
        marks=np.zeros((*stack, n_experts), np.int64),
        degrees_of_freedom=np.zeros(stack, np.int64),
        expert_reason=np.zeros((*stack, n_experts), np.uint8),
        test_reason=np.zeros(stack, np.uint8),
    )
    for part in _parts(by_indicator.shape):
        fit = least_squares(by_indicator[part], layouts=layouts)
        for field in fields(found):
            getattr(found, field.name)[part] = getattr(fit, field.name)
    return found


def _parts(shape: tuple[int, ...]) -> Iterator[slice]:
    step = max(_AT_ONCE // max(prod(shape[1:]), 1), 1)
    return (slice(start, start + step) for start in range(0, shape[0], step))


def _centre_sheets(left: FloatArray) -> None:
    """Take each sheet's mean over its indicators from it, in place; a sheet with one says nothing of differences."""
    given = ~np.isnan(left)
    count = given.sum(axis=0)
    total = np.sum(left, axis=0, where=given)
    left -= np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 1)


def _reasons(marks: FloatArray, reason: CodeArray) -> CodeArray:
    """Return reasons by expert and indicator, where an infinite mark or sheets of one indicator are behind them."""
    infinite = np.asarray(np.isinf(marks).any(axis=(0, -2, -1)))[..., None, None]
    lone = np.asarray(((~np.isnan(marks)).sum(axis=0) < 2).all(axis=(-2, -1)))[..., None, None]
    panel = np.where(infinite, Reason.NOT_FINITE, np.where(lone, Reason.NO_INDICATORS, Reason.NONE))
    return np.where((reason != Reason.NONE) & (panel != Reason.NONE), panel, reason).astype(np.uint8)
