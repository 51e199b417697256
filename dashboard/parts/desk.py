"""What desks of the procedure share: regions and offices in words, days, reasons, and acts that ask to be sure.

A desk lists what waits, lets its office act, and says what came of it (`acting`). Acts are done in callbacks, by what
the browser's widgets hold then; `flow` checks everything again, so that nothing here has to be trusted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import streamlit as st

from dashboard import identity, source
from dashboard.parts.rule_book_markup import chip, table
from dashboard.parts.wording import as_html
from indicators.language import Name, Translator
from scoring import access

STYLE: Final = Path(__file__).with_name("desk.css")
LONGEST_REASON: Final = 1_000
_BACK: Final = timedelta(days=3660)


def style() -> None:
    """Put the look of desks on the page."""
    st.html(STYLE)


def region(code: str) -> str:
    """Return a county with its prefecture, or the name of a larger region, in the language of the page."""
    return identity.say().say(source.regions().place(code))


def role(id_: str, say: Translator) -> str:
    """Return the name of a role; one that is not in the rules of access any more stands for itself."""
    names = {one.id: Name(one.name, one.name_en) for one in access.rules().role}
    return say.say(names[id_]) if id_ in names else id_


def counts(cells: Iterable[tuple[object, str, str]]) -> None:
    """Draw figures in a row: figure, words, and ``""``, ``yes``, ``no`` or ``unknown`` for its colour."""
    inner = "".join(
        f'<div class="{kind}"><b>{as_html(value)}</b><span>{as_html(words)}</span></div>'
        for value, words, kind in cells
    )
    st.html(f'<div class="dk-counts">{inner}</div>')


def listing(columns: Sequence[str], rows_html: Iterable[Sequence[str]], *, kind: str = "") -> None:
    """Draw a table that scrolls by itself where the page is narrow; cells are markup."""
    st.html(f'<div class="rb dk-table {kind}">{table(columns, rows_html)}</div>')


def grade_chip(grade: str) -> str:
    """Return a grade as a chip."""
    return chip(grade, "grade")


def day_input(label: str, key: str, *, ahead: bool = False, value: date | None = None) -> date | None:
    """Draw the choice of a day: until today, or from ten years back to ten years ahead. ``None`` while it is empty."""
    today = source.today()
    found: date | None = st.date_input(
        label,
        value=value or today,
        min_value=today - _BACK,
        max_value=today + _BACK if ahead else today,
        format="YYYY-MM-DD",
        key=key,
    )
    return found


def reason_input(label: str, key: str, *, placeholder: str | None = None) -> str:
    """Draw the box of a reason."""
    return st.text_area(label, key=key, max_chars=LONGEST_REASON, height=90, placeholder=placeholder) or ""


def act_when_sure(
    *,
    sure: str,
    label: str,
    key: str,
    do: Callable[..., None],
    args: tuple[Any, ...] = (),
    icon: str = ":material/check:",
) -> None:
    """Draw an act that cannot be taken back: a box that says what will happen, and a button that works once ticked.

    The box is asked again when the button is used: a button's state is the browser's word. After the act it is empty.
    """
    box = f"{key}-sure"
    ticked = st.checkbox(sure, key=box)
    st.button(
        label,
        key=key,
        type="primary",
        icon=icon,
        disabled=not ticked,
        on_click=_if_sure,
        args=(box, do, args),
    )


def _if_sure(box: str, do: Callable[..., None], args: tuple[Any, ...]) -> None:
    if st.session_state.get(box):
        do(*args)
        st.session_state[box] = False
