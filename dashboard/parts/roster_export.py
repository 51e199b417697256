"""The list of experts as a workbook, for whoever keeps it: a copy of his own, one entry of which is nobody."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import file_button
from indicators.language import BEIJING, Translator
from indicators.workbook import Sheet, write_xlsx
from scoring import flow
from scoring.documents.register_table import cover
from scoring.flow import Mark
from scoring.flow.exporting import STATUS
from scoring.intake.columns import headings
from scoring.model import Actor

MIME: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(person: Actor, say: Translator, *, count: int) -> None:
    """Draw the button, and say that the list is not to be called by; the file is made when it is asked for."""
    day = f"{source.now().astimezone(BEIJING):%Y-%m-%d}"
    with st.container(key="roster-export"):
        file_button.taken(
            person,
            say("roster.download", count=count),
            what="experts",
            about="",
            make=partial(workbook, person, say),
            file_name=f"{say('roster.file_name', day=day)}.xlsx",
            mime=MIME,
            key="roster-xlsx",
        )
        st.caption(say("disclosure.has_a_decoy"))


def workbook(person: Actor, say: Translator, mark: Mark) -> bytes:
    """Return the list as it is imported again, and a sheet that says whose copy it is and how to use it.

    Raises
    ------
    AccessRefusedError
    """
    export = flow.marked(source.ask(flow.export_experts, person), mark)
    named = {**headings("expert", say.language), STATUS: say("rounds.status")}
    table = Sheet(
        say("exports.sheet_table"),
        tuple(named[column] for column in export.columns),
        [[row[column] for column in export.columns] for row in export.rows],
    )
    held = source.register()
    about = cover(
        say,
        register=held.name,
        at=mark.at,
        synthetic=held.synthetic,
        mark=mark.words,
        has_a_decoy=mark.decoy is not None,
    )
    with TemporaryDirectory() as folder:
        to = Path(folder) / "experts.xlsx"
        write_xlsx(to, [table, about])
        return to.read_bytes()
