"""True correlations between indicators: against multivariate analysis of variance, by hand, and under halo."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.items.overlap import true_correlations
from scoring.statistics.seats import by_seat


def marks(seed: int = 2, *, n: int = 150, experts: int = 5, halo: float = 0.0, same: bool = False) -> np.ndarray:
    """Two indicators, uncorrelated or one thing; each expert marks an application as a whole higher or lower."""
    rng = np.random.default_rng(seed)
    truth = rng.normal(size=(n, 1, 2))
    if same:
        truth[:, :, 1] = truth[:, :, 0]
    return truth + halo * rng.normal(size=(n, experts, 1)) + rng.normal(size=(n, experts, 2))


def components(x: np.ndarray) -> np.ndarray:
    """Between-application components of a balanced one-way multivariate analysis of variance."""
    n, k, _ = x.shape
    means = x.mean(axis=1)
    apart = means - means.mean(axis=0)
    inside = (x - means[:, None]).reshape(n * k, -1)
    between, within = k * apart.T @ apart / (n - 1), inside.T @ inside / (n * (k - 1))
    return (between - within) / k


def test_it_is_the_component_of_multivariate_analysis_of_variance():
    x = marks(halo=0.7)
    covariance = components(x)
    rho, _ = true_correlations(x)
    assert rho[0, 1] == pytest.approx(covariance[0, 1] / np.sqrt(covariance[0, 0] * covariance[1, 1]), abs=1e-12)
    assert rho[0, 0] == pytest.approx(1.0)


def test_halo_makes_means_alike_and_does_not_make_the_truth_alike():
    x = marks(halo=2.0)
    rho, error = true_correlations(x)
    assert np.corrcoef(x.mean(axis=1).T)[0, 1] > 0.3
    assert abs(rho[0, 1]) < 2.5 * error[0, 1]


def test_one_thing_asked_twice_is_one_thing():
    rho, error = true_correlations(marks(same=True))
    assert rho[0, 1] == pytest.approx(1.0, abs=2.5 * error[0, 1])
    assert error[0, 1] < 0.08


def test_the_error_is_the_jackknife_done_by_hand():
    x = marks(n=25)
    left_out = np.array([true_correlations(np.delete(x, a, axis=0))[0][0, 1] for a in range(25)])
    by_hand = np.sqrt(24 / 25 * ((left_out - left_out.mean()) ** 2).sum())
    assert true_correlations(x)[1][0, 1] == pytest.approx(by_hand, abs=1e-12)


def test_who_gave_a_mark_and_a_constant_do_not_matter():
    x = marks(n=30)
    wide = np.full((30, 12, 2), np.nan)
    places = np.array([np.random.default_rng(a).permutation(12)[:5] for a in range(30)])
    wide[np.arange(30)[:, None], places] = x
    assert by_seat(wide)[0].shape == (30, 5, 2)
    for other in (wide, x + 1e3):
        assert true_correlations(other)[0] == pytest.approx(true_correlations(x)[0], abs=1e-9)
        assert true_correlations(other)[1] == pytest.approx(true_correlations(x)[1], abs=1e-9)


def test_an_indicator_with_no_variance_of_its_own_has_none():
    x = marks(n=30)
    x[:, :, 1] = 0.75
    rho, error = true_correlations(x)
    assert np.isnan(rho[0, 1])
    assert np.isnan(error[0, 1])
    assert np.isnan(true_correlations(x[:2])[1]).all()
