"""Newcombe's interval against his own table; the test of two rates against scipy's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from scoring.statistics.regions.differences import newcombe_interval, same_rate
from scoring.statistics.regions.reasons import RegionReason

# Newcombe (1998), Stat Med 17:873, table II, method 10: four decimals.
PRINTED = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (6, 7, 2, 7, 0.0582, 0.8062),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (0, 10, 0, 10, -0.2775, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0000),
    (10, 10, 0, 10, 0.6075, 1.0000),
]
# statsmodels 0.15, confint_proportions_2indep(…, method="newcomb", correction=False).
COMPUTED = [(56, 70, 48, 80, 0.0524314724, 0.3338726540), (5, 56, 0, 29, -0.0381371479, 0.1925600139)]

TABLES = st.tuples(st.integers(1, 60), st.integers(1, 60)).flatmap(
    lambda n: st.tuples(st.integers(0, n[0]), st.just(n[0]), st.integers(0, n[1]), st.just(n[1]))
)


@pytest.mark.parametrize("row", PRINTED)
def test_limits_that_newcombe_printed(row: tuple[float, ...]) -> None:
    found = newcombe_interval(*row[:4])
    assert (float(found.low), float(found.high)) == pytest.approx(row[4:], abs=5e-5)


@pytest.mark.parametrize("row", COMPUTED)
def test_limits_that_statsmodels_computes(row: tuple[float, ...]) -> None:
    found = newcombe_interval(*row[:4])
    assert (float(found.low), float(found.high)) == pytest.approx(row[4:], abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(TABLES)
def test_the_other_way_round_everything_is_mirrored(table: tuple[int, int, int, int]) -> None:
    found, mirrored = newcombe_interval(*table), newcombe_interval(*table[2:], *table[:2])
    assert (float(found.low), float(found.high)) == pytest.approx((-float(mirrored.high), -float(mirrored.low)))
    assert -1.0 <= found.low <= found.value <= found.high <= 1.0


def test_a_side_without_cases_has_no_difference() -> None:
    found = newcombe_interval([1, 0, 0], [4, 0, 0], [0, 1, 0], [0, 4, 0])
    assert np.isnan(found.value).all()
    assert (found.reason == RegionReason.NO_CASES).all()
    assert np.isnan(same_rate([1, 0], [4, 0], [0, 1], [0, 4])).all()


@settings(max_examples=25, deadline=None)
@given(st.lists(TABLES, min_size=1, max_size=8))
def test_p_values_are_those_of_scipy(tables: list[tuple[int, int, int, int]]) -> None:
    for (x, n, y, m), found in zip(tables, same_rate(*np.transpose(tables)), strict=True):
        table = np.array([[x, n - x], [y, m - y]])
        if 0 in table.sum(axis=0):
            assert found == 1.0
            continue
        if stats.contingency.expected_freq(table).min() < 1.0:
            assert found == pytest.approx(stats.fisher_exact(table).pvalue, rel=1e-6)
            continue
        whole = stats.chi2_contingency(table, correction=False).statistic
        assert found == pytest.approx(stats.chi2.sf(whole * (n + m - 1) / (n + m), 1), rel=1e-9)


def test_all_of_one_against_none_of_one_proves_nothing() -> None:
    assert float(same_rate(1, 1, 0, 1)) == pytest.approx(1.0)
    assert float(same_rate(4, 4, 0, 4)) < 0.02
