"""The weight of what is not applicable, shared among the rest of its parent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from scoring.model import Weights

Node = str | None
"""An indicator or a parent; ``None`` is the root."""


@dataclass(frozen=True, slots=True)
class WholeWeights:
    """Weights of the indicators of a table as fractions with one denominator. 0 where an indicator does not count."""

    numerators: tuple[int, ...]
    denominator: int


def share_weights(weights: Weights, indicators: Sequence[str], applicable: Sequence[bool]) -> WholeWeights | None:
    """Return the weights that remain when some indicators are not applicable.

    What an indicator could add to the total (`Weights.full_marks`, or its weight) goes to the others of its parent, in
    proportion to theirs; where nothing of a parent remains, to that parent's siblings, and so on up. The full marks of
    the whole stay what they were.

    Parameters
    ----------
    weights : Weights
        As declared.
    indicators : sequence of str
        Those of the table, each with a weight.
    applicable : sequence of bool, same length
        Which of them apply.

    Returns
    -------
    WholeWeights or None
        ``None`` where nothing that has a weight remains.
    """
    most = {name: weights.full_marks.get(name, weights.of[name]) for name in indicators}
    remaining = {name for name, applies in zip(indicators, applicable, strict=True) if applies and most[name]}
    if not remaining:
        return None
    if len(remaining) == sum(1 for points in most.values() if points):
        # Nothing is lost, so nothing is shared. It is the usual case, and fractions up and down the tree are slow.
        shared = [Fraction(weights.of[name]) if name in remaining else Fraction(0) for name in indicators]
    else:
        earns = {name: Fraction(points) for name, points in most.items()}
        whole = _sums_up_the_tree(earns, weights.parents)
        rest = _sums_up_the_tree({name: earns[name] for name in remaining}, weights.parents)
        given = _shares_down_the_tree(whole, rest, weights.parents)
        shared = [
            Fraction(weights.of[name]) * given[name] / earns[name] if name in remaining else Fraction(0)
            for name in indicators
        ]
    denominator = lcm(*(weight.denominator for weight in shared))
    return WholeWeights(tuple(int(weight * denominator) for weight in shared), denominator)


def _sums_up_the_tree(earns: Mapping[str, Fraction], parents: Mapping[str, Node]) -> dict[Node, Fraction]:
    sums: dict[Node, Fraction] = {}
    for name, most in earns.items():
        node: Node = name
        while True:
            sums[node] = sums.get(node, Fraction(0)) + most
            if node is None:
                break
            node = parents.get(node)
    return sums


def _shares_down_the_tree(
    whole: Mapping[Node, Fraction], rest: Mapping[Node, Fraction], parents: Mapping[str, Node]
) -> dict[Node, Fraction]:
    """Return what each remaining node has to give out: its own, and its share of what its siblings lost."""
    children: dict[Node, list[str]] = {}
    for node in rest:
        if node is not None:
            children.setdefault(parents.get(node), []).append(node)
    given: dict[Node, Fraction] = {None: whole[None]}
    below: list[Node] = [None]
    while below:
        node = below.pop()
        own = children.get(node, [])
        together = sum((whole[child] for child in own), Fraction(0))
        for child in own:
            given[child] = given[node] * whole[child] / together
        below += own
    return given


def patterns(applicable: NDArray[np.bool_]) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.intp]]]:
    """Yield each different row of a matrix, and the positions of the rows that are like it."""
    if applicable.size and applicable.all():  # the usual case, without a look at each row
        yield np.ones(applicable.shape[1], np.bool_), np.arange(len(applicable))
        return
    plain = applicable.all(axis=1)
    if plain.any():
        yield np.ones(applicable.shape[1], np.bool_), np.flatnonzero(plain)
    others = np.flatnonzero(~plain)
    if others.size:
        kinds, which = np.unique(applicable[others], axis=0, return_inverse=True)
        for position, kind in enumerate(kinds):
            yield kind, others[which.reshape(-1) == position]
