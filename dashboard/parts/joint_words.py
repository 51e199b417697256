"""What desks of the two authorities share: which one somebody acts for, its name, the article, chips of a check."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeVar

import streamlit as st

from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.language import Translator
from indicators.model import RuleBook
from scoring.flow.jointly import AUTHORITY_OF, article
from scoring.model import Actor
from scoring.procedure.notice import Authority
from scoring.register.credit_checks import CreditCheck

STYLE: Final = Path(__file__).with_name("joint.css")
AT_ONCE: Final = 50
T = TypeVar("T")


def style() -> None:
    """Put the look of these desks on the page."""
    st.html(STYLE)


def own_authority(person: Actor) -> Authority | None:
    """Return the authority for which somebody acts, ``None`` where he acts for neither."""
    return next((AUTHORITY_OF[role] for role in AUTHORITY_OF if role in person.roles), None)


def authority(name: str, say: Translator) -> str:
    """Return the name of one of the two authorities."""
    return say(f"joint_desk.authority_{name}")


def short(name: str, say: Translator) -> str:
    """Return the name of one of the two authorities where there is little room."""
    return say(f"joint_desk.short_{name}")


def cite(book: RuleBook, say: Translator) -> str:
    """Return the article of credit check, notice and joint document."""
    return say(article(book))


def applicant(application_id: str, name: str) -> str:
    """Return an applicant as markup: the name, and the number below it."""
    return f'<b class="jd-name">{as_html(name)}</b><div class="dk-quiet">{as_html(application_id)}</div>'


def check_cell(check: CreditCheck | None, say: Translator) -> str:
    """Return what an authority found, as markup: the result, its day, and the reason where one was given."""
    if check is None:
        return chip(say("credit_desk.result_none"))
    head = chip(say(f"credit_desk.result_{check.result}"), "good" if check.result == "passed" else "bad")
    lines = [check.checked_on.isoformat()]
    if check.version > 1:
        lines.append(say("credit_desk.changed_times", count=check.version - 1))
    if check.reason:
        lines.append(check.reason)
    return head + "".join(f'<div class="dk-quiet">{as_html(line)}</div>' for line in lines)


def first_of(place: str, rows: Sequence[T], at_once: int = AT_ONCE) -> Sequence[T]:
    """Return as many rows as are shown; below the table `more` draws the button for the rest."""
    return rows[: int(st.session_state.get(f"{place}-shown") or at_once)]


def more(say: Translator, place: str, of: int, at_once: int = AT_ONCE) -> None:
    """Draw the button that shows more rows, where there are more."""
    shown = int(st.session_state.get(f"{place}-shown") or at_once)
    if of > shown:
        st.button(
            say("joint_desk.more", left=of - shown), key=f"{place}-more", on_click=_more, args=(place, shown + at_once)
        )


def _more(place: str, shown: int) -> None:
    st.session_state[f"{place}-shown"] = shown
