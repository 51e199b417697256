"""What waits: proposals before the security administrator, and first passwords that are to be handed out, once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, admin_words, desk
from dashboard.parts.rule_book_markup import facts
from dashboard.parts.wording import as_html
from indicators.language import Message, Translator
from scoring import access
from scoring.flow import accounts
from scoring.flow.accounts import AccountHead, FirstAccount, Proposal
from scoring.model import Actor

_SHOWN_ONCE: Final = "admin-first-password"
_STEPS: Final[Mapping[str, Callable[..., object]]] = {
    "approve": accounts.approve,
    "refuse": accounts.refuse,
    "withdraw": accounts.withdraw,
}


def draw(
    person: Actor,
    say: Translator,
    waiting: Sequence[Proposal],
    heads: Mapping[str, AccountHead],
    names: Mapping[str, str],
) -> None:
    """Draw every proposal that waits, with what the one who looks may do about it."""
    for one in waiting:
        with st.container(border=True, key=f"admin-{one.proposal_id}"):
            head = f"<h3>{as_html(admin_words.kind(say, one))}{admin_words.state_chip(say, one)}</h3>"
            rows = [
                *admin_words.content(say, one, heads),
                (say("admin.proposed_by"), as_html(admin_words.who(names, one.proposer))),
            ]
            if one.decider is not None:
                rows.append((say("admin.approved_by"), as_html(admin_words.who(names, one.decider))))
            if one.reason:
                rows.append((say("admin.reason"), as_html(one.reason)))
            st.html(f'<div class="rb ad-waiting">{head}{facts(rows)}</div>')
            if one.state == "approved":
                _to_hand_out(person, say, one)
            elif one.proposer == person.id:
                _answers(person, say, one, ("withdraw",))
            elif access.may(person, "approve", "account"):
                _answers(person, say, one, ("approve", "refuse"))


def shown_once(say: Translator) -> None:
    """Show a first password in the run in which it was made, and in no other: it is kept nowhere."""
    found = st.session_state.pop(_SHOWN_ONCE, None)
    if not isinstance(found, FirstAccount):
        return
    inner = (
        f"<b>{as_html(say('admin.first_password_of', login=found.login))}</b>"
        f"<code>{as_html(found.password)}</code><span>{as_html(say('accounts.shown_once'))}</span>"
    )
    st.html(f'<div class="ad-once" role="status">{inner}</div>')


def _to_hand_out(person: Actor, say: Translator, one: Proposal) -> None:
    if not access.may(person, "hand_out", "account"):
        return
    desk.act_when_sure(
        sure=say("admin.hand_out_sure"),
        label=say("admin.hand_out"),
        key=f"admin-hand-out-{one.proposal_id}",
        do=_hand_out,
        args=(person, one.proposal_id),
        icon=":material/password:",
    )


def _hand_out(person: Actor, proposal_id: str) -> None:
    def act() -> None:
        st.session_state[_SHOWN_ONCE] = source.act(accounts.hand_out, person, proposal_id)

    acting.attempt(admin_words.PLACE, act, Message("admin.handed_out"))


def _answers(person: Actor, say: Translator, one: Proposal, steps: Sequence[str]) -> None:
    at = f"admin-answer-{one.proposal_id}"
    if "refuse" in steps:
        desk.reason_input(say("admin.answer_reason"), at)
    else:
        # Nobody must say why he takes something back.
        words = say("admin.withdraw_reason")
        st.text_input(words, key=at, max_chars=desk.LONGEST_REASON, placeholder=words, label_visibility="collapsed")
    with st.container(horizontal=True):
        for step in steps:
            st.button(
                say(f"admin.{step}"),
                key=f"admin-{step}-{one.proposal_id}",
                type="primary" if step == "approve" else "secondary",
                on_click=_answer,
                args=(person, one, step, at),
            )


def _answer(person: Actor, one: Proposal, step: str, at: str) -> None:
    reason = st.session_state.get(at) or ""
    acting.attempt(
        admin_words.PLACE,
        lambda: source.act(_STEPS[step], person, one.proposal_id, reason=reason),
        Message(f"admin.{step}_done", {"kind": Message(f"accounts.kind_{one.kind}"), "account": one.account_id}),
    )
