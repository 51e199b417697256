"""How pages on draws, seats and the roster write a person, a conflict, how long something waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard.parts import desk
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.collation import by_person
from indicators.language import BEIJING, Translator
from scoring.model import Expert

STYLE: Final = Path(__file__).with_name("draw.css")
Roster = Mapping[str, Expert]


def style() -> None:
    """Put the look of these pages on the page."""
    desk.style()
    st.html(STYLE)


def line_html(text: object) -> str:
    """Return a text that stays on one line: numbers and days are no words that may break."""
    return f'<span class="dw-line">{as_html(text)}</span>'


def person_html(expert_id: str, roster: Roster) -> str:
    """Return an expert with his name and employer; where the reader may not know them, his number alone."""
    known = roster.get(expert_id)
    if known is None:
        return f'<div class="dw-person">{as_html(expert_id)}</div>'
    where = f"{known.employer} · {desk.region(known.region)}"
    return f'<div class="dw-person">{as_html(known.name)} {as_html(expert_id)}<small>{as_html(where)}</small></div>'


def person_words(expert_id: str, roster: Roster) -> str:
    """Return an expert for a list of choices: his name first, by which the list is ordered."""
    known = roster.get(expert_id)
    return expert_id if known is None else f"{known.name} {expert_id} · {known.employer}"


def roster_of(experts: Iterable[Expert]) -> Roster:
    """Return experts by their numbers, in the order of their names: so they are offered."""
    return {one.expert_id: one for one in sorted(experts, key=lambda one: by_person(one.name))}


def kind_chip(kind: str, say: Translator, colour: str = "") -> str:
    """Return a kind of conflict as a chip."""
    return chip(say(f"draw.kind_{kind}"), colour)


def waiting(since: str, today: date) -> int:
    """Return for how many days something waits, by the calendar of Beijing."""
    return (today - datetime.fromisoformat(since).astimezone(BEIJING).date()).days
