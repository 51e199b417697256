"""Rates drawn together: double integrals, the rats of Bayesian Data Analysis, coverage, small numbers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit

from scoring.statistics.regions import empirical_bayes
from scoring.statistics.regions.empirical_bayes import shrunken_rates
from scoring.statistics.regions.reasons import RegionReason

# Tarone (1982), rats with tumours in 71 experiments, as Gelman et al., Bayesian Data Analysis, table 5.1, print them.
# fmt: off
TUMOURS = np.array([
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 5, 2, 5, 3, 2,
    7, 7, 3, 3, 2, 9, 10, 4, 4, 4, 4, 4, 4, 4, 10, 4, 4, 4, 5, 11, 12, 5, 5, 6, 5, 6, 6, 6, 6, 16, 15, 15, 9, 4,
], np.float64)
RATS = np.array([
    20, 20, 20, 20, 20, 20, 20, 19, 19, 19, 19, 18, 18, 17, 20, 20, 20, 20, 19, 19, 18, 18, 25, 24, 23, 20, 20, 20, 20,
    20, 20, 10, 49, 19, 46, 27, 17, 49, 47, 20, 20, 13, 48, 50, 20, 20, 20, 20, 20, 20, 20, 48, 19, 19, 19, 22, 46, 49,
    20, 20, 23, 19, 22, 20, 20, 20, 52, 46, 47, 24, 14,
], np.float64)
# fmt: on


def test_rats_with_the_prior_of_the_book() -> None:
    """E(α) = 2.4 and E(β) = 14.3 (section 5.3), its prior flat in the mean and (α + β)^-1/2 in place of ours."""
    nodes = np.linspace(-6.0, -0.5, 80)[None]
    eta, error = empirical_bayes._means(TUMOURS[None], RATS[None], nodes, empirical_bayes._AROUND)
    size, rho = np.exp(-nodes), expit(nodes)
    logs = empirical_bayes._log_weights(TUMOURS[None], RATS[None], nodes, eta, error)
    weights = np.exp(logs - logs.max()) * (size**-1.5 / rho**2)[..., None]
    weights /= weights.sum()
    assert float((weights * expit(eta) * size[..., None]).sum()) == pytest.approx(2.4, abs=0.05)
    assert float((weights * expit(-eta) * size[..., None]).sum()) == pytest.approx(14.3, abs=0.05)
    found = shrunken_rates(TUMOURS, RATS)
    assert (float(found.mean), 1 / float(found.correlation) - 1) == pytest.approx((2.4 / 16.7, 16.7), rel=0.15)
    # The last experiment, 4 of 14: the book's posterior under (1.4, 8.6) has mean 0.223.
    assert found.rate.value[-1] == pytest.approx(0.223, abs=0.015)


# Rates of the first regions, mean and correlation by scipy.integrate.dblquad 1.17 over μ and ρ of
# Π betabinom.pmf(x, n, μ (1 - ρ)/ρ, (1 - μ)(1 - ρ)/ρ), epsrel 1e-7.
INTEGRALS = [
    ([0, 1, 3, 2], [4, 5, 4, 30], [0.1022409103, 0.2241745542, 0.5745598163], 0.3059472994, 0.3479597278),
    ([0, 0, 0], [4, 2, 1], [0.0330926672, 0.0478067666, 0.0653847451], 0.1629642379, 0.5554489049),
    ([4, 1, 3, 2], [4, 1, 3, 2], [0.9751350623, 0.9500819587, 0.9707592541], 0.8702450181, 0.5636066898),
    ([30, 40, 35], [100, 100, 100], [0.3128579392, 0.3901756244, 0.3515167818], 0.3721795073, 0.1024454775),
]


@pytest.mark.parametrize(("events", "cases", "rates", "mean", "correlation"), INTEGRALS)
def test_the_average_is_the_double_integral(
    events: list[int], cases: list[int], rates: list[float], mean: float, correlation: float
) -> None:
    found = shrunken_rates(events, cases)
    np.testing.assert_allclose(found.rate.value[:3], rates, rtol=2e-5)
    assert (float(found.mean), float(found.correlation)) == pytest.approx((mean, correlation), rel=2e-5)


@pytest.mark.parametrize(
    ("events", "cases", "low", "high"),
    [
        ([0, 1, 3, 2], [4, 5, 4, 30], [2.48371901e-04, 0.02103056], [0.431383991, 0.57218839]),
        ([30, 40, 35], [100, 100, 100], [0.230283, 0.30190218], [0.40183839, 0.48219868]),
    ],
)
def test_limits_are_those_of_the_integrated_mean_and_variance(
    events: list[int], cases: list[int], low: list[float], high: list[float]
) -> None:
    """By scipy 1.17: dblquad as above for E(p) and E(p²), stats.beta.ppf of the beta that has them."""
    found = shrunken_rates(events, cases).rate
    np.testing.assert_allclose(found.low[:2], low, rtol=2e-4)
    np.testing.assert_allclose(found.high[:2], high, rtol=2e-5)


@pytest.mark.parametrize(("a", "b", "most"), [(3, 7, 0.965), (300, 700, 1.0)])
def test_limits_cover_what_they_say(a: float, b: float, most: float) -> None:
    """Thirteen regions, few cases in some; where regions hardly differ, limits are on the careful side."""
    draws = np.random.default_rng(20261126)
    cases = np.broadcast_to([4, 6, 9, 12, 15, 20, 25, 30, 40, 60, 80, 100, 150], (150, 13))
    rates = draws.beta(a, b, cases.shape)
    events = draws.binomial(cases, rates)
    found = shrunken_rates(events, cases).rate
    assert 0.935 <= ((found.low <= rates) & (rates <= found.high)).mean() <= most
    plain = events / cases
    assert ((found.value - rates) ** 2).mean() < 0.7 * ((plain - rates) ** 2).mean()


def test_small_regions_are_drawn_further_and_all_towards_the_mean() -> None:
    found = shrunken_rates([4, 30, 0, 60, 20], [4, 60, 3, 200, 50])
    mean, rate = float(found.mean), found.rate.value
    assert mean < rate[0] < 0.75  # four of four is not everybody
    assert 0.05 < rate[2] < mean
    assert (np.argsort(found.own_weight) == np.argsort([4, 60, 3, 200, 50])).all()
    assert (found.rate.low < rate).all()
    assert (rate < found.rate.high).all()


def test_large_regions_stay_where_they_are() -> None:
    found = shrunken_rates([100_000, 250_000, 60_000], [310_000, 500_000, 100_000])
    np.testing.assert_allclose(found.rate.value, [100_000 / 310_000, 0.5, 0.6], atol=1e-4)
    np.testing.assert_allclose(found.rate.high - found.rate.value, [0.00165, 0.00139, 0.00304], atol=5e-5)


def test_fewer_than_three_regions_and_regions_without_cases() -> None:
    found = shrunken_rates([[3, 1, 0], [3, 1, 2], [0, 0, 0]], [[4, 4, 0], [4, 4, 4], [0, 0, 0]])
    few, none, empty = RegionReason.FEW_REGIONS, RegionReason.NONE, RegionReason.NO_CASES
    assert found.rate.reason.tolist() == [[few, few, empty], [none, none, none], [empty, empty, empty]]
    assert np.isnan(found.rate.value[[0, 2]]).all()
    assert np.isnan(found.mean[[0, 2]]).all()
    alone = shrunken_rates([3, 1, 2], [4, 4, 4])
    np.testing.assert_allclose(found.rate.value[1], alone.rate.value)
    all_equal = shrunken_rates([2, 2, 2], [4, 4, 4]).rate
    np.testing.assert_allclose(all_equal.value, 0.5)
    assert 0.15 < all_equal.low[0] < 0.35  # alike, and still nobody knows where
    assert shrunken_rates(np.zeros((2, 0)), np.zeros((2, 0))).rate.value.shape == (2, 0)
