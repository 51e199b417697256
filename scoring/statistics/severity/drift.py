"""Drift: who becomes stricter or milder from the first application he marks to the last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import fdtrc, stdtr

from scoring.model import FloatArray
from scoring.statistics.agreement.result import CodeArray
from scoring.statistics.false_discovery import benjamini_hochberg
from scoring.statistics.reasons import Reason
from scoring.statistics.severity.answer import error_variance
from scoring.statistics.severity.connected import CountArray
from scoring.statistics.severity.entry import Entry, enter
from scoring.statistics.severity.guarded import divided, first_reason
from scoring.statistics.severity.two_way import Layout, effects, layout

_NEGLIGIBLE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Slopes:
    """How marks change with time, by expert; arrays of shape (..., n_experts).

    Attributes
    ----------
    value, standard_error : ndarray
        Points a unit of time; positive = becomes milder. ``nan`` where undefined, `reason` says why.
    p_value, q_value : ndarray
        Of no change; q by Benjamini and Hochberg over the experts of a panel. ``nan`` where there is no value or no
        error: `Drift.any_drift` says why.
    reason : ndarray of uint8
        `CONFOUNDED` where the design cannot tell the slope from the order of the applications.
    """

    value: FloatArray
    standard_error: FloatArray
    p_value: FloatArray
    q_value: FloatArray
    reason: CodeArray


@dataclass(frozen=True, slots=True)
class FTest:
    """An F test of a stack of panels; ``nan`` where `reason` says why. All arrays have the shape of the stack."""

    value: FloatArray
    p_value: FloatArray
    freedom: CountArray
    error_freedom: CountArray
    reason: CodeArray


@dataclass(frozen=True, slots=True)
class Drift:
    """Drift of the experts of a stack of panels.

    Attributes
    ----------
    slopes : Slopes
        Of each expert. Where all met the applications in one order, a slope they share cannot be told from
        applications that become better; then these are undefined and `relative` stands.
    relative : Slopes
        Slope less the mean slope of the panel: who drifts away from the others.
    any_drift, differential : FTest
        Of no slope at all, and of all slopes equal.
    """

    slopes: Slopes
    relative: Slopes
    any_drift: FTest
    differential: FTest


def drift(marks: FloatArray, times: FloatArray) -> Drift:
    """Return each expert's drift from the model mark = application + expert + expert × time + error.

    Applications and experts are eliminated from the columns of time, one an expert: b = G⁺g, cov b = σ²G⁺, with G their
    cross products that are left and g theirs with the marks. Any drift: F = g'G⁺g/(rank σ²); differential: what slopes
    of one's own explain beyond a common one, (1'g)²/(1'G1) of it. Same model as R's
    ``lm(score ~ target + rater + rater:time)`` (golden answers ``drift.*``).

    Parameters
    ----------
    marks : ndarray, shape (..., n_applications, n_experts)
        In points; ``nan`` = no mark.
    times : ndarray, same shape
        When each mark was given, or its place in the expert's order, in any unit. A mark without a time does not enter.
    """
    times = np.broadcast_to(np.asarray(times, np.float64), np.shape(marks))
    entry = enter(np.where(np.isfinite(times), marks, np.nan), None)
    design = layout(entry.weights)
    clock, unit = _clock(design, times)
    applications, experts = effects(design, entry.above)
    left = design.weights * (entry.above - applications[..., None] - experts[..., None, :])
    own, information = _information(design, clock)
    cross = (clock * left).sum(axis=-2)
    inverse, unknown, rank = _inverted(own, information)
    slopes = np.einsum("...rq,...q->...r", inverse, cross)
    error_freedom = design.freedom - rank
    variance = _variance(entry, design, clock * slopes[..., None, :], error_freedom)
    n_experts = design.given.any(axis=-2).sum(axis=-1)
    panel = first_reason(entry.reason, (n_experts < 2, Reason.ONE_EXPERT), (rank < 1, Reason.CONFOUNDED))
    common = information.sum(axis=(-2, -1))
    has_common = common > _NEGLIGIBLE * own.sum(axis=-1)
    by_common = np.where(has_common, divided(cross.sum(axis=-1) ** 2, np.where(has_common, common, 1.0)), 0.0)
    explained = np.einsum("...r,...r->...", slopes, cross)
    contrast = np.broadcast_to(np.eye(own.shape[-1]), information.shape)
    known = _Known(panel, slopes / unit, inverse / unit[..., None] ** 2, unknown, own, variance, error_freedom)
    return Drift(
        slopes=known.slopes(contrast),
        relative=known.slopes(contrast - _mean_of_subset(design, own)),
        any_drift=_test(panel, explained, rank, variance, error_freedom),
        differential=_test(panel, explained - by_common, rank - has_common, variance, error_freedom),
    )


def _clock(design: Layout, times: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return times from each expert's mean, in the panel's own unit, 0 where there is no mark; and units (..., 1)."""
    from_start = np.where(design.given, times, 0.0)
    marks = np.maximum(design.given.sum(axis=-2, keepdims=True), 1)
    clock = np.where(design.given, times - from_start.sum(axis=-2, keepdims=True) / marks, 0.0)
    longest = np.abs(clock).max(axis=(-2, -1), initial=0.0)
    # A clock that stood still reads nothing but rounding.
    moved = longest > _NEGLIGIBLE * np.abs(from_start).max(axis=(-2, -1), initial=0.0)
    unit = np.where(moved, longest, 1.0)
    return np.where(moved[..., None, None], clock / unit[..., None, None], 0.0), unit[..., None]


def _information(design: Layout, clock: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the experts' sums of squared times, and G: what is left of them beside applications and experts."""
    share = clock / np.sqrt(design.per_application)[..., None]
    marked = design.weights / np.sqrt(design.per_application)[..., None]
    own = (clock**2).sum(axis=-2)
    squares = own[..., None] * np.eye(own.shape[-1]) - np.swapaxes(share, -1, -2) @ share
    with_experts = -(np.swapaxes(share, -1, -2) @ marked)  # an expert's own times sum to zero
    return own, squares - with_experts @ design.inverse @ np.swapaxes(with_experts, -1, -2)


def _inverted(own: FloatArray, information: FloatArray) -> tuple[FloatArray, FloatArray, CountArray]:
    """Return a generalised inverse of G, the projection on what it does not know, and its rank."""
    size = 1 / np.sqrt(np.where(own > 0, own, 1.0))
    values, vectors = np.linalg.eigh(size[..., None] * information * size[..., None, :])
    known = values > _NEGLIGIBLE
    turned = np.swapaxes(vectors, -1, -2)
    reciprocal = np.where(known, 1 / np.where(known, values, 1.0), 0.0)
    inverse = size[..., None] * ((vectors * reciprocal[..., None, :]) @ turned) * size[..., None, :]
    return inverse, (vectors * ~known[..., None, :]) @ turned, np.asarray(known.sum(axis=-1))


def _variance(entry: Entry, design: Layout, drifted: FloatArray, error_freedom: CountArray) -> FloatArray:
    """Return the error variance when drift is taken out; ``nan`` without freedom."""
    steady = entry.above - drifted
    applications, experts = effects(design, steady)
    residuals = steady - applications[..., None] - experts[..., None, :]
    return error_variance(entry, design, residuals, error_freedom)


def _mean_of_subset(design: Layout, own: FloatArray) -> FloatArray:
    """Return weights of the mean slope of each expert's subset, over those whose clock moved."""
    moved = design.subsets.together * (own > 0)[..., None, :]
    return np.asarray(moved / np.maximum(moved.sum(axis=-1, keepdims=True), 1))


@dataclass(frozen=True, slots=True)
class _Known:
    """What the marks say of the slopes, in the caller's unit of time."""

    panel: CodeArray
    estimates: FloatArray
    inverse: FloatArray
    unknown: FloatArray
    own: FloatArray
    variance: FloatArray
    error_freedom: CountArray

    def slopes(self, contrast: FloatArray) -> Slopes:
        """Return Σ_q contrast_rq × slope_q for each expert r."""
        value = np.einsum("...rq,...q->...r", contrast, self.estimates)
        squared = ((contrast @ self.inverse) * contrast).sum(axis=-1)
        scaled = contrast / np.sqrt(np.where(self.own > 0, self.own, 1.0))[..., None, :]
        length = (scaled**2).sum(axis=-1)
        hidden = ((scaled @ self.unknown) * scaled).sum(axis=-1)
        unanswered = (hidden > _NEGLIGIBLE * length) | (length <= _NEGLIGIBLE) | (self.own <= 0)
        reason = first_reason(np.broadcast_to(self.panel[..., None], value.shape), (unanswered, Reason.CONFOUNDED))
        value = np.where(reason == Reason.NONE, value, np.nan)
        error = np.sqrt(self.variance[..., None] * np.where(reason == Reason.NONE, np.maximum(squared, 0.0), np.nan))
        p_value = 2 * stdtr(np.maximum(self.error_freedom, 1)[..., None], -divided(np.abs(value), error))
        return Slopes(value, error, p_value, benjamini_hochberg(p_value, axis=-1), reason)


def _test(
    panel: CodeArray, explained: FloatArray, freedom: CountArray, variance: FloatArray, error_freedom: CountArray
) -> FTest:
    reason = first_reason(
        panel,
        (freedom < 1, Reason.CONFOUNDED),
        (error_freedom < 1, Reason.NO_FREEDOM),
        (variance == 0, Reason.EXACT_FIT),
    )
    value = divided(np.maximum(explained, 0.0), np.where(reason == Reason.NONE, variance * freedom, 0.0))
    p_value = fdtrc(np.maximum(freedom, 1), np.maximum(error_freedom, 1), value)
    return FTest(value, p_value, freedom, error_freedom, reason)
