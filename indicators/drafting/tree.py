"""Changes of an indicator tree: added, taken out, moved, renamed by code; floors and vetoes go with their indicator."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Final

from indicators.model import Indicator, Level, Round

_LAST_NUMBER: Final = re.compile(r"^(.*?)(\d+)$")


def children_of(round_: Round, code: str | None) -> tuple[Indicator, ...]:
    """Return the indicators right below a node, ``None`` for the top, in the order of the table."""
    return tuple(one for one in round_.indicator_table.indicators if one.parent == code)


def subtree(round_: Round, code: str) -> tuple[str, ...]:
    """Return a node and everything below it; a circle ends where it began."""
    found, edge = [code], [code]
    while edge:
        edge = [one.code for at in edge for one in children_of(round_, at) if one.code not in found]
        found += edge
    return tuple(dict.fromkeys(found))


def depth_of(round_: Round, code: str) -> int:
    """Return how many nodes stand above one."""
    parent_of = {one.code: one.parent for one in round_.indicator_table.indicators}
    above: list[str] = []
    here = parent_of.get(code)
    while here is not None and here not in above and here in parent_of:
        above.append(here)
        here = parent_of[here]
    return len(above)


def added(round_: Round, parent: str | None, *, name: str, name_en: str, anchors: tuple[str, str]) -> tuple[Round, str]:
    """Return the round with a leaf more below a node, after its last, and the leaf's code.

    The leaf has one point, two levels in the given words, and the source of the node above it; the sums are its
    author's to mend. A leaf that gets one below it is no longer scored, and loses what only a leaf has.
    """
    siblings = children_of(round_, parent)
    above = next((one for one in round_.indicator_table.indicators if one.code == parent), None)
    code = _free_code(round_, parent, siblings)
    leaf = Indicator(
        code=code,
        name=name,
        name_en=name_en,
        max_score=Decimal(1),
        cite=above.cite if above else round_.indicator_table.cite,
        parent=parent,
        evidence=name,
        levels=(Level(Decimal(0), anchors[0]), Level(Decimal(1), anchors[1])),
    )
    every = list(round_.indicator_table.indicators)
    after = subtree(round_, siblings[-1].code)[-1] if siblings else parent
    places = [one.code for one in every]
    every.insert(places.index(after) + 1 if after in places else len(every), leaf)
    made = _with(round_, every)
    if above is not None and not siblings:
        bare = replace(above, evidence="", levels=(), step=None, allows_not_applicable=False)
        made = _each(made, lambda one: bare if one.code == parent else one)
        made = replace(made, vetoes=tuple(veto for veto in made.vetoes if veto.indicator != parent))
    return made, code


def removed(round_: Round, code: str) -> Round:
    """Return the round without a node and everything below it, and without their floors and vetoes."""
    gone = set(subtree(round_, code))
    return replace(
        _with(round_, [one for one in round_.indicator_table.indicators if one.code not in gone]),
        floors=tuple(one for one in round_.floors if one.indicator not in gone),
        vetoes=tuple(one for one in round_.vetoes if one.indicator not in gone),
    )


def recoded(round_: Round, code: str, new: str) -> Round:
    """Return the round with another code for a node, wherever it is named."""

    def of(one: Indicator) -> Indicator:
        return replace(
            one, code=new if one.code == code else one.code, parent=new if one.parent == code else one.parent
        )

    return replace(
        _each(round_, of),
        floors=tuple(replace(one, indicator=new) if one.indicator == code else one for one in round_.floors),
        vetoes=tuple(replace(one, indicator=new) if one.indicator == code else one for one in round_.vetoes),
    )


def moved(round_: Round, code: str, parent: str | None) -> Round:
    """Return the round with a node below another one, after its last child; below itself it stays where it is."""
    if parent in subtree(round_, code):
        return round_
    every = list(round_.indicator_table.indicators)
    own = set(subtree(round_, code))
    block = [replace(one, parent=parent) if one.code == code else one for one in every if one.code in own]
    rest = [one for one in every if one.code not in own]
    without = _with(round_, rest)
    siblings = children_of(without, parent)
    after = subtree(without, siblings[-1].code)[-1] if siblings else parent
    places = [one.code for one in rest]
    at = places.index(after) + 1 if after in places else len(rest)
    return _with(round_, [*rest[:at], *block, *rest[at:]])


def shifted(round_: Round, code: str, by: int) -> Round:
    """Return the round with a node one place up (-1) or down (1) among its siblings, with all below it."""
    every = list(round_.indicator_table.indicators)
    node = next(one for one in every if one.code == code)
    order = [one.code for one in children_of(round_, node.parent)]
    at = order.index(code)
    if not 0 <= at + by < len(order):
        return round_
    order[at], order[at + by] = order[at + by], order[at]
    blocks = {name: [one for one in every if one.code in set(subtree(round_, name))] for name in order}
    in_blocks = {one.code for block in blocks.values() for one in block}
    first = next(place for place, one in enumerate(every) if one.code in in_blocks)
    rest = [one for one in every if one.code not in in_blocks]
    before = [one for one in every[:first] if one.code not in in_blocks]
    return _with(round_, [*before, *(one for name in order for one in blocks[name]), *rest[len(before) :]])


def rolled_up(round_: Round) -> Round:
    """Return the round with each parent's points the sum of its children's, from the leaves up."""
    points: dict[str, Decimal] = {}

    def of(node: Indicator, above: tuple[str, ...]) -> Decimal:
        below = [one for one in children_of(round_, node.code) if one.code not in above]
        total = sum((of(one, (*above, node.code)) for one in below), Decimal(0)) if below else node.max_score
        points[node.code] = total
        return total

    for top in children_of(round_, None):
        of(top, ())
    return _each(round_, lambda one: replace(one, max_score=points.get(one.code, one.max_score)))


def _free_code(round_: Round, parent: str | None, siblings: tuple[Indicator, ...]) -> str:
    known = {one.code for one in round_.indicator_table.indicators}
    last = _LAST_NUMBER.match(siblings[-1].code) if siblings else None
    stem = last[1] if last else f"{parent}." if parent else ""
    number = int(last[2]) + 1 if last else 1
    while f"{stem}{number}" in known:
        number += 1
    return f"{stem}{number}"


def _with(round_: Round, indicators: Iterable[Indicator]) -> Round:
    return replace(round_, indicator_table=replace(round_.indicator_table, indicators=tuple(indicators)))


def _each(round_: Round, change: Callable[[Indicator], Indicator]) -> Round:
    return _with(round_, map(change, round_.indicator_table.indicators))
