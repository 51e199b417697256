"""Whom supervision is about: accredited enterprises and what was returned, searched, and one of them chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from dashboard.parts import frame, spoken
from dashboard.parts.round_choice import APPLICATION
from dashboard.parts.supervising_words import county, standing_chip
from dashboard.parts.wording import as_html
from indicators.language import Translator
from indicators.plain_text import plain
from scoring.flow import Supervised

PART: Final = "supervising-part"
FIND: Final = "supervising-find-text"
CHOSEN: Final = "supervising-chosen"
_ASKED: Final = f"{CHOSEN}-asked"
#: No more choices at once: who has more to choose from, searches.
MOST: Final = 50


def choose_part(parts: Sequence[str], say: Translator) -> str:
    """Draw the choice of what the page is about: an enterprise, returns, bars."""
    if st.session_state.get(PART) not in parts:
        st.session_state[PART] = parts[0]
    chosen = st.segmented_control(
        say("supervising.part"),
        parts,
        key=PART,
        format_func=lambda one: say(f"supervising.part_{one}"),
        required=True,
        label_visibility="collapsed",
    )
    return next((one for one in parts if one == chosen), parts[0])


def choose(known: Mapping[str, Supervised], say: Translator) -> Supervised | None:
    """Draw the search and the choice; the address keeps who is chosen."""
    if not known:
        frame.empty(say("supervising.nobody_accredited"))
        return None
    asked = st.query_params.get(APPLICATION)
    if asked in known and st.session_state.get(_ASKED) != asked:
        st.session_state[CHOSEN] = st.session_state[_ASKED] = asked
    with st.container(horizontal=True, key="supervising-find"):
        text = st.text_input(
            say("supervising.find"), key=FIND, max_chars=80, placeholder=say("supervising.find_placeholder")
        )
        matching = _matching(known, plain(text or ""))
        options = _options(matching)
        if st.session_state.get(CHOSEN) not in options:
            st.session_state[CHOSEN] = None
        st.selectbox(
            say("supervising.enterprise"),
            options,
            key=spoken.keyed(CHOSEN, say),
            index=None,
            placeholder=say("supervising.choose"),
            format_func=lambda id_: _name(known[id_], say),
            on_change=_kept,
        )
    shown = min(len(matching), MOST)
    words = "supervising.found" if shown == len(matching) else "supervising.found_more"
    st.caption(say(words, count=len(matching), shown=shown))
    return known.get(st.session_state.get(CHOSEN) or "")


def open_subject(application_id: str) -> None:
    """Choose somebody for the reader: for buttons, in their callbacks."""
    st.session_state[PART] = "enterprise"
    st.session_state[FIND] = ""
    st.session_state[CHOSEN] = application_id
    _kept()


def head(about: Supervised, say: Translator) -> None:
    """Draw who is chosen: grade, what it is today, until when, where."""
    one, entry = about.subject, about.entry
    grade = f'<span class="qc-chip grade">{as_html(one.grade)}</span>' if entry is not None else ""
    facts = [about.number, one.uscc, county(one.county)]
    if entry is not None:
        facts.append(say("supervising.valid_between", first=entry.valid_from, last=entry.valid_until))
    st.html(
        f'<div class="sv-head"><h2>{as_html(one.enterprise)}</h2>'
        f"<p>{as_html(say('supervising.standing_today'))} {grade}{standing_chip(about.standing, say)}</p>"
        f"<p>{' · '.join(as_html(fact) for fact in facts)}</p></div>"
    )
    if about.standing in ("suspended", "superseded", "expired"):
        st.caption(say(f"supervising.standing_{about.standing}_means"))


def _matching(known: Mapping[str, Supervised], words: str) -> list[str]:
    return [id_ for id_, one in known.items() if words in one.sought] if words else list(known)


def _options(matching: Sequence[str]) -> list[str]:
    """Return the first that match, and whoever is chosen among the others."""
    options = list(matching[:MOST])
    chosen = str(st.session_state.get(CHOSEN))
    return options if chosen in options or chosen not in matching else [chosen, *options]


def _kept() -> None:
    chosen = st.session_state.get(CHOSEN)
    if chosen is None:
        st.query_params.pop(APPLICATION, None)
    else:
        st.query_params[APPLICATION] = chosen
    st.session_state[_ASKED] = chosen


def _name(one: Supervised, say: Translator) -> str:
    return say(
        "supervising.choice",
        enterprise=one.subject.enterprise,
        grade=one.subject.grade,
        standing=say(f"supervising.standing_{one.standing}"),
        number=one.number,
    )
