"""From the effects of a two-way layout to severities, fair totals, their errors, and the test of all being equal."""

from __future__ import annotations

import numpy as np
from scipy.special import fdtrc

from scoring.model import FloatArray
from scoring.statistics.agreement.result import CodeArray
from scoring.statistics.reasons import Reason
from scoring.statistics.severity.connected import BoolArray, CountArray
from scoring.statistics.severity.entry import Entry
from scoring.statistics.severity.guarded import divided, first_reason
from scoring.statistics.severity.links import links, own_variances
from scoring.statistics.severity.result import Severity
from scoring.statistics.severity.two_way import Layout


def error_variance(entry: Entry, design: Layout, residuals: FloatArray, freedom: CountArray) -> FloatArray:
    """Return Σ w e² / freedom, shape (...); 0 where it is rounding, ``nan`` without any freedom."""
    squares = (design.weights * residuals**2).sum(axis=(-2, -1))
    rounding = design.weights.sum(axis=(-2, -1)) * (1e-12 * entry.largest) ** 2
    return divided(np.where(squares > rounding, squares, 0.0), freedom)


def answer(
    entry: Entry,
    design: Layout,
    *,
    applications: FloatArray,
    experts: FloatArray,
    variance: FloatArray,
    plain_variance: FloatArray,
    weights: FloatArray,
) -> Severity:
    """Return the whole answer from the effects.

    Parameters
    ----------
    entry, design : Entry, Layout
        The marks, and their layout with the weights they came with.
    applications, experts : ndarray, shapes (..., n_applications) and (..., n_experts)
        Effects: of applications above the lowest mark, of experts as deviations from it.
    variance, plain_variance : ndarray, shape (...)
        The variance that goes with the effects, and that of the mean of the marks as given; the same for least squares.
    weights : ndarray, shape (..., n_applications, n_experts)
        What each mark weighed in the end.
    """
    given = design.given
    expert_reason, application_reason = _reasons(entry, design)
    per_application = np.where(given.any(axis=-1), design.per_application, np.nan)
    lowest = entry.lowest[..., None]
    raw = (design.weights * entry.above).sum(axis=-1) / per_application + lowest
    adjusted = _with_gaps(design)
    known = 1 / per_application + design.leverage
    residuals = entry.above - applications[..., None] - experts[..., None, :]
    undefined = expert_reason != Reason.NONE
    compared = np.asarray((~undefined).sum(axis=-1))
    f_freedom = np.where(compared > 0, given.any(axis=-2).sum(axis=-1) - design.subsets.count, 0)
    explained = np.einsum("...r,...rq,...q->...", experts, design.information, experts)
    freedom = design.freedom
    error_reason = first_reason(entry.reason, (f_freedom < 1, Reason.ONE_EXPERT), (freedom < 1, Reason.NO_FREEDOM))
    test_reason = first_reason(error_reason, (variance == 0, Reason.EXACT_FIT))
    known_error = np.where(error_reason == Reason.NONE, variance, np.nan)
    testable = np.where(test_reason == Reason.NONE, variance * f_freedom, 0.0)
    f_value = divided(explained, testable)
    known_plain = np.where(error_reason == Reason.NONE, plain_variance, np.nan)
    link = links(design, experts, variance=known_error, plain_variance=known_plain, freedom=f_freedom)
    return Severity(
        severity=np.where(undefined, np.nan, 0.0 - experts),
        severity_error=np.where(undefined, np.nan, np.sqrt(known_error[..., None] * own_variances(design))),
        raw=raw,
        fair=np.where(adjusted, applications + lowest, raw),
        estimate=np.where(given.any(axis=-1), applications + lowest, np.nan),
        fair_error=np.sqrt(np.where(adjusted, known_error[..., None], known_plain[..., None]) * known),
        adjusted=adjusted,
        subsets=design.subsets,
        marks=given.sum(axis=-2),
        residuals=np.where(given, residuals, np.nan),
        weights=weights,
        error_variance=known_error,
        degrees_of_freedom=freedom,
        f_value=f_value,
        p_value=fdtrc(f_freedom, np.maximum(freedom, 1), f_value),
        f_freedom=f_freedom,
        difference_error=link.difference_error,
        measurement_error=link.measurement_error,
        weak_links=adjusted.any(axis=-1) & (link.thin | (error_reason == Reason.NO_FREEDOM)),
        expert_reason=expert_reason,
        application_reason=application_reason,
        error_reason=error_reason,
        test_reason=test_reason,
    )


def _reasons(entry: Entry, design: Layout) -> tuple[CodeArray, CodeArray]:
    given = design.given
    panel = entry.reason[..., None]
    experts = first_reason(
        np.broadcast_to(panel, given.shape[:-2] + given.shape[-1:]),
        (~given.any(axis=-2), Reason.NO_MARKS),
        (design.alone, Reason.ONE_EXPERT),
    )
    applications = first_reason(np.broadcast_to(panel, given.shape[:-1]), (~given.any(axis=-1), Reason.NO_MARKS))
    return experts, applications


def _with_gaps(design: Layout) -> BoolArray:
    """Return which applications, shape (..., n_applications), stand in a subset that has gaps."""
    given = design.given
    of_subset = design.subsets.together.sum(axis=-1)
    expected = np.max(given * of_subset[..., None, :], axis=-1, initial=0)  # any of its experts tells the subset
    gap = given.any(axis=-1) & (given.sum(axis=-1) < expected)
    touched = (given & gap[..., None]).any(axis=-2)
    spoilt = (design.subsets.together & touched[..., None, :]).any(axis=-1)
    return np.asarray((given & spoilt[..., None, :]).any(axis=-1))
