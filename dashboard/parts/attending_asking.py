"""What a voter may ask for: talk about an item, more time for the one on the table; and take back."""

from __future__ import annotations

import streamlit as st

from dashboard import source
from dashboard.parts import acting
from dashboard.parts.attending_words import PLACE, by_id, card, code_of, fold, lines, outcome, plain, title
from dashboard.parts.wording import as_html
from indicators.language import Message, Translator
from scoring.flow import meeting
from scoring.flow.meeting import MemberDesk, MemberItem
from scoring.model import Actor
from scoring.register.sittings import RequestKind


def at_the_table(person: Actor, say: Translator, found: MemberDesk) -> None:
    """Draw the two buttons for the item on the table; while it is voted on, talk is over."""
    item = found.current
    if item is None:
        return
    with st.container(key="attending-table", horizontal=True, gap="small"):
        if found.vote is None:
            _button(person, say, found, item, "discussion")
        _button(person, say, found, item, "time")


def consent_list(person: Actor, say: Translator, found: MemberDesk) -> None:
    """Draw the list that is voted on together, with what is proposed and a button for each to be talked about."""
    waiting = [one for one in by_id(found).values() if one.block == "consent" and one.state == "waiting"]
    pulled = [one for one in by_id(found).values() if one.asked and one.block != "consent" and one.state == "waiting"]
    card(say("attending.consent", count=len(waiting)), say("attending.consent_what"))
    for item in waiting:
        _row(person, say, found, item)
    if pulled:
        st.html(f'<h3 class="at-sub">{as_html(say("attending.pulled"))}</h3>')
        for item in pulled:
            _row(person, say, found, item)


def agenda(person: Actor, say: Translator, found: MemberDesk) -> None:
    """Draw the agenda where it is opened, and let a decided item be asked for again."""
    decided = {id_: one for id_, one in by_id(found).items() if one.state == "decided" and not one.aside}
    if not fold("agenda", say("attending.agenda_fold", done=len(decided), count=len(found.items))):
        return
    st.html(lines((item, _state(say, item)) for item in found.items))
    again = [id_ for id_, one in decided.items() if not one.asked]
    if not again or found.vote is not None:
        return
    key = "attending-again"
    if st.session_state.get(key) not in again:
        st.session_state[key] = None
    st.selectbox(
        say("attending.again_which"),
        again,
        index=None,
        key=key,
        placeholder=say("attending.again_choose"),
        format_func=lambda id_: plain(say, decided[id_]) if id_ in decided else id_,
    )
    st.button(
        say("attending.ask_discussion"),
        key="attending-again-ask",
        disabled=st.session_state.get(key) is None,
        on_click=_ask_again,
        args=(person, found.sitting.sitting_id, key),
    )


def _row(person: Actor, say: Translator, found: MemberDesk, item: MemberItem) -> None:
    beside = _state(say, item) if item.aside or item.moved is None else outcome(say, item.moved)
    with st.container(key=f"attending-row-{item.application_id}", horizontal=True, vertical_alignment="center"):
        st.html(f'<div class="at-row"><p>{code_of(item)}{title(item)}</p>{beside}</div>')
        if not item.aside:
            _button(person, say, found, item, "discussion", of=f"-{item.application_id}")


def _state(say: Translator, item: MemberItem) -> str:
    """Return where an item stands; of one for which the reader stands aside, that alone."""
    if item.aside:
        return as_html(say("attending.aside"))
    if item.decided is not None:
        return outcome(say, item.decided)
    return as_html(say("attending.item_waits" if item.state == "waiting" else "attending.item_now"))


def _button(
    person: Actor, say: Translator, found: MemberDesk, item: MemberItem, kind: RequestKind, *, of: str = ""
) -> None:
    there = item.asked if kind == "discussion" else item.short
    st.button(
        say(f"attending.withdraw_{kind}" if there else f"attending.ask_{kind}"),
        key=f"attending-{kind}{of}",
        icon=":material/undo:" if there else f":material/{'forum' if kind == 'discussion' else 'more_time'}:",
        on_click=_ask,
        args=(person, found.sitting.sitting_id, item.application_id, kind, there),
    )


def _ask(person: Actor, sitting_id: str, application_id: str, kind: RequestKind, withdraw: bool) -> None:
    done = f"attending.done_withdraw_{kind}" if withdraw else f"attending.done_ask_{kind}"
    acting.attempt(
        PLACE,
        lambda: source.act(
            meeting.ask_for,
            person,
            sitting_id=sitting_id,
            application_id=application_id,
            kind=kind,
            withdraw=withdraw,
        ),
        Message(done, {"application": application_id}),
    )


def _ask_again(person: Actor, sitting_id: str, key: str) -> None:
    application_id = st.session_state.get(key)
    if application_id:
        _ask(person, sitting_id, application_id, "discussion", withdraw=False)
