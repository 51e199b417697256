"""What the minutes will tell of the sitting, as it comes; the newest entry of the record; where the papers are."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import streamlit as st

from dashboard.parts.rule_book_markup import opened
from dashboard.parts.wording import as_html
from dashboard.roles import VIEWS
from indicators.language import BEIJING, Translator
from scoring.documents.head_words import head_words
from scoring.flow.meeting import Hall

MINUTES: Final = VIEWS / "everyone" / "minutes.py"
_NEWEST: Final = 12


def draw(say: Translator, found: Hall) -> None:
    """Draw the course, the newest first, and the head of the chain."""
    st.header(say("hall.course"), anchor=False)
    lines = _lines(say, found)
    if not lines:
        st.html(f'<p class="qc-quiet">{as_html(say("hall.course_empty"))}</p>')
    else:
        html = _listed(lines[:_NEWEST])
        if rest := lines[_NEWEST:]:
            html += opened(as_html(say("hall.course_more", count=len(rest))), _listed(rest))
        st.html(f'<div class="rb">{html}</div>')
    st.header(say("hall.head"), anchor=False)
    sequence, _, digest = found.head.partition(":")
    words = "\u3000".join(head_words(digest, say.language)) if digest else ""
    st.html(
        f'<p class="hl-words">{as_html(words)}</p>'
        f'<p class="hl-hash">{as_html(say("hall.head_at", sequence=sequence))} {as_html(digest)}</p>'
    )
    st.page_link(MINUTES, label=say("hall.papers"), icon=":material/article:")


def _lines(say: Translator, found: Hall) -> list[tuple[datetime, str, str]]:
    """Return moment, words and note of everything told, the newest first."""
    told = [(act.at, say(act.what), act.note) for act in found.course]
    told += [
        (
            datetime.fromisoformat(act.at),
            say("hall.decided", application=act.application_id, outcome=say(f"minutes.outcome_{act.to or 'none'}")),
            act.reason,
        )
        for act in found.acts
        if act.act == "item.decided"
    ]
    return sorted(told, key=lambda one: one[0], reverse=True)


def _listed(lines: list[tuple[datetime, str, str]]) -> str:
    rows = "".join(
        f"<li><time>{at.astimezone(BEIJING):%H:%M}</time><div>{as_html(words)}"
        f"{f'<small>{as_html(note)}</small>' if note else ''}</div></li>"
        for at, words, note in lines
    )
    return f'<ol class="hl-course">{rows}</ol>'
