"""What is done with a notice: its list drafted and signed, opened for its days, closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, frame, joint_words, notice_days, notice_state, picking
from dashboard.parts.wording import as_html
from indicators.calendar import WorkingCalendar
from indicators.language import Message, Translator
from indicators.model import RuleBook
from scoring import access, flow
from scoring.flow import Candidate, Granted, NoticeStanding
from scoring.model import Actor
from scoring.procedure.notice import AUTHORITIES, notice_term

PLACE: Final = "notice"
_NOW: Final = frozenset({"in_notice"})


def next_step(
    person: Actor,
    say: Translator,
    book: RuleBook,
    found: NoticeStanding | None,
    candidates: Sequence[Candidate],
    open_objections: int,
    calendar: WorkingCalendar,
) -> None:
    """Draw the step that is to be done now, for whoever does it; the others read who that is."""
    today, round_id = source.today(), book.round.round_id
    step = notice_state.at(found, today)
    waits = [one for one in candidates if notice_state.addable(one)]
    if found is None or step == 4:
        if access.may(person, "draft", "notice", _NOW):
            _draft(person, say, round_id, waits, again=found is not None)
        elif found is None:
            frame.empty(say("notice_desk.nothing_yet"))
    elif step == 1:
        _sign(person, say, round_id, found)
    elif not access.may(person, "publish", "notice", _NOW):
        st.html(f'<p class="dk-quiet">{as_html(say(f"notice_desk.waits_{notice_state.STEPS[step]}"))}</p>')
    elif found.notice.state == "drafted":
        _open(person, say, book, found, calendar)
    elif step == 3:
        _close(person, say, round_id, open_objections)
    else:
        st.html(f'<p class="dk-quiet">{as_html(say("notice_desk.running", last=found.notice.last_day))}</p>')


def _draft(person: Actor, say: Translator, round_id: str, waits: Sequence[Candidate], *, again: bool) -> None:
    if not waits:
        if not again:
            frame.empty(say("notice_desk.none_ready"))
        return
    st.header(say("notice_desk.draft", count=len(waits)), anchor=False)
    st.caption(say("notice_desk.draft_how"))
    picking.apart(PLACE, lambda: _drafting(person, say, round_id, waits))


def _drafting(person: Actor, say: Translator, round_id: str, waits: Sequence[Candidate]) -> None:
    choices = [
        picking.Choice(
            one.application_id,
            say("notice_desk.choice", application=one.application_id, name=one.name, grade=one.grade or ""),
        )
        for one in waits
    ]
    ticked = picking.boxes(say, PLACE, choices, ticked=True)
    st.button(
        say("notice_desk.draft_do", count=len(ticked)),
        key="notice-draft",
        type="primary",
        icon=":material/edit_note:",
        disabled=not ticked,
        on_click=_do_draft,
        args=(person, round_id, tuple(Granted(one.application_id, one.grade or "") for one in waits)),
    )


def _sign(person: Actor, say: Translator, round_id: str, found: NoticeStanding) -> None:
    authority = joint_words.own_authority(person)
    missing = [name for name in AUTHORITIES if name not in found.signed]
    if authority not in missing or not access.may(person, "sign", "notice", _NOW):
        names = say("notice_desk.and").join(joint_words.authority(name, say) for name in missing)
        st.html(f'<p class="dk-quiet">{as_html(say("notice_desk.waits_sign", authority=names))}</p>')
        return
    values = {"authority": joint_words.authority(authority, say), "version": found.notice.list_version}
    st.header(say("notice_desk.sign", **values), anchor=False)
    with st.container(width=220):
        desk.day_input(say("notice_desk.sign_day"), "notice-sign-day")
    desk.act_when_sure(
        sure=say("notice_desk.sign_sure", count=len(found.entries), **values),
        label=say("notice_desk.sign_do"),
        key="notice-sign",
        icon=":material/draw:",
        do=_do_sign,
        args=(person, round_id),
    )


def _open(person: Actor, say: Translator, book: RuleBook, found: NoticeStanding, calendar: WorkingCalendar) -> None:
    st.header(say("notice_desk.open"), anchor=False)
    goes_on = found.notice.opened_on is not None and not notice_state.restarts(book)
    if goes_on:
        st.caption(say("notice_desk.open_goes_on", last=found.notice.last_day))
    else:
        _days(say, book, calendar)
    desk.act_when_sure(
        sure=say("notice_desk.open_sure", count=len(found.entries)),
        label=say("notice_desk.open_do"),
        key="notice-open",
        icon=":material/campaign:",
        do=_do_open,
        args=(person, book.round.round_id, goes_on),
    )


def _days(say: Translator, book: RuleBook, calendar: WorkingCalendar) -> None:
    """Draw the day of the opening, a later last day, the reason of a day that is over, and what comes of them."""
    days = book.round.parameter_sheet.notice_working_days
    with st.container(horizontal=True, vertical_alignment="bottom", key="notice-open-days"):
        with st.container(width=220):
            opened = desk.day_input(say("notice_desk.open_day"), "notice-open-day") or source.today()
        term = notice_term(opened, days, calendar)
        longer = st.checkbox(say("notice_desk.longer"), key="notice-longer")
        if longer:
            with st.container(width=220):
                desk.day_input(say("notice_desk.last_day"), "notice-last-day", ahead=True, value=term.last)
    last = _last_day() or term.last
    if term.last is None or last is None:
        st.warning(notice_days.not_announced(say, term.not_yet_announced), icon=":material/event_busy:")
    else:
        lines = [say("notice_desk.least", days=days, last=term.last, cite=joint_words.cite(book, say))]
        lines += notice_days.counted(say, opened, last, calendar)
        st.html(f'<div class="jd-days">{"".join(f"<div>{as_html(line)}</div>" for line in lines)}</div>')
    if opened < source.today():
        desk.reason_input(say("notice_desk.backdated"), "notice-open-reason")


def _close(person: Actor, say: Translator, round_id: str, open_objections: int) -> None:
    st.header(say("notice_desk.close"), anchor=False)
    if open_objections:
        st.warning(say("notice_desk.close_objections", count=open_objections), icon=":material/warning:")
    with st.container(width=220):
        desk.day_input(say("notice_desk.close_day"), "notice-close-day")
    desk.act_when_sure(
        sure=say("notice_desk.close_sure"),
        label=say("notice_desk.close_do"),
        key="notice-close",
        icon=":material/event_available:",
        do=_do_close,
        args=(person, round_id),
    )


def _day(key: str) -> date:
    found = st.session_state.get(key)
    return found if isinstance(found, date) else source.today()


def _last_day() -> date | None:
    found = st.session_state.get("notice-last-day") if st.session_state.get("notice-longer") else None
    return found if isinstance(found, date) else None


def _do_draft(person: Actor, round_id: str, waits: tuple[Granted, ...]) -> None:
    ticked = picking.picked(PLACE, (one.application_id for one in waits), ticked=True)
    entries = [one for one in waits if one.application_id in set(ticked)]
    picking.acted(PLACE)
    done = Message("notice_desk.done_draft", {"count": len(entries)})
    if acting.attempt(PLACE, lambda: source.act(flow.draft_notice, person, round_id, entries), done):
        picking.forget(PLACE)


def _do_sign(person: Actor, round_id: str) -> None:
    day = _day("notice-sign-day")
    acting.attempt(
        PLACE,
        lambda: source.act(flow.sign_notice, person, round_id, signed_on=day),
        Message("notice_desk.done_sign"),
    )


def _do_open(person: Actor, round_id: str, goes_on: bool) -> None:
    opened = source.today() if goes_on else _day("notice-open-day")
    last, reason = None if goes_on else _last_day(), st.session_state.get("notice-open-reason") or ""
    acting.attempt(
        PLACE,
        lambda: source.act(flow.open_notice, person, round_id, opened_on=opened, last_day=last, reason=reason),
        Message("notice_desk.done_open"),
    )


def _do_close(person: Actor, round_id: str) -> None:
    day = _day("notice-close-day")
    acting.attempt(
        PLACE,
        lambda: source.act(flow.close_notice, person, round_id, closed_on=day),
        Message("notice_desk.done_close"),
    )
