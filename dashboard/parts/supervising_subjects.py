"""Whom supervision is about: accredited enterprises and what was returned, searched, and one of them chosen."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import frame
from dashboard.parts.round_choice import APPLICATION
from dashboard.parts.supervising_words import county, standing_chip
from dashboard.parts.wording import as_html
from indicators.collation import by_name
from indicators.language import Translator
from scoring import flow
from scoring.flow import HeldMeasure, PublicEntry, Search
from scoring.model import Actor

PART: Final = "supervising-part"
FIND: Final = "supervising-find-text"
CHOSEN: Final = "supervising-chosen"
_ASKED: Final = f"{CHOSEN}-asked"
#: No more choices at once: who has more to choose from, searches.
MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Subject:
    """An enterprise of which a grade was announced, or whose application was returned; then `entry` is ``None``."""

    application_id: str
    round_id: str
    enterprise: str
    uscc: str
    county: str
    grade: str
    entry: PublicEntry | None = None

    @property
    def standing(self) -> str:
        """What everybody may know of its grade today."""
        return "returned" if self.entry is None else self.entry.standing

    @property
    def number(self) -> str:
        """Number of its certificate, or of its application where there is none."""
        return self.application_id if self.entry is None else self.entry.number


def everyone(person: Actor, held: Sequence[HeldMeasure]) -> Mapping[str, Subject]:
    """Return whom an office may look at, by application: its region's enterprises, with measures first, by name."""
    search = Search(region=person.region or "")
    found = {
        one.application_id: Subject(
            one.application_id, one.round_id, one.enterprise, one.uscc, one.county, one.grade, one
        )
        for one in source.kept(flow.public_register, person, on=source.today(), search=search)
    }
    for one in held:
        about = one.subject
        if about.application_id not in found:
            found[about.application_id] = Subject(
                about.application_id, about.round_id, about.enterprise, about.uscc, about.county, about.grade
            )
    busy = {one.subject.application_id for one in held}
    return dict(sorted(found.items(), key=lambda pair: (pair[0] not in busy, by_name(pair[1].enterprise))))


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


def choose(known: Mapping[str, Subject], say: Translator) -> Subject | None:
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
        matching = [id_ for id_, one in known.items() if _matches(one, text or "")]
        options = _options(matching)
        if st.session_state.get(CHOSEN) not in options:
            st.session_state[CHOSEN] = None
        st.selectbox(
            say("supervising.enterprise"),
            options,
            key=CHOSEN,
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


def head(one: Subject, say: Translator) -> None:
    """Draw who is chosen: grade, what it is today, until when, where."""
    grade = f'<span class="qc-chip grade">{as_html(one.grade)}</span>' if one.entry is not None else ""
    facts = [one.number, one.uscc, county(one.county)]
    if one.entry is not None:
        facts.append(say("supervising.valid_between", first=one.entry.valid_from, last=one.entry.valid_until))
    st.html(
        f'<div class="sv-head"><h2>{as_html(one.enterprise)}</h2>'
        f"<p>{as_html(say('supervising.standing_today'))} {grade}{standing_chip(one.standing, say)}</p>"
        f"<p>{' · '.join(as_html(fact) for fact in facts)}</p></div>"
    )
    if one.standing in ("suspended", "superseded", "expired"):
        st.caption(say(f"supervising.standing_{one.standing}_means"))


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


def _name(one: Subject, say: Translator) -> str:
    return say(
        "supervising.choice",
        enterprise=one.enterprise,
        grade=one.grade,
        standing=say(f"supervising.standing_{one.standing}"),
        number=one.number,
    )


def _matches(one: Subject, text: str) -> bool:
    wanted = plain(text)
    return any(wanted in plain(part) for part in (one.enterprise, one.uscc, one.number, one.application_id))


def plain(text: str) -> str:
    """Return a text as it is searched: full and half width, capital and small are one, blanks are nothing."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
