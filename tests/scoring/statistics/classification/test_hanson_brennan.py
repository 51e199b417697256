"""Hanson and Brennan: Huynh's model where the error is binomial, and an answer to bad scores."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.classification.hanson_brennan import hanson_brennan
from scoring.statistics.classification.huynh import huynh
from scoring.statistics.reasons import Reason

RNG = np.random.default_rng(3)
SCORES = RNG.binomial(20, RNG.beta(6, 4, 400)).astype(float)


def test_with_the_reliability_of_kr21_it_is_huynh() -> None:
    """KR-21 is the reliability of binomial error, so that k is 0 and both are the beta-binomial."""
    other = huynh(SCORES, [10, 15], full_marks=20)
    found = hanson_brennan(SCORES, other.kr21, [10, 15], full_marks=20, model="2P")
    assert found.lords_k == pytest.approx(0, abs=1e-9)
    # Huynh takes the variance with n − 1 and the moments here with n.
    assert found.indices.consistency == pytest.approx(float(other.consistency), abs=0.002)
    assert found.indices.kappa == pytest.approx(float(other.kappa), abs=0.004)


def test_reliability_raises_consistency_and_accuracy() -> None:
    found = hanson_brennan(np.stack([SCORES] * 3), [0.6, 0.65, 0.75], 12, full_marks=20, model="2P")
    assert (np.diff(found.indices.consistency) > 0).all()
    assert (np.diff(found.indices.accuracy) > 0).all()
    shares = found.indices.accuracy + found.indices.false_grant + found.indices.false_refusal
    np.testing.assert_allclose(shares, 1)


def test_four_parameters_where_they_fit() -> None:
    bounded = np.random.default_rng(5).binomial(40, 0.2 + 0.6 * np.random.default_rng(6).beta(2, 3, 4000)) * 1.0
    found = hanson_brennan(bounded, 0.75, 20, full_marks=40)
    assert bool(found.true.four)
    assert 0 < found.true.lower < found.true.upper < 1


@pytest.mark.parametrize(
    ("scores", "rho", "full_marks", "reason"),
    [
        (np.full(5, np.nan), 0.8, 20, Reason.NO_MARKS),
        (np.array([3.0, np.nan]), 0.8, 20, Reason.ONE_APPLICATION),
        (np.array([3.0, np.inf, 4.0]), 0.8, 20, Reason.NOT_FINITE),
        (np.array([3.0, 21.0, 4.0]), 0.8, 20, Reason.OFF_SCALE),
        (np.array([1.0, 2.0, 3.0]), 0.8, 3, Reason.TOO_FEW),
        (np.full(5, 3.0), 0.8, 20, Reason.NO_VARIANCE),
        (SCORES, np.nan, 20, Reason.NO_COMPONENTS),
        (SCORES, -0.1, 20, Reason.NO_VARIANCE),
        (SCORES, 1.0, 20, Reason.EXACT_FIT),
    ],
)
def test_what_cannot_be_classified_says_why(scores: np.ndarray, rho: float, full_marks: int, reason: Reason) -> None:
    found = hanson_brennan(scores, rho, [2], full_marks=full_marks)
    assert found.indices.reason_of() is reason
    assert np.isnan(found.indices.consistency)
    assert np.isnan(found.lords_k)
