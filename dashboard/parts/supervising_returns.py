"""An application returned because its material is untrue (Article 16): which, why, and the bar that will follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, frame, spoken
from dashboard.parts.supervising_subjects import MOST, open_subject
from dashboard.parts.supervising_words import PLACE, bar_box
from dashboard.parts.wording import as_html
from indicators.language import Message, Name, Translator
from indicators.model import RuleBook
from indicators.plain_text import plain
from scoring import flow
from scoring.flow import RoundSummary, Subject
from scoring.model import Actor
from scoring.procedure.sanctions import RETURN, Debarment, debarment, sanction_for

ROUND: Final = "supervising-return-round"
CHOSEN: Final = "supervising-return-chosen"
_FIND: Final = "supervising-return-text"
#: States of a round whose applications are still on their way.
_RUNNING: Final = ("open", "reviewing", "deciding", "in_notice")


def draw(person: Actor, say: Translator, rounds: Sequence[RoundSummary]) -> None:
    """Draw the choice of an application of a running round, and its return."""
    running = {one.round_id: one for one in rounds if one.state in _RUNNING}
    if not running:
        frame.empty(say("supervising.no_running_round"))
        return
    with st.container(horizontal=True, key="supervising-return-find"):
        chosen = st.selectbox(
            say("supervising.round"),
            list(running),
            key=spoken.keyed(ROUND, say),
            format_func=lambda id_: _round(running[id_], say),
        )
        summary = running.get(chosen or "") or next(iter(running.values()))
        with frame.told(say):
            every = source.kept(flow.returnable, person, summary.round_id)
        about = _choose(every, say)
    st.caption(say("supervising.return_count", count=len(every)))
    if about is not None:
        _form(person, say, summary.rule_book, about)


def _choose(every: Sequence[Subject], say: Translator) -> Subject | None:
    text = plain(st.text_input(say("supervising.find"), key=_FIND, max_chars=80) or "")
    found = {
        one.application_id: one
        for one in every
        if not text or any(text in plain(part) for part in (one.enterprise, one.uscc, one.application_id))
    }
    options = list(found)[:MOST]
    if st.session_state.get(CHOSEN) not in options:
        st.session_state[CHOSEN] = None
    chosen = st.selectbox(
        say("supervising.application"),
        options,
        key=CHOSEN,
        index=None,
        placeholder=say("supervising.choose"),
        format_func=lambda id_: f"{id_} {found[id_].enterprise} {found[id_].grade}",
    )
    return found.get(chosen or "")


def _form(person: Actor, say: Translator, book: RuleBook, about: Subject) -> None:
    at = f"supervising-return-{about.application_id}"
    with st.container(border=True, key="supervising-return-form"):
        where = " · ".join((about.application_id, about.uscc, desk.region(about.county)))
        st.html(f'<div class="sv-head"><h2>{as_html(about.enterprise)}</h2><p>{as_html(where)}</p></div>')
        st.html(f'<div class="sv-means">{as_html(say("supervising.means_application_returned"))}</div>')
        on = desk.day_input(say("supervising.on_return"), f"{at}-on")
        if on is not None:
            bar_box(_bar(book, on), say, exact=True)
        desk.reason_input(say("supervising.reason"), f"{at}-reason", placeholder=say("supervising.return_placeholder"))
        desk.act_when_sure(
            sure=say("supervising.sure_return"),
            label=say("supervising.do_return"),
            key=at,
            do=_return,
            args=(person, about.application_id, at),
            icon=":material/assignment_return:",
        )


def _bar(book: RuleBook, on: date) -> Debarment | None:
    sanction = sanction_for(book.regulation, "untrue_material", announced=False)
    return None if sanction is None else debarment(sanction, RETURN, on)


def _return(person: Actor, application_id: str, at: str) -> None:
    on = st.session_state.get(f"{at}-on")
    if on is None:
        acting.refuse(PLACE, [Message("supervising.day_missing")])
        return
    reason = st.session_state.get(f"{at}-reason") or ""
    done = acting.attempt(
        PLACE,
        lambda: source.act(flow.return_as_untrue, person, application_id=application_id, on=on, reason=reason),
        Message("supervising.done_return", {"application": application_id}),
    )
    if done:
        # What came of it, its bar too, is read where measures are.
        open_subject(application_id)


def _round(summary: RoundSummary, say: Translator) -> str:
    round_ = summary.rule_book.round
    return say("chair.round_choice", name=Name(round_.name, round_.name_en), state=say(f"rounds.state_{summary.state}"))
