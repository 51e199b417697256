"""Intake of applications: the office's own list with dossiers, one entered by form, many by a file."""

from __future__ import annotations

from dashboard import source
from dashboard.parts import (
    acting,
    desk_page,
    frame,
    intake_dossier,
    intake_entry,
    intake_files,
    intake_head,
    intake_import,
    intake_list,
    intake_style,
)
from scoring import flow

PAGE = intake_list.PAGE
person, say, summary = desk_page.opened(PAGE)
intake_style.style(say)
with frame.told(say):
    opening = source.ask(flow.read_opening, person, summary.round_id)
intake_head.window(person, say, summary, opening)
section = intake_head.choose(say)
if section == "enter":
    intake_entry.section(person, say, summary)
    # Beside the buttons, which are far down: at the head nobody would see it.
    acting.tell(intake_entry.PLACE, say)
else:
    acting.tell(intake_entry.PLACE, say)
if section == "import":
    intake_import.section(person, say, summary)
if section == "list":
    with frame.told(say):
        found = source.kept(flow.list_dossiers, person, summary.round_id)
    intake_head.counts(say, found)
    opened = intake_list.section(say, found)
    if opened is not None:
        intake_dossier.section(person, say, summary, opened)
        intake_files.section(person, say, summary, opened)
        intake_dossier.withdrawal(person, say, summary, opened)
