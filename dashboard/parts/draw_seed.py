"""The seed of a draw: typed from a public source, or suggested by the system's own randomness; both are recorded."""

from __future__ import annotations

import secrets
from typing import Final

import streamlit as st

from indicators.language import Message, Translator

#: Twelve digits: enough that nobody tries them all, few enough to be read out and written down.
_SUGGESTED_BELOW: Final = 10**12
_LONGEST: Final = 19


def seed_input(say: Translator, key: str) -> None:
    """Draw the box of a seed with its button that suggests one."""
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"{key}-row"):
        st.text_input(say("draws.seed"), key=key, max_chars=_LONGEST, width=260)
        st.button(
            say("draws.seed_suggest"), key=f"{key}-suggest", icon=":material/casino:", on_click=_suggest, args=(key,)
        )
    st.caption(say("draws.seed_recorded"))


def seed_of(key: str) -> int | Message:
    """Return the seed that was entered, or why it is none."""
    typed = str(st.session_state.get(key) or "").strip()
    if not typed:
        return Message("draws.seed_missing")
    if not (typed.isascii() and typed.isdigit()):
        return Message("draws.seed_digits")
    return int(typed)


def _suggest(key: str) -> None:
    st.session_state[key] = str(secrets.randbelow(_SUGGESTED_BELOW))
