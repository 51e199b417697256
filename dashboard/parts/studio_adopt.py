"""Adoption: proposed by one authority, adopted by the other; the digest, the day it is in force from, every version."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, frame
from dashboard.parts.card_table import card_table
from dashboard.parts.rule_book_markup import chip, facts
from dashboard.parts.studio_fields import Sheet
from dashboard.parts.studio_work import opened_anew
from dashboard.parts.wording import as_html, day_and_clock, grouped
from indicators.compare import compare
from indicators.language import Message
from scoring import access, flow
from scoring.model import Actor

_LATEST: Final = timedelta(days=3660)


def draw(sheet: Sheet, person: Actor, page: str) -> None:
    """Draw what would be adopted, what may be done now, and every version there was."""
    work, say = sheet.work, sheet.say
    draft = work.opened.draft
    if work.is_changed:
        frame.empty(say("studio.adopt_save_first"))
    else:
        _what(sheet)
        if draft.state == "proposed":
            _answer(sheet, person, page)
        elif draft.state == "adopted":
            _adopted(sheet, person, page)
        elif draft.is_editable:
            _propose(sheet, person, page)
    if draft.is_editable or draft.state == "proposed":
        _withdraw(sheet, person, page)
    _history(sheet, person)


def _what(sheet: Sheet) -> None:
    """Draw what is adopted: the digest, the round, the day."""
    work, say = sheet.work, sheet.say
    draft, book = work.opened.draft, work.opened.book
    rows = [
        (say("studio.adopt_round"), f"{as_html(book.round.name)} <code>{as_html(book.round.round_id)}</code>"),
        (say("studio.adopt_digest"), f'<code class="st-digest">{grouped(draft.digest)}</code>'),
        (say("studio.adopt_changes"), str(len(compare(work.base, book)))),
        (say("studio.adopt_state"), chip(say(f"drafting.state_{draft.state}"), "near")),
    ]
    if draft.in_force_from:
        rows.append((say("rulebook.key_of_in_force_from"), f"<b>{as_html(draft.in_force_from)}</b>"))
    st.html(f'<div class="rb">{facts(rows)}</div>')


def _propose(sheet: Sheet, person: Actor, page: str) -> None:
    say, draft = sheet.say, sheet.work.opened.draft
    st.html(f'<h2 class="st-title">{as_html(say("studio.propose_title"))}</h2>')
    st.html(f'<p class="dk-quiet">{as_html(say("studio.propose_what"))}</p>')
    if sheet.faults:
        frame.empty(say("studio.propose_faults", count=len(sheet.faults)))
        return
    today = source.today()
    st.date_input(
        say("rulebook.key_of_in_force_from"),
        value=max(today, date(sheet.work.round.year, 1, 1)),
        min_value=today,
        max_value=today + _LATEST,
        format="YYYY-MM-DD",
        key="studio-propose-day",
    )
    desk.reason_input(say("studio.reason"), "studio-propose-reason", placeholder=say("studio.propose_reason_example"))
    desk.act_when_sure(
        sure=say("studio.propose_sure", digest=draft.digest[:12]),
        label=say("studio.propose_do"),
        key="studio-propose",
        do=_do_propose,
        args=(person, page, draft.draft_id, draft.version),
    )


def _do_propose(person: Actor, page: str, draft_id: str, version: int) -> None:
    act = partial(
        source.act,
        flow.propose_draft,
        person,
        draft_id,
        seen_version=version,
        in_force_from=st.session_state["studio-propose-day"],
        reason=st.session_state.get("studio-propose-reason") or "",
    )
    if acting.attempt(page, act, Message("studio.proposed")):
        opened_anew(person, draft_id)


def _answer(sheet: Sheet, person: Actor, page: str) -> None:
    say, draft = sheet.say, sheet.work.opened.draft
    st.html(f'<h2 class="st-title">{as_html(say("studio.answer_title"))}</h2>')
    proposer = say("studio.proposed_by", by=draft.by, role=desk.role(draft.role, say), at=day_and_clock(draft.at))
    st.html(f'<p class="dk-quiet">{as_html(proposer)} {as_html(draft.reason)}</p>')
    if draft.by == person.id or draft.role in person.roles:
        frame.empty(say("studio.answer_not_you"))
        return
    desk.reason_input(say("studio.answer_reason"), "studio-answer-reason")
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        desk.act_when_sure(
            sure=say("studio.adopt_sure", digest=draft.digest[:12], day=draft.in_force_from or ""),
            label=say("studio.adopt_do"),
            key="studio-adopt",
            do=_do_answer,
            args=(person, page, draft.draft_id, draft.digest, True),
        )
        st.button(
            say("studio.decline_do"),
            key="studio-decline",
            icon=":material/undo:",
            on_click=_do_answer,
            args=(person, page, draft.draft_id, draft.digest, False),
        )


def _do_answer(person: Actor, page: str, draft_id: str, digest: str, agree: bool) -> None:
    act = partial(
        source.act,
        flow.answer_draft,
        person,
        draft_id,
        agree=agree,
        digest=digest,
        reason=st.session_state.get("studio-answer-reason") or "",
    )
    if acting.attempt(page, act, Message("studio.adopted" if agree else "studio.declined")):
        opened_anew(person, draft_id)


def _adopted(sheet: Sheet, person: Actor, page: str) -> None:
    """Draw the way from adopted rules to the round that goes by them."""
    say, work = sheet.say, sheet.work
    draft = work.opened.draft
    rounds = {one.round_id: one for one in source.rounds(person)}
    there = rounds.get(draft.round_id)
    if there is not None and there.rule_book.digest == draft.digest:
        st.success(say("studio.round_there", round=draft.round_id, state=Message(f"rounds.state_{there.state}")))
        return
    st.html(f'<p class="dk-quiet">{as_html(say("studio.round_not_yet", round=draft.round_id))}</p>')
    if not access.may(person, "create", "round"):
        return
    st.button(
        say("studio.round_create"),
        key="studio-create",
        type="primary",
        icon=":material/flag:",
        on_click=_create,
        args=(person, page, draft.draft_id),
    )


def _create(person: Actor, page: str, draft_id: str) -> None:
    def act() -> None:
        book = source.ask(flow.read_draft, person, draft_id).book
        # A round that is planned already gets other rules for the reason for which they were proposed.
        every = source.ask(flow.draft_history, person, draft_id)
        reason = next(one.reason for one in reversed(every) if one.state == "proposed")
        source.act(flow.create_round, person, book, reason=reason)

    acting.attempt(page, act, Message("studio.round_created"))


def _withdraw(sheet: Sheet, person: Actor, page: str) -> None:
    say, draft = sheet.say, sheet.work.opened.draft
    proposed = draft.state == "proposed"
    with st.expander(say("studio.take_back" if proposed else "studio.withdraw"), icon=":material/undo:"):
        st.html(
            f'<p class="dk-quiet">{as_html(say("studio.take_back_what" if proposed else "studio.withdraw_what"))}</p>'
        )
        desk.reason_input(say("studio.reason"), "studio-withdraw-reason")
        st.button(
            say("studio.take_back" if proposed else "studio.withdraw"),
            key="studio-withdraw",
            on_click=_do_withdraw,
            args=(person, page, draft.draft_id),
        )


def _do_withdraw(person: Actor, page: str, draft_id: str) -> None:
    reason = st.session_state.get("studio-withdraw-reason") or ""
    act = partial(source.act, flow.withdraw_draft, person, draft_id, reason=reason)
    if acting.attempt(page, act, Message("studio.withdrawn")):
        opened_anew(person, draft_id)


def _history(sheet: Sheet, person: Actor) -> None:
    say = sheet.say
    every = source.ask(flow.draft_history, person, sheet.work.opened.draft.draft_id)
    st.html(f'<h2 class="st-title">{as_html(say("studio.history"))}</h2>')
    heads = [say(f"studio.history_{name}") for name in ("version", "state", "by", "reason", "digest", "at")]
    rows = [
        [
            f"<b>{one.version}</b>",
            as_html(say(f"drafting.state_{one.state}")),
            f"{as_html(one.by)}<small>{as_html(desk.role(one.role, say))}</small>",
            as_html(one.reason or "\u2013"),
            f"<code>{as_html(one.digest[:12])}</code>",
            as_html(day_and_clock(one.at)),
        ]
        for one in reversed(every)
    ]
    st.html(card_table(heads, rows))
