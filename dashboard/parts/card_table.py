"""A table where there is room, and on a phone a list of cards: each row by itself, each cell with its heading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard.parts.wording import as_html

STYLE: Final = Path(__file__).with_name("card_table.css")


def style() -> None:
    """Put its look on the page."""
    st.html(STYLE)


def card_table(columns: Sequence[str], rows_html: Iterable[Sequence[str]], *, kinds: Sequence[str] = ()) -> str:
    """Return the table; cells are markup, the first one heads its card. `kinds` are classes of the rows, in order."""
    heads = "".join(f'<th scope="col">{as_html(column)}</th>' for column in columns)
    rows = "".join(
        f'<tr class="{kinds[place] if place < len(kinds) else ""}">{_cells(columns, row)}</tr>'
        for place, row in enumerate(rows_html)
    )
    return f'<table class="ct-table"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _cells(columns: Sequence[str], row: Sequence[str]) -> str:
    return "".join(
        f'<td data-label="{as_html(column)}"><div>{cell}</div></td>' for column, cell in zip(columns, row, strict=True)
    )
