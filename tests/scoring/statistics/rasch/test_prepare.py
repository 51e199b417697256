from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.rasch.extremes import set_aside
from scoring.statistics.rasch.prepare import prepare
from scoring.statistics.rasch.probability import probabilities


def test_extreme_elements_and_outer_categories_are_left_out() -> None:
    # Two indicators of one scale 0..5: the second is always 4 and goes; of the first only 1, 2 and 4 are used.
    first = np.array([[1, 2, 4, 4], [2, 1, 2, 4]])
    numbers = np.stack([first, np.full((2, 4), 4)]).astype(np.int16)
    found = prepare(numbers, np.array([0, 1]), set_aside(numbers, np.array([0, 1]), 6))
    assert found.numbers.tolist() == [[[0, 1, 3], [1, 0, 1]]]  # the last application has only the highest marks
    assert (found.first, found.groups.tolist()) == (1, [0])
    assert [part.tolist() for part in found.layout.free] == [[0], [1]]  # 2 is free, 3 is unused, the ends are fixed
    assert found.layout.given is None
    assert found.start.intercepts[0, [0, 3]].tolist() == [0, 0]
    assert np.isneginf(found.start.intercepts[0, 2])


def test_groups_are_numbered_anew() -> None:
    numbers = np.array([[[0, 0, 0]], [[0, 1, -1]], [[1, 0, 1]], [[0, 1, 1]]], dtype=np.int16)
    group = np.array([0, 2, 1, 2])
    found = prepare(numbers, group, set_aside(numbers, group, 2))
    assert found.groups.tolist() == [1, 2]
    assert found.layout.group.tolist() == [1, 0, 1]
    assert found.layout.n_groups == 2


def test_the_start_expects_the_points_reached() -> None:
    numbers = np.random.default_rng(1).integers(0, 6, (2, 3, 9)).astype(np.int16)
    found = prepare(numbers, np.zeros(2, np.int64), set_aside(numbers, np.zeros(2, np.int64), 6))
    b = found.start.intercepts
    counts = np.bincount(numbers.ravel())
    assert np.diff(b[0], n=2) == pytest.approx(np.diff(np.log(counts), n=2))
    expected = np.arange(6.0) @ probabilities(found.start.applications[None], b)[0][0]
    assert expected == pytest.approx(numbers.mean(axis=(0, 1)), abs=1e-2)
    assert found.start.experts.sum() == pytest.approx(0)
    assert (np.argsort(found.start.experts) == np.argsort(numbers.mean(axis=(0, 2)))).all()
