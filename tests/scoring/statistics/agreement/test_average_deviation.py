from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from scoring.statistics.agreement.average_deviation import average_deviation, awg
from scoring.statistics.reasons import Reason


def test_average_deviation_is_in_points() -> None:
    marks = np.array([[[1.0, 10.0], [3.0, 10.0]], [[2.0, 4.0], [2.0, np.nan]]])
    assert_allclose(average_deviation(marks).value, [0.5, 0.0])
    assert_allclose(average_deviation(5 * marks + 1).value, [2.5, 0.0])


def test_too_few_and_infinite_marks_are_told_apart() -> None:
    marks = np.array([[[1.0], [np.nan]], [[1.0], [np.inf]], [[1.0], [2.0]]])
    for found in (average_deviation(marks), awg(marks, 0, 3)):
        assert found.reason.tolist() == [Reason.TOO_FEW, Reason.NOT_FINITE, Reason.NONE]
        assert np.isnan(found.value).tolist() == [True, True, False]


def test_awg_runs_from_two_camps_to_agreement() -> None:
    marks = np.array([[1.0, 1.0, 5.0, 5.0], [3.0, 3.0, 3.0, 3.0], [2.0, 4.0, 2.0, 4.0]])[..., np.newaxis]
    assert_allclose(awg(marks, 1, 5).value, [-1, 1, 0.5])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ([5.0, 5.0, 5.0, 5.0], Reason.SCALE_END),
        ([5.0, 5.0, 5.0, 4.0], Reason.SCALE_END),
        ([5.0, 5.0, 5.0, 1.0], Reason.NONE),
        ([5.0, 5.0, 5.0, 6.0], Reason.OFF_SCALE),
    ],
)
def test_a_mean_at_the_end_of_the_scale_leaves_no_room_to_differ(row: list[float], reason: Reason) -> None:
    assert awg(np.array([row])[..., np.newaxis], 1, 5).reason.tolist() == [reason]


def test_indicators_at_the_end_are_left_out_of_the_mean() -> None:
    marks = np.array([[[5.0, 2.0], [5.0, 4.0], [5.0, 2.0], [5.0, 4.0]]])
    assert_allclose(awg(marks, 1, 5).value, [0.5])
