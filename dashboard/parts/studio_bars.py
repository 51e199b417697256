"""Floors and vetoes of an indicator, beside it: what bars a grade whatever the total."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial

import streamlit as st

from dashboard.parts.studio_fields import Sheet, box, key_of
from dashboard.parts.studio_work import Work, do
from dashboard.parts.wording import as_html
from indicators.drafting import put
from indicators.language import Translator
from indicators.model import Citation, Floor, Round, Veto


def draw(sheet: Sheet, code: str, *, leaf: bool) -> None:
    """Draw every floor and veto of an indicator, and the way to another one."""
    work, say = sheet.work, sheet.say
    floors = [at for at, one in enumerate(work.round.floors) if one.indicator == code]
    vetoes = [at for at, one in enumerate(work.round.vetoes) if one.indicator == code]
    st.html(f'<h3 class="st-head">{as_html(say("studio.bars"))}</h3>')
    if not floors and not vetoes:
        st.html(f'<p class="dk-quiet">{as_html(say("studio.no_bars"))}</p>')
    for table, places in (("floors", floors), ("vetoes", vetoes)):
        for at in places:
            _bar(sheet, table, at)
    if work.is_editable:
        with st.container(horizontal=True, gap="small"):
            st.button(
                say("studio.add_floor"),
                key="studio-add-floor",
                icon=":material/vertical_align_bottom:",
                on_click=_floor,
                args=(code, say),
            )
            if leaf:
                st.button(
                    say("studio.add_veto"),
                    key="studio-add-veto",
                    icon=":material/block:",
                    on_click=_veto,
                    args=(code, say),
                )


def _bar(sheet: Sheet, table: str, at: int) -> None:
    work, say = sheet.work, sheet.say
    with st.container(border=True):
        first, second, out = st.columns([4, 3, 2], gap="small", vertical_alignment="top")
        grades, line = ("grade", "min_score") if table == "floors" else ("grades", "at_or_below")
        if table == "floors":
            with first:
                _grade(sheet, at)
        else:
            with first:
                box(sheet, (table, at, grades))
        with second:
            box(sheet, (table, at, line), live=True)
        if work.is_editable:
            out.button(
                say("studio.bar_out"),
                key=f"{key_of(work, (table, at))}-out",
                icon=":material/close:",
                type="tertiary",
                on_click=do,
                args=(partial(_out, table=table, at=at),),
            )
        sheet.rest((table, at))
        box(sheet, (table, at, "reason"))
        box(sheet, (table, at, "cite"))


def _grade(sheet: Sheet, at: int) -> None:
    """Draw the choice of a floor's grade: in the record it is a text."""
    work = sheet.work
    floor = work.round.floors[at]
    options = list(dict.fromkeys([*work.opened.book.regulation.accredited_grades(), floor.grade]))
    key = key_of(work, ("floors", at, "grade"))
    st.selectbox(
        sheet.say("rulebook.key_of_grade"),
        options,
        index=options.index(floor.grade),
        key=key,
        disabled=not work.is_editable,
        on_change=lambda: do(lambda on: on.replace(_with_grade(on, at, st.session_state[key]))),
    )
    sheet.beside(sheet.entry_of(("floors", at)), "grade")


def _with_grade(work: Work, at: int, grade: str) -> Round:
    floors = work.round.floors
    return replace(work.round, floors=(*floors[:at], replace(floors[at], grade=grade), *floors[at + 1 :]))


def _floor(code: str, say: Translator) -> None:
    def change(work: Work) -> None:
        taken = {one.grade for one in work.round.floors if one.indicator == code}
        free = [cut.grade for cut in work.round.cut_scores if cut.grade not in taken]
        if free:
            new = Floor(free[-1], code, _half(work, code), say("studio.new_reason"), _cite(work, code))
            work.replace(replace(work.round, floors=(*work.round.floors, new)))

    do(change)


def _veto(code: str, say: Translator) -> None:
    def change(work: Work) -> None:
        taken = {grade for one in work.round.vetoes if one.indicator == code for grade in one.grades}
        free = tuple(cut.grade for cut in work.round.cut_scores if cut.grade not in taken)
        if free:
            new = Veto(code, Decimal(0), free, say("studio.new_reason"), _cite(work, code))
            work.replace(replace(work.round, vetoes=(*work.round.vetoes, new)))

    do(change)


def _half(work: Work, code: str) -> Decimal:
    node = next(one for one in work.round.indicator_table.indicators if one.code == code)
    return node.max_score / 2


def _cite(work: Work, code: str) -> Citation:
    node = next(one for one in work.round.indicator_table.indicators if one.code == code)
    return (node.cite or work.round.cite)[0]


def _out(work: Work, *, table: str, at: int) -> None:
    kept = getattr(work.round, table)
    work.replace(put(work.round, (table,), (*kept[:at], *kept[at + 1 :])))
