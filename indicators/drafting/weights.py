"""Weights taken over into a round: points of a node's children or of all leaves; floors and vetoes go with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from indicators.drafting.tree import children_of, rolled_up
from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.model import Round
from indicators.weighting import as_points

_CENT = Decimal("0.01")


def reweighed(round_: Round, parent: str | None, shares: Mapping[str, float], *, unit: Decimal) -> Round:
    """Return the round with the points of a node shared among its children in other proportions.

    What stands below a child keeps its proportions among its siblings, in the same unit; floors and vetoes keep their
    share of their indicator's points, to the hundredth.

    Parameters
    ----------
    parent : str or None
        The node; ``None``: the top, whose points are full marks.
    shares : mapping of str to float
        By child, in any scale.
    unit : Decimal
        The least step of points.

    Raises
    ------
    FaultsError
        A unit that does not divide the points, or one so large that an indicator would have none.
    """
    table = round_.indicator_table
    points = {one.code: one.max_score for one in table.indicators}
    after = dict(points)
    whole = table.full_marks if parent is None else points[parent]

    def share_out(node: str | None, of: Decimal, by: Mapping[str, float]) -> None:
        given = as_points(by, full_marks=of, unit=unit)
        if given.nothing:
            what = Message("typing.no_points_left", {"codes": ", ".join(given.nothing), "unit": unit})
            raise FaultsError([Fault(what, entry="indicator_table", seen=str(unit))])
        after.update(given.of)
        for child in children_of(round_, node):
            below = children_of(round_, child.code)
            if below and given.of[child.code] != points[child.code]:
                share_out(child.code, given.of[child.code], {one.code: float(points[one.code]) for one in below})

    share_out(parent, whole, shares)
    return _with_points(round_, after)


def with_leaf_shares(round_: Round, shares: Mapping[str, float], *, unit: Decimal) -> Round:
    """Return the round with full marks shared among all leaves, parents adding up.

    Raises
    ------
    FaultsError
        As `reweighed`.
    """
    given = as_points(shares, full_marks=round_.indicator_table.full_marks, unit=unit)
    if given.nothing:
        what = Message("typing.no_points_left", {"codes": ", ".join(given.nothing), "unit": unit})
        raise FaultsError([Fault(what, entry="indicator_table", seen=str(unit))])
    each = (replace(one, max_score=given.of.get(one.code, one.max_score)) for one in round_.indicator_table.indicators)
    made = rolled_up(replace(round_, indicator_table=replace(round_.indicator_table, indicators=tuple(each))))
    return _with_points(round_, {one.code: one.max_score for one in made.indicator_table.indicators})


def _with_points(round_: Round, points: Mapping[str, Decimal]) -> Round:
    before = {one.code: one.max_score for one in round_.indicator_table.indicators}

    def scaled(value: Decimal, code: str) -> Decimal:
        if code not in before or points[code] == before[code]:
            return value
        return (value * points[code] / before[code]).quantize(_CENT, ROUND_HALF_UP)

    indicators = (replace(one, max_score=points[one.code]) for one in round_.indicator_table.indicators)
    return replace(
        round_,
        indicator_table=replace(round_.indicator_table, indicators=tuple(indicators)),
        floors=tuple(replace(one, min_score=scaled(one.min_score, one.indicator)) for one in round_.floors),
        vetoes=tuple(replace(one, at_or_below=scaled(one.at_or_below, one.indicator)) for one in round_.vetoes),
    )
