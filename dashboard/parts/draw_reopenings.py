"""Sheets that their experts ask back, before the holder: given back, or not with a reason that the expert reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, frame
from dashboard.parts.draw_words import Roster, person_html
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html, as_markdown, day_and_clock
from indicators.language import Message, Translator
from scoring import access, flow
from scoring.model import Actor
from scoring.register.reopenings import Reopening

PLACE: Final = "reopenings"
_MOST: Final = 10


def requests(person: Actor, say: Translator, round_id: str, roster: Roster) -> None:
    """Draw the requests that wait, the oldest first; nothing where none does."""
    acting.tell(PLACE, say)
    if not access.may(person, "read", "reopening"):
        return
    with frame.told(say):
        found = source.ask(flow.read_reopenings, person, round_id)
    if not found:
        return
    st.header(as_markdown(say("reopenings.waiting", count=len(found))), anchor=False)
    for one in found[:_MOST]:
        _request(person, say, one, roster)
    if len(found) > _MOST:
        st.caption(say("reopenings.more", count=len(found) - _MOST))


def _request(person: Actor, say: Translator, one: Reopening, roster: Roster) -> None:
    name = f"{one.application_id}-{one.expert_id}-{one.stage}"
    with st.container(border=True, key=f"reopening-{name}"):
        head = f"<b>{as_html(one.application_id)}</b> {chip(say(f'chair.stage_{one.stage}'))}"
        asked = as_html(say("reopenings.asked_at", at=day_and_clock(one.at)))
        st.html(
            f'<div class="rb">{head} <span class="dk-quiet">{asked}</span>{person_html(one.expert_id, roster)}'
            f'<p style="overflow-wrap:anywhere;margin:.4rem 0 0">{as_html(one.reason)}</p></div>'
        )
        reason = f"reopening-answer-{name}"
        desk.reason_input(say("reopenings.answer"), reason, placeholder=say("reopenings.answer_example"))
        with st.container(horizontal=True):
            for act, do in (("grant", flow.return_sheet), ("decline", flow.decline_reopening)):
                st.button(
                    say(f"reopenings.{act}"),
                    key=f"reopening-{act}-{name}",
                    type="primary" if act == "grant" else "secondary",
                    on_click=_answer,
                    args=(person, one, act, do, reason),
                )


def _answer(person: Actor, one: Reopening, act: str, do: Callable[..., Any], key: str) -> None:
    where = {"application_id": one.application_id, "expert_id": one.expert_id, "stage": one.stage}
    reason = st.session_state.get(key) or ""
    values = {"application": one.application_id, "expert": one.expert_id}
    acting.attempt(
        PLACE, lambda: source.act(do, person, **where, reason=reason), Message(f"reopenings.done_{act}", values)
    )
