"""What happened to accounts, before the inspector: every act, who signed in when, what is answered, what is locked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import admin_words, desk, frame
from dashboard.parts.card_table import card_table
from dashboard.parts.paging import page_of
from dashboard.parts.panel_words import moment
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring import access
from scoring.flow import accounts
from scoring.flow.accounts import AccountEvent, AccountHead, Proposal
from scoring.model import Actor

_SIZE: Final = 25
_SIGN_IN: Final = "account.signed_in"
_VIEWS: Final = ("acts", "sign_ins", "every")


def draw(person: Actor, say: Translator, heads: Sequence[AccountHead], names: Mapping[str, str]) -> None:
    """Draw what the inspector alone reads; nothing to anybody else."""
    if not access.may(person, "read", "account_event"):
        return
    with frame.told(say):
        found = source.ask(accounts.account_events, person)
        locks = source.ask(accounts.locks, person, source.now())
    st.header(say("admin.events", count=len(found)), anchor=False)
    for one in found:
        if one.alarm:
            words = say("admin.alarm", at=moment(one.act.at), reason=one.act.reason)
            st.html(f'<div class="ad-alarm" role="note">{as_html(words)}</div>')
    view = st.segmented_control(
        say("admin.view"), _VIEWS, key="admin-view", default=_VIEWS[0], required=True,
        format_func=lambda one: say(f"admin.view_{one}"), label_visibility="collapsed",
    )  # fmt: skip
    shown = [one for one in reversed(found) if view == "every" or (one.act.act == _SIGN_IN) == (view == "sign_ins")]
    if shown:
        columns = [say(f"admin.column_{name}") for name in ("act", "account", "by", "reason")]
        accounts_by_id = {one.account.account_id: one for one in heads}
        rows = [_row(say, one, accounts_by_id, names) for one in page_of(say, "admin-events-page", shown, size=_SIZE)]
        st.html(card_table(columns, rows))
    else:
        frame.empty(say("admin.no_events"))
    st.header(say("admin.locks", count=len(locks)), anchor=False)
    for lock in locks:
        until = moment(lock.until.isoformat())
        words = say("admin.lock", kind=say(f"admin.lock_{lock.kind}"), failures=lock.failures, until=until)
        st.html(f'<p class="dk-quiet">{as_html(words)}</p>')
    if not locks:
        st.caption(say("admin.no_locks"))


def answered(say: Translator, found: Sequence[Proposal], names: Mapping[str, str]) -> None:
    """Draw the proposals that were answered, newest first: who proposed, who answered, why."""
    ended = [one for one in reversed(found) if one.state != "proposed"]
    if not ended:
        return
    with st.expander(say("admin.answered", count=len(ended)), icon=":material/history:", key="admin-answered"):
        columns = [say(f"admin.column_{name}") for name in ("proposal", "account", "proposed", "answered")]
        rows = [
            [
                f"<b>{as_html(admin_words.kind(say, one))}</b> {admin_words.state_chip(say, one)}",
                as_html(one.account_id),
                as_html(admin_words.who(names, one.proposer)),
                f"{as_html(admin_words.who(names, one.decider or ''))}<small>{as_html(one.reason)}</small>",
            ]
            for one in page_of(say, "admin-answered-page", ended, size=_SIZE)
        ]
        st.html(card_table(columns, rows))


def _row(say: Translator, one: AccountEvent, heads: Mapping[str, AccountHead], names: Mapping[str, str]) -> list[str]:
    act = one.act
    head = heads.get(act.account_id or "")
    whose = "" if head is None else f"<b>{as_html(head.account.name)}</b>"
    alarm = f" {chip(say('admin.alarm_chip'), 'bad')}" if one.alarm else ""
    name, kind = act.act.partition(".")[2], act.details.get("kind")
    of_what = f" · {say(f'accounts.kind_{kind}')}" if kind else ""
    return [
        f'<b>{as_html(say(f"admin.event_{name}") + of_what)}</b>{alarm}<small class="day">{moment(act.at)}</small>',
        f"{whose}<small>{as_html(act.account_id or '')}</small>",
        f"{as_html(admin_words.who(names, act.actor))}<small>{as_html(desk.role(act.role, say))}</small>",
        as_html(act.reason),
    ]
