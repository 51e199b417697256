"""Sensitivity of grades, in closed form, against trying out every weight."""

from __future__ import annotations

import numpy as np
import pytest

from indicators.faults import FaultsError
from indicators.weighting import Crossing, Sensitivity, Tree, nodes_of, sensitivity
from indicators.weighting.judgements import FloatArray
from indicators.weighting.sensitivity import grades

CUTS = (60.0, 70.0, 80.0)


def changed(weights: FloatArray, k: int, weight: float) -> FloatArray:
    """Return the weights with one of them changed and the others scaled to keep the sum, the slow and plain way."""
    others = np.delete(weights, k)
    found = weights * (weights.sum() - weight) / others.sum()
    found[k] = weight
    return np.asarray(found)


def case(seed: int, rows: int = 25, columns: int = 6) -> tuple[FloatArray, FloatArray, Sensitivity]:
    draw = np.random.default_rng(seed)
    weights = 100 * draw.dirichlet(np.ones(columns) * 3)
    scores = np.clip(draw.normal(0.72, 0.12, (rows, 1)) + draw.normal(0, 0.1, (rows, columns)), 0, 1)
    names = dict(zip("abcdef", map(float, weights), strict=True))
    return weights, scores, sensitivity([f"e{i}" for i in range(rows)], names, scores, CUTS)


def grade(weights: FloatArray, scores: FloatArray) -> FloatArray:
    return np.asarray(grades(scores @ weights, np.array(CUTS)))


@pytest.mark.parametrize("seed", range(6))
def test_grades_change_just_where_it_says(seed: int) -> None:
    weights, scores, found = case(seed)
    now = grade(weights, scores)
    for k, leaf in enumerate(found.leaves):
        for one, direction, end in ((leaf.nearest_less, -1, 0.0), (leaf.nearest_more, 1, weights.sum())):
            reach = end if one is None else one.weight
            # Nothing changes on the way there …
            for weight in np.linspace(weights[k], reach, 60)[:-1]:
                assert (grade(changed(weights, k, weight), scores) == now).all()
            # … and just beyond it that application has another grade.
            if one is not None:
                row = int(one.application[1:])
                after = grade(changed(weights, k, one.weight + direction * 1e-6), scores)
                assert after[row] != now[row]
                assert (after[row] > now[row]) == one.up
                assert scores[row] @ changed(weights, k, one.weight) == pytest.approx(one.cut)


@pytest.mark.parametrize("seed", range(3))
def test_how_many_move_is_what_counting_says(seed: int) -> None:
    weights, scores, found = case(seed)
    now = grade(weights, scores)
    for k, leaf in enumerate(found.leaves):
        counted = {s: int((grade(changed(weights, k, weights[k] * (1 + s)), scores) != now).sum()) for s in leaf.moved}
        assert leaf.moved == counted
    assert any(any(leaf.moved.values()) for leaf in found.leaves)


@pytest.mark.parametrize("seed", range(6))
def test_the_order_stays_just_between_its_limits(seed: int) -> None:
    weights, scores, found = case(seed)
    order = np.argsort(-(scores @ weights))
    for k, leaf in enumerate(found.leaves):
        for weight in np.linspace(leaf.order_from + 1e-7, leaf.order_to - 1e-7, 40):
            assert (np.argsort(-(scores @ changed(weights, k, weight))) == order).all()
        for weight in (leaf.order_from - 1e-6, leaf.order_to + 1e-6):
            if 0 < weight < weights.sum():
                assert (np.argsort(-(scores @ changed(weights, k, weight))) != order).any()


def test_parents_move_with_their_children_in_proportion() -> None:
    weights, scores, _ = case(4)
    tree = Tree({None: ("p", "q"), "p": ("a", "b", "r"), "r": ("c", "d"), "q": ("e", "f")}, {})
    nodes = nodes_of(tree)
    assert nodes == {
        "p": ("a", "b", "c", "d"),
        "a": ("a",),
        "b": ("b",),
        "r": ("c", "d"),
        "c": ("c",),
        "d": ("d",),
        "q": ("e", "f"),
        "e": ("e",),
        "f": ("f",),
    }
    names = dict(zip("abcdef", map(float, weights), strict=True))
    found = sensitivity([f"e{i}" for i in range(len(scores))], names, scores, CUTS, nodes=nodes)
    assert [one.indicator for one in found.leaves] == list(nodes)
    now = grade(weights, scores)
    for leaf, members in zip(found.leaves, nodes.values(), strict=True):
        inside = np.isin(list("abcdef"), members)
        assert leaf.weight == pytest.approx(weights[inside].sum())

        def at(weight: float, inside: FloatArray = inside) -> FloatArray:
            own, rest = weights[inside].sum(), weights[~inside].sum()
            return np.where(inside, weights * weight / own, weights * (100 - weight) / rest)

        for shift, count in leaf.moved.items():
            if leaf.weight * (1 + shift) <= 100:
                assert count == (grade(at(leaf.weight * (1 + shift)), scores) != now).sum()
        if leaf.nearest_more is not None:
            row = int(leaf.nearest_more.application[1:])
            assert (grade(at(leaf.nearest_more.weight - 1e-6), scores) == now).all()
            assert grade(at(leaf.nearest_more.weight + 1e-6), scores)[row] != now[row]


def one_leaf(scores: list[list[float]], cuts: tuple[float, ...] = (60.0,)) -> tuple[Crossing | None, Crossing | None]:
    found = sensitivity(tuple("xyz")[: len(scores)], {"a": 50.0, "b": 50.0}, np.array(scores), cuts).leaves[0]
    return found.nearest_less, found.nearest_more


def test_by_hand() -> None:
    # 0.8·w + 0.6·(100 - w): 70 at w = 50; 75 at w = 75; 62 at w = 10.
    less, more = one_leaf([[0.8, 0.6]], (62.0, 75.0))
    assert less is not None
    assert more is not None
    assert (less.weight, less.change, less.cut, less.up) == (pytest.approx(10), pytest.approx(-40), 62, False)
    assert (more.weight, more.cut, more.up) == (pytest.approx(75), 75, True)


def test_a_total_on_its_cut_falls_at_once_one_way_and_never_the_other() -> None:
    less, more = one_leaf([[0.7, 0.5]])
    assert less is not None
    assert (less.change, less.up) == (pytest.approx(0), False)
    assert more is None


def test_equal_shares_never_move() -> None:
    assert one_leaf([[0.55, 0.55]]) == (None, None)
    assert one_leaf([[0.9, 0.8]]) == (None, None)  # from 80 to 90, always above the one cut


def test_ties_are_no_order_to_lose() -> None:
    found = sensitivity("xyz", {"a": 50.0, "b": 50.0}, np.array([[0.8, 0.6], [0.6, 0.8], [0.5, 0.5]]), (60.0,))
    # x and y are equal and may part; x falls to z at w = -50, y at w = 150: never.
    assert (found.leaves[0].order_from, found.leaves[0].order_to) == (0, 100)


def test_gaps_are_left_out_and_said() -> None:
    found = sensitivity("xy", {"a": 50.0, "b": 50.0}, np.array([[0.8, np.nan], [0.6, 0.8]]), (60.0,))
    assert found.applications == ("y",)
    assert [(left.name, left.reason.values["indicators"]) for left in found.left] == [("x", "b")]


def test_one_indicator_has_nothing_to_take_from() -> None:
    found = sensitivity("x", {"a": 100.0}, np.array([[0.8]]), (60.0,))
    assert (found.leaves[0].nearest_less, found.leaves[0].nearest_more) == (None, None)
    assert set(found.leaves[0].moved.values()) == {0}


def test_faults() -> None:
    with pytest.raises(FaultsError) as error:
        sensitivity("x", {"a": -1.0, "b": 2.0}, np.array([[0.8, 0.8]]), (80.0, 60.0))
    found = [fault.what.key for fault in error.value.faults]
    assert found == ["weighting.share_not_a_number", "weighting.cuts_do_not_ascend"]
