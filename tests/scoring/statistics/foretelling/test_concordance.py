"""Harrell's C: lifelines' number, pair by pair, and its exact p by trying everything."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from scipy.stats import mannwhitneyu, permutation_test

from scoring.statistics.foretelling.area import area
from scoring.statistics.foretelling.concordance import MOST_EXACT, concordance


def drawn() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(11)
    marks = np.round(rng.normal(0.8, 0.1, 60) * 16) / 16
    days = np.round(rng.exponential(900, 60) + 20) + np.arange(60) * 0.01
    return marks, days, rng.random(60) < 0.3


def by_hand(marks: np.ndarray, days: np.ndarray, event: np.ndarray) -> tuple[float, int]:
    won, pairs = 0.0, 0
    for i, j in product(range(len(marks)), repeat=2):
        if i != j and event[i] and (days[j] > days[i] or (days[j] == days[i] and not event[j])):
            pairs += 1
            won += (marks[i] < marks[j]) + 0.5 * (marks[i] == marks[j])
    return won, pairs


def test_it_is_that_of_lifelines():
    # lifelines 0.30.3, utils.concordance_index(days, marks, event).
    assert concordance(*drawn()).value == pytest.approx(0.5053956834532374, abs=1e-12)


def test_it_is_counted_pair_by_pair_also_with_equal_times():
    marks, days, event = drawn()
    days = np.round(days, -2)
    won, pairs = by_hand(marks, days, event)
    found = concordance(marks, days, event)
    assert (found.value, found.pairs) == (pytest.approx(won / pairs, abs=1e-12), pairs)


def test_the_error_is_the_jackknife_done_by_hand():
    marks, days, event = drawn()
    found = []
    for out in range(60):
        won, pairs = by_hand(*(np.delete(part, out) for part in (marks, days, event)))
        found.append(won / pairs)
    spread = np.sqrt(59 / 60 * ((np.array(found) - np.mean(found)) ** 2).sum())
    assert concordance(marks, days, event).error == pytest.approx(spread, abs=1e-12)


def test_followed_alike_it_is_the_area_under_the_curve():
    rng = np.random.default_rng(3)
    marks, event = np.round(rng.normal(size=50), 1), rng.random(50) < 0.2
    days = np.where(event, 100.0, 400.0)
    assert concordance(marks, days, event).value == pytest.approx(area(marks, event).value, abs=1e-12)


def test_events_of_one_day_are_wilcoxons_test():
    # Drawn one by one they would fall twice on the same enterprise, and noise would be found too often.
    rng = np.random.default_rng(7)
    marks, event = rng.normal(size=40), np.arange(40) < 12
    found = concordance(marks, np.where(event, 90.0, 700.0), event)
    peer = mannwhitneyu(marks[event], marks[~event], method="exact")
    assert found.p_value == pytest.approx(peer.pvalue, abs=1e-9)
    assert found.null_error == pytest.approx(np.sqrt(41 / (12 * 12 * 28)), abs=1e-12)


def test_the_exact_p_of_days_with_several_events_is_that_of_trying_everything():
    marks = np.array([0.5, 0.5, 0.75, 0.75, 1.0, 0.25, 0.75])
    days = np.array([10.0, 10, 20, 60, 70, 20, 80])
    event = np.array([True, True, True, False, False, True, False])
    won, _ = by_hand(marks, days, event)
    sums = []
    for first, second in product(combinations(range(7), 2), combinations(range(2, 7), 2)):
        both = ((first, range(7)), (second, range(2, 7)))
        pairs = [(marks[i], marks[j]) for drawn_, there in both for i in drawn_ for j in there if j not in drawn_]
        sums.append(sum((a < b) + 0.5 * (a == b) for a, b in pairs))
    away = np.abs(np.array(sums) - np.mean(sums)) >= abs(won - np.mean(sums)) - 1e-9
    found = concordance(marks, days, event)
    assert found.p_value == pytest.approx(away.mean(), abs=1e-12)


def test_the_exact_p_is_that_of_trying_everything():
    marks = np.array([0.5, 0.5, 0.75, 0.75, 1.0, 0.25, 0.75])
    days = np.array([10.0, 50, 20, 60, 70, 30, 80])
    event = np.array([True, False, True, False, False, True, False])
    won, pairs = by_hand(marks, days, event)
    at_risk = [[j for j in range(7) if days[j] >= days[i]] for i in np.flatnonzero(event)]
    sums = []
    for who in product(*at_risk):
        gained = 0.0
        for one, there in zip(who, at_risk, strict=True):
            others = [marks[j] for j in there if j != one]
            gained += sum((marks[one] < mark) + 0.5 * (marks[one] == mark) for mark in others)
        sums.append(gained)
    away = np.abs(np.array(sums) - np.mean(sums)) >= abs(won - np.mean(sums)) - 1e-9
    found = concordance(marks, days, event)
    assert found.p_value == pytest.approx(away.mean(), abs=1e-12)
    assert found.null_error == pytest.approx(np.std(sums) / pairs, abs=1e-12)


def test_one_event_among_those_followed_is_its_place_among_them():
    marks, event = np.arange(20.0), np.arange(20) == 0
    assert concordance(marks, np.where(event, 1.0, 9.0), event).p_value == pytest.approx(2 / 20)


def test_many_events_are_as_good_as_normal():
    rng = np.random.default_rng(6)
    marks = np.round(rng.normal(size=400), 1)
    days = rng.exponential(np.exp(0.15 * marks) * 500)
    event = days < 80
    assert event.sum() > MOST_EXACT
    found = concordance(marks, np.minimum(days, 80.0), event)
    test = permutation_test(
        (marks[event], marks[~event]), lambda x, y: x.mean() - y.mean(), n_resamples=999, rng=np.random.default_rng(1)
    )
    assert found.p_value == pytest.approx(test.pvalue, abs=0.05)


def test_marks_that_do_not_differ_and_nobody_to_compare_have_none():
    flat = concordance(np.full(9, 0.75), np.arange(1.0, 10), np.arange(9) < 4)
    assert flat.value == 0.5
    assert np.isnan(flat.p_value)
    assert concordance(np.arange(5.0), np.arange(1.0, 6), np.zeros(5, bool)).pairs == 0
