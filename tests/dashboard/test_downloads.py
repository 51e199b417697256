"""Every download of every page, listed: whose it is, and that it goes through the one door of files."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import get_args

from dashboard import source
from scoring.flow import disclosing

DASHBOARD = Path(source.__file__).parent
DOOR = "parts/file_button.py"
#: Every call of the door: file of the page, how it hands over, and what (``None``: as the call computes it).
HANDED_OVER = {
    ("parts/accreditation_certificates.py", "recorded", ""),  # issued by an act with its digest
    ("parts/briefing_take_away.py", "taken", "briefing"),
    ("parts/briefing_take_away.py", "taken", "figure"),
    ("parts/chairing_ready.py", "taken", "agenda"),
    ("parts/drill_export.py", "taken", "enterprises"),
    ("parts/evidence_pack.py", "taken", "evidence"),
    ("parts/intake_files.py", "taken", "attachment"),
    ("parts/intake_import.py", "open_to_all", ""),  # the empty form
    ("parts/intake_import.py", "taken", "applications"),
    ("parts/minutes_page_files.py", "open_to_all", ""),  # minutes without names, once a notice is open
    ("parts/minutes_page_files.py", "taken", "agenda"),
    ("parts/minutes_page_files.py", "taken", "minutes"),
    ("parts/papers_letters.py", "taken", "letter"),
    ("parts/papers_round.py", "taken", "letter"),
    ("parts/papers_round.py", "taken", "paper"),
    ("parts/papers_templates.py", "open_to_all", ""),  # a template: words of the office, no facts
    ("parts/register_export.py", "open_to_all", ""),  # the public register
    ("parts/roster_export.py", "taken", "experts"),
    ("parts/sheet_offline.py", "taken", "offline_sheet"),
    ("parts/steps_file.py", "taken", "attachment"),
    ("parts/studio_files.py", "taken", "rule_draft"),
    ("parts/studio_table.py", "open_to_all", ""),  # empty forms for judgements and swings
    ("views/everyone/manual.py", "open_to_all", ""),  # the manual
}


def calls(tree: ast.AST, name: str) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name
    ]


def kinds(tree: ast.AST) -> set[str]:
    """Return the kinds that a module names: in its calls, or where it chooses among them."""
    words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return words & set(get_args(disclosing.What))


def test_nothing_is_downloaded_but_through_the_one_door() -> None:
    for file in DASHBOARD.rglob("*.py"):
        place = file.relative_to(DASHBOARD).as_posix()
        text = file.read_text("utf-8")
        if place != DOOR:
            assert "download_button" not in text, place
        assert "application/octet-stream;base64" not in text, place
        assert "data:text/csv" not in text, place


def test_every_download_is_in_the_list_and_every_entry_of_the_list_is_one() -> None:
    found = set()
    for file in DASHBOARD.rglob("*.py"):
        place = file.relative_to(DASHBOARD).as_posix()
        tree = ast.parse(file.read_text("utf-8"))
        doors = [
            (how, call)
            for how in ("taken", "open_to_all", "recorded")
            for call in calls(tree, how)
            if isinstance(call.func, ast.Attribute)
            and isinstance(call.func.value, ast.Name)
            and call.func.value.id == "file_button"
        ]
        for how, call in doors:
            said = [word.value for word in call.keywords if word.arg == "what"]
            if how != "taken":
                found.add((place, how, ""))
            elif isinstance(said[0], ast.Constant):
                found.add((place, how, said[0].value))
            else:
                found |= {(place, how, kind) for kind in kinds(tree)}
    assert found == HANDED_OVER


def test_every_kind_of_file_has_a_download_or_a_command() -> None:
    by_command = {"sheets"}
    assert {what for _, _, what in HANDED_OVER if what} | by_command == set(get_args(disclosing.What))
