"""Unevenness over regions: the competition offices' example, definitions by pairs, scipy's G test, small counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from scoring.statistics.regions.concentration import concentration
from scoring.statistics.regions.heterogeneity import same_rate_everywhere
from scoring.statistics.regions.reasons import RegionReason

AREA = np.array([0, 0, 1, 1, 2, 2])
LINES = st.lists(st.integers(0, 50), min_size=6, max_size=6).filter(any)
BASES = st.lists(st.integers(1, 90), min_size=6, max_size=6)


def test_the_example_of_the_merger_guidelines() -> None:
    """Shares of 30, 30, 20 and 20 percent: 2,600 points (U.S. Department of Justice, "Herfindahl-Hirschman Index")."""
    found = concentration([30, 30, 20, 20], np.zeros(4, np.int64), n_areas=1)
    assert float(found.herfindahl) * 10_000 == pytest.approx(2600)
    assert float(found.herfindahl_normalised) == pytest.approx((0.26 - 0.25) / 0.75)


@settings(max_examples=25, deadline=None)
@given(LINES, BASES)
def test_definitions_by_pairs_and_areas(counts: list[int], base: list[int]) -> None:
    x, b = np.array(counts, np.float64), np.array(base, np.float64)
    found = concentration(counts, AREA, n_areas=3, base=base)
    s, w, rate = x / x.sum(), b / b.sum(), x / b
    by_pairs = (w[:, None] * w * abs(rate[:, None] - rate)).sum() / (2 * (w * rate).sum())
    assert float(found.gini) == pytest.approx(by_pairs, abs=1e-9)
    theil = sum(p * np.log(p / q) for p, q in zip(s, w, strict=True) if p > 0)
    assert float(found.theil) == pytest.approx(theil, abs=1e-9)
    area_share = np.array([s[area == AREA].sum() for area in range(3)])
    np.testing.assert_array_equal(np.isnan(found.within_each), area_share == 0)
    assert float(found.within) == pytest.approx(float((area_share * np.nan_to_num(found.within_each)).sum()), abs=1e-9)
    for area in range(3):
        if area_share[area]:
            alone = concentration(x[area == AREA], np.zeros(2, np.int64), n_areas=1, base=b[area == AREA])
            assert found.within_each[area] == pytest.approx(float(alone.theil), abs=1e-9)
            assert float(alone.between) == pytest.approx(0.0, abs=1e-12)
    assert float(found.between + found.within) == pytest.approx(float(found.theil), abs=1e-9)
    likelihood_ratio = stats.power_divergence(x, x.sum() * w, lambda_="log-likelihood")
    assert 2 * x.sum() * float(found.theil) == pytest.approx(likelihood_ratio.statistic, abs=1e-7)
    if not np.isnan(found.p_value):
        assert float(found.p_value) == pytest.approx(likelihood_ratio.pvalue, abs=1e-9)


def test_few_cases_look_concentrated_by_chance_alone() -> None:
    draws = np.random.default_rng(20261126)
    area = np.zeros(13, np.int64)
    many = concentration(draws.multinomial(200, [1 / 13] * 13, 3000), area, n_areas=1)
    assert many.theil.mean() == pytest.approx(float(many.theil_by_chance[0]), rel=0.05)
    assert (many.p_value < 0.05).mean() == pytest.approx(0.05, abs=0.02)
    four = concentration(draws.multinomial(4, [1 / 13] * 13, 3000), area, n_areas=1)
    assert four.herfindahl.mean() > 0.28  # and thirteen equal regions would have 0.077
    assert four.herfindahl_unbiased.mean() == pytest.approx(1 / 13, abs=0.01)
    assert (four.p_reason == RegionReason.SMALL_COUNTS).all()


def test_small_numbers() -> None:
    """Nothing; one; all equal; all in one; one region; a region that is not there."""
    found = concentration([[0, 0, 0], [0, 1, 0], [9, 9, 9], [0, 27, 0]], np.array([0, 0, 1]), n_areas=2)
    np.testing.assert_allclose(found.herfindahl, [np.nan, 1, 1 / 3, 1])
    np.testing.assert_allclose(found.herfindahl_normalised, [np.nan, 1, 0, 1], atol=1e-12)
    np.testing.assert_allclose(found.herfindahl_unbiased, [np.nan, np.nan, 3 * 72 / 702, 1])
    np.testing.assert_allclose(found.gini, [np.nan, 2 / 3, 0, 2 / 3], atol=1e-12)
    np.testing.assert_allclose(found.theil, [np.nan, np.log(3), 0, np.log(3)], atol=1e-12)
    empty, small, none = RegionReason.NO_CASES, RegionReason.SMALL_COUNTS, RegionReason.NONE
    assert found.reason.tolist() == [empty, none, none, none]
    assert found.p_reason.tolist() == [empty, small, none, none]
    alone = concentration([5], np.array([0]), n_areas=1)
    assert np.isnan(alone.herfindahl_normalised)
    assert alone.p_reason == RegionReason.NO_COMPARISON
    without = concentration([9, 27, 0], np.array([0, 0, 1]), n_areas=2, base=[1, 1, 0])
    assert float(without.theil) == pytest.approx(float(concentration([9, 27], np.array([0, 0]), n_areas=1).theil))
    for counts, base in (([1, 1], [1, 0]), ([-1, 2], [1, 1]), ([np.nan, 2], [1, 1])):
        with pytest.raises(ValueError, match="counts and base"):
            concentration(counts, np.array([0, 0]), n_areas=1, base=base)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=8))
def test_whether_regions_differ_at_all_is_what_scipy_says(line: list[tuple[int, int]]) -> None:
    x, n = np.transpose(line)
    p_value, reason = same_rate_everywhere(x, n)
    table = np.array([x[n > 0], (n - x)[n > 0]])
    if n.sum() == 0:
        assert reason == RegionReason.NO_CASES
    elif table.shape[1] < 2 or 0 in table.sum(axis=1):
        assert reason == RegionReason.NO_COMPARISON
    else:
        expected = stats.contingency.expected_freq(table)
        sound = expected.min() >= 1 and (expected < 5).mean() <= 0.2
        assert reason == (RegionReason.NONE if sound else RegionReason.SMALL_COUNTS)
        if sound:
            assert float(p_value) == pytest.approx(stats.chi2_contingency(table, correction=False).pvalue)
    assert np.isnan(p_value) == (reason != RegionReason.NONE)
