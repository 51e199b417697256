"""Judgements down the indicator tree: local priorities in each parent, their products in the leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.model import IndicatorTable
from indicators.weighting.ahp import Priorities, Together, ahp
from indicators.weighting.consistency import RandomIndex
from indicators.weighting.judgements import MOST, Comparisons, Judgement, comparisons
from indicators.weighting.places import fault
from indicators.weighting.priorities import Method


@dataclass(frozen=True, slots=True)
class Tree:
    """An indicator tree as weighting needs it: who is whose child, in the order of the table, and the present points.

    `children` maps each parent (``None`` at the top) to its children. `points` may be empty.
    """

    children: Mapping[str | None, tuple[str, ...]]
    points: Mapping[str, float]

    @property
    def leaves(self) -> tuple[str, ...]:
        """The indicators that are scored."""
        return tuple(_leaves(self, None))

    @property
    def groups(self) -> tuple[tuple[str | None, tuple[str, ...]], ...]:
        """Each parent with two children and more, whose shares are to be found."""
        return tuple((parent, names) for parent, names in self.children.items() if len(names) > 1)


@dataclass(frozen=True, slots=True)
class TreeWeights:
    """Weights down a tree.

    Attributes
    ----------
    leaves : mapping
        Share of each leaf, sum 1.
    local : mapping
        Share of each indicator within its parent.
    groups : mapping
        What was found in each parent that was judged (``None`` = the top).
    kept : tuple
        Parents that nobody judged, where the present points stand.
    """

    leaves: Mapping[str, float]
    local: Mapping[str, float]
    groups: Mapping[str | None, Priorities]
    kept: tuple[str | None, ...]


def tree_of(table: IndicatorTable) -> Tree:
    """Return the tree of a round's indicator table."""
    children: dict[str | None, list[str]] = {None: []}
    for indicator in table.indicators:
        children.setdefault(indicator.parent, []).append(indicator.code)
    points = {indicator.code: float(indicator.max_score) for indicator in table.indicators}
    return Tree({parent: tuple(names) for parent, names in children.items()}, points)


def flat(items: Sequence[str]) -> Tree:
    """Return a tree without parents: all items beside one another."""
    return Tree({None: tuple(items)}, {})


def by_parent(
    judgements: Sequence[Judgement], tree: Tree, *, most: Fraction = MOST, file: str | None = None
) -> dict[str | None, tuple[Comparisons, ...]]:
    """Return the comparisons within each parent that was judged, checked with all faults at once.

    Raises
    ------
    FaultsError
        With those of `comparisons`, and for every judgement of an indicator that is not in the tree or of two that
        have different parents.
    """
    parent_of = {name: parent for parent, names in tree.children.items() for name in names}
    faults: list[Fault] = []
    sorted_: dict[str | None, list[Judgement]] = {}
    for one in judgements:
        strange = [name for name in (one.first, one.second) if name not in parent_of]
        for name in strange:
            column = "first" if name == one.first else "second"
            at: dict[str, Any] = {"file": file, "row": one.row, "column": column}
            faults.append(fault("weighting.not_in_the_tree", **at, seen=name, expert=one.expert))
        if strange:
            continue
        if parent_of[one.first] != parent_of[one.second]:
            at = {"file": file, "row": one.row, "column": "second"}
            fields: dict[str, Any] = {"expert": one.expert, "first": one.first, "second": one.second}
            faults.append(fault("weighting.other_parent", **at, **fields))
            continue
        sorted_.setdefault(parent_of[one.first], []).append(one)
    found: dict[str | None, tuple[Comparisons, ...]] = {}
    for parent, names in tree.groups:
        if parent in sorted_:
            try:
                found[parent] = comparisons(sorted_[parent], names, most=most, file=file)
            except FaultsError as error:
                faults += error.faults
    if faults:
        raise FaultsError(sorted(faults, key=lambda one: one.row or 0))
    return found


def ahp_tree(
    judgements: Sequence[Judgement],
    tree: Tree,
    *,
    method: Method = "eigenvector",
    by: Together = "judgements",
    expert_weights: Mapping[str, float] | None = None,
    random_index: RandomIndex = "saaty",
    most: Fraction = MOST,
    keep_unjudged: bool = False,
    file: str | None = None,
) -> TreeWeights:
    """Return the leaves' weights from judgements in pairs of siblings.

    A leaf's weight is the product of the local priorities from the top down to it (Saaty 1977). An expert may judge
    some parents only; each parent is found from those who judged it.

    Parameters
    ----------
    judgements, most, file
        As `comparisons`; siblings only.
    tree : Tree
        `tree_of` a round, or `flat`.
    method, by, expert_weights, random_index
        As `ahp`.
    keep_unjudged : bool
        Where nobody judged a parent's children, keep their present points in proportion. Otherwise that is a fault.

    Raises
    ------
    FaultsError
        With every fault of the judgements; for parents that nobody judged.
    """
    judged = by_parent(judgements, tree, most=most, file=file)
    open_ = tuple(parent for parent, _ in tree.groups if parent not in judged)
    if open_ and not keep_unjudged:
        raise FaultsError(_unjudged(parent, tree, file) for parent in open_)
    groups = {
        parent: ahp(several, method=method, by=by, expert_weights=expert_weights, random_index=random_index)
        for parent, several in judged.items()
    }
    local: dict[str, float] = {}
    for parent, names in tree.children.items():
        if parent in groups:
            local |= dict(zip(names, map(float, groups[parent].weights), strict=True))
        else:
            whole = sum(tree.points.get(name, 1.0) for name in names)
            local |= {name: tree.points.get(name, 1.0) / whole for name in names}
    return TreeWeights(leaf_shares(tree, local), local, groups, open_)


def leaf_shares(tree: Tree, local: Mapping[str, float]) -> dict[str, float]:
    """Return the share of each leaf from the local shares, in the order of the table, sum 1 where each group's is."""
    shares: dict[str, float] = {}

    def walk(parent: str | None, share: float) -> None:
        for name in tree.children[parent]:
            if name in tree.children:
                walk(name, share * local[name])
            else:
                shares[name] = share * local[name]

    walk(None, 1.0)
    return shares


def _leaves(tree: Tree, parent: str | None) -> list[str]:
    found: list[str] = []
    for name in tree.children[parent]:
        found += _leaves(tree, name) if name in tree.children else [name]
    return found


def _unjudged(parent: str | None, tree: Tree, file: str | None) -> Fault:
    of = Message("weighting.the_top") if parent is None else parent
    children = ", ".join(tree.children[parent])
    return fault("weighting.nobody_judged", file=file, column="first", parent=of, children=children)
