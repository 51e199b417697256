"""Marks to categories of a declared scale."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from scoring.sheets import parse_scale
from scoring.statistics.agreement.categories import coded, coded_as_seen, declared, is_even, scale_categories


def test_a_scale_is_all_of_its_steps() -> None:
    assert scale_categories(parse_scale("0:1:0.25")).tolist() == [0, 0.25, 0.5, 0.75, 1]
    assert scale_categories(parse_scale("0:0.3:0.1")).tolist() == [0, 0.1, float(Decimal("0.2")), 0.3]
    assert len(scale_categories(parse_scale("0:100:0.01"))) == 10_001


@pytest.mark.parametrize("categories", [np.array([1.0, 2, 3, 4]), np.array([1.0, 2, 3, 8])])
def test_marks_go_to_their_category_and_gaps_to_none(categories: np.ndarray) -> None:
    found = coded(np.array([[[1.0, np.nan], [3 + 1e-13, categories[-1]]]]), categories)
    assert found.codes.tolist() == [[[0, 4], [2, 3]]]
    assert found.used.tolist() == [0, 1, 2, 3]
    assert found.off_scale.tolist() == [False]


@pytest.mark.parametrize("categories", [np.array([1.0, 2, 3, 4]), np.array([1.0, 2, 3, 8]), np.array([2.0])])
@pytest.mark.parametrize("mark", [2.4, 0.0, 9.0, -1.0, 2.001])
def test_what_is_off_the_scale_is_said_by_panel_and_left_out(categories: np.ndarray, mark: float) -> None:
    found = coded(np.array([[[2.0, mark]], [[2.0, 2.0]]]), categories)
    assert found.off_scale.tolist() == [True, False]
    assert found.codes[0, 0, 1] == len(found.used)


def test_an_infinite_mark_is_no_category_and_makes_no_noise() -> None:
    for categories in (np.arange(5.0), np.array([0.0, 1, 5])):
        assert coded(np.array([[[np.inf, 1.0, -np.inf]]]), categories).codes.tolist() == [
            [[len(categories), 1, len(categories)]]
        ]


def test_a_long_scale_is_cut_down_to_what_was_used() -> None:
    found = coded(np.array([[[20.0, 0.0], [100.0, np.nan]]]), np.arange(101.0))
    assert found.used.tolist() == [0, 20, 100]
    assert found.codes.tolist() == [[[1, 0], [2, 3]]]
    assert (found.positions.tolist(), found.length) == ([0, 20, 100], 100)


def test_positions_are_ranks_on_an_even_scale_and_values_on_another() -> None:
    assert coded(np.array([[[0.2]]]), np.array([0.0, 0.1, 0.2, 0.3])).positions.tolist() == [0, 1, 2, 3]
    uneven = coded(np.array([[[0.2]]]), np.array([0.0, 0.1, 0.2, 0.7]))
    assert (uneven.positions.tolist(), uneven.length) == ([0, 0.1, 0.2, 0.7], 0.7)


def test_declared_categories_are_sorted_and_each_once() -> None:
    assert declared(np.array([3.0, 1, 2, 1])).tolist() == [1, 2, 3]
    with pytest.raises(ValueError, match="no finite number"):
        declared(np.array([1.0, np.nan]))


def test_which_scales_are_even() -> None:
    assert is_even(np.arange(0, 1.01, 0.1))
    assert not is_even(np.array([1.0, 2, 4]))
    assert not is_even(np.array([1.0]))


def test_without_a_scale_marks_are_what_they_print_as() -> None:
    found = coded_as_seen(np.array([[[0.3, 0.1 + 0.2, 0.25], [np.nan, np.inf, 7]]]), 2)
    assert found.codes.tolist() == [[[1, 1, 0], [3, 3, 2]]]
