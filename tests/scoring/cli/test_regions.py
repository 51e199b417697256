"""``regions``: what it prints is the report, in every form."""

from __future__ import annotations

import importlib.util
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from scoring.cli import main, regions
from scoring.flow.regional.report import regional_report
from scoring.flow.regional.sheets import said
from scoring.flow.regional.tables import report_tables
from scoring.model import Actor
from scoring.register.database import open_register
from scoring.texts import translator

NOW = datetime(2026, 6, 20, 1, tzinfo=UTC)


def _procedure() -> Any:
    folder = Path(__file__).parents[2] / "dashboard"
    for name in ("straight", "procedure_register"):
        if name not in sys.modules:
            spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
            assert spec is not None
            assert spec.loader is not None
            sys.modules[name] = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(sys.modules[name])
    return sys.modules["procedure_register"]


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("regions") / "register.db"
    _procedure().build(path, "accredited").register.close()
    return path


@pytest.fixture(autouse=True)
def _moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regions, "now", lambda: NOW)


def call(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["regions", *arguments])


def expected(register: Path, language: str) -> list[dict[str, Any]]:
    """Return the tables of the report itself, in words."""
    say = translator(language)
    with open_register(register) as opened:
        report = regional_report(opened, Actor("leader", "leader", frozenset({"leader"})), NOW, "2026-sample")
    return [
        {
            "title": say(table.title),
            "columns": [say.say(name) for name in table.columns],
            "rows": [[said(say, cell) for cell in row] for row in table.rows],
        }
        for table in report_tables(report)
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_json_and_workbook_hold_the_numbers_of_the_report(register: Path, tmp_path: Path, language: str) -> None:
    common = ("--register", str(register), "--role", "leader", "--lang", language)
    tables = expected(register, language)
    printed = json.loads(call(*common, "--format", "json").stdout)
    assert [{key: table[key] for key in ("title", "columns", "rows")} for table in printed["tables"]] == tables
    assert (printed["synthetic"], printed["as_of"]) == (True, NOW.isoformat())
    file = tmp_path / "regions.xlsx"
    assert call(*common, "--format", "xlsx", "--to", str(file)).exit_code == 0
    for table in tables:
        heads, *rows = sheet(file, table["title"])
        assert heads == table["columns"]
        assert rows == [["" if cell is None else cell for cell in row] for row in table["rows"]]


def sheet(file: Path, name: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(file).get_sheet_by_name(name).to_python()


def test_people_read_the_same_numbers(register: Path) -> None:
    lines = call("--register", str(register), "--role", "leader", "--lang", "en").stdout.splitlines()
    for table in expected(register, "en"):
        at = lines.index(table["title"])
        for row, line in zip(table["rows"], lines[at + 3 :], strict=False):
            assert line.split() == " ".join(str(cell) for cell in row if cell is not None).split()


def test_a_workbook_says_that_it_is_none_of_a_real_round(register: Path, tmp_path: Path) -> None:
    file = tmp_path / "regions.xlsx"
    call("--register", str(register), "--format", "xlsx", "--to", str(file), "--lang", "en")
    words = {str(cell) for row in sheet(file, translator("en")("exports.sheet_cover")) for cell in row}
    assert translator("en")("exports.synthetic_is") in words
    assert any(word.startswith("Sample round, for trial") for word in words)
    there = call("--register", str(register), "--format", "xlsx", "--to", str(file))
    assert there.exit_code == 2


def test_counts_are_made_anew(register: Path) -> None:
    answer = json.loads(call("--register", str(register), "--rebuild", "--json").stdout)
    assert answer["rounds"] == 1
    refused = call("--register", str(register), "--rebuild", "--role", "leader")
    assert refused.exit_code == 1


def test_a_workbook_needs_a_file(register: Path) -> None:
    assert call("--register", str(register), "--format", "xlsx").exit_code == 2
