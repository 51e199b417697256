from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.rasch.categories import MISSING, number_marks, read_scales
from scoring.statistics.reasons import Reason


def test_one_list_of_points_serves_all_indicators() -> None:
    scales = read_scales([0, 2, 5], 3, "rating_scale")
    assert scales.points.tolist() == [[0, 2, 5]] * 3
    assert scales.group.tolist() == [0, 0, 0]


def test_indicators_with_as_many_categories_share_their_thresholds() -> None:
    lists = [[0, 1, 2], [0, 5], [0, 3, 6]]
    assert read_scales(lists, 3, "rating_scale").group.tolist() == [1, 0, 1]
    assert read_scales(lists, 3, "partial_credit").group.tolist() == [0, 1, 2]
    assert read_scales(lists, 3, "rating_scale").points[1].tolist() == pytest.approx([0, 5, np.nan], nan_ok=True)


def test_as_many_lists_as_indicators() -> None:
    with pytest.raises(ValueError, match="2 lists of categories for 3 indicators"):
        read_scales([[0, 1], [0, 1]], 3, "rating_scale")


@pytest.mark.parametrize("row", [[0, 1, 1], [2, 1], [0, np.nan], [0, np.inf], []])
def test_categories_rise(row: list[float]) -> None:
    with pytest.raises(ValueError, match="categories have to be finite and to rise"):
        read_scales([row, [0, 1]], 2, "rating_scale")


def test_marks_become_numbers_by_indicator_expert_application() -> None:
    marks = np.array([[[0.0, 10.0], [2.5, np.nan]]])  # one application, two experts, two indicators
    numbers, reason = number_marks(marks, read_scales([[0, 2.5, 5], [0, 10]], 2, "rating_scale"))
    assert reason is Reason.NONE
    assert numbers.tolist() == [[[0], [1]], [[1], [MISSING]]]


def test_noise_of_a_sum_makes_no_new_category() -> None:
    scales = read_scales([0.1, 0.2, 0.3], 1, "rating_scale")
    numbers, reason = number_marks(np.array([[[0.1 + 0.2], [0.3], [0.2 - 1e-14]]]), scales)
    assert (numbers[0, :, 0].tolist(), reason) == ([2, 2, 1], Reason.NONE)


@pytest.mark.parametrize(
    ("mark", "reason"),
    [
        (-1.0, Reason.OFF_SCALE),
        (0.5, Reason.OFF_SCALE),
        (3.0, Reason.OFF_SCALE),
        (np.inf, Reason.NOT_FINITE),
        (-np.inf, Reason.NOT_FINITE),
        (np.nan, Reason.NO_MARKS),
    ],
)
def test_marks_that_are_no_category(mark: float, reason: Reason) -> None:
    assert number_marks(np.array([[[mark]]]), read_scales([0, 1, 2], 1, "rating_scale"))[1] is reason
