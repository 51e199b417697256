"""The quadratic forms and their expectations: against matrices written out in full."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from scoring.statistics.reliability.designs import CROSSED, NESTED, TWO_WAY, Design
from scoring.statistics.reliability.henderson import harmonic_mean, quadratic_forms

SHAPES = {TWO_WAY.name: (5, 4), CROSSED.name: (4, 3, 3), NESTED.name: (4, 3, 2)}


def with_gaps(design: Design, seed: int = 3) -> np.ndarray:
    rng = np.random.default_rng(seed)
    marks = rng.normal(70, 10, SHAPES[design.name])
    marks[rng.random(marks.shape) < 0.25] = np.nan
    return marks


def incidence(marks: np.ndarray, axes: frozenset[int]) -> np.ndarray:
    """Return which mark (row) lies in which cell (column) of these axes."""
    places = np.argwhere(~np.isnan(marks))
    cells = list(product(*(range(marks.shape[axis]) for axis in sorted(axes))))
    own = [tuple(place[sorted(axes)]) for place in places]
    return np.array([[cell == one for cell in cells] for one in own], float)


@pytest.mark.parametrize("design", [TWO_WAY, CROSSED, NESTED], ids=lambda design: design.name)
def test_forms_and_coefficients_are_those_of_the_matrices(design: Design) -> None:
    """T_S = x'Q x with Q the projection on the cells of S, and E(T_S) contains tr(Z_U' Q Z_U) of each component."""
    marks = with_gaps(design)
    x = marks[~np.isnan(marks)]
    found = quadratic_forms(marks, design)
    levels = [frozenset(), *(effect.axes for effect in design.effects)]
    for level, form, row in zip(levels, found.uncorrected, found.coefficients, strict=True):
        cells = incidence(marks, level)
        projection = cells @ np.linalg.pinv(cells)
        assert form == pytest.approx(x @ projection @ x)
        expected = [np.trace(z.T @ projection @ z) for z in (incidence(marks, e.axes) for e in design.effects)]
        np.testing.assert_allclose(row, expected, rtol=1e-10)


@pytest.mark.parametrize("design", [TWO_WAY, CROSSED, NESTED], ids=lambda design: design.name)
def test_the_closed_form_of_a_complete_panel_is_the_count_of_its_cells(design: Design) -> None:
    rng = np.random.default_rng(5)
    complete = rng.normal(size=SHAPES[design.name])
    # The same panel with an empty application beside it goes the way of panels with gaps.
    beside = np.concatenate([complete, np.full((1, *complete.shape[1:]), np.nan)])
    np.testing.assert_allclose(
        quadratic_forms(beside, design).coefficients, quadratic_forms(complete, design).coefficients, rtol=1e-13
    )


def test_equal_marks_have_no_forms_at_all() -> None:
    found = quadratic_forms(np.full((6, 5, 4), 0.1 + 0.2), CROSSED)
    assert not found.forms.any()
    assert found.mean == pytest.approx(0.3)


def test_what_was_met_is_counted_by_application() -> None:
    marks = np.array([[1.0, 2.0, np.nan], [3.0, np.nan, np.nan], [np.nan, np.nan, np.nan]])
    found = quadratic_forms(marks, TWO_WAY)
    assert found.experts_each == pytest.approx(2 / (1 / 2 + 1))
    assert found.used.tolist() == [2, 2]
    assert (bool(found.paired), bool(found.complete)) == (True, False)


def test_the_harmonic_mean_of_nothing_is_undefined() -> None:
    np.testing.assert_allclose(harmonic_mean(np.array([[2, 0, 4], [0, 0, 0]])), [8 / 3, np.nan])
