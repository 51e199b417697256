"""The weight of what is not applicable goes to the rest of its parent, and full marks stay full marks."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scoring.model import Weights
from scoring.statistics.sharing import patterns, share_weights

LEAVES = ("1.1", "1.2", "1.3", "2.1", "2.2")
PARENTS = {"1.1": "1", "1.2": "1", "1.3": "1", "2.1": "2", "2.2": "2", "1": None, "2": None}
POINTS = dict(zip(LEAVES, map(Decimal, (10, 20, 30, 15, 25)), strict=True))


def shared(weights: Weights, *out: str, names: tuple[str, ...] = LEAVES) -> list[Fraction] | None:
    found = share_weights(weights, names, [name not in out for name in names])
    return None if found is None else [Fraction(n, found.denominator) for n in found.numerators]


def test_nothing_out_nothing_changed() -> None:
    assert shared(Weights(POINTS, PARENTS)) == [10, 20, 30, 15, 25]


def test_without_a_tree_all_the_others_share() -> None:
    assert shared(Weights(POINTS), "1.1") == [0, *(Fraction(weight * 100, 90) for weight in (20, 30, 15, 25))]


def test_within_the_parent_only() -> None:
    assert shared(Weights(POINTS, PARENTS), "1.1") == [0, 24, 36, 15, 25]


def test_a_parent_of_which_nothing_is_left_gives_to_its_siblings() -> None:
    assert shared(Weights(POINTS, PARENTS), "2.1", "2.2") == [Fraction(50, 3), Fraction(100, 3), 50, 0, 0]


def test_nothing_left() -> None:
    assert shared(Weights(POINTS, PARENTS), *LEAVES) is None
    assert shared(Weights({**POINTS, "1.1": Decimal(0)}), *LEAVES[1:]) is None


def test_an_indicator_of_weight_0_takes_and_gives_nothing() -> None:
    weights = Weights({**POINTS, "1.1": Decimal(0)}, PARENTS)
    assert shared(weights, "1.1") == [0, 20, 30, 15, 25]
    assert shared(weights, "1.2") == [0, 0, 50, 15, 25]


def test_points_are_shared_in_proportion_to_full_marks() -> None:
    """A round: 10 of 60 points of a class are not applicable, so the other 50 count for 60."""
    weights = Weights(dict.fromkeys(LEAVES, Decimal(1)), PARENTS, full_marks=POINTS)
    assert shared(weights, "1.1") == [0, Fraction(6, 5), Fraction(6, 5), 1, 1]


@given(
    st.sets(st.sampled_from(LEAVES), max_size=4), st.lists(st.integers(1, 50), min_size=5, max_size=5), st.booleans()
)
def test_full_marks_stay_full_marks(out: set[str], points: list[int], tree: bool) -> None:
    most = dict(zip(LEAVES, map(Decimal, points), strict=True))
    parents = PARENTS if tree else {}
    for weights in (
        Weights(most, parents),
        Weights(dict.fromkeys(LEAVES, Decimal(1)), parents, full_marks=most),
    ):
        found = shared(weights, *out)
        assert found is not None
        highest = [1 if not weights.full_marks else Fraction(point) for point in points]
        assert sum(weight * mark for weight, mark in zip(found, highest, strict=True)) == sum(points)
        assert all((weight == 0) == (name in out) for weight, name in zip(found, LEAVES, strict=True))


def test_patterns_find_each_kind_of_row_once() -> None:
    rows = np.array([[1, 1], [0, 1], [1, 1], [1, 0], [0, 1]], bool)
    found = {tuple(kind.tolist()): where.tolist() for kind, where in patterns(rows)}
    assert found == {(True, True): [0, 2], (False, True): [1, 4], (True, False): [3]}
