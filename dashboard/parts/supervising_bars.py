"""Who may not apply until when: bars that hold today, and every bar of one credit code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import desk, frame
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.supervising_words import county, law
from dashboard.parts.wording import as_html
from indicators.language import Translator
from indicators.model import RuleBook
from indicators.plain_text import plain
from scoring import flow
from scoring.flow import HeldBar, Subject
from scoring.model import Actor
from scoring.register.bars import Bar

TEXT: Final = "supervising-bars-text"
_MORE: Final = "supervising-bars-more"
_CODE: Final = 18
AT_ONCE: Final = 30


def draw(person: Actor, say: Translator, books: Mapping[str, RuleBook], held: Sequence[HeldBar], today: date) -> None:
    """Draw the search and what it finds."""
    with st.container(horizontal=True, key="supervising-bars-find"):
        given = st.text_input(
            say("supervising.bars_find"), key=TEXT, max_chars=80, placeholder=say("supervising.bars_placeholder")
        )
    text = plain(given or "")
    if len(text) == _CODE and text.isascii() and text.isalnum():
        _of_code(person, say, text.upper(), books, held, today)
        return
    found = [one for one in held if text in plain(one.subject.enterprise) or text in plain(one.bar.uscc)]
    st.caption(say("supervising.bars_count", count=len(found)))
    if not found:
        frame.empty(say("supervising.no_bars_found" if text else "supervising.no_bars"))
        return
    shown = found if st.session_state.get(_MORE) else found[:AT_ONCE]
    _table(say, books, [(one.bar, one.subject) for one in shown], today)
    if len(found) > AT_ONCE:
        st.checkbox(say("supervising.bars_all", count=len(found)), key=_MORE)


def _of_code(
    person: Actor, say: Translator, uscc: str, books: Mapping[str, RuleBook], held: Sequence[HeldBar], today: date
) -> None:
    """Draw every bar that an enterprise ever had, those that are over or lifted too."""
    with frame.told(say):
        found = source.ask(flow.bars_of, person, uscc)
    if not found:
        frame.empty(say("supervising.no_bars_of", uscc=uscc))
        return
    st.caption(say("supervising.bars_of", uscc=uscc, count=len(found)))
    about = {one.bar.bar_id: one.subject for one in held}
    _table(say, books, [(one, about.get(one.bar_id)) for one in found], today)


def _table(
    say: Translator, books: Mapping[str, RuleBook], rows: Sequence[tuple[Bar, Subject | None]], today: date
) -> None:
    heads = [say(f"supervising.column_{name}") for name in ("enterprise", "days", "state", "why")]
    desk.listing(
        heads,
        [
            [
                _who(one, about),
                f'<span class="sv-line">{as_html(say("supervising.between", first=one.from_, last=one.until))}</span>',
                _state(one, say, today),
                f'<div class="wide">{as_html(one.reason)}<div class="dk-quiet">'
                f"{as_html(_rule(one, about, books, say))}</div></div>",
            ]
            for one, about in rows
        ],
    )


def _who(one: Bar, about: Subject | None) -> str:
    where = "" if about is None else f" · {county(about.county)}"
    name = "" if about is None else about.enterprise
    return f'<div class="wide">{as_html(name)}<div class="dk-quiet">{as_html(one.uscc)}{as_html(where)}</div></div>'


def _rule(one: Bar, about: Subject | None, books: Mapping[str, RuleBook], say: Translator) -> str:
    """Return the rule of a bar, and the application that it follows from."""
    book = books.get(about.round_id) if about is not None else None
    book = book or next(iter(books.values()))
    return f"{law(book, one.document, one.clause, say)} · {one.application_id}"


def _state(one: Bar, say: Translator, today: date) -> str:
    if one.state == "lifted":
        return chip(say("supervising.bar_lifted"), "good")
    if one.until < today:
        return chip(say("supervising.bar_over"))
    return chip(say("supervising.bar_holds"), "bad")
