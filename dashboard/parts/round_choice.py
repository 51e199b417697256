"""Which round, which of its two sittings, which application a page is about; the address keeps it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import frame, spoken
from indicators.language import Name, Translator
from scoring.flow import Outcome, RoundSummary
from scoring.model import STAGES, Actor, Stage

ROUND: Final = "round"
STAGE: Final = "stage"
APPLICATION: Final = "application"
# What is being decided comes first, then what is being marked, then the newest.
_FIRST: Final = {"deciding": 0, "reviewing": 1, "open": 2, "planned": 3}


def choose_round(person: Actor, say: Translator, page: str) -> RoundSummary:
    """Draw the choice of a round; stop where the record has none."""
    with frame.told(say):
        found = sorted(source.rounds(person), key=lambda one: _FIRST.get(one.state, 9))
    if not found:
        frame.empty(say("chair.no_rounds"))
        st.stop()
    by_id = {one.round_id: one for one in found}
    chosen = choose(say("chair.round"), page, ROUND, list(by_id), lambda id_: _round_name(by_id[id_], say))
    return by_id[chosen or found[0].round_id]


def choose_sitting(person: Actor, say: Translator, page: str) -> tuple[RoundSummary, Stage, tuple[Outcome, ...]]:
    """Draw the choice of a round and of its sitting, and return both with what stands decided in the round."""
    with st.container(horizontal=True, key="chair-choice"):
        summary = choose_round(person, say, page)
        with frame.told(say):
            outcomes = source.decided(person, summary.round_id)
        visited = any(one.outcome == "send_to_site_visit" for one in outcomes)
        return summary, choose_stage(say, page, visited=visited), outcomes


def choose_stage(say: Translator, page: str, *, visited: bool) -> Stage:
    """Draw the choice between the two sittings of a round, once the second has anything to decide about."""
    if not visited:
        return STAGES[0]
    chosen = choose(say("chair.stage"), page, STAGE, STAGES, lambda stage: say(f"chair.stage_{stage}"))
    return STAGES[1] if chosen == STAGES[1] else STAGES[0]


def choose(label: str, page: str, name: str, options: Sequence[str], words: Callable[[str], str]) -> str | None:
    """Draw one choice, take it from the address where that names another, and keep it there."""
    key = key_of(page, name)
    asked = st.query_params.get(name)
    if asked in options and st.session_state.get(f"{key}-asked") != asked:
        st.session_state[key] = st.session_state[f"{key}-asked"] = asked
    if options and st.session_state.get(key) not in options:
        # Put there, not taken away: only then is the browser told, which else goes on showing the old choice.
        st.session_state[key] = options[0]
    if options:
        spoken.anew(key, words(st.session_state[key]))
    chosen = st.selectbox(label, options, key=key, format_func=words, on_change=_kept, args=(key, name))
    return chosen if chosen in options else None


def standing(page: str, name: str, options: Collection[str]) -> str | None:
    """Return what `choose` will show as chosen of these, before it is drawn: ``None`` where nothing is yet."""
    key = key_of(page, name)
    asked, now = st.query_params.get(name), st.session_state.get(key)
    if asked in options and st.session_state.get(f"{key}-asked") != asked:
        return asked
    return str(now) if now in options else None


def put(page: str, name: str, value: str) -> None:
    """Choose for the reader: for buttons, in their callbacks."""
    key = key_of(page, name)
    st.session_state[key] = value
    _kept(key, name)


def key_of(page: str, name: str) -> str:
    """Return the key of a choice; each page has its own, for what a page does not draw is forgotten."""
    return f"{page}-{name}"


def _kept(key: str, name: str) -> None:
    if name == ROUND:
        st.query_params.pop(APPLICATION, None)  # it belongs to the round that was left
    st.query_params[name] = st.session_state[f"{key}-asked"] = st.session_state[key]


def _round_name(summary: RoundSummary, say: Translator) -> str:
    round_ = summary.rule_book.round
    name = Name(round_.name, round_.name_en)
    return say("chair.round_choice", name=name, state=say(f"rounds.state_{summary.state}"))
