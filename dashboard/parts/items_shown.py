"""How pages on indicators write numbers with limits, names, tables and lists of findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard.parts.wording import as_html
from indicators.language import Name, Translator

STYLE: Final = Path(__file__).with_name("items.css")
PLAIN: Final = {"displayModeBar": False}
NOTHING: Final = "–"
MINUS: Final = "−"


def style() -> None:
    """Put the look of the page on it."""
    st.html(STYLE)


def number(value: float | None, decimals: int = 2) -> str:
    """Return a number, a true minus before it; a dash where there is none."""
    return NOTHING if value is None or value != value else f"{value:.{decimals}f}".replace("-", MINUS)


def percent(value: float | None) -> str:
    """Return a share in whole percent."""
    return NOTHING if value is None or value != value else f"{value:.0%}"


def limits(say: Translator, low: float | None, high: float | None) -> str:
    """Return limits as words; without an end on a side, so it says."""
    if low is None or low != low:
        return NOTHING
    if high is None or high != high:
        return say("itempage.from", low=number(low))
    return say("itempage.from_to", low=number(low), high=number(high))


def bounded(say: Translator, value: float | None, low: float | None, high: float | None) -> str:
    """Return markup of a number with its limits below it."""
    if value is None or value != value:
        return NOTHING
    return f"{as_html(number(value))}<small>{as_html(limits(say, low, high))}</small>"


def named(say: Translator, code: str, name: Name | None) -> str:
    """Return an indicator as ``2.1.3 name``."""
    return code if name is None else f"{code} {say.say(name)}"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, label: str, words: Sequence[int] = ()) -> None:
    """Draw a table that scrolls by itself; cells are markup, columns at `words` are texts."""
    kinds = ["words" if at in words else "" for at in range(len(columns))]
    head = "".join(
        f'<th scope="col" class="{kind}">{as_html(one)}</th>' for one, kind in zip(columns, kinds, strict=True)
    )
    body = "".join(
        "<tr>" + "".join(f'<td class="{kind}">{cell}</td>' for cell, kind in zip(row, kinds, strict=True)) + "</tr>"
        for row in rows
    )
    st.html(
        f'<div class="it-scroll" tabindex="0" role="region" aria-label="{as_html(label)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def note(*words: str) -> None:
    """Draw what has to be known to read what stands above."""
    st.html("".join(f'<p class="it-note">{as_html(one)}</p>' for one in words if one))
