"""Which changes of a weight would change grades, and from where on the order of the applications changes.

When one weight changes, all others are scaled so that their sum stays. Every total is then a straight line in that
weight, so that nothing has to be tried out: each crossing of a cut score is one division.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indicators.faults import FaultsError
from indicators.language import Message
from indicators.weighting.hierarchy import Tree
from indicators.weighting.judgements import FloatArray
from indicators.weighting.marks import Left
from indicators.weighting.places import fault

SHIFTS: Final = (-0.2, -0.1, 0.1, 0.2)
"""Relative changes of one weight that are looked at."""
DECIMALS: Final = 9
"""Totals are compared with cut scores after rounding to so many decimals, as everywhere."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """A change of one weight at which one application's total meets a cut score.

    Attributes
    ----------
    application : str
    weight : float
        The weight at which its total equals the cut; it has another grade from there on, or just beyond.
    change : float
        That weight less the present one.
    cut : float
    up : bool
        Whether it rises to the cut or falls below it.
    """

    application: str
    weight: float
    change: float
    cut: float
    up: bool


@dataclass(frozen=True, slots=True)
class LeafSensitivity:
    """What changes of one indicator's weight, or of one parent's, would do.

    Attributes
    ----------
    indicator : str
        An indicator that is scored, or a parent, whose children keep their proportions.
    weight : float
        At present.
    nearest_less, nearest_more : Crossing or None
        The smallest decrease and increase by which any grade changes; ``None`` if none does down to 0 and up to all.
    moved : mapping of float to int
        For each relative change (``SHIFTS``) how many applications would have another grade.
    order_from, order_to : float
        Between these weights the order of the applications by total stays as it is (ties may break).
    """

    indicator: str
    weight: float
    nearest_less: Crossing | None
    nearest_more: Crossing | None
    moved: Mapping[float, int]
    order_from: float
    order_to: float

    @property
    def smallest(self) -> Crossing | None:
        """The smaller of the two changes."""
        both = [one for one in (self.nearest_less, self.nearest_more) if one is not None]
        return min(both, key=lambda one: abs(one.change), default=None)


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What changes of weights would do to grades.

    Attributes
    ----------
    applications : tuple of str
        Those looked at.
    totals : ndarray, shape (n_applications,)
    leaves : tuple of LeafSensitivity
        In the order given.
    left : tuple of Left
        Applications with a gap, left out.
    """

    applications: tuple[str, ...]
    totals: FloatArray
    leaves: tuple[LeafSensitivity, ...]
    left: tuple[Left, ...]


def sensitivity(
    applications: Sequence[str],
    weights: Mapping[str, float],
    scores: FloatArray,
    cuts: Sequence[float],
    *,
    nodes: Mapping[str, Sequence[str]] | None = None,
    shifts: Sequence[float] = SHIFTS,
) -> Sensitivity:
    """Return, for each indicator, what changes of its weight would do.

    T_i(w) = w s_ik + (W - w) R_ik with W the sum of all weights and R_ik the weighted mean of the other scores: a line
    in w. It meets the cut c at w = w_k + (c - T_i) / (s_ik - R_ik). Of a parent, s_ik is the weighted mean of the
    scores below it.

    Parameters
    ----------
    applications : sequence of str
    weights : mapping
        By indicator, not negative; totals are Σ weight · score.
    scores : ndarray, shape (n_applications, n_indicators)
        What a weight multiplies: shares of full marks (0 to 1) where weights are points. ``nan`` where there is none:
        that application is left out, for its weights are shared in another way.
    cuts : sequence of float
        Ascending; a total equal to a cut reaches it. Floors, vetoes and caps are not looked at.
    nodes : mapping of str to indicators, optional
        What is changed: parents with what is scored below them (`nodes_of`), and indicators with themselves. Without
        it each indicator.
    shifts : sequence of float
        Relative changes of one weight to look at.

    Raises
    ------
    FaultsError
        For weights that are negative, no numbers or all zero, and cuts that do not ascend.
    """
    names, values = tuple(weights), np.array(list(weights.values()), np.float64)
    faults = [
        fault("weighting.share_not_a_number", seen=weights[name], indicator=name)
        for name, value in zip(names, values, strict=True)
        if not 0 <= value < np.inf
    ]
    if not faults and not values.sum() > 0:
        faults.append(fault("weighting.all_shares_zero", seen=0))
    limits = np.asarray(cuts, np.float64)
    if not len(limits) or bool((np.diff(limits) <= 0).any()):
        faults.append(fault("weighting.cuts_do_not_ascend", seen=", ".join(f"{cut:g}" for cut in cuts)))
    if faults:
        raise FaultsError(faults)
    gaps = np.isnan(scores)
    whole = np.flatnonzero(~gaps.any(axis=1))
    left = tuple(Left(applications[i], _gap(gaps[i], names)) for i in range(len(applications)) if gaps[i].any())
    kept, table = tuple(applications[i] for i in whole.tolist()), np.asarray(scores, np.float64)[whole]
    totals = table @ values
    place = {name: k for k, name in enumerate(names)}
    asked = {name: (name,) for name in names} if nodes is None else nodes
    found = tuple(
        _leaf(name, kept, _line(values, table, [place[one] for one in below]), totals, limits, tuple(shifts))
        for name, below in asked.items()
    )
    return Sensitivity(kept, totals, found, left)


def nodes_of(tree: Tree) -> dict[str, tuple[str, ...]]:
    """Return each indicator of a tree, from the top, with what is scored below it; the scored ones with themselves."""
    found: dict[str, tuple[str, ...]] = {}

    def walk(parent: str | None) -> tuple[str, ...]:
        below: tuple[str, ...] = ()
        for name in tree.children[parent]:
            found[name] = (name,)
            found[name] = walk(name) if name in tree.children else (name,)
            below += found[name]
        return below

    walk(None)
    return found


def _gap(gaps: NDArray[np.bool_], names: tuple[str, ...]) -> Message:
    return Message("weighting.left_without_mark", {"indicators": ", ".join(names[j] for j in np.flatnonzero(gaps))})


@dataclass(frozen=True, slots=True)
class _Line:
    """How the totals depend on one weight: from `weight` at present, by `slope` a unit, up to `most`."""

    weight: float
    most: float
    slope: FloatArray


def _line(weights: FloatArray, scores: FloatArray, members: list[int]) -> _Line:
    """Return how each total changes with a unit of the members' weight, the others scaled to keep the sum.

    The slope is s_ik - R_ik, the weighted means of the members' scores and of the others'. It is 0 where either has no
    weight to go by, for then no proportions among them are known; one indicator alone needs none.
    """
    inside = np.zeros(len(weights), dtype=bool)
    inside[members] = True
    own, others, most = weights[inside], weights[~inside], float(weights.sum())
    if others.sum() <= 0 or (len(own) > 1 and own.sum() <= 0):
        return _Line(float(own.sum()), most, np.zeros(len(scores)))
    mine = scores[:, inside] @ own / own.sum() if own.sum() > 0 else scores[:, inside].ravel()
    return _Line(float(own.sum()), most, np.asarray(mine - scores[:, ~inside] @ others / others.sum()))


def grades(totals: FloatArray, cuts: FloatArray) -> NDArray[np.int64]:
    """Return how many cuts each total reaches."""
    return np.searchsorted(cuts, np.round(totals, DECIMALS), side="right")


def _leaf(
    name: str,
    applications: tuple[str, ...],
    line: _Line,
    totals: FloatArray,
    cuts: FloatArray,
    shifts: tuple[float, ...],
) -> LeafSensitivity:
    slope, weight, most = line.slope, line.weight, line.most
    now = grades(totals, cuts)
    changes, cut_at, up = _crossings(totals, slope, cuts, now)
    moved = {
        shift: int((grades(totals + min(weight * shift, most - weight) * slope, cuts) != now).sum()) for shift in shifts
    }
    less, more = _order(totals, slope)

    def nearest(possible: NDArray[np.bool_]) -> Crossing | None:
        within = possible & (weight + changes >= -1e-12) & (weight + changes <= most + 1e-12)
        if not within.any():
            return None
        far = np.where(within, np.abs(changes), np.inf)
        i, g = np.unravel_index(int(np.argmin(far)), far.shape)
        change = float(changes[i, g])
        return Crossing(applications[int(i)], weight + change, change, float(cut_at[i, g]), bool(up[i, g]))

    return LeafSensitivity(
        indicator=name,
        weight=weight,
        nearest_less=nearest((changes < 0) | ((changes == 0) & _falls(slope, up, -1))),
        nearest_more=nearest((changes > 0) | ((changes == 0) & _falls(slope, up, 1))),
        moved=moved,
        order_from=max(weight + less, 0.0),
        order_to=min(weight + more, most),
    )


def _crossings(
    totals: FloatArray, slope: FloatArray, cuts: FloatArray, now: NDArray[np.int64]
) -> tuple[FloatArray, FloatArray, NDArray[np.bool_]]:
    """Return the change of weight at which each total meets the next cut above and the one it has reached, (n, 2)."""
    padded = np.concatenate([[-np.inf], cuts, [np.inf]])
    cut_at = np.column_stack([padded[now], padded[now + 1]])
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.round(cut_at - totals[:, None], DECIMALS)
        changes = apart / slope[:, None]
    # A total that no change of this weight moves, and a cut that is none, are never met.
    changes = np.where((np.abs(slope) < 1e-12)[:, None] | ~np.isfinite(cut_at), np.nan, changes)
    up = np.tile(np.array([False, True]), (len(totals), 1))
    return changes, cut_at, up


def _falls(slope: FloatArray, up: NDArray[np.bool_], direction: int) -> NDArray[np.bool_]:
    """Return where a total that stands on its cut falls below it by a change in this direction."""
    return ~up & ((slope * direction) < 0)[:, None]


def _order(totals: FloatArray, slope: FloatArray) -> tuple[float, float]:
    """Return the decrease and increase of the weight up to which no two different totals change places.

    The first two to meet are neighbours in the order; of equal totals the one that gives way first counts.
    """
    rounded = np.round(totals, DECIMALS)
    levels = np.unique(rounded)[::-1]
    if len(levels) < 2:
        return -np.inf, np.inf
    place = np.searchsorted(-levels, -rounded)
    least, most = np.full(len(levels), np.inf), np.full(len(levels), -np.inf)
    np.minimum.at(least, place, slope)
    np.maximum.at(most, place, slope)
    apart = levels[:-1] - levels[1:]
    with np.errstate(divide="ignore"):
        closing_up = most[1:] - least[:-1]
        closing_down = most[:-1] - least[1:]
        more = np.where(closing_up > 1e-12, apart / closing_up, np.inf)
        less = np.where(closing_down > 1e-12, apart / closing_down, np.inf)
    return -float(less.min()), float(more.min())
