"""How pages on panels write points, distances, outcomes and applications."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html, points
from dashboard.roles import VIEWS
from indicators.language import BEIJING, Translator

STYLE: Final = Path(__file__).with_name("panel.css")
OVERVIEW: Final = VIEWS / "chair" / "overview.py"
CASE: Final = VIEWS / "chair" / "application.py"
MINUS: Final = "−"
_KINDS: Final = {
    "propose_aa": "good",
    "propose_aaa": "good",
    "send_to_site_visit": "good",
    "do_not_propose": "bad",
    "defer": "near",
}


def style() -> None:
    """Put the look of pages on panels on the page."""
    st.html(STYLE)


def shown(value: Decimal | Fraction | float, decimals: int = 2) -> str:
    """Return points to so many places, half-up, without idle zeros."""
    exact = Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else Decimal(value)
    return points(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def signed(distance: Decimal) -> str:
    """Return a distance with its sign, a true minus."""
    return f"{MINUS if distance < 0 else '+'}{points(abs(distance))}"


def moment(recorded: str) -> str:
    """Return a time of the record on the clock of Beijing, always with its day: what was decided is read for years."""
    return f"{datetime.fromisoformat(recorded).astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"


def day(recorded: str) -> str:
    """Return the day of a time of the record, in Beijing."""
    return moment(recorded)[:10]


def answers(lines: Iterable[tuple[str, str]]) -> None:
    """Draw what a reader has to know first: a word and its sentence, one a line."""
    st.html(
        "".join(
            f'<div class="pn-closed qu-answer"><b>{as_html(head)}</b>{as_html(words)}</div>' for head, words in lines
        )
    )


def outcome_chip(outcome: str | None, say: Translator) -> str:
    """Return an outcome as a chip; nothing proposed says so."""
    return chip(say(f"chair.outcome_{outcome or 'none'}"), _KINDS.get(outcome or "", ""))
