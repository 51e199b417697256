"""Every draw before the inspector at once: whether it holds, and whether its seed gives the same again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk
from dashboard.parts.card_table import card_table
from dashboard.parts.paging import page_of
from dashboard.parts.panel_words import moment
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from dashboard.roles import VIEWS
from indicators.language import Message, Translator
from scoring import flow
from scoring.flow import DrawState
from scoring.model import Actor

PLACE: Final = "watch-draws"
_AGAIN: Final = "watch-draws-again"
_SIZE: Final = 10


def draw(person: Actor, say: Translator, found: Sequence[DrawState]) -> None:
    """Draw how many draws hold, each of them with its state, and the button that draws all of them again."""
    st.header(say("proof.draws"), anchor=False)
    with st.container():
        # Always there, so that nothing moves when something is told above it.
        acting.tell(PLACE, say)
    if not found:
        st.html(f'<p class="dk-quiet">{as_html(say("proof.no_draws"))}</p>')
        return
    again: Mapping[str, bool | None] = st.session_state.get(_AGAIN, {})
    same = sum(again.get(one.summary.draw_id) is True for one in found)
    differs = sum(again.get(one.summary.draw_id) is False for one in found)
    broken = sum(not one.holds for one in found)
    since = sum(one.since for one in found)
    desk.counts(
        (
            (len(found) - broken, say("proof.count_holds"), "yes" if not broken else ""),
            (broken, say("proof.count_broken"), "no" if broken else "yes"),
            (same, say("proof.count_same"), "yes" if same else ""),
            (differs, say("proof.count_differs"), "no" if differs else ""),
            (since, say("proof.count_since"), "no" if since else "yes"),
        )
    )
    heads = [say(f"proof.column_{name}") for name in ("draw", "when", "holds", "again", "since")]
    page = page_of(say, "watch-draws-page", found, size=_SIZE)
    st.html(card_table(heads, [_row(say, one, again) for one in page]))
    with st.container(horizontal=True, key="watch-draws", vertical_alignment="center"):
        st.button(
            say("proof.draw_again", count=len(found)),
            key="watch-draw-again",
            icon=":material/replay:",
            help=say("proof.draw_again_what"),
            on_click=_again,
            args=(person, tuple(one.summary.draw_id for one in found)),
        )
        st.page_link(VIEWS / "inspector" / "draws.py", label=say("watch.draws"), icon=":material/shuffle:")


def _row(say: Translator, one: DrawState, again: Mapping[str, bool | None]) -> list[str]:
    summary = one.summary
    holds = chip(say("proof.holds"), "good") if one.holds else chip(say("proof.broken", count=one.faults), "bad")
    since = chip(say("proof.since", count=one.since), "bad") if one.since else "–"
    stage = as_html(say(f"chair.stage_{summary.stage}"))
    return [
        f"{as_html(summary.draw_id)}<small>{stage}</small>",
        moment(summary.drawn_at),
        holds,
        _again_chip(say, one, again),
        since,
    ]


def _again_chip(say: Translator, one: DrawState, again: Mapping[str, bool | None]) -> str:
    found = again.get(one.summary.draw_id)
    if found is not None:
        return chip(say("proof.same"), "good") if found else chip(say("proof.differs"), "bad")
    return as_html(say("proof.not_again" if one.redrawable else "proof.other_solver"))


def _again(person: Actor, draw_ids: Sequence[str]) -> None:
    """Draw each of them again from its seed, for a callback; what came of it stays while its reader is here."""
    found: dict[str, bool | None] = {}

    def ask() -> None:
        for id_ in draw_ids:
            found[id_] = source.ask(flow.verify_draw, person, source.today(), draw_id=id_, again=True).reproduced

    if acting.attempt(PLACE, ask, Message("proof.drawn_again", {"count": len(draw_ids)})):
        st.session_state[_AGAIN] = found
