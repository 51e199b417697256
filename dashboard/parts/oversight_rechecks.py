"""Rechecked opinions on A (Article 19): drawn by a public seed, each with its result, counted by prefecture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, frame
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html, as_markdown
from indicators.language import Message, Translator
from scoring import access, flow
from scoring.flow import BoardRow, Rechecks
from scoring.model import Actor
from scoring.procedure.oversight import RecheckCount
from scoring.procedure.rounds import RoundState, circumstances
from scoring.register.oversight import Recheck

PLACE: Final = "oversight"
SHOWN: Final = 50
_CHIP: Final = {"drawn": "near", "upheld": "good", "overturned": "bad"}


def draw(person: Actor, say: Translator, round_id: str, state: RoundState) -> None:
    """Draw the rechecks of a round for those who may read them, and the forms for those who draw and record."""
    if not access.may(person, "read", "recheck", circumstances(state)):
        return
    with frame.told(say):
        found = source.kept(flow.read_rechecks, person, round_id)
        rows = source.kept(flow.step_board, person, source.today(), round_id) if found.rechecks else ()
    heads = {row.application_id: row for row in rows}
    st.header(say("oversight.rechecks"), anchor=False)
    _head(say, found)
    waiting = [one for one in found.rechecks if one.result == "drawn"]
    if waiting and access.may(person, "record", "recheck", circumstances(state)):
        _record(person, say, waiting, heads)
    if access.may(person, "draw", "recheck", circumstances(state)):
        _draw(person, say, found, round_id)
    if not found.rechecks:
        frame.empty(say("oversight.no_rechecks"))
        return
    _by_prefecture(say, found.by_prefecture)
    _table(say, [*waiting, *(one for one in found.rechecks if one.result != "drawn")], heads)


def _head(say: Translator, found: Rechecks) -> None:
    results = [one.result for one in found.rechecks]
    waiting, overturned = results.count("drawn"), results.count("overturned")
    desk.counts(
        [
            (sum(one.opinions for one in found.by_prefecture), say("oversight.count_opinions"), ""),
            (len(results), say("oversight.count_drawn"), ""),
            (waiting, say("oversight.count_open"), "unknown" if waiting else ""),
            (overturned, say("oversight.count_overturned"), "no" if overturned else ""),
        ]
    )
    if results:
        key = "oversight.reproducible" if found.reproducible else "oversight.not_reproducible"
        st.html(f'<p class="{"dk-quiet" if found.reproducible else "dk-late"}">{as_html(say(key))}</p>')


def _by_prefecture(say: Translator, counted: Sequence[RecheckCount]) -> None:
    rows = []
    for one in counted:
        decided = one.upheld + one.overturned
        # Of so few a percentage would say more than is known: both numbers are shown.
        rate = f"{one.overturned} / {decided}" if decided else "–"
        numbers = (one.opinions, one.drawn, one.open, one.upheld, rate)
        rows.append([as_html(desk.region(one.prefecture)), *(f'<span class="num">{value}</span>' for value in numbers)])
    names = ("prefecture", "opinions", "drawn", "open", "upheld", "rate")
    desk.listing([say(f"oversight.column_{name}") for name in names], rows)


def _table(say: Translator, found: Sequence[Recheck], heads: Mapping[str, BoardRow]) -> None:
    rows = [
        [
            chip(say(f"oversight.result_{one.result}"), _CHIP[one.result]),
            f'<div class="wide">{as_html(_name(one, heads))}</div>',
            as_html(desk.region(heads[one.application_id].county) if one.application_id in heads else "–"),
            f'<div class="wide">{as_html(one.reason or "–")}</div>',
            f'<span class="num">{one.sample}</span>',
        ]
        for one in found[:SHOWN]
    ]
    names = ("result", "application", "region", "reason", "sample")
    desk.listing([say(f"oversight.column_{name}") for name in names], rows)
    if len(found) > SHOWN:
        st.caption(say("oversight.more", shown=SHOWN, count=len(found)))


def _name(one: Recheck, heads: Mapping[str, BoardRow]) -> str:
    row = heads.get(one.application_id)
    return one.application_id if row is None else f"{row.enterprise} · {one.application_id}"


def _record(person: Actor, say: Translator, waiting: Sequence[Recheck], heads: Mapping[str, BoardRow]) -> None:
    by_id = {one.application_id: one for one in waiting}
    with st.container(border=True, key="oversight-to-record"):
        st.markdown(f"**{as_markdown(say('oversight.to_record', count=len(waiting)))}**")
        if st.session_state.get("oversight-recheck") not in by_id:
            st.session_state["oversight-recheck"] = waiting[0].application_id
            st.session_state["oversight-recheck-reason"] = ""
        chosen = st.selectbox(
            say("oversight.column_application"),
            list(by_id),
            key="oversight-recheck",
            format_func=lambda id_: _name(by_id[id_], heads),
            on_change=_other,
        )
        st.radio(
            say("oversight.column_result"),
            ("upheld", "overturned"),
            index=None,
            horizontal=True,
            key="oversight-result",
            format_func=lambda one: say(f"oversight.result_{one}"),
        )
        desk.reason_input(say("oversight.recheck_reason"), "oversight-recheck-reason")
        desk.act_when_sure(
            sure=say("oversight.record_sure"),
            label=say("oversight.do_record"),
            key="oversight-record",
            do=_do_record,
            args=(person, chosen),
        )


def _other() -> None:
    """Empty what was written of another opinion."""
    st.session_state["oversight-recheck-reason"] = ""
    st.session_state["oversight-result"] = None
    st.session_state["oversight-record-sure"] = False


def _do_record(person: Actor, application_id: str) -> None:
    result = st.session_state.get("oversight-result")
    reason = st.session_state.get("oversight-recheck-reason") or ""
    if result is None:
        acting.refuse(PLACE, [Message("oversight.choose_result")])
    elif acting.attempt(
        PLACE,
        lambda: source.act(flow.record_recheck, person, application_id=application_id, result=result, reason=reason),
        Message("oversight.done_record", {"application": application_id}),
    ):
        _other()


def _draw(person: Actor, say: Translator, found: Rechecks, round_id: str) -> None:
    with st.expander(say("oversight.draw"), icon=":material/casino:", key="oversight-drawing"):
        st.caption(say("oversight.draw_note"))
        st.text_input(say("oversight.seed"), key="oversight-seed", max_chars=200)
        if found.rechecks:
            desk.reason_input(say("oversight.draw_reason"), "oversight-draw-reason")
        desk.act_when_sure(
            sure=say("oversight.draw_sure"),
            label=say("oversight.do_draw"),
            key="oversight-draw",
            do=_do_draw,
            args=(person, round_id),
            icon=":material/casino:",
        )


def _do_draw(person: Actor, round_id: str) -> None:
    seed = st.session_state.get("oversight-seed") or ""
    reason = st.session_state.get("oversight-draw-reason") or ""
    if acting.attempt(
        PLACE,
        lambda: source.act(flow.draw_rechecks, person, round_id, seed=seed, reason=reason),
        Message("oversight.done_draw"),
    ):
        st.session_state["oversight-seed"] = st.session_state["oversight-draw-reason"] = ""
