"""Consistency by normal theory; the golden cases p01 and p16 hold the numbers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from scoring.statistics.probability.peng_subkoviak import normal_consistency
from scoring.statistics.reasons import Reason


def test_it_is_the_bivariate_normal_integral_at_every_cut() -> None:
    marks = 70 + np.random.default_rng(1).normal(0, 8, (30, 1)) + np.random.default_rng(2).normal(0, 6, (30, 5))
    cuts = np.array([55.0, 70.0, 84.0])
    found = normal_consistency(marks, cuts)
    means = marks.mean(axis=1)
    h = (cuts - means.mean()) / means.std(ddof=1)
    rho = float(found.reliability)
    both = multivariate_normal([0, 0], [[1, rho], [rho, 1]])
    written = [both.cdf([x, x]) + both.cdf([-x, -x]) for x in h]
    np.testing.assert_allclose(found.consistency, written, atol=1e-5)
    assert (found.kappa < found.consistency).all()


def test_severities_count_only_where_decisions_are_by_cut_scores() -> None:
    marks = 70 + np.random.default_rng(1).normal(0, 8, (30, 1)) + np.array([9.0, -9, 3, -3, 0])
    marks = marks + np.random.default_rng(3).normal(0, 3, (30, 5))
    cuts = np.array([70.0])
    assert normal_consistency(marks, cuts, absolute=True).consistency < normal_consistency(marks, cuts).consistency


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        ([[1, 2, 3]], Reason.ONE_APPLICATION),
        ([[1], [2]], Reason.ONE_EXPERT),
        ([[4, 4], [4, 4]], Reason.ALL_EQUAL),
        ([[1, 2], [2, 1]], Reason.NO_VARIANCE),
    ],
)
def test_what_is_undefined_says_why(marks: list[list[float]], reason: Reason) -> None:
    found = normal_consistency(np.array(marks, np.float64), np.array([2.0, 3.0]))
    assert Reason(int(found.reason)) is reason
    assert np.isnan(found.consistency).all()
    assert np.isnan(found.kappa).all()
