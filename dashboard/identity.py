"""Who is at the page. Until sign-in is built there is one answer: a demonstration's visible switch of roles.

A register that is not a demonstration is not opened at all, so that nobody meets real marks without having signed in.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import source
from dashboard.texts import translator
from indicators.language import LANGUAGES, Translator
from scoring.model import Actor

ROLES: Final = ("expert", "chair", "secretariat", "leader", "inspector")
_ROLE, _EXPERT, _LANGUAGE = "demonstration_role", "demonstration_expert", "language"


def language() -> str:
    """Return the language chosen in this session, Chinese at first."""
    chosen = st.session_state.get(_LANGUAGE) or st.query_params.get("lang", "zh")
    return chosen if chosen in LANGUAGES else "zh"


def say() -> Translator:
    """Return the translator of this session's language."""
    return translator(language())


def actor() -> Actor | None:
    """Return who is at the page, ``None`` if that cannot be told: then nothing is shown."""
    if not source.register().synthetic:
        return None
    role = st.session_state.get(_ROLE, ROLES[0])
    if role not in ROLES:
        return None
    if role == "expert":
        people = source.demonstration_experts()
        chosen = st.session_state.get(_EXPERT)
        expert_id = chosen if chosen in people else next(iter(people), "")
        return Actor(expert_id, people.get(expert_id, expert_id), frozenset({"expert"}))
    return Actor(f"demonstration-{role}", role, frozenset({role}))


def switches() -> None:
    """Draw the choice of language and, on a demonstration, of role and expert."""
    speak = say()
    with st.sidebar:
        st.segmented_control(
            speak("page.language"),
            list(LANGUAGES),
            key=_LANGUAGE,
            default=language() if _LANGUAGE not in st.session_state else None,
            format_func=lambda code: translator(code)("page.language_name"),
            required=True,
        )
        if not source.register().synthetic:
            return
        st.selectbox(speak("page.role"), ROLES, key=_ROLE, format_func=lambda role: speak(f"page.role_{role}"))
        if st.session_state[_ROLE] == "expert":
            people = source.demonstration_experts()
            st.selectbox(
                speak("page.expert"), list(people), key=_EXPERT, format_func=lambda id_: f"{id_} {people[id_]}"
            )
        st.caption(speak("page.role_switch_note"))
