"""REML where marks are missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.agreement.result import CodeArray
from scoring.statistics.mixed.equations import Equations, Sums, equations, posterior_variances, sums
from scoring.statistics.mixed.newton import slope, step
from scoring.statistics.mixed.result import LOG_2PI, BoolArray, Solution, empty_solution, put, some
from scoring.statistics.reasons import Reason

_ROUNDS: Final = 200
_START: Final = (1.0, 0.25)
_CLOSE: Final = 1e-9
"""Relative size of a step after which the next one is lost in the last digits."""
_FALTERED: Final = 6
"""After so many halvings of a step the other direction is tried."""
_LEVEL: Final = 1e-12
"""Share of the criterion below which a rise is float noise."""
_CONNECTED: Final = 1e-10
_NOISE: Final = 64 * np.finfo(np.float64).eps


def solve_unbalanced(marks: FloatArray) -> tuple[Solution, CodeArray, BoolArray]:
    """Return the REML fit of panels with gaps, (n_panels, n_applications, n_experts), why not, and who is connected.

    The two ratios of components are found by Newton's method on the restricted likelihood, σ²_e profiled out, each
    step O(n R²) (Searle, Casella & McCulloch 1992, ch. 6 and 8). The ratios never leave zero and above; steps that do
    not go down are halved. Checked against lme4 in the golden case p15.
    """
    there = ~np.isnan(marks)
    n_marks = there.sum(axis=(1, 2))
    origin = np.nansum(marks, axis=(1, 2)) / n_marks
    centred = marks - origin[:, None, None]
    data = sums(centred)
    fixed = _least_squares(centred, data)
    total = data.squares + (data.count * data.mean**2).sum(axis=1)
    noise = n_marks * (_NOISE * np.maximum(np.abs(origin), np.sqrt(total / n_marks))) ** 2
    exact = fixed.squares <= noise
    reason = np.select(
        [~np.isfinite(total), total <= noise, fixed.freedom <= 0],
        [Reason.NOT_FINITE, Reason.ALL_EQUAL, Reason.NO_FREEDOM],
        Reason.NONE,
    ).astype(np.uint8)

    solution = empty_solution(*marks.shape)
    solution.mean[:] = origin
    searched = np.flatnonzero((reason == Reason.NONE) & ~exact)
    if searched.size:
        part = some(data, searched)
        ratios, found, settled = _search(part)
        put(solution, searched, _unfolded(part, found, ratios, origin[searched]))
        reason[searched[~settled]] = Reason.NOT_CONVERGED
    known = np.flatnonzero((reason == Reason.NONE) & exact)
    if known.size:
        put(solution, known, _without_error(some(fixed, known), some(data, known), origin[known]))
        reason[known[~fixed.connected[known]]] = Reason.NOT_CONNECTED
    return solution, reason, fixed.connected


def _search(data: Sums) -> tuple[FloatArray, Equations, BoolArray]:
    """Return the ratios (s, t), shape (n_panels, 2), the equations at them, and where they were found."""
    n_panels = len(data.marks)
    base = np.tile(_START, (n_panels, 1))
    goal, other = base.copy(), base.copy()
    best = np.full(n_panels, np.inf)
    halved = np.zeros(n_panels, np.int64)
    settled = np.zeros(n_panels, np.bool_)
    for _ in range(_ROUNDS):
        left = np.flatnonzero(~settled)
        if not left.size:
            break
        part = data if left.size == n_panels else some(data, left)
        at = equations(part, goal[left, 0], goal[left, 1])
        worse = at.criterion > best[left] + _LEVEL * (1 + np.abs(at.criterion))
        back, on = left[worse], left[~worse]
        if on.size:
            better = np.flatnonzero(~worse)
            reached = goal[on]
            chosen = (part, at) if on.size == left.size else (some(part, better), some(at, better))
            sloped = slope(*chosen, reached[:, 1])
            base[on], best[on], halved[on] = reached, at.criterion[better], 0
            goal[on], other[on] = step(reached, sloped), step(reached, sloped, careful=True)
            settled[on] = _near(goal[on], reached)
            base[on] = np.where(settled[on, None], goal[on], reached)
        halved[back] += 1
        halfway = (goal[back] + base[back]) / 2
        goal[back] = np.where((halved[back] == _FALTERED)[:, None], other[back], halfway)
        settled[back] = _near(goal[back], base[back])
    return base, equations(data, base[:, 0], base[:, 1]), settled


def _near(one: FloatArray, other: FloatArray) -> BoolArray:
    return np.asarray((np.abs(one - other) <= _CLOSE * (other + 1e-3)).all(axis=1))


def _unfolded(data: Sums, at: Equations, ratios: FloatArray, origin: FloatArray) -> Solution:
    """Return the fit at the ratios that were found."""
    error = at.squares / (data.marks - 1)
    application, expert = posterior_variances(data, at, ratios[:, 0], ratios[:, 1])
    constant = (data.marks - 1) * (1 + LOG_2PI - np.log(data.marks - 1))
    return Solution(
        mean=at.mean + origin,
        var_application=ratios[:, 0] * error,
        var_expert=ratios[:, 1] * error,
        var_residual=error,
        log_likelihood=-(at.criterion + constant) / 2,
        application=(at.mean + origin)[:, None] + ratios[:, :1] * at.own * at.rest,
        application_variance=error[:, None] * application,
        leniency=at.leniency,
        leniency_variance=error[:, None] * expert,
    )


@dataclass(frozen=True, slots=True)
class _Fixed:
    """The layout by least squares: effects of applications, and of experts summing to zero in each subset."""

    applications: FloatArray
    experts: FloatArray
    squares: FloatArray
    freedom: NDArray[np.int64]
    connected: BoolArray


def _least_squares(centred: FloatArray, data: Sums) -> _Fixed:
    values, vectors = np.linalg.eigh(data.fixed)
    known = values > _CONNECTED * np.maximum(values[:, -1:], 1.0)
    inverse = np.divide(1.0, values, out=np.zeros(values.shape), where=known)
    experts = np.einsum("prq,pq,psq,ps->pr", vectors, inverse, vectors, data.within, optimize=True)
    shifts = np.einsum("par,pr->pa", data.given, experts) / np.maximum(data.count, 1.0)
    applications = data.mean - shifts
    residuals = np.nan_to_num(centred - applications[:, :, None] - experts[:, None, :])
    present = (data.expert_count > 0).sum(axis=1)
    freedom = data.marks.astype(np.int64) - (data.count > 0).sum(axis=1) - known.sum(axis=1)
    return _Fixed(
        applications, experts, np.einsum("par,par->p", residuals, residuals), freedom, present - known.sum(axis=1) == 1
    )


def _without_error(fixed: _Fixed, data: Sums, origin: FloatArray) -> Solution:
    """Return the fit where application and expert explain every mark: the limit of σ²_e at zero.

    Then the effects are known but for the panel's own severity, and the components are their sample variances.
    """
    mean, var_application = _moments(fixed.applications, data.count > 0)
    n_experts = (data.expert_count > 0).sum(axis=1)
    _, var_expert = _moments(fixed.experts, data.expert_count > 0)
    of_mean = (var_expert / n_experts)[:, None]
    return Solution(
        mean=mean + origin,
        var_application=var_application,
        var_expert=var_expert,
        var_residual=np.zeros(mean.shape),
        log_likelihood=np.full(mean.shape, np.inf),
        application=origin[:, None] + fixed.applications,
        application_variance=np.broadcast_to(of_mean, fixed.applications.shape),
        leniency=fixed.experts,
        leniency_variance=np.broadcast_to(of_mean, fixed.experts.shape),
    )


def _moments(effects: FloatArray, there: BoolArray) -> tuple[FloatArray, FloatArray]:
    """Return mean and sample variance of those who are there; float noise is 0."""
    n = there.sum(axis=1)
    mean = np.where(there, effects, 0.0).sum(axis=1) / n
    squares = np.where(there, (effects - mean[:, None]) ** 2, 0.0).sum(axis=1)
    return mean, squares / np.maximum(n - 1, 1)
