"""The round as a file: taken along as TOML or as the indicator table in XLSX, and brought back."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.parts import acting, file_button
from dashboard.parts.studio_fields import Sheet
from dashboard.parts.studio_work import Work, do
from indicators.faults import Fault, FaultsError
from indicators.language import Message, Translator
from indicators.load import examine_rule_book
from indicators.model import Round
from indicators.table import export_table, import_table
from indicators.toml_text import BOM
from indicators.workbook import Sheet as TableSheet
from indicators.workbook import write_xlsx
from scoring.model import Actor

_LARGEST = 5
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw(sheet: Sheet, person: Actor, page: str) -> None:
    """Draw the files."""
    work, say = sheet.work, sheet.say
    with st.popover(say("studio.files"), icon=":material/attach_file:", key="studio-files"):
        st.caption(say("studio.files_what"))
        name, about = work.round.round_id, work.opened.draft.draft_id
        file_button.taken(
            person,
            say("studio.take_toml"),
            what="rule_draft",
            about=about,
            make=lambda _: work.text().encode(),
            file_name=f"{name}.toml",
            mime="application/toml",
            key="studio-toml",
        )
        file_button.taken(
            person,
            say("studio.take_xlsx"),
            what="rule_draft",
            about=about,
            make=lambda _: as_workbook(work.round, say),
            file_name=f"{name}.xlsx",
            mime=_XLSX,
            key="studio-xlsx",
        )
        if work.is_editable:
            key = f"studio-upload-{work.generation}"
            st.file_uploader(
                say("studio.bring"),
                type=["toml", "xlsx", "csv"],
                key=key,
                max_upload_size=_LARGEST,
                help=say("studio.bring_help"),
            )
            st.button(say("studio.bring_do"), key="studio-bring", on_click=_bring, args=(key, page))


def as_workbook(round_: Round, say: Translator) -> bytes:
    """Return the indicator table as a workbook that `import_table` reads again."""
    heads, *rows = export_table(round_, say)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "table.xlsx"
        write_xlsx(file, [TableSheet(say("studio.sheet_name"), heads, rows)])
        return file.read_bytes()


def _bring(key: str, page: str) -> None:
    given: Any = st.session_state.get(key)
    if given is None:
        acting.refuse(page, [Message("studio.no_file")])
        return
    try:
        do(partial(_take, name=given.name, data=given.getvalue()))
    except FaultsError as error:
        acting.refuse(page, error.faults)
        return
    acting.succeed(page, Message("studio.brought", {"file": given.name}))


def _take(work: Work, *, name: str, data: bytes) -> None:
    read: Callable[[Work, str, bytes], Round] = from_toml if name.lower().endswith(".toml") else from_table
    made = read(work, name, data)
    if made.round_id != work.round.round_id:
        values = {"round": work.round.round_id, "seen": made.round_id}
        raise FaultsError([Fault(Message("drafting.other_round", values), file=name)])
    work.replace(made)


def from_toml(work: Work, name: str, data: bytes) -> Round:
    """Return the round of a TOML file; faults in its content are told beside its fields.

    Raises
    ------
    FaultsError
        It makes no round.
    """
    try:
        text = data.decode("utf-8").removeprefix(BOM)
    except UnicodeDecodeError as error:
        raise FaultsError([Fault(Message("rulebook.not_utf8"), file=name)]) from error
    book, faults = examine_rule_book(replace(work.opened.book.texts, round=text))
    if book is None:
        raise FaultsError(faults)
    return book.round


def from_table(work: Work, name: str, data: bytes) -> Round:
    """Return the round with another indicator table, as ``scheme import`` makes it.

    Raises
    ------
    FaultsError
        With every fault of the table, by its row.
    """
    here = work.round
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / Path(name).name
        file.write_bytes(data)
        made = import_table(file, work.book(), here.round_id, here.year, here.name, name_en=here.name_en)
    book, faults = examine_rule_book(replace(work.opened.book.texts, round=made.text))
    if book is None:
        raise FaultsError(faults)
    # An imported table makes a new round; this one keeps its standing.
    return replace(book.round, status=here.status, banner=here.banner, banner_en=here.banner_en)
