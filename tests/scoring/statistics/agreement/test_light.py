"""Light's kappa: the mean over pairs."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.agreement.cohen import cohen_kappa
from scoring.statistics.agreement.light import light_kappa
from scoring.statistics.reasons import Reason

FOUR = np.arange(1.0, 5.0)
MARKS = np.array([[1.0, 1, 2], [3, 3, 3], [2, 1, 1], [4, 4, np.nan]])


def kappa(one: int, other: int) -> float:
    return float(cohen_kappa(MARKS[:, [one, other]], FOUR, "linear").agreement.value)


def test_the_mean_of_cohens_kappa_over_pairs_stacked_or_not() -> None:
    want = (kappa(0, 1) + kappa(0, 2) + kappa(1, 2)) / 3
    assert light_kappa(MARKS, FOUR, "linear").value == pytest.approx(want)
    np.testing.assert_allclose(light_kappa(np.stack([MARKS, MARKS[::-1]]), FOUR, "linear").value, want)


def test_pairs_without_a_kappa_are_left_out() -> None:
    marks = MARKS.copy()
    marks[1:, 2] = np.nan  # one application in common: no kappa with the third
    assert light_kappa(marks, FOUR, "linear").value == pytest.approx(kappa(0, 1))


@pytest.mark.parametrize(
    ("marks", "categories", "reason"),
    [
        (np.full((3, 3), 2.0), FOUR, Reason.ALL_EQUAL),
        (MARKS, None, Reason.NO_SCALE),
        (MARKS, FOUR[:3], Reason.OFF_SCALE),
        (np.full((3, 3), np.nan), FOUR, Reason.NO_MARKS),
        (MARKS[:, :1], FOUR, Reason.ONE_EXPERT),
        (MARKS[:1], FOUR, Reason.ONE_APPLICATION),
    ],
)
def test_why_it_is_undefined(marks: np.ndarray, categories: np.ndarray | None, reason: Reason) -> None:
    result = light_kappa(marks, categories)
    assert result.reason_of() is reason
    assert np.isnan(result.value)
