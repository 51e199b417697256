"""The beta of true scores has the moments it was fitted to, and its nodes integrate it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import betaincinv

from scoring.statistics.classification.true_scores import (
    TrueScores,
    factorial_moments,
    fitted,
    nodes_of,
    true_moments,
)

NONE = np.array(0.0)


def raw_moments(alpha: float, beta: float, lower: float, upper: float) -> np.ndarray:
    v, weight = np.polynomial.legendre.leggauss(300)
    scores = lower + (upper - lower) * betaincinv(alpha, beta, (v + 1) / 2)
    return np.array([np.sum(weight / 2 * scores**power) for power in range(1, 5)])


@pytest.mark.parametrize(
    "shape", [(3.2, 2.1, 0.1, 0.95), (2.0, 5.0, 0.0, 1.0), (4.0, 4.0, 0.2, 0.8), (1.5, 1.2, 0.05, 0.9)]
)
def test_four_parameters_are_found_again_from_their_moments(shape: tuple[float, ...]) -> None:
    found = fitted(raw_moments(*shape), "4P")
    got = [float(found.alpha), float(found.beta), float(found.lower), float(found.upper)]
    np.testing.assert_allclose(got, shape, rtol=2e-3, atol=2e-3)


def test_two_parameters_keep_mean_and_variance() -> None:
    moments = raw_moments(3.0, 2.0, 0.1, 0.9)
    found = fitted(moments, "2P")
    total = found.alpha + found.beta
    assert found.alpha / total == pytest.approx(moments[0])
    variance = found.alpha * found.beta / (total**2 * (total + 1))
    assert variance == pytest.approx(moments[1] - moments[0] ** 2)
    assert not found.four


def test_bounds_off_the_scale_fall_back_to_two_parameters() -> None:
    found = fitted(raw_moments(3.0, 2.0, -0.2, 1.1), "4P")
    assert (bool(found.four), float(found.lower), float(found.upper)) == (False, 0.0, 1.0)


def test_moments_that_no_distribution_has_fit_nothing() -> None:
    found = fitted(np.array([[0.5, 0.2, 0.1, 0.1], [0.5, 0.6, 0.5, 0.5], [1.0, 1.0, 1.0, 1.0]]), "4P")
    assert found.fits.tolist() == [False, False, False]


def test_moments_of_true_shares_from_scores_with_and_without_lords_k() -> None:
    """Scores drawn from known shares; for k > 0 the distribution of the score given the share is written out."""
    length, tau = 12, np.array([0.2, 0.5, 0.7, 0.9])
    x = np.arange(length + 1.0)

    def binomial(n: int, shift: int) -> np.ndarray:
        y = x - shift
        inside = (y >= 0) & (y <= n)
        z = np.where(inside, y, 0)
        choose = np.array([float(np.prod([(n - i) / (i + 1) for i in range(int(k))])) for k in z])
        return inside * choose * tau[:, None] ** z * (1 - tau[:, None]) ** (n - z)

    for k in (0.0, 1.5):
        bend = binomial(length - 2, 0) - 2 * binomial(length - 2, 1) + binomial(length - 2, 2)
        mass = binomial(length, 0) - k * (tau * (1 - tau))[:, None] * bend
        falling = [np.prod([x - i for i in range(order)], axis=0) for order in range(1, 5)]
        observed = np.array([(mass @ one).mean() for one in falling])
        found = true_moments(observed, np.array(float(length)), np.array(k))
        np.testing.assert_allclose(found, [(tau**order).mean() for order in range(1, 5)])


def test_factorial_moments_of_counts_are_those_of_the_book() -> None:
    scores = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0])
    found = factorial_moments(scores, np.ones(6, bool))
    np.testing.assert_allclose(found, [15 / 6, 40 / 6, 90 / 6, 144 / 6])


def test_nodes_hold_all_probability_between_the_cuts() -> None:
    true = TrueScores(np.array(3.0), np.array(2.0), np.array(0.2), np.array(0.9), np.array(True))
    nodes = nodes_of(true, np.array([0.1, 0.5, 0.7]))
    assert nodes.weights.sum() == pytest.approx(1)
    moments = [np.sum(nodes.weights * nodes.scores**power) for power in range(1, 5)]
    np.testing.assert_allclose(moments, raw_moments(3.0, 2.0, 0.2, 0.9), rtol=1e-6)
    assert nodes.weights[nodes.grades == 0].sum() == 0
    for grade, (low, high) in enumerate([(0, 0.1), (0.1, 0.5), (0.5, 0.7), (0.7, 1)]):
        own = nodes.scores[(nodes.grades == grade) & (nodes.weights > 0)]
        assert ((own >= low) & (own <= high)).all()
