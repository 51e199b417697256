"""Checks of the indicator tree: parents, points that add up, leaves with evidence and levels, steps that divide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from indicators.check.place import Place, listed
from indicators.entries import as_text
from indicators.faults import Fault
from indicators.model import Indicator, IndicatorTable

_MOST_POINTS: Final = 10_000
_FINEST_POINTS: Final = Decimal("0.0001")
_FINEST_STEP: Final = Decimal("0.01")


def check_parents(file: str, table: IndicatorTable) -> Iterator[Fault]:
    """Every parent that is named exists, and nobody is his own ancestor."""
    parent_of = {indicator.code: indicator.parent for indicator in table.indicators}
    for indicator in table.indicators:
        if indicator.parent is not None and indicator.parent not in parent_of:
            yield _place(file, indicator).fault("rulebook.parent_unknown", "parent", seen=indicator.parent)
    told: set[str] = set()
    for code in parent_of:
        circle = _circle(code, parent_of)
        if circle and not told & set(circle):
            told |= set(circle)
            seen = " → ".join([*circle, circle[0]])
            yield Place(file, f"indicator {circle[0]}").fault("rulebook.parent_circle", "parent", seen=seen)


def check_points_add_up(file: str, table: IndicatorTable) -> Iterator[Fault]:
    """The points of the children add up to their parent's, those of the top to full marks; in exact decimals."""
    children: dict[str | None, list[Indicator]] = defaultdict(list)
    for indicator in table.indicators:
        children[indicator.parent].append(indicator)
    for parent in table.indicators:
        if parent.code in children:
            yield from _sum_differs(_place(file, parent), "max_score", parent.max_score, children[parent.code])
    yield from _sum_differs(Place(file, "indicator_table"), "full_marks", table.full_marks, children[None])


def check_points(file: str, table: IndicatorTable) -> Iterator[Fault]:
    """Points are above zero and of a size that people mark in, which also keeps every sum of them exact."""
    yield from _points_fault(Place(file, "indicator_table"), "full_marks", table.full_marks)
    for indicator in table.indicators:
        yield from _points_fault(_place(file, indicator), "max_score", indicator.max_score)
        if indicator.step is not None:
            yield from _points_fault(_place(file, indicator), "step", indicator.step, finest=_FINEST_STEP)


def check_leaves(file: str, table: IndicatorTable) -> Iterator[Fault]:
    """A leaf says what evidence is looked for and has levels with words; a parent is not scored and has neither."""
    leaves = {leaf.code for leaf in table.leaves()}
    for indicator in table.indicators:
        place = _place(file, indicator)
        if indicator.code in leaves:
            if not indicator.evidence.strip():
                yield place.fault("rulebook.leaf_without_evidence", "evidence")
            if not indicator.levels:
                yield place.fault("rulebook.leaf_without_levels", "levels")
            continue
        for column in ("evidence", "levels", "step", "allows_not_applicable"):
            if getattr(indicator, column):
                yield place.fault("rulebook.parent_is_scored", column)


def check_levels(file: str, table: IndicatorTable) -> Iterator[Fault]:
    """Levels rise from 0 to 1, both among them, and no two have the same words."""
    for indicator in table.indicators:
        place, shares = _place(file, indicator), [level.share for level in indicator.levels]
        for share in shares:
            if not 0 <= share <= 1:
                yield place.fault("rulebook.level_range", "levels", seen=share)
        for end in (Decimal(0), Decimal(1)):
            if shares and end not in shares:
                yield place.fault("rulebook.level_end_missing", "levels", seen=listed(shares), expected=end)
        if shares != sorted(shares):
            yield place.fault("rulebook.level_order", "levels", seen=listed(shares))
        anchors = [level.anchor.strip() for level in indicator.levels]
        for anchor in dict.fromkeys(words for words in anchors if words and anchors.count(words) > 1):
            yield place.fault("rulebook.level_same_words", "levels", seen=anchor)


def check_steps(file: str, table: IndicatorTable) -> Iterator[Fault]:
    """A step of points divides the points, so that full points can be given."""
    for indicator in table.indicators:
        if indicator.step is not None and indicator.max_score % indicator.step:
            yield _place(file, indicator).fault(
                "rulebook.step_does_not_divide", "step", seen=indicator.step, expected=indicator.max_score
            )


def check_names(file: str, table: IndicatorTable) -> Iterator[Fault]:
    """Two indicators under one parent do not have the same name."""
    first: dict[tuple[str | None, str], str] = {}
    for indicator in table.indicators:
        other = first.setdefault((indicator.parent, indicator.name), indicator.code)
        if other != indicator.code:
            yield _place(file, indicator).fault("rulebook.name_twice", "name", seen=indicator.name, other=other)


def check_tree(file: str, table: IndicatorTable) -> Iterator[Fault]:
    """Run the checks of this module."""
    if not table.indicators:
        yield Place(file, "round").fault("rulebook.indicators_none", "indicator")
        return
    broken = [*check_parents(file, table), *check_points(file, table)]
    yield from broken
    # Where the tree does not hang together, sums would only say in other words what is wrong with it.
    if not broken and len({indicator.code for indicator in table.indicators}) == len(table.indicators):
        yield from check_points_add_up(file, table)
        yield from check_steps(file, table)
    yield from check_leaves(file, table)
    yield from check_levels(file, table)
    yield from check_names(file, table)


def _place(file: str, indicator: Indicator) -> Place:
    return Place(file, f"indicator {indicator.code}")


def _points_fault(place: Place, column: str, points: Decimal, *, finest: Decimal = _FINEST_POINTS) -> Iterator[Fault]:
    if points <= 0:
        yield place.fault("rulebook.not_positive", column, seen=points)
    elif points > _MOST_POINTS or points != points.quantize(finest):
        yield place.fault("rulebook.points_form", column, seen=points, most=_MOST_POINTS, finest=finest)


def _sum_differs(place: Place, column: str, points: Decimal, children: list[Indicator]) -> Iterator[Fault]:
    total = sum((child.max_score for child in children), Decimal(0))
    if total != points:
        terms = " + ".join(f"{child.code}: {as_text(child.max_score)}" for child in children)
        yield place.fault("rulebook.points_do_not_add_up", column, seen=total, expected=points, terms=terms)


def _circle(code: str, parent_of: dict[str, str | None]) -> list[str]:
    """Return the codes of the circle that `code` is part of, empty if it is part of none."""
    path, here = [code], parent_of.get(code)
    while here is not None and here not in path:
        path.append(here)
        here = parent_of.get(here)
    return path if here == code else []
