"""Judgements down a tree."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from indicators.faults import FaultsError
from indicators.load import shipped_rule_book
from indicators.weighting import Judgement, Tree, ahp_tree, as_points, flat, leaf_shares, tree_of

TREE = Tree({None: ("1", "2"), "1": ("1.1", "1.2", "1.3"), "2": ("2.1",)}, {"1.1": 5, "1.2": 3, "1.3": 2})
TOP = [Judgement("甲", "1", "2", Fraction(3))]
BELOW = [Judgement("甲", "1.1", "1.2", Fraction(2)), Judgement("甲", "1.2", "1.3", Fraction(2))]


def test_leaves_are_products_of_local_priorities() -> None:
    found = ahp_tree([*TOP, *BELOW], TREE)
    expected = {"1.1": 0.75 * 4 / 7, "1.2": 0.75 * 2 / 7, "1.3": 0.75 / 7, "2.1": 0.25}
    assert found.leaves == pytest.approx(expected)
    assert list(found.leaves) == list(TREE.leaves)
    assert (set(found.groups), found.kept) == ({None, "1"}, ())


def test_unjudged_parents_are_faults_or_keep_their_points() -> None:
    with pytest.raises(FaultsError) as error:
        ahp_tree(TOP, TREE)
    assert [fault.what.key for fault in error.value.faults] == ["weighting.nobody_judged"]
    found = ahp_tree(TOP, TREE, keep_unjudged=True)
    assert found.leaves == pytest.approx({"1.1": 0.375, "1.2": 0.225, "1.3": 0.15, "2.1": 0.25})
    assert found.kept == ("1",)


def test_faults_of_all_parents_at_once_in_the_order_of_the_file() -> None:
    wrong = [
        Judgement("甲", "1.1", "2.1", Fraction(1), 2),
        Judgement("甲", "9", "2", Fraction(1), 3),
        Judgement("甲", "1", "2", Fraction(20), 4),
        Judgement("甲", "1.1", "1.2", Fraction(1), 5),
    ]
    with pytest.raises(FaultsError) as error:
        ahp_tree(wrong, TREE)
    found = [fault.what.key.removeprefix("weighting.") for fault in error.value.faults]
    assert found == ["left_apart", "other_parent", "not_in_the_tree", "off_the_scale"]


def test_an_expert_may_judge_one_parent_only() -> None:
    other = [Judgement("乙", "1", "2", Fraction(1, 3))]
    found = ahp_tree([*TOP, *BELOW, *other], TREE)
    assert [one.expert for one in found.groups[None].experts] == ["甲", "乙"]
    assert [one.expert for one in found.groups["1"].experts] == ["甲"]
    assert found.local["1"] == pytest.approx(0.5)


def test_flat_is_one_group() -> None:
    found = ahp_tree(BELOW, flat(("1.1", "1.2", "1.3")))
    assert list(found.leaves.values()) == pytest.approx([4 / 7, 2 / 7, 1 / 7])


def test_the_points_of_a_round_judged_as_they_are_come_back_exactly() -> None:
    """Judgements that say just what the sample round says give its points back, through 49 leaves and rounding."""
    table = shipped_rule_book("2026-sample").round.indicator_table
    tree = tree_of(table)
    points = {one.code: Fraction(one.max_score) for one in table.indicators}
    judged = [
        Judgement("甲", first, second, points[first] / points[second])
        for _, names in tree.groups
        for first, second in pairwise(names)
    ]
    found = ahp_tree(judged, tree, most=Fraction(100))
    assert tree.leaves == tuple(leaf.code for leaf in table.leaves())
    assert sum(found.leaves.values()) == pytest.approx(1)
    made = as_points(found.leaves, full_marks=table.full_marks, unit=Decimal("0.5"))
    assert made.of == {leaf.code: leaf.max_score for leaf in table.leaves()}


def test_leaf_shares_sum_to_one_where_each_group_does() -> None:
    draw = np.random.default_rng(2)
    local: dict[str, float] = {}
    for names in TREE.children.values():
        local |= dict(zip(names, map(float, draw.dirichlet(np.ones(len(names)))), strict=True))
    assert sum(leaf_shares(TREE, local).values()) == pytest.approx(1)
