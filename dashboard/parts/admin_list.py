"""Every account as administrators see it: whose, in which roles, and how it is signed in to; never by what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard.parts import admin_words, desk, frame
from dashboard.parts.card_table import card_table
from dashboard.parts.paging import page_of
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.collation import by_person
from indicators.language import Translator
from scoring.flow.accounts import AccountHead, Proposal

_SIZE: Final = 25
_SEARCH: Final = "admin-search"


def counts(say: Translator, heads: Sequence[AccountHead], waiting: Sequence[Proposal]) -> None:
    """Draw how many accounts are in use, and what waits for whom."""
    asked = sum(one.state == "proposed" for one in waiting)
    to_hand_out = len(waiting) - asked
    disabled = sum(not one.account.active for one in heads)
    cells = [
        (len(heads) - disabled, say("admin.count_active"), ""),
        (disabled, say("admin.count_disabled"), ""),
        (asked, say("admin.count_asked"), "unknown" if asked else "yes"),
        (to_hand_out, say("admin.count_to_hand_out"), "unknown" if to_hand_out else "yes"),
    ]
    desk.counts(cells)


def table(say: Translator, heads: Sequence[AccountHead]) -> None:
    """Draw the accounts, searched where there are many."""
    st.header(say("admin.accounts", count=len(heads)), anchor=False)
    ordered = sorted(heads, key=lambda head: by_person(head.account.name))
    found = _searched(say, ordered) if len(heads) > _SIZE else ordered
    if not found:
        frame.empty(say("admin.none_found"))
        return
    columns = [say(f"admin.column_{name}") for name in ("account", "roles", "state", "sign_in")]
    shown = page_of(say, "admin-page", found, size=_SIZE)
    kinds = ["" if one.account.active else "out" for one in shown]
    st.html(card_table(columns, [_row(say, one) for one in shown], kinds=kinds))


def _row(say: Translator, head: AccountHead) -> list[str]:
    one = head.account
    bound = admin_words.bound_to(say, one.region, one.expert_id)
    return [
        f"<b>{as_html(one.name)}</b><small>{as_html(one.login)} · {as_html(one.account_id)}</small>",
        admin_words.roles(say, one.roles) + (f"<small>{as_html(bound)}</small>" if bound else ""),
        chip(say(f"accounts.state_{one.state}"), "good" if one.active else "bad"),
        _sign_in(say, head),
    ]


def _sign_in(say: Translator, head: AccountHead) -> str:
    words = [
        say("admin.own_password" if head.own_password else "admin.no_own_password"),
        say("admin.one_time_on" if head.one_time else "admin.one_time_off"),
    ]
    linked = [
        f"<small>{as_html(say('admin.linked', issuer=link.issuer, hint=link.hint))}</small>"
        for link in head.links
        if link.state == "linked"
    ]
    return as_html(" · ".join(words)) + "".join(linked)


def _searched(say: Translator, heads: Sequence[AccountHead]) -> list[AccountHead]:
    asked = st.text_input(
        say("admin.search"),
        key=_SEARCH,
        icon=":material/search:",
        label_visibility="collapsed",
        placeholder=say("admin.search"),
        max_chars=60,
    )
    wanted = (asked or "").casefold().split()
    return [one for one in heads if all(word in _words(say, one).casefold() for word in wanted)]


def _words(say: Translator, head: AccountHead) -> str:
    one = head.account
    named = (desk.role(role, say) for role in one.roles)
    return " ".join((one.name, one.login, one.account_id, *named, admin_words.bound_to(say, one.region, one.expert_id)))
