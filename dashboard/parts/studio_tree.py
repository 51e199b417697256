"""The indicators: the tree on the left, the one that is edited on the right."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Final

import streamlit as st

from dashboard.parts.rule_book_markup import chip
from dashboard.parts.studio_bars import draw as draw_bars
from dashboard.parts.studio_fields import Sheet, box, key_by, key_of, take
from dashboard.parts.studio_levels import draw as draw_levels
from dashboard.parts.studio_work import Work, do, fault_of
from dashboard.parts.wording import as_html, as_markdown, points
from indicators.drafting import added, children_of, depth_of, moved, recoded, removed, rolled_up, shifted, subtree
from indicators.language import Translator
from indicators.model import Indicator
from scoring.model import Actor

NODE: Final = "studio-node"
_IN: Final = "\u2003"
_HEIGHT: Final = 720


def draw(sheet: Sheet, _person: Actor, _page: str) -> None:
    """Draw the tree and the indicator that is chosen in it."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        code = _tree(sheet)
    with right:
        if code is None:
            st.html(f'<div class="qc-empty">{as_html(sheet.say("studio.no_indicator"))}</div>')
        else:
            _indicator(sheet, code)


def _tree(sheet: Sheet) -> str | None:
    work, say = sheet.work, sheet.say
    every = {one.code: one for one in work.round.indicator_table.indicators}
    query = st.text_input(
        say("studio.find"), key="studio-find", placeholder=say("studio.find_example"), max_chars=60, type="search"
    )
    words = (query or "").casefold().split()
    shown = [c for c, one in every.items() if all(w in f"{c} {one.name} {one.name_en}".casefold() for w in words)]
    if work.is_editable:
        with st.container(horizontal=True, gap="small"):
            st.button(
                say("studio.add_top"), key="studio-add-top", icon=":material/add:", on_click=_add, args=(None, say)
            )
            st.button(
                say("studio.roll_up"),
                key="studio-roll-up",
                icon=":material/functions:",
                help=say("studio.roll_up_help"),
                on_click=do,
                args=(lambda on: on.replace(rolled_up(on.round)),),
            )
    if not shown:
        st.html(f'<div class="qc-empty">{as_html(say("studio.nothing_found"))}</div>')
        return None
    if st.session_state.get(NODE) not in shown:
        st.session_state[NODE] = shown[0]
    lines = {code: _line(sheet, every[code]) for code in shown}
    key = key_by("studio-nodes", lines.values())
    with st.container(height=_HEIGHT, key="studio-tree"):
        st.radio(
            say("studio.tree"),
            shown,
            index=shown.index(st.session_state[NODE]),
            format_func=lines.__getitem__,
            key=key,
            label_visibility="collapsed",
            on_change=take,
            args=(NODE, key),
        )
    chosen: str = st.session_state[NODE]
    return chosen


def _line(sheet: Sheet, one: Indicator) -> str:
    """Return an indicator as a line of the tree, with a mark where something in it is wrong."""
    mark = " :red[\u25cf]" if sheet.at(f"indicator {one.code}") else ""
    name = as_markdown(one.name if sheet.say.language == "zh" else one.name_en)
    unit = as_markdown(sheet.say("studio.points", points=points(one.max_score)))
    deep = _IN * depth_of(sheet.work.round, one.code)
    name = f"**{name}**" if one.parent is None else name
    return f"{deep}{as_markdown(one.code)} {name} :gray[{unit}]{mark}"


def _indicator(sheet: Sheet, code: str) -> None:
    work, say = sheet.work, sheet.say
    every = work.round.indicator_table.indicators
    at = next(place for place, one in enumerate(every) if one.code == code)
    one, path = every[at], ("indicator_table", "indicators", at)
    below = children_of(work.round, code)
    kind = chip(say("studio.kind_node" if below else "studio.kind_leaf"))
    st.html(f'<h2 class="st-title">{as_html(code)} {as_html(one.name)} {kind}</h2>')
    first, second = st.columns([1, 2], gap="medium")
    with first:
        _code(sheet, one)
    with second:
        _parent(sheet, one)
    box(sheet, (*path, "name"))
    box(sheet, (*path, "name_en"))
    if below:
        _children(sheet, one, path)
    else:
        _scale(sheet, path)
        box(sheet, (*path, "evidence"))
        draw_levels(sheet, path)
    box(sheet, (*path, "cite"))
    sheet.rest(path)
    draw_bars(sheet, code, leaf=not below)
    if work.is_editable:
        _tools(sheet, one)


def _scale(sheet: Sheet, path: tuple[str | int, ...]) -> None:
    first, second, third = st.columns(3, gap="medium", vertical_alignment="top")
    with first:
        box(sheet, (*path, "max_score"), live=True)
    with second:
        box(sheet, (*path, "step"), label=sheet.say("studio.step"))
    with third:
        box(sheet, (*path, "allows_not_applicable"))


def _children(sheet: Sheet, one: Indicator, path: tuple[str | int, ...]) -> None:
    """Draw the points of the node and of each right below it, and their sum as it stands."""
    work, say = sheet.work, sheet.say
    box(sheet, (*path, "max_score"), live=True)
    below = children_of(work.round, one.code)
    total = sum((child.max_score for child in below), Decimal(0))
    fits = total == one.max_score
    words = say("studio.sum_of_children", total=points(total), due=points(one.max_score))
    st.html(f'<p class="st-sum {"" if fits else "bad"}" role="status">{as_html(words)}</p>')
    every = [each.code for each in work.round.indicator_table.indicators]
    for child in below:
        at = every.index(child.code)
        name = child.name if say.language == "zh" else child.name_en
        box(sheet, ("indicator_table", "indicators", at, "max_score"), label=f"{child.code} {name}", live=True)


def _code(sheet: Sheet, one: Indicator) -> None:
    key = key_of(sheet.work, ("code", one.code))
    st.text_input(
        sheet.say("rulebook.key_of_code"),
        one.code,
        key=key,
        max_chars=30,
        disabled=not sheet.work.is_editable,
        on_change=_recode,
        args=(one.code, key),
    )
    sheet.beside(f"indicator {one.code}", "code")


def _recode(code: str, key: str) -> None:
    new = (st.session_state[key] or "").strip()

    def change(work: Work) -> None:
        entry = f"indicator {code}"
        work.untyped.pop((entry, "code"), None)
        if any(one.code == new for one in work.round.indicator_table.indicators if one.code != code):
            work.untyped[entry, "code"] = fault_of(entry, "code", "studio.code_taken", code=new)
        elif not new:
            work.untyped[entry, "code"] = fault_of(entry, "code", "studio.code_empty")
        else:
            work.replace(recoded(work.round, code, new))
            st.session_state[NODE] = new

    do(change)


def _parent(sheet: Sheet, one: Indicator) -> None:
    work, say = sheet.work, sheet.say
    own = set(subtree(work.round, one.code))
    names = {each.code: each.name for each in work.round.indicator_table.indicators if each.code not in own}
    options = [None, *names]
    key = key_by(key_of(work, ("parent", one.code)), names.values())
    st.selectbox(
        say("rulebook.key_of_parent"),
        options,
        index=options.index(one.parent) if one.parent in options else 0,
        format_func=lambda code: say("studio.at_the_top") if code is None else f"{code} {names[code]}",
        key=key,
        disabled=not work.is_editable,
        on_change=_move,
        args=(one.code, key),
    )
    sheet.beside(f"indicator {one.code}", "parent")


def _move(code: str, key: str) -> None:
    def change(work: Work) -> None:
        parent = st.session_state[key]
        if any(one.code == code and one.parent != parent for one in work.round.indicator_table.indicators):
            work.replace(moved(work.round, code, parent))

    do(change)


def _tools(sheet: Sheet, one: Indicator) -> None:
    say = sheet.say
    with st.container(horizontal=True, gap="small", key="studio-node-tools"):
        st.button(say("studio.add_below"), key="studio-add", icon=":material/add:", on_click=_add, args=(one.code, say))
        for by, name, icon in ((-1, "up", "arrow_upward"), (1, "down", "arrow_downward")):
            st.button(
                say(f"studio.move_{name}"),
                key=f"studio-{name}",
                icon=f":material/{icon}:",
                on_click=do,
                args=(partial(_shift, code=one.code, by=by),),
            )
        st.button(
            say("studio.retire"),
            key="studio-retire",
            icon=":material/delete:",
            help=say("studio.retire_help"),
            on_click=_retire,
            args=(one.code,),
        )


def _shift(work: Work, *, code: str, by: int) -> None:
    work.replace(shifted(work.round, code, by))


def _add(parent: str | None, say: Translator) -> None:
    def change(work: Work) -> None:
        anchors = (say("studio.new_anchor_none"), say("studio.new_anchor_full"))
        names = [one.name for one in children_of(work.round, parent)]
        name = say("studio.new_name")
        name = next(each for each in (name, *(f"{name}{n}" for n in range(2, 99))) if each not in names)
        made, code = added(work.round, parent, name=name, name_en=name, anchors=anchors)
        work.replace(made)
        st.session_state[NODE] = code

    do(change)


def _retire(code: str) -> None:
    def change(work: Work) -> None:
        parent = next(one.parent for one in work.round.indicator_table.indicators if one.code == code)
        work.replace(removed(work.round, code))
        st.session_state[NODE] = parent

    do(change)
