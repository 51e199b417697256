"""Rates and their ratio: Rothman's printed cohort, scipy's binomial test, the tails that limits stand for."""

from __future__ import annotations

import pytest
from scipy.stats import binomtest, poisson

from scoring.statistics.foretelling.rates import rate, rate_ratio


def test_the_printed_cohort():
    # Rothman: breast cancer after fluoroscopy, 41 in 28,010 person-years against 15 in 19,017: ratio 1.86.
    # Stata's manual of `ir` prints 1.855759, exact limits 1.005684 to 3.6093.
    found = rate_ratio(41, 28010, 15, 19017)
    assert (found.value, found.low, found.high) == pytest.approx((1.855759, 1.005684, 3.6093), abs=5e-5)
    assert found.p_value == pytest.approx(0.048, abs=0.002)


@pytest.mark.parametrize(("a", "b"), [(9, 2), (3, 14), (0, 6), (5, 0)])
def test_limits_are_those_of_the_binomial_share(a, b):
    found = rate_ratio(a, 310.0, b, 420.0)
    share = binomtest(a, a + b).proportion_ci(0.95, method="exact")
    low, high = (one / (1 - one) * 420 / 310 if one < 1 else None for one in (share.low, share.high))
    assert found.low == pytest.approx(low)
    assert found.high is None if high is None else found.high == pytest.approx(high)
    usual = 310 / 730
    tails = [binomtest(a, a + b, usual, side).pvalue for side in ("less", "greater")]
    assert found.p_value == pytest.approx(min(1.0, 2 * min(tails)))


@pytest.mark.parametrize("events", [0, 1, 9, 40])
def test_limits_of_a_rate_leave_a_fortieth_on_each_side(events):
    found = rate(events, 1000.0)
    assert poisson.cdf(events, found.high * 1000) == pytest.approx(0.025)
    assert found.low == 0 if not events else poisson.sf(events - 1, found.low * 1000) == pytest.approx(0.025)


def test_turned_round_it_is_one_over():
    one, other = rate_ratio(7, 200, 3, 300), rate_ratio(3, 300, 7, 200)
    assert (1 / one.value, 1 / one.high, 1 / one.low) == pytest.approx((other.value, other.low, other.high))
    assert one.p_value == pytest.approx(other.p_value)


def test_nobody_followed_and_no_event_have_no_ratio():
    assert rate(0, 0.0).value is None
    assert rate_ratio(0, 100, 0, 100).value is None
    assert rate_ratio(3, 0.0, 1, 100).value is None
