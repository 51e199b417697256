"""Choices of the analysis as pills; the address keeps each, so that what is shown can be sent on and opened again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st


def choose(label: str, name: str, options: Sequence[str], words: Callable[[str], str]) -> str:
    """Draw a choice of exactly one, the first unless the address names another, and keep it there.

    Parameters
    ----------
    label : str
        For screen readers; what the pills are stands in them.
    name : str
        In the address.
    options : sequence of str
    words : callable
        What an option is called.
    """
    key = f"analysis-{name}"
    asked = st.query_params.get(name)
    if asked in options and st.session_state.get(f"{key}-asked") != asked:
        st.session_state[key] = st.session_state[f"{key}-asked"] = asked
    if st.session_state.get(key) not in options:
        st.session_state[key] = options[0]
    chosen: str | None = st.pills(
        label,
        options,
        key=key,
        format_func=words,
        required=True,
        on_change=_kept,
        args=(key, name),
        label_visibility="collapsed",
    )
    return chosen or options[0]


def _kept(key: str, name: str) -> None:
    chosen = st.session_state.get(key)
    if chosen is not None:
        st.query_params[name] = st.session_state[f"{key}-asked"] = chosen
