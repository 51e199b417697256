"""Choices whose words change: the browser knows what is chosen by its words, not by what they stand for."""

from __future__ import annotations

from typing import Any

import streamlit as st

from indicators.language import Translator


def anew(key: str, words: str) -> None:
    """Put what is chosen there anew once it is said in other words; to be called before it is drawn.

    Parameters
    ----------
    key : str
        Of the choice, which has no default of its own.
    words : str
        What is chosen as it is said now, or the language in which all of it is said.
    """
    before = f"{key}-words"
    if key in st.session_state and st.session_state.get(before, words) != words:
        chosen: Any = st.session_state[key]
        st.session_state[key] = chosen
    st.session_state[before] = words


def keyed(key: str, say: Translator) -> str:
    """Return the key of a choice, with what is chosen put there anew where the page speaks another language now."""
    anew(key, say.language)
    return key
