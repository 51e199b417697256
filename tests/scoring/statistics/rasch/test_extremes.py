from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.rasch.extremes import ADJUSTMENT, APPLICATION, EXPERT, INDICATOR, measure_the_rest, set_aside
from scoring.statistics.rasch.probability import probabilities

ONE_GROUP = np.zeros(1, np.int64)


def as_numbers(rows: list[list[int]]) -> np.ndarray:
    """Return numbers (indicator, expert, application) of one indicator from rows of applications."""
    return np.array(rows, dtype=np.int16).T[None]


def test_nothing_is_set_aside_where_all_vary() -> None:
    found = set_aside(as_numbers([[0, 1], [1, 2], [2, 0]]), ONE_GROUP, 4)
    assert all(kept.all() for kept in found.kept.values())
    assert found.used.tolist() == [[True, True, True, False]]
    assert (found.lowest.tolist(), found.highest.tolist()) == ([0], [2])


def test_setting_one_aside_may_make_another_extreme() -> None:
    # Without the first, nobody uses 3 and the second has only the highest marks left.
    found = set_aside(as_numbers([[3, 3], [2, 2], [0, 1], [1, 0], [1, 2], [2, 1]]), ONE_GROUP, 4)
    assert found.kept[APPLICATION].tolist() == [False, False, True, True, True, True]
    assert found.highest.tolist() == [2]


def test_elements_without_marks_are_not_kept() -> None:
    found = set_aside(as_numbers([[0, 1, -1], [1, 0, -1], [-1, -1, -1]]), ONE_GROUP, 2)
    assert found.kept[EXPERT].tolist() == [True, True, False]
    assert found.kept[APPLICATION].tolist() == [True, True, False]


def test_nothing_is_left_of_marks_that_are_all_equal() -> None:
    found = set_aside(as_numbers([[1, 1], [1, 1]]), ONE_GROUP, 3)
    assert not found.used.any()
    assert found.lowest.tolist() == [-1]


@pytest.mark.parametrize(("mark", "score"), [(2, 6 - ADJUSTMENT), (0, ADJUSTMENT)])
def test_an_extreme_score_is_drawn_in_by_the_adjustment(mark: int, score: float) -> None:
    numbers = as_numbers([[0, 1, 2], [1, 2, 0], [2, 0, 1], [mark] * 3])
    estimable = set_aside(numbers, ONE_GROUP, 3)
    b = np.array([[0.0, 0.3, 0.0]])
    lenient = np.array([0.4, -0.1, -0.3])
    measures = {APPLICATION: np.array([0.0, 0.1, 0.2, np.nan]), EXPERT: lenient, INDICATOR: np.zeros(1)}
    information = {axis: np.where(np.isnan(values), np.nan, 1.0) for axis, values in measures.items()}
    measure_the_rest(numbers, estimable, measures, information, b)
    p, _ = probabilities((measures[APPLICATION][3] + lenient)[None], b)
    expected = np.array([0.0, 1.0, 2.0]) @ p[0]
    assert expected.sum() == pytest.approx(score, abs=1e-8)
    variance = np.array([0.0, 1.0, 4.0]) @ p[0] - expected**2
    assert information[APPLICATION][3] == pytest.approx(variance.sum(), abs=1e-8)
    assert measures[APPLICATION][:3].tolist() == [0.0, 0.1, 0.2]  # what is known stays


def test_an_expert_who_marked_only_extreme_applications_is_measured_after_them() -> None:
    numbers = as_numbers([[0, 1, -1], [1, 0, -1], [2, 2, 2], [1, 2, -1], [2, 1, -1]])
    estimable = set_aside(numbers, ONE_GROUP, 3)
    assert estimable.kept[EXPERT].tolist() == [True, True, False]
    measures = {
        APPLICATION: np.array([-1.0, -1.0, np.nan, 1.0, 1.0]),
        EXPERT: np.array([0.0, 0.0, np.nan]),
        INDICATOR: np.zeros(1),
    }
    information = {axis: np.zeros(values.size) for axis, values in measures.items()}
    measure_the_rest(numbers, estimable, measures, information, np.array([[0.0, 0.5, 0.0]]))
    assert measures[APPLICATION][2] > 1.0
    assert np.isfinite(measures[EXPERT][2])


def test_many_extreme_elements_are_measured_one_by_one_as_together(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [[0, 1, 2], [1, 2, 0], [2, 0, 1], [2, 2, 2], [0, 0, 0], [2, 2, 2], [2, -1, 2]]
    answers = []
    for block in (2**18, 1):
        monkeypatch.setattr("scoring.statistics.rasch.extremes._BLOCK", block)
        numbers = as_numbers(rows)
        measures = {APPLICATION: np.array([0.0] * 3 + [np.nan] * 4), EXPERT: np.zeros(3), INDICATOR: np.zeros(1)}
        information = {axis: np.zeros(values.size) for axis, values in measures.items()}
        measure_the_rest(numbers, set_aside(numbers, ONE_GROUP, 3), measures, information, np.array([[0.0, 0.1, 0.0]]))
        answers.append(measures[APPLICATION])
    assert answers[0] == pytest.approx(answers[1], abs=1e-12)
    assert answers[0][3] == answers[0][5] == pytest.approx(-answers[0][4])
