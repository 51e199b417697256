"""Joint maximum likelihood by Newton's method.

The likelihood is concave in all parameters together, so that Newton's steps, halved where they overshoot, end at its
maximum wherever there is one. Applications do not meet in the information matrix: they are eliminated, and what is
left to solve has as many rows as there are experts, indicators and thresholds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.rasch.categories import category_counts
from scoring.statistics.rasch.equations import Equations, Layout, Point, equations
from scoring.statistics.rasch.extremes import NumberArray

Progress = Callable[[float], None]

TOLERANCE: Final = 1e-8
"""The largest step in logits after which no other is taken. Newton's steps square: the next would be 1e-16."""
RUNAWAY: Final = 30.0  # logits: a measure beyond it has no maximum to go to
_LONGEST: Final = 4.0  # logits that a measure may move in one step: farther off nothing is known of the likelihood
_LEAST_INFORMATION: Final = 1e-8  # a standard error of 10,000 logits: the steps ended in rounding, not at a maximum


@dataclass(frozen=True, slots=True)
class Solution:
    """Where the solver ended, and whether that is the maximum."""

    point: Point
    log_likelihood: float
    iterations: int
    converged: bool
    null: FloatArray
    """Directions of (experts, indicators) that applications can undo, so that no mark tells of them, one a column: two
    where all can be compared, one for all experts and one for all indicators."""


@dataclass(frozen=True, slots=True)
class Observed:
    """Observed scores of applications; of experts and indicators, and counts of free categories."""

    applications: FloatArray
    others: FloatArray


@dataclass(frozen=True, slots=True)
class _Step:
    """Newton's step, and the information on all but the applications once these are eliminated."""

    applications: FloatArray
    others: FloatArray
    left: FloatArray


def solve(
    numbers: NumberArray, layout: Layout, start: Point, *, iterations: int, progress: Progress | None = None
) -> Solution:
    """Return the point of greatest joint likelihood.

    Severities and difficulties are held to a sum of zero in each subset that can be compared: every direction in which
    they may move without changing a probability is left at zero.
    """
    observed = observed_scores(numbers, layout, start.intercepts.shape[1])
    null = _null_space(numbers, layout)
    point = _centred(start, null)
    now = equations(point, layout)
    likelihood = _log_likelihood(point, observed, layout, now)
    first: float | None = None
    for iteration in range(1, iterations + 1):
        step = _step(observed, now, null)
        if step is None:
            return Solution(point, likelihood, iteration, False, null)
        largest = largest_of(step.applications, step.others)
        if first is None:
            first = largest
        if progress is not None:
            progress(_done(first, largest))
        if largest < TOLERANCE:
            found_it = _is_maximum(step, now)
            return Solution(_moved(point, step, 1.0, layout), likelihood, iteration, found_it, null)
        n = len(null)
        fraction = min(1.0, _LONGEST / max(largest_of(step.applications, step.others[:n]), _LONGEST))
        while True:
            tried = _moved(point, step, fraction, layout)
            found = equations(tried, layout)
            gained = _log_likelihood(tried, observed, layout, found)
            if gained >= likelihood - 1e-11 * abs(likelihood) or fraction < 1e-4:
                break
            fraction /= 2
        point, now, likelihood = tried, found, gained
        if largest_of(point.applications, point.experts, point.indicators) > RUNAWAY:
            return Solution(point, likelihood, iteration, False, null)
    return Solution(point, likelihood, iterations, False, null)


def largest_of(*parts: FloatArray) -> float:
    """Return the largest absolute value."""
    return max(float(np.abs(part).max(initial=0.0)) for part in parts)


def _done(first: float, largest: float) -> float:
    """How far the steps have shrunk on their way to the tolerance, as a share of its logarithm."""
    if largest <= TOLERANCE or first <= TOLERANCE:
        return 1.0
    return min(1.0, max(0.0, float(np.log(first / largest) / np.log(first / TOLERANCE))))


def observed_scores(numbers: NumberArray, layout: Layout, n_categories: int) -> Observed:
    """Return what the likelihood knows of the marks: sums of scores, and how often each free category is used."""
    scores = np.maximum(numbers, 0)
    given = None if layout.given is None else layout.given.astype(np.bool_, copy=False)
    counts = category_counts(numbers, given, layout.group, (layout.n_groups, n_categories))
    others = [scores.sum(axis=(0, 2)), scores.sum(axis=(1, 2)), counts[layout.free]]
    return Observed(scores.sum(axis=(0, 1)).astype(np.float64), np.concatenate(others).astype(np.float64))


def _null_space(numbers: NumberArray, layout: Layout) -> FloatArray:
    """Return directions of (experts, indicators) that applications can undo, shape (n_experts + n_indicators, ·)."""
    n_indicators, n_experts, _ = numbers.shape
    given = np.broadcast_to(True, numbers.shape) if layout.given is None else layout.given
    cross = np.concatenate([given.sum(axis=0), given.sum(axis=1)]).astype(np.float64)
    pairs = given.sum(axis=2).astype(np.float64)
    whole = np.zeros((n_experts + n_indicators,) * 2)
    whole[:n_experts, n_experts:] = pairs.T
    whole[n_experts:, :n_experts] = pairs
    whole[np.diag_indices_from(whole)] = np.concatenate([pairs.sum(axis=0), pairs.sum(axis=1)])
    whole -= (cross / given.sum(axis=(0, 1))) @ cross.T
    values, vectors = np.linalg.eigh(whole)
    return np.asarray(vectors[:, values < 1e-9 * max(float(values[-1]), 1.0)])


def _centred(point: Point, null: FloatArray) -> Point:
    joined = np.concatenate([point.experts, point.indicators])
    joined -= null @ (null.T @ joined)
    n_experts = point.experts.size
    return Point(point.applications, joined[:n_experts], joined[n_experts:], point.intercepts)


def _log_likelihood(point: Point, observed: Observed, layout: Layout, at: Equations) -> float:
    others = np.concatenate([point.experts, point.indicators, point.intercepts[layout.free]])
    return float(observed.applications @ point.applications + observed.others @ others - at.divisor)


def _step(observed: Observed, at: Equations, null: FloatArray) -> _Step | None:
    """Return Newton's step of applications and of all others; ``None`` where the information has run out."""
    if not (at.applications > 0).all():
        return None
    rest_applications = observed.applications - at.expected_applications
    scaled = at.cross / at.applications
    left = at.others - scaled @ at.cross.T
    rest = observed.others - at.expected - scaled @ rest_applications
    n = null.shape[0]
    left[:n, :n] += max(float(np.trace(left)) / max(len(left), 1), 1.0) * (null @ null.T)
    try:
        others = np.asarray(np.linalg.solve(left, rest), np.float64)
    except np.linalg.LinAlgError:
        return None
    return _Step(np.asarray(rest_applications / at.applications - others @ scaled), others, left)


def _is_maximum(step: _Step, at: Equations) -> bool:
    """Whether there is information in every direction, and not merely nothing left of it to follow."""
    least = float(np.linalg.eigvalsh(step.left)[0]) if len(step.left) else np.inf
    return min(least, float(at.applications.min())) > _LEAST_INFORMATION


def _moved(point: Point, step: _Step, fraction: float, layout: Layout) -> Point:
    others = step.others
    n_experts = point.experts.size
    n = n_experts + point.indicators.size
    intercepts = point.intercepts.copy()
    intercepts[layout.free] += fraction * others[n:]
    return Point(
        point.applications + fraction * step.applications,
        point.experts + fraction * others[:n_experts],
        point.indicators + fraction * others[n_experts:n],
        intercepts,
    )
