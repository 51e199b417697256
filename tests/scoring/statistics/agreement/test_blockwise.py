from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.agreement.blockwise import as_lists, as_panels, blocks, of_lists, of_panels


@dataclass(frozen=True)
class Inner:
    total: FloatArray


@dataclass(frozen=True)
class Outer:
    inner: Inner
    rows: FloatArray
    name: str


def test_pieces_cover_a_stack_once() -> None:
    assert [n for some in blocks(10, 7, most=21) for n in range(10)[some]] == list(range(10))
    assert list(blocks(3, 1000, most=10)) == [slice(0, 1), slice(1, 2), slice(2, 3)]
    assert list(blocks(0, 5)) == [slice(0, 0)]


def test_stacks_of_nothing_keep_their_axes() -> None:
    assert as_panels(np.empty((2, 0, 4, 3))).shape == (0, 4, 3)
    assert as_panels(np.empty((4, 0))).shape == (1, 4, 0)
    assert as_lists(np.empty((2, 4, 0))).shape == (8, 0)


def test_results_take_the_shape_of_the_stack_nested_ones_as_well() -> None:
    stack = np.arange(120.0).reshape(5, 2, 4, 3)
    sizes = []

    def compute(panels: FloatArray) -> Outer:
        sizes.append(len(panels))
        return Outer(Inner(panels.sum(axis=(1, 2))), panels.sum(axis=2), "same")

    found = of_panels(compute, stack)
    np.testing.assert_array_equal(found.inner.total, stack.sum(axis=(2, 3)))
    np.testing.assert_array_equal(found.rows, stack.sum(axis=3))
    assert found.name == "same"
    assert of_panels(compute, stack[0, 0]).rows.shape == (4,)
    assert of_panels(compute, stack[:0]).rows.shape == (0, 2, 4)
    assert sizes == [10, 1, 0]


def test_lists_that_need_more_room_come_in_smaller_pieces() -> None:
    sizes = []

    def compute(lists: FloatArray) -> Inner:
        sizes.append(len(lists))
        return Inner(lists.sum(axis=1))

    found = of_lists(compute, np.ones((3, 4, 2)), each=1 << 17)
    assert found.total.shape == (3, 4)
    assert sizes == [2] * 6
