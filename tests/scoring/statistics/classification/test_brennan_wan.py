"""Brennan and Wan: by counting all draws, with gaps, and with its known bias."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from scoring.statistics.classification.brennan_wan import brennan_wan
from scoring.statistics.reasons import Reason


def test_shares_of_grades_are_those_of_all_possible_draws() -> None:
    totals = np.array([[68.0, 71.0, 75.0], [80.0, 88.0, 93.0]])
    found = brennan_wan(totals, [70, 85], seed=1, draws=40_000)
    for marks, shares, same in zip(totals, found.grade_shares, found.same_grade, strict=True):
        means = np.array([np.mean(drawn) for drawn in product(marks, repeat=3)])
        exact = [(means < 70).mean(), ((means >= 70) & (means < 85)).mean(), (means >= 85).mean()]
        np.testing.assert_allclose(shares, exact, atol=0.01)
        assert same == pytest.approx(np.sum(np.square(exact)), abs=0.01)
    assert found.indices.consistency == pytest.approx(found.same_grade.mean())
    shares = found.indices.accuracy + found.indices.false_grant + found.indices.false_refusal
    assert shares == pytest.approx(1)


def test_a_mean_equal_to_the_cut_reaches_it() -> None:
    found = brennan_wan(np.full((4, 3), 70.1), [70.1], seed=1)
    assert found.grade_shares[:, 1].tolist() == [1, 1, 1, 1]
    assert found.indices.consistency == 1
    assert np.isnan(found.indices.kappa)


def test_an_application_draws_from_its_own_experts() -> None:
    totals = np.array([[60.0, 80.0, np.nan, np.nan], [np.nan, np.nan, 60.0, 80.0], [75.0, np.nan, np.nan, np.nan]])
    found = brennan_wan(totals, 70, seed=1)
    assert found.same_grade[0] == found.same_grade[1]
    assert np.isnan(found.same_grade[2])
    assert found.indices.consistency == pytest.approx(found.same_grade[0])


def test_the_seed_is_all_the_chance_there_is() -> None:
    totals = np.random.default_rng(1).normal(75, 8, (20, 5))
    one, same, other = (brennan_wan(totals, [70, 80], seed=seed) for seed in (4, 4, 5))
    np.testing.assert_array_equal(one.same_grade, same.same_grade)
    assert (one.same_grade != other.same_grade).any()


def test_it_overstates_where_severities_differ() -> None:
    """The bias that its documentation owns to, so that nobody mends it unawares."""
    rng = np.random.default_rng(6)
    too_sure = []
    for _ in range(200):
        true = rng.normal(78, 8, (60, 1))
        one, other = (true + rng.normal(0, 8, (1, 3)) + rng.normal(0, 31**0.5, (60, 3)) for _ in range(2))
        agreed = ((one.mean(axis=1) >= 80) == (other.mean(axis=1) >= 80)).mean()
        too_sure.append(brennan_wan(one, 80, seed=1, draws=300).indices.consistency - agreed)
    error = np.std(too_sure) / len(too_sure) ** 0.5
    assert np.mean(too_sure) > 0.03 + 2 * error


@pytest.mark.parametrize(
    ("totals", "reason"),
    [
        (np.full((3, 4), np.nan), Reason.NO_MARKS),
        (np.array([[70.0], [80.0]]), Reason.ONE_EXPERT),
        (np.array([[70.0, np.inf], [80.0, 81.0]]), Reason.NOT_FINITE),
    ],
)
def test_what_cannot_be_classified_says_why(totals: np.ndarray, reason: Reason) -> None:
    found = brennan_wan(totals, [75], seed=1)
    assert found.indices.reason_of() is reason
    assert np.isnan(found.indices.consistency)
    assert np.isnan(found.same_grade).all()
