"""How a voter's page names items, outcomes and steps, and what its parts share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import streamlit as st

from dashboard.parts import rule_book_markup
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring.flow.meeting import MemberDesk, MemberItem
from scoring.meeting.outcomes import SittingOutcome

PLACE: Final = "attending"
_KINDS: Final = {"do_not_propose": "bad", "defer": "near"}


def chip(words: str, kind: str = "") -> str:
    """Return a short word in a frame."""
    return rule_book_markup.chip(words, kind)


def code_of(item: MemberItem) -> str:
    """Return the application's number as markup."""
    return f'<span class="at-code">{as_html(item.application_id)}</span>'


def title(item: MemberItem) -> str:
    """Return the enterprise's name as markup; it is as it was filed, in Chinese."""
    return f'<span lang="zh-CN">{as_html(item.application.enterprise.name)}</span>'


def plain(say: Translator, item: MemberItem) -> str:
    """Return number and name as one line of a list."""
    return say("attending.item", application=item.application_id, enterprise=item.application.enterprise.name)


def outcome(say: Translator, found: SittingOutcome) -> str:
    """Return an outcome as a chip."""
    return chip(say(f"minutes.outcome_{found}"), _KINDS.get(found, "good"))


def lines(rows: Iterable[tuple[MemberItem, str]]) -> str:
    """Return items in a list, each with what is said beside it, which is markup."""
    inner = "".join(f"<li><p>{code_of(item)}{title(item)}</p><span>{beside}</span></li>" for item, beside in rows)
    return f'<ul class="at-list">{inner}</ul>'


def card(heading: str, *paragraphs: str, kind: str = "") -> None:
    """Draw what the reader has to know or do now: a heading that is read from an arm's length, and few words."""
    inner = "".join(f"<p>{as_html(one)}</p>" for one in paragraphs)
    st.html(f'<section class="at-card {kind}" role="status"><h2>{as_html(heading)}</h2>{inner}</section>')


def fold(name: str, label: str) -> bool:
    """Draw a line that opens what stands below it; whether it is open. What is shut is not computed."""
    key = f"attending-open-{name}"
    is_open = bool(st.session_state.get(key))
    st.button(
        label,
        key=f"attending-fold-{name}",
        type="tertiary",
        icon=":material/expand_less:" if is_open else ":material/expand_more:",
        on_click=_turn,
        args=(key,),
    )
    return is_open


def by_id(desk: MemberDesk) -> dict[str, MemberItem]:
    """Return the items of the agenda by their application, as they are numbered."""
    return {one.application_id: one for one in sorted(desk.items, key=lambda one: one.application_id)}


def _turn(key: str) -> None:
    st.session_state[key] = not st.session_state.get(key)
