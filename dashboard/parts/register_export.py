"""The public register as a file: what was looked for, in the reader's words, by the one writer of tables."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import file_button
from indicators.language import Translator
from indicators.workbook import Sheet, write_csv, write_xlsx
from scoring import flow
from scoring.documents.register_table import cover, row_in_words, titles
from scoring.flow import Search
from scoring.model import Actor

MIMES: Final = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def downloads(person: Actor, say: Translator, search: Search, day: date) -> None:
    """Draw the two files; each is made when it is asked for."""
    with st.container(horizontal=True, key="register-files"):
        for kind, mime in MIMES.items():
            file_button.open_to_all(
                say(f"lookup.download_{kind}"),
                partial(file_of, person, say, search, day, kind),
                file_name=f"{say('lookup.file_name', day=day)}.{kind}",
                mime=mime,
                key=f"register-{kind}",
            )


def file_of(person: Actor, say: Translator, search: Search, day: date, kind: str) -> bytes:
    """Return what is looked for as a file; text in it stays text."""
    export = source.ask(flow.export_public_register, person, on=day, search=search)
    heads = titles(export.columns, say)
    said = [row_in_words(row, say) for row in export.rows]
    rows = [[row[column] for column in export.columns] for row in said]
    with TemporaryDirectory() as folder:
        to = Path(folder) / f"register.{kind}"
        if kind == "csv":
            write_csv(to, list(heads.values()), rows)
        else:
            table = Sheet(say("exports.sheet_table"), tuple(heads.values()), rows)
            held = source.register()
            about = cover(say, register=held.name, at=source.now(), synthetic=held.synthetic)
            write_xlsx(to, [table, about])
        return to.read_bytes()
