"""The way in for a table of what experts hold: a form to fill in, and the file that comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from dashboard.parts import acting, file_button
from dashboard.parts.studio_work import Work, do
from dashboard.parts.wording import as_html
from indicators.language import Message, Translator
from indicators.tabular import Table, table_of

_LARGEST: Final = 2


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of table.

    Attributes
    ----------
    name : {'judgement', 'swing'}
        In keys of widgets and texts.
    heads : tuple of str
        Names of its columns, the expert's first.
    take : callable
        Puts a table that was read on the desk, with the file's name for faults; raises `FaultsError`.
    """

    name: str
    heads: tuple[str, ...]
    take: Callable[[Work, Table, str], None]


def bring(say: Translator, form: Form, rows: Iterable[tuple[str, ...]], page: str) -> None:
    """Draw the form, with a row for each that an example expert would fill in, and the place for the file."""
    st.html(f'<h3 class="st-head">{as_html(say(f"studio.bring_{form.name}s"))}</h3>')
    lines = [form.heads, *((say("studio.expert_one"), *row) for row in rows)]
    file_button.open_to_all(
        say(f"studio.{form.name}_form"),
        lambda: ("\ufeff" + "".join(",".join(line) + "\n" for line in lines)).encode(),
        file_name=f"{form.name}s.csv",
        mime="text/csv",
        key=f"studio-{form.name}-form",
    )
    key = f"studio-{form.name}-file"
    st.file_uploader(say(f"studio.{form.name}_file"), type=["csv", "xlsx"], key=key, max_upload_size=_LARGEST)
    taken = f"studio-{form.name}-take"
    st.button(say(f"studio.{form.name}_take"), key=taken, on_click=_take, args=(key, form, page))


def _take(key: str, form: Form, page: str) -> None:
    file: Any = st.session_state.get(key)
    if file is None:
        acting.refuse(page, [Message("studio.no_file")])
        return

    def change(work: Work) -> None:
        form.take(work, table_of(file.getvalue(), file.name), file.name)

    acting.attempt(page, lambda: do(change), Message("studio.judgements_taken", {"file": file.name}))
