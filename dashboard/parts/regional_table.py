"""A table of the regional report as markup: the very cells that paper, workbook and command line print.

Each cell that has a value carries its table, row and column, so that whoever holds the media against each other finds
it: ``data-table`` is the table's key, ``data-row`` and ``data-column`` are places in `RegionalTable`, from 0.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard.parts.regional_words import in_words
from dashboard.parts.wording import as_html
from indicators.language import Message, Name, Translator
from scoring.flow.regional.table_parts import Cell, RegionalTable

STYLE: Final = Path(__file__).with_name("regional_table.css")
_PREFIX: Final = "province.column_"
NOTHING: Final = "—"


def style() -> None:
    """Put the look of the tables on the page."""
    st.html(STYLE)


def regional_table(table: RegionalTable, say: Translator, *, keep: Collection[str] | None = None) -> str:
    """Return a table with its definition below; it scrolls by itself, its first column stays.

    Parameters
    ----------
    table : RegionalTable
    say : Translator
    keep : collection of str, optional
        Names of columns as `column_name` gives them, ``granted_of`` for every grade's; without it, all of them.
    """
    places = [at for at, name in enumerate(table.columns) if keep is None or column_name(name) in keep]
    wordy = {at for at in places if any(isinstance(row[at], str | Message | Name) for row in table.rows)}
    head = "".join(
        f'<th scope="col" class="{_kind(at, wordy)}">{as_html(say.say(table.columns[at]))}</th>' for at in places
    )
    body = "".join(
        f'<tr class="{"whole" if is_total(row) else ""}">'
        + "".join(_cell(table, row_at, at, say, wordy, first=at == places[0]) for at in places)
        + "</tr>"
        for row_at, row in enumerate(table.rows)
    )
    return (
        f'<div class="rt-scroll" tabindex="0" role="region" aria-label="{as_html(say(table.title))}">'
        f'<table class="rt-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
        f'<p class="rt-note">{as_html(say(table.define))}</p>'
    )


def column_name(column: Message | Name | str) -> str:
    """Return what a column is called in every language: ``rate``, and ``granted_of`` whatever the grade."""
    return column.key.removeprefix(_PREFIX) if isinstance(column, Message) else str(column)


def marks(table: RegionalTable, row: int, column: int) -> str:
    """Return the attributes by which a cell is found again, wherever on a page its value stands."""
    return f'data-table="{as_html(table.key)}" data-row="{row}" data-column="{column}"'


def value(table: RegionalTable, row: int, column: int, say: Translator) -> str:
    """Return the value of one cell, marked, for a place outside of its table; a dash where it has none."""
    cell = table.rows[row][column]
    return NOTHING if cell is None else f"<span {marks(table, row, column)}>{as_html(in_words(cell, say))}</span>"


def is_total(row: tuple[Cell, ...]) -> bool:
    """Whether a row is that of the whole province."""
    return bool(row) and isinstance(row[0], Message) and row[0].key == "province.whole"


def _cell(table: RegionalTable, row: int, at: int, say: Translator, wordy: set[int], *, first: bool) -> str:
    cell = table.rows[row][at]
    tag, scope = ("th", ' scope="row"') if first else ("td", "")
    kind = _kind(at, wordy)
    if cell is None:
        return f'<{tag}{scope} class="{kind}">{NOTHING}</{tag}>'
    return f'<{tag}{scope} class="{kind}" {marks(table, row, at)}>{as_html(in_words(cell, say))}</{tag}>'


def _kind(at: int, wordy: set[int]) -> str:
    return "words" if at in wordy else "number"
