"""Standardised by industry and size: Newcombe's table once more, Haenszel's factors, Byar, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri

from scoring.statistics.regions.proportions import wilson_interval
from scoring.statistics.regions.reasons import RegionReason
from scoring.statistics.regions.standardised import standardised_rate, standardised_ratio


@pytest.mark.parametrize(
    ("row", "low", "high"),
    # Newcombe (1998), Stat Med 17:873, table II, method 10.
    [((56, 70, 48, 80), 0.0524, 0.3339), ((5, 56, 0, 29), -0.0381, 0.1926), ((10, 10, 0, 20), 0.6791, 1.0)],
)
def test_two_strata_are_the_difference_that_newcombe_printed(row: tuple[int, ...], low: float, high: float) -> None:
    x, n, y, m = row
    found = standardised_rate([x, m - y], [n, m], [1, 1])  # (p + 1 - q) / 2
    assert (2 * float(found.low) - 1, 2 * float(found.high) - 1) == pytest.approx((low, high), abs=5e-5)


def test_one_stratum_is_wilsons_and_the_scale_of_weights_does_not_matter() -> None:
    one, plain = standardised_rate([[3]], [[4]], [7]), wilson_interval(3, 4)
    assert [one.value[0], one.low[0], one.high[0]] == pytest.approx(
        [float(plain.value), float(plain.low), float(plain.high)]
    )
    # A rate by hand: mothers of five and more children, Fay & Feuer (1997), Stat Med 16:791, table II.
    events, births = [0, 8, 63, 112, 262, 295], [327, 30666, 123419, 149919, 104088, 34392]
    standard = np.array([319933, 931318, 786511, 488235, 237863, 61313])
    found = standardised_rate(events, births, standard)
    by_hand = sum(w * x / n for w, x, n in zip(standard, events, births, strict=True)) / standard.sum()
    assert float(found.value) == pytest.approx(by_hand, rel=1e-12)
    assert float(standardised_rate(events, births, standard * 3.5).high) == pytest.approx(float(found.high))


def test_limits_of_the_rate_cover_what_they_say() -> None:
    draws = np.random.default_rng(20261126)
    rates, weights = np.array([0.1, 0.4, 0.6, 0.9]), np.array([4, 3, 2, 1])
    cases = np.broadcast_to([12, 30, 8, 5], (4000, 4))
    found = standardised_rate(draws.binomial(cases, rates), cases, weights)
    truth = (rates * weights).sum() / 10
    assert found.value.mean() == pytest.approx(truth, abs=0.005)
    assert ((found.low <= truth) & (truth <= found.high)).mean() == pytest.approx(0.95, abs=0.02)


def test_other_enterprises_are_no_other_rate() -> None:
    """Two regions with the same rates by industry and another mix."""
    cases, rates = np.array([[90, 10], [10, 90]]), np.array([0.8, 0.2])
    found = standardised_rate(cases * rates, cases, [50, 50])
    np.testing.assert_allclose(found.value, [0.5, 0.5])
    ratio = standardised_ratio(cases * rates, cases, (cases * rates).sum(axis=0), cases.sum(axis=0)).ratio
    np.testing.assert_allclose(ratio.value, [1.0, 1.0])


# Haenszel, Loveland & Sirken (1962), factors of the limits of a Poisson mean, as Breslow & Day (1987) reprint them.
FACTORS = {1: (0.0253, 5.57), 2: (0.121, 3.61), 3: (0.206, 2.92), 4: (0.272, 2.56), 5: (0.324, 2.33), 10: (0.480, 1.84)}


@pytest.mark.parametrize("observed", FACTORS)
def test_limits_of_the_ratio_are_haenszels_factors(observed: int) -> None:
    found = standardised_ratio([observed], [1000], [20], [4000])
    assert (float(found.observed), float(found.expected)) == (observed, 5.0)
    factors = (float(found.ratio.low / found.ratio.value), float(found.ratio.high / found.ratio.value))
    assert factors == pytest.approx(FACTORS[observed], abs=0.006)


@pytest.mark.parametrize("observed", [5, 12, 40, 300])
def test_byars_approximation_comes_close(observed: int) -> None:
    z = ndtri(0.975)
    found = standardised_ratio([observed], [10_000], [1], [1000])
    low = observed * (1 - 1 / (9 * observed) - z / (3 * np.sqrt(observed))) ** 3
    up = observed + 1
    high = up * (1 - 1 / (9 * up) + z / (3 * np.sqrt(up))) ** 3
    assert (float(found.ratio.low) * 10, float(found.ratio.high) * 10) == pytest.approx((low, high), rel=0.01)


def test_what_is_refused_and_why() -> None:
    """A stratum that the region lacks; no case at all; a standard of no weight; one that the standard lacks."""
    rate = standardised_rate([[1, 0], [0, 0], [3, 1]], [[4, 0], [0, 0], [4, 4]], [1, 1])
    empty, none = RegionReason.EMPTY_STRATUM, RegionReason.NONE
    assert rate.reason.tolist() == [empty, RegionReason.NO_CASES, none]
    assert np.isnan(rate.value[:2]).all()
    assert standardised_rate([[1, 0]], [[4, 0]], [1, 0]).value == [0.25]  # of no weight, so not needed
    assert standardised_rate([[1, 0]], [[4, 4]], [0, 0]).reason.tolist() == [RegionReason.NO_STANDARD]
    ratio = standardised_ratio([[1, 0], [0, 0], [1, 1]], [[4, 0], [0, 0], [4, 4]], [5, 0], [10, 0])
    assert ratio.ratio.reason.tolist() == [none, RegionReason.NO_CASES, empty]
    assert np.isnan(ratio.expected[2])
    assert standardised_ratio([0], [4], [0], [9]).ratio.reason_of() is RegionReason.NO_STANDARD
    with pytest.raises(ValueError, match="weights"):
        standardised_rate([1], [4], [-1])


def test_small_numbers_of_the_ratio() -> None:
    """None of four; all four, which cannot become five; one of one."""
    found = standardised_ratio([[0], [4], [1]], [[4], [4], [1]], [50], [100]).ratio
    np.testing.assert_allclose(found.low, [0, 0.5449, 0.05064], rtol=1e-3)
    np.testing.assert_allclose(found.high, [1.8444, 2.0, 2.0], rtol=1e-3)
