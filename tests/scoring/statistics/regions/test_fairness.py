"""The same score, the same grade: a region favoured by the scores is none, one favoured past them is found."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.statistics.regions.cells import bands_of, count_cells
from scoring.statistics.regions.fairness import fairness_at_same_score
from scoring.statistics.regions.mantel_haenszel import mantel_haenszel


def _round(favour: float, seed: int, n: int = 2000) -> tuple[np.ndarray, np.ndarray]:
    """A round in which region 0 has better enterprises, and region 1 is granted more at the same score."""
    draws = np.random.default_rng(seed)
    region = draws.integers(0, 13, n)
    scores = np.round(70 + 8 * draws.standard_normal(n) + 6 * (region == 0))
    logit = (scores - 75) / 2 + favour * (region == 1)
    granted = draws.random(n) < 1 / (1 + np.exp(-logit))
    return count_cells(region, bands_of(scores, n_bands=20), granted, n_regions=13, n_strata=20)


def test_better_scores_are_no_favour_and_favour_is_found() -> None:
    events, cases = _round(2.0, seed=7)
    rates = events.sum(axis=-1) / cases.sum(axis=-1)
    assert rates[0] == rates.max()
    found = fairness_at_same_score(events, cases)
    assert found.q_value[0] > 0.1
    assert found.q_value[1] == np.nanmin(found.q_value) < 0.01
    assert found.against_others.difference.low[1] > 0.05
    assert found.against_others.odds_ratio.low[1] > 1.5


def test_without_favour_p_values_are_even() -> None:
    p_values = [fairness_at_same_score(*_round(0.0, seed)).against_others.p_value[2:] for seed in range(60)]
    assert np.mean(np.array(p_values) < 0.05) == pytest.approx(0.05, abs=0.025)


def test_each_group_is_held_against_all_the_others() -> None:
    events, cases = np.array([[3, 8], [5, 2], [1, 9]]), np.array([[9, 20], [14, 12], [3, 11]])
    found = fairness_at_same_score(events, cases)
    alone = mantel_haenszel(events[1], cases[1], events[0] + events[2], cases[0] + cases[2])
    assert found.against_others.difference.value[1] == alone.difference.value
    assert found.against_others.odds_ratio.high[1] == alone.odds_ratio.high


def test_one_region_or_none_has_nothing_to_be_held_against() -> None:
    found = fairness_at_same_score([[3, 1]], [[4, 4]])
    assert np.isnan(found.against_others.difference.value).all()
    assert np.isnan(found.q_value).all()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 30), max_size=60), st.integers(1, 8))
def test_bands_keep_equal_scores_together_and_in_order(scores: list[int], n_bands: int) -> None:
    bands = bands_of(np.array(scores, np.float64), n_bands=n_bands)
    assert len(set(bands)) <= n_bands
    for score, band in zip(scores, bands, strict=True):
        for other, its in zip(scores, bands, strict=True):
            assert (score <= other) if band < its else True
            assert band == its if score == other else True
    assert sorted(set(bands)) == list(range(len(set(bands))))


def test_bands_hold_equally_many_where_scores_differ() -> None:
    for n_bands in (1, 2, 5, 10):
        sizes = np.bincount(bands_of(np.arange(10.0), n_bands=n_bands))
        assert list(sizes) == [10 // n_bands] * n_bands
    assert bands_of(np.zeros(0), n_bands=5).shape == (0,)


def test_every_case_is_in_its_cell_or_refused() -> None:
    events, cases = count_cells(
        np.array([0, 2, 2]), np.array([1, 0, 0]), np.array([True, False, True]), n_regions=3, n_strata=2
    )
    np.testing.assert_array_equal(events, [[0, 1], [0, 0], [1, 0]])
    np.testing.assert_array_equal(cases, [[0, 1], [0, 0], [2, 0]])
    with pytest.raises(ValueError, match="codes must lie"):
        count_cells(np.array([3]), np.array([0]), np.array([True]), n_regions=3, n_strata=2)
