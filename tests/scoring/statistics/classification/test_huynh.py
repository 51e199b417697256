"""Huynh's beta-binomial: a distribution, symmetric, and an answer to bad scores."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.classification.huynh import huynh
from scoring.statistics.reasons import Reason

RNG = np.random.default_rng(2)
TRUE = RNG.beta(6, 4, 20_000)
SCORES = RNG.binomial(12, TRUE).astype(float)


def test_it_is_what_a_second_form_shows() -> None:
    found = huynh(SCORES, [6, 9], full_marks=12)
    again = RNG.binomial(12, TRUE)
    same = [np.searchsorted([6, 9], form, side="right") for form in (SCORES, again)]
    assert found.consistency == pytest.approx((same[0] == same[1]).mean(), abs=0.01)
    assert (float(found.alpha), float(found.beta)) == pytest.approx((6, 4), rel=0.05)


def test_passing_and_failing_change_places() -> None:
    one = huynh(SCORES, 9, full_marks=12)
    other = huynh(12 - SCORES, 4, full_marks=12)
    assert other.consistency == pytest.approx(float(one.consistency))
    assert other.kappa == pytest.approx(float(one.kappa))


def test_a_cut_below_all_has_no_kappa() -> None:
    found = huynh(SCORES, 0, full_marks=12)
    assert found.consistency == pytest.approx(1)
    assert np.isnan(found.kappa)


@pytest.mark.parametrize(
    ("scores", "full_marks", "reason"),
    [
        (np.full(5, np.nan), 12, Reason.NO_MARKS),
        (np.array([3.0, np.nan]), 12, Reason.ONE_APPLICATION),
        (np.array([3.0, np.inf, 4.0]), 12, Reason.NOT_FINITE),
        (np.array([3.0, 13.0, 4.0]), 12, Reason.OFF_SCALE),
        (np.array([0.0, 1.0]), 1, Reason.TOO_FEW),
        (np.full(5, 3.0), 12, Reason.NO_VARIANCE),
        (np.array([6.0, 7.0, 6.0, 5.0]), 12, Reason.NO_VARIANCE),
        (np.array([0.0, 12.0]), 12, Reason.EXACT_FIT),
    ],
)
def test_what_cannot_be_classified_says_why_and_spoils_no_other(
    scores: np.ndarray, full_marks: int, reason: Reason
) -> None:
    found = huynh(scores, 3, full_marks=full_marks)
    assert found.reason == reason
    assert np.isnan(found.consistency)
    padded = np.full(SCORES.shape, np.nan)
    padded[: scores.size] = scores
    if full_marks == 12:
        both = huynh(np.stack([padded, SCORES]), 3, full_marks=12)
        assert both.reason.tolist() == [reason, Reason.NONE]
        assert both.consistency[1] == pytest.approx(float(huynh(SCORES, 3, full_marks=12).consistency))
