"""Subsets are found and numbered: what stands in different ones cannot be compared."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from scoring.statistics.severity.connected import connected_subsets

panel = sys.modules["severity_panels"].panel


def test_two_commissions_are_two_subsets_numbered_by_their_first_experts() -> None:
    subsets = connected_subsets(~np.isnan(panel("- - 1 2", "1 2 - -", "- - - 3")))
    assert int(subsets.count) == 2
    assert subsets.experts.tolist() == [1, 1, 2, 2]
    assert subsets.applications.tolist() == [2, 1, 2]


def test_one_shared_application_joins_two_commissions() -> None:
    subsets = connected_subsets(~np.isnan(panel("1 2 - -", "- - 1 2", "- 1 1 -")))
    assert int(subsets.count) == 1
    assert subsets.experts.tolist() == [1, 1, 1, 1]


def test_who_gave_no_mark_stands_in_no_subset() -> None:
    subsets = connected_subsets(~np.isnan(panel("1 - 2", "- - -")))
    assert subsets.experts.tolist() == [1, 0, 1]
    assert subsets.applications.tolist() == [1, 0]


def test_a_long_chain_is_one_subset() -> None:
    chain = np.eye(40, dtype=np.bool_) | np.eye(40, k=1, dtype=np.bool_)
    assert int(connected_subsets(chain).count) == 1


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0, 2, 2)])
def test_nothing_has_no_subsets(shape: tuple[int, ...]) -> None:
    subsets = connected_subsets(np.zeros(shape, np.bool_))
    assert not np.any(subsets.count)
    assert subsets.applications.shape == shape[:-1]


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(1, 8), st.integers(1, 8), st.sampled_from([0.1, 0.3, 0.6]))
def test_subsets_are_the_components_of_the_graph(seed: int, n: int, k: int, share: float) -> None:
    given_marks = np.random.default_rng(seed).random((n, k)) < share
    subsets = connected_subsets(given_marks)
    row, column = np.nonzero(given_marks)
    graph = coo_array((np.ones(len(row)), (row, n + column)), shape=(n + k, n + k))
    _, labels = connected_components(graph, directed=False)
    numbers = np.concatenate([subsets.applications, subsets.experts])
    marked = np.concatenate([given_marks.any(axis=1), given_marks.any(axis=0)])
    pairs = set(zip(labels[marked].tolist(), numbers[marked].tolist(), strict=True))
    assert (
        len(pairs) == int(subsets.count) == len({label for label, _ in pairs}) == len({number for _, number in pairs})
    )
    assert not numbers[~marked].any()


def test_a_stack_is_answered_panel_by_panel() -> None:
    given_marks = np.random.default_rng(3).random((5, 6, 4)) < 0.3
    stack = connected_subsets(given_marks)
    for n, one in enumerate(given_marks):
        assert connected_subsets(one).experts.tolist() == stack.experts[n].tolist()
        assert int(connected_subsets(one).count) == int(stack.count[n])
