"""What is done about accounts: a new one is proposed, one that is there changed, disabled, or its sessions ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, admin_roles, admin_words, desk, spoken
from dashboard.parts.wording import as_markdown
from indicators.collation import by_person
from indicators.language import Message, Translator
from scoring import access
from scoring.flow import accounts
from scoring.flow.accounts import AccountHead
from scoring.model import Actor

_NEW: Final = "admin-new"
_CHOSEN, _WHAT, _REASON = "admin-chosen", "admin-what", "admin-reason"
_ISSUER, _SUBJECT, _LINK = "admin-issuer", "admin-subject", "admin-link"
#: Every act with the verb that it needs. The last three are done at once, by one person.
_VERBS: Final = {
    "roles": "propose",
    "password": "propose",
    "one_time": "propose",
    "link": "propose",
    "enable": "propose",
    "end_sessions": "end_sessions",
    "unlink": "disable",
    "disable": "disable",
}
_AT_ONCE: Final = frozenset({"end_sessions", "unlink", "disable"})


def new(person: Actor, say: Translator) -> None:
    """Draw the form that proposes an account."""
    if not access.may(person, "propose", "account"):
        return
    with st.expander(say("admin.new"), icon=":material/person_add:", key="admin-new-form"):
        left, right = st.columns(2)
        with left:
            st.text_input(say("admin.name"), key=f"{_NEW}-name", max_chars=60)
        with right:
            st.text_input(say("admin.login"), key=f"{_NEW}-login", max_chars=32, help=say("accounts.bad_login"))
        admin_roles.fields(say, _NEW)
        desk.reason_input(say("admin.reason"), f"{_NEW}-reason", placeholder=say("admin.reason_example"))
        st.button(
            say("admin.propose"), key="admin-propose", type="primary", icon=":material/check:",
            on_click=_propose_new, args=(person,),
        )  # fmt: skip


def change(person: Actor, say: Translator, heads: Sequence[AccountHead]) -> None:
    """Draw what may be done about an account that is there."""
    ordered = sorted(heads, key=lambda head: by_person(head.account.name))
    by_id = {one.account.account_id: one for one in ordered}
    if not any(access.may(person, verb, "account") for verb in _VERBS.values()):
        return
    with st.expander(say("admin.change"), icon=":material/manage_accounts:", key="admin-change-form"):
        chosen = st.selectbox(
            say("admin.account"),
            list(by_id),
            index=None,
            key=_CHOSEN,
            format_func=lambda id_: admin_words.account_words(by_id[id_]),
            placeholder=say("admin.choose_account"),
            on_change=_other,
        )
        if chosen not in by_id:
            return
        head = by_id[chosen]
        what = st.radio(
            say("admin.what"),
            possible(person, head),
            index=None,
            key=_WHAT,
            horizontal=True,
            format_func=lambda one: say(f"admin.do_{one}"),
        )
        if what is not None:
            st.caption(as_markdown(say(f"admin.about_{what}")))
            _fields(say, head, what)
            desk.reason_input(say("admin.reason"), _REASON)
            _button(person, say, head, what)


def possible(person: Actor, head: AccountHead) -> list[str]:
    """Return what somebody may do about an account, as it stands."""
    one = head.account
    stands = {
        "enable": not one.active,
        "disable": one.active,
        "one_time": head.one_time,
        "unlink": any(link.state == "linked" for link in head.links),
    }
    return [act for act, verb in _VERBS.items() if stands.get(act, True) and access.may(person, verb, "account")]


def _fields(say: Translator, head: AccountHead, what: str) -> None:
    if what == "roles":
        admin_roles.fields(say, _roles_key(head.account.account_id), head.account)
    if what == "link":
        st.text_input(say("admin.issuer"), key=_ISSUER, max_chars=255, help=say("admin.issuer_help"))
        st.text_input(say("admin.subject"), key=_SUBJECT, max_chars=255, help=say("admin.subject_help"))
    if what == "unlink":
        linked = {one.link_id: one for one in head.links if one.state == "linked"}
        st.selectbox(
            say("admin.link"),
            list(linked),
            key=spoken.keyed(_LINK, say),
            format_func=lambda id_: say("admin.linked", issuer=linked[id_].issuer, hint=linked[id_].hint),
        )


def _button(person: Actor, say: Translator, head: AccountHead, what: str) -> None:
    args = (person, head.account.account_id, what)
    label = say(f"admin.do_{what}") if what in _AT_ONCE else say("admin.propose")
    if what not in _AT_ONCE:
        st.button(label, key="admin-act", type="primary", icon=":material/check:", on_click=_act, args=args)
        return
    sure = say("admin.at_once_sure", name=as_markdown(head.account.name), login=head.account.login)
    desk.act_when_sure(sure=sure, label=label, key=f"admin-act-{what}", do=_act, args=args)


def _propose_new(person: Actor) -> None:
    state = st.session_state
    asked = admin_roles.given(_NEW)
    login = (state.get(f"{_NEW}-login") or "").strip()
    done = acting.attempt(
        admin_words.PLACE,
        lambda: source.act(
            accounts.propose_account,
            person,
            login=login,
            name=state.get(f"{_NEW}-name") or "",
            roles=asked.roles,
            region=asked.region,
            expert_id=asked.expert_id,
            reason=state.get(f"{_NEW}-reason") or "",
        ),
        Message("admin.proposed_done"),
    )
    if done:
        for name in ("login", "name", "reason"):
            state[f"{_NEW}-{name}"] = ""
        admin_roles.empty(_NEW)


def _act(person: Actor, account_id: str, what: str) -> None:
    state = st.session_state
    reason = state.get(_REASON) or ""

    def roles() -> object:
        asked = admin_roles.given(_roles_key(account_id))
        return source.act(
            accounts.propose_roles, person, account_id,
            roles=asked.roles, region=asked.region, expert_id=asked.expert_id, reason=reason,
        )  # fmt: skip

    def link() -> object:
        issuer, subject = ((state.get(key) or "").strip() for key in (_ISSUER, _SUBJECT))
        return source.act(accounts.link_external, person, account_id, issuer=issuer, subject=subject, reason=reason)

    acts: Mapping[str, Callable[[], Any]] = {
        "roles": roles,
        "link": link,
        "password": lambda: source.act(accounts.propose_password, person, account_id, reason=reason),
        "one_time": lambda: source.act(accounts.propose_one_time, person, account_id, reason=reason),
        "enable": lambda: source.act(accounts.propose_enable, person, account_id, reason=reason),
        "end_sessions": lambda: source.act(accounts.end_sessions, person, account_id, reason=reason),
        "unlink": lambda: source.act(accounts.unlink_external, person, str(state.get(_LINK)), reason=reason),
        "disable": lambda: source.act(accounts.disable, person, account_id, reason=reason),
    }
    done = (
        Message(f"admin.done_{what}", {"account": account_id}) if what in _AT_ONCE else Message("admin.proposed_done")
    )
    if acting.attempt(admin_words.PLACE, acts[what], done):
        _other()


def _other() -> None:
    """Empty what was written of another account."""
    st.session_state[_WHAT] = None
    for key in (_REASON, _ISSUER, _SUBJECT):
        st.session_state[key] = ""


def _roles_key(account_id: str) -> str:
    return f"admin-of-{account_id}"
