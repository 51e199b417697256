"""Many-facet Rasch by marginal maximum likelihood: applications drawn from a normal distribution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.rasch.categories import Model, number_marks, read_scales
from scoring.statistics.rasch.equations import Layout, Point, equations
from scoring.statistics.rasch.extremes import APPLICATION, EXPERT, INDICATOR, NumberArray, set_aside
from scoring.statistics.rasch.newton import RUNAWAY, Observed, largest_of, observed_scores
from scoring.statistics.rasch.prepare import Prepared, prepare, why_not
from scoring.statistics.rasch.probability import probabilities
from scoring.statistics.reasons import Reason

_TOLERANCE: Final = 1e-8
_FARTHEST: Final = 7.0  # standard deviations of the population
_LEAP: Final = 4  # cycles
_LEAST_VARIANCE: Final = 1e-4  # squared logits


@dataclass(frozen=True, slots=True)
class MarginalFit:
    """The answer of `fit_marginal`.

    Attributes
    ----------
    severity, difficulty : ndarray, shapes (n_experts,) and (n_indicators,)
        Logits, each with sum zero; ``nan`` for those without marks and for extreme ones.
    thresholds : ndarray, shape (n_groups, n_categories - 1)
        Of each group of indicators with one scale, as in `RaschFit`.
    mean, variance : float
        Of the applications.
    deviance : float
        −2 × log marginal likelihood.
    expected : ndarray, shape (n_applications,)
        Posterior means (EAP) in logits, drawn towards `mean` the more, the fewer marks there are.
    posterior_deviation : ndarray, shape (n_applications,)
    reliability : float
        Var(EAP) / (Var(EAP) + mean posterior variance), as in TAM.
    iterations : int
    reason : Reason
        Why everything is ``nan``.
    """

    severity: FloatArray
    difficulty: FloatArray
    thresholds: FloatArray
    mean: float
    variance: float
    deviance: float
    expected: FloatArray
    posterior_deviation: FloatArray
    reliability: float
    iterations: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class _Population:
    """Applications at a point of the algorithm."""

    nodes: FloatArray
    deviance: float
    weights: FloatArray
    """Posterior weight of each node, shape (n_applications, n_nodes)."""


def fit_marginal(
    marks: FloatArray,
    *,
    categories: Sequence[float] | Sequence[Sequence[float]],
    model: Model = "rating_scale",
    iterations: int = 500,
) -> MarginalFit:
    """Fit the model of `fit_rasch` with θ ~ N(μ, σ²), by the EM algorithm (Bock & Aitkin 1981).

    Free of the bias of joint likelihood, at the price of an assumption: that applications met by different experts come
    from one population. So severities of unconnected subsets have an answer here, which rests on that assumption alone.
    The integral is a sum over equally spaced nodes as fine as the sharpest likelihood needs. Checked against TAM 4.3.25
    and an independent quadrature (80 × 6 × 5 simulated marks) to 3e-4.

    Parameters
    ----------
    marks, categories, model
        As in `fit_rasch`.
    iterations : int
        Most EM cycles; a fit that needs more has the reason `NOT_CONVERGED`.

    Returns
    -------
    MarginalFit
        `NO_VARIANCE` where applications do not differ by more than chance; other reasons as in `fit_rasch`.
    """
    scales = read_scales(categories, marks.shape[2], model)
    numbers, reason = number_marks(marks, scales)
    if reason is not Reason.NONE:
        return _nothing(marks, reason)
    estimable = set_aside(numbers, scales.group, scales.points.shape[1], facets=(EXPERT, INDICATOR))
    reason = why_not(marks, estimable)
    if reason is not Reason.NONE:
        return _nothing(marks, reason)
    kept = estimable.kept
    with_marks = (numbers[np.ix_(kept[INDICATOR], kept[EXPERT])] >= 0).any(axis=(0, 1))
    kept[APPLICATION] &= with_marks
    prepared = prepare(numbers, scales.group, estimable)
    return _iterate(marks, prepared, kept, scales.points.shape[1], iterations)


def _iterate(
    marks: FloatArray, prepared: Prepared, kept: dict[int, NDArray[np.bool_]], n_categories: int, iterations: int
) -> MarginalFit:
    layout, point = prepared.layout, prepared.start
    observed = observed_scores(prepared.numbers, layout, point.intercepts.shape[1])
    point = replace(
        point, experts=point.experts - point.experts.mean(), indicators=point.indicators - point.indicators.mean()
    )
    mean, deviation = float(point.applications.mean()), max(float(point.applications.std()), 0.3)
    sharpest = float(equations(point, layout).applications.max())
    last = np.nan
    z = np.linspace(-_FARTHEST, _FARTHEST, int(np.clip(20 * deviation * np.sqrt(sharpest), 81, 2001)))
    for iteration in range(1, iterations + 1):
        population = _posterior(prepared.numbers, layout, point, observed, mean + deviation * z, z)
        new_mean, new_deviation = _moments(population)
        moved = _maximised(prepared.numbers, layout, point, observed, population)
        change = largest_of(
            moved.experts - point.experts,
            moved.indicators - point.indicators,
            moved.intercepts[layout.free] - point.intercepts[layout.free],
            np.array([new_mean - mean, new_deviation - deviation]),
        )
        step = float(np.log(new_deviation / deviation)) if new_deviation > 0 else -np.inf
        point, mean, deviation = moved, new_mean, new_deviation
        if deviation**2 < _LEAST_VARIANCE:
            return _nothing(marks, Reason.NO_VARIANCE, iteration)
        if change < _TOLERANCE:
            found = _posterior(prepared.numbers, layout, point, observed, mean + deviation * z, z)
            return _report(marks, prepared, kept, n_categories, point, (mean, deviation), found, iteration)
        if not largest_of(point.experts, point.indicators, point.intercepts[layout.free] / 10) < RUNAWAY:
            break
        if iteration % _LEAP == 0 and step * last > 0 and abs(step) < abs(last):
            # Aitken: EM is slow where the variance is small, and never ends where it is zero.
            deviation *= float(np.exp(np.clip(step * step / (last - step), -1.0, 1.0)))
        last = step
    return _nothing(marks, Reason.NOT_CONVERGED, iteration)


def _posterior(
    numbers: NumberArray, layout: Layout, point: Point, observed: Observed, nodes: FloatArray, z: FloatArray
) -> _Population:
    """Return what is known of each application: posterior weights over the nodes."""
    eta = nodes + point.experts[:, None] + point.indicators[:, None, None]
    divisor = np.empty(eta.shape)
    size = max(1, 2**17 // (eta[..., 0].size * point.intercepts.shape[1]))
    for start in range(0, nodes.size, size):
        block = slice(start, start + size)
        divisor[..., block] = probabilities(eta[..., block], point.intercepts[layout.group])[1]
    prior = np.exp(-(z**2) / 2)
    joint = observed.applications[:, None] * nodes + np.log(prior / prior.sum())
    if layout.given is None:
        joint -= divisor.sum(axis=(0, 1))
    else:
        joint -= _flat(layout, numbers).T @ divisor.reshape(-1, nodes.size)
    highest = joint.max(axis=1, keepdims=True)
    joint -= highest
    np.exp(joint, out=joint)
    total = joint.sum(axis=1, keepdims=True)
    joint /= total
    others = np.concatenate([point.experts, point.indicators, point.intercepts[layout.free]])
    likelihood = float((np.log(total) + highest).sum() + observed.others @ others)
    return _Population(nodes, -2.0 * likelihood, joint)


def _flat(layout: Layout, numbers: NumberArray) -> FloatArray:
    """Return where there are marks, shape (n_indicators * n_experts, n_applications)."""
    return (numbers >= 0).reshape(-1, numbers.shape[APPLICATION]).astype(np.float64)


def _moments(population: _Population) -> tuple[float, float]:
    """Return mean and standard deviation of the population, each application as uncertain as it is."""
    share = population.weights.mean(axis=0)
    mean = float(share @ population.nodes)
    return mean, float(np.sqrt(share @ (population.nodes - mean) ** 2))


def _maximised(
    numbers: NumberArray, layout: Layout, point: Point, observed: Observed, population: _Population
) -> Point:
    """Return the point one Newton step up the expected likelihood, severities and difficulties with sum zero."""
    n_indicators, n_experts, _ = numbers.shape
    if layout.given is None:
        share = population.weights.sum(axis=0)
        weights = np.broadcast_to(share, (n_indicators, n_experts, share.size))
    else:
        weights = (_flat(layout, numbers) @ population.weights).reshape(n_indicators, n_experts, -1)
    at = equations(replace(point, applications=population.nodes), replace(layout, given=weights))
    # Directions in which both sums stay zero: each parameter against the mean of its facet.
    first_free = n_experts + n_indicators
    centre = np.eye(len(at.others))
    centre[:n_experts, :n_experts] -= 1 / n_experts
    centre[n_experts:first_free, n_experts:first_free] -= 1 / n_indicators
    inside = centre @ at.others @ centre + (np.eye(len(centre)) - centre) * max(float(np.trace(at.others)), 1.0)
    try:
        step = np.linalg.solve(inside, centre @ (observed.others - at.expected))
    except np.linalg.LinAlgError:
        step = np.full(len(centre), np.inf)
    intercepts = point.intercepts.copy()
    intercepts[layout.free] += step[first_free:]
    return replace(
        point,
        experts=point.experts + step[:n_experts],
        indicators=point.indicators + step[n_experts:first_free],
        intercepts=intercepts,
    )


def _report(
    marks: FloatArray,
    prepared: Prepared,
    kept: dict[int, NDArray[np.bool_]],
    n_categories: int,
    point: Point,
    normal: tuple[float, float],
    population: _Population,
    iterations: int,
) -> MarginalFit:
    severity, difficulty = np.full(marks.shape[1], np.nan), np.full(marks.shape[2], np.nan)
    severity[kept[EXPERT]], difficulty[kept[INDICATOR]] = -point.experts, -point.indicators
    intercepts = np.full((len(prepared.groups), n_categories), -np.inf)
    intercepts[:, prepared.first : prepared.first + point.intercepts.shape[1]] = point.intercepts
    between = np.isfinite(intercepts[:, 1:]) & np.isfinite(intercepts[:, :-1])
    thresholds = np.full(between.shape, np.nan)
    np.subtract(intercepts[:, :-1], intercepts[:, 1:], out=thresholds, where=between)
    expected, deviation = (np.full(marks.shape[0], np.nan) for _ in range(2))
    eap = population.weights @ population.nodes
    expected[kept[APPLICATION]] = eap
    posterior = np.maximum(population.weights @ population.nodes**2 - eap**2, 0.0)
    deviation[kept[APPLICATION]] = np.sqrt(posterior)
    between_applications = float(np.var(eap))
    return MarginalFit(
        severity=severity,
        difficulty=difficulty,
        thresholds=thresholds,
        mean=normal[0],
        variance=normal[1] ** 2,
        deviance=population.deviance,
        expected=expected,
        posterior_deviation=deviation,
        reliability=between_applications / (between_applications + float(posterior.mean())),
        iterations=iterations,
        reason=Reason.NONE,
    )


def _nothing(marks: FloatArray, reason: Reason, iterations: int = 0) -> MarginalFit:
    gaps = [np.full(size, np.nan) for size in marks.shape]
    return MarginalFit(
        severity=gaps[1],
        difficulty=gaps[2],
        thresholds=np.full((0, 0), np.nan),
        mean=np.nan,
        variance=np.nan,
        deviance=np.nan,
        expected=gaps[0],
        posterior_deviation=gaps[0],
        reliability=np.nan,
        iterations=iterations,
        reason=reason,
    )
