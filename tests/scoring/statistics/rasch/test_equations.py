from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from scoring.statistics.rasch import equations as module
from scoring.statistics.rasch.equations import Layout, Point, blocks, equations

A, E = 5, 3


def layout_of(kind: str) -> Layout:
    group = {"rating_scale": [0, 0, 0], "partial_credit": [0, 1, 2], "mixed": [1, 0, 1]}[kind]
    n_groups = max(group) + 1
    free = [(g, k) for g in range(n_groups) for k in (1, 2)]
    given = np.random.default_rng(1).random((3, E, A)) < 0.7
    return Layout(given, np.array(group), (np.array([g for g, _ in free]), np.array([k for _, k in free])), n_groups)


def point_of(values: NDArray[np.float64], layout: Layout) -> Point:
    b = np.zeros((layout.n_groups, 4))
    b[layout.free] = values[A + E + 3 :]
    return Point(values[:A], values[A : A + E], values[A + E : A + E + 3], b)


def gradient(values: NDArray[np.float64], layout: Layout) -> NDArray[np.float64]:
    found = equations(point_of(values, layout), layout)
    return np.concatenate([found.expected_applications, found.expected])


@pytest.mark.parametrize("kind", ["rating_scale", "partial_credit", "mixed"])
def test_expected_scores_and_information_are_derivatives(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BLOCK", 80)  # blocks of two applications
    layout = layout_of(kind)
    values = np.random.default_rng(2).normal(0, 0.8, A + E + 3 + layout.free[0].size)
    at = equations(point_of(values, layout), layout)
    h = 1e-5
    for n in range(values.size):
        step = np.zeros(values.size)
        step[n] = h
        up, down = (equations(point_of(values + sign * step, layout), layout).divisor for sign in (1, -1))
        assert (up - down) / (2 * h) == pytest.approx(gradient(values, layout)[n], abs=1e-7)
        second = (gradient(values + step, layout) - gradient(values - step, layout)) / (2 * h)
        if n < A:
            own = np.zeros(A)
            own[n] = at.applications[n]
            assert second == pytest.approx(np.concatenate([own, at.cross[:, n]]), abs=1e-7)
        else:
            assert second == pytest.approx(np.concatenate([at.cross[n - A], at.others[n - A]]), abs=1e-7)


def test_blocks_cover_all_applications_and_none_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BLOCK", 10)
    assert [list(range(7))[block] for block in blocks(7, 3)] == [[0, 1, 2], [3, 4, 5], [6]]
    assert len(blocks(3, 1000)) == 3
    assert blocks(0, 3) == []
