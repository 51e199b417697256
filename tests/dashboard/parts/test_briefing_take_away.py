"""Page, PDF, Word file, workbook and command line hold the same numbers, cell by cell, before and after the lock."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner
from streamlit.testing.v1 import AppTest

from dashboard import source
from dashboard.parts import regions_shown
from dashboard.parts.briefing_take_away import FILES, file_of
from dashboard.texts import translator
from scoring.cli import main, regions
from scoring.flow.regional import taking
from scoring.flow.regional.records import RegionalReport
from scoring.flow.regional.revision import regional_revision
from scoring.flow.regional.table_parts import RegionalTable
from scoring.flow.regional.tables import report_tables
from scoring.model import Actor

ROOT = Path(__file__).parents[3]
APP, VIEW = ROOT / "dashboard" / "app.py", ROOT / "dashboard" / "views" / "leader" / "regions.py"
LEADER = Actor("demonstration-leader", "demonstration-leader", frozenset({"leader"}))
SAY = translator("zh")
ROUNDS = ["2025-synthetic", "2026-sample"]
MEDIA = ("page", "xlsx", "docx", "pdf")
# The number that is changed in one medium, and what it becomes.
CHANGED = {"2025-synthetic": ("cities", 0, 1), "2026-sample": ("funnel", 0, 1)}
WRONG = 77


def loaded(path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


media = loaded("tests/dashboard/parts/taken_media.py")


def needs_pdftotext() -> None:
    """Skip where nothing reads a PDF; where the record is tested on both databases, everything has to be there."""
    if shutil.which("pdftotext") is None:
        assert "QUALITY_CREDIT_TEST_POSTGRES" not in os.environ, "pdftotext (poppler-utils) is not installed"
        pytest.skip("pdftotext (poppler-utils) is not installed")


@pytest.fixture(scope="module")
def register_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("taken") / "register.db"
    loaded("tests/dashboard/rounds_register.py").build(path).close()
    return path


@pytest.fixture
def page(register_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    monkeypatch.setenv(source.ENVIRONMENT, str(register_path))
    source.register.cache_clear()
    source.demonstration_experts.cache_clear()
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    app.selectbox(key="demonstration_role").set_value("leader").run()
    yield app.switch_page(str(VIEW)).run()
    source.register().close()
    source.register.cache_clear()
    source.demonstration_experts.cache_clear()


def by_command(path: Path, round_id: str) -> dict[str, dict[str, Any]]:
    common = ("--register", str(path), "--role", "leader", "--round", round_id, "--format", "json")
    result = CliRunner().invoke(main, ["regions", *common])
    assert result.exit_code == 0, result.output
    return {table["key"]: table for table in json.loads(result.stdout)["tables"]}


def read_media(
    page: AppTest, tables: dict[str, Any], round_id: str, at: datetime, folder: Path
) -> dict[str, dict[tuple[str, int, int], Any]]:
    """Return what each medium holds, made anew."""
    page.run()
    assert not page.exception
    seen = source.ask(regional_revision, LEADER)
    made = {form: file_of(LEADER, SAY, round_id, at, form=form, seen=seen) for form in MEDIA[1:]}
    return {
        "page": media.on_page("".join(element.body for element in page.main.get("html"))),
        "xlsx": media.in_workbook(made["xlsx"], tables),
        "docx": media.in_word_file(made["docx"], tables),
        "pdf": media.in_pdf(made["pdf"], tables, folder),
    }


def with_wrong(place: tuple[str, int, int]) -> Callable[[RegionalReport], Sequence[RegionalTable]]:
    """Return what makes the tables of a report, with one number changed."""
    key, row, column = place

    def tables(report: RegionalReport) -> Sequence[RegionalTable]:
        made = []
        for table in report_tables(report):
            rows = [list(cells) for cells in table.rows]
            if table.key == key:
                rows[row][column] = WRONG
            made.append(replace(table, rows=tuple(map(tuple, rows))))
        return made

    return tables


@pytest.mark.parametrize("round_id", ROUNDS)
def test_five_media_have_the_same_numbers(
    page: AppTest, register_path: Path, round_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_pdftotext()
    page.selectbox(key="regions-round").set_value(round_id)
    at = source.now()
    monkeypatch.setattr(regions, "now", lambda: at)
    tables = by_command(register_path, round_id)
    assert ("cities" in tables) == (round_id == "2025-synthetic")
    told = read_media(page, tables, round_id, at, tmp_path)
    assert {medium: media.differing(tables, told[medium]) for medium in MEDIA} == {medium: [] for medium in MEDIA}

    # Nothing is left out: the workbook has every cell, the others what they are made to show.
    filled = {
        (key, row, column)
        for key, table in tables.items()
        for row, cells in enumerate(table["rows"])
        for column, cell in enumerate(cells)
        if cell is not None
    }
    assert set(told["xlsx"]) == filled
    for medium in ("docx", "pdf"):
        assert set(told[medium]) >= media.on_paper_at_least(tables)
    main_table = "cities" if "cities" in tables else "funnel"
    assert {place for place in told["page"] if place[0] == main_table} >= {
        place for place in media.on_paper_at_least(tables) if place[0] == main_table
    }

    # One number changed where a medium is made is found there, and nowhere else.
    place = CHANGED[round_id]
    assert tables[place[0]]["rows"][place[1]][place[2]] != WRONG
    for module, changed in ((taking, MEDIA[1:]), (regions_shown, MEDIA[:1])):
        with monkeypatch.context() as wrong:
            wrong.setattr(module, "report_tables", with_wrong(place))
            told = read_media(page, tables, round_id, at, tmp_path)
        found = {medium: media.differing(tables, told[medium]) for medium in MEDIA}
        assert found == {medium: [place] if medium in changed else [] for medium in MEDIA}
    with monkeypatch.context() as wrong:
        wrong.setattr(regions, "report_tables", with_wrong(place))
        tables = by_command(register_path, round_id)
    told = read_media(page, tables, round_id, at, tmp_path)
    assert {medium: media.differing(tables, told[medium]) for medium in MEDIA} == {medium: [place] for medium in MEDIA}


def test_the_page_offers_each_file_and_the_figures_that_there_are(page: AppTest) -> None:
    keys = {button.proto.id.rpartition("-")[2] for button in page.get("download_button")}
    assert keys == {*FILES, "png", "svg"}
    page.selectbox(key="regions-round").set_value("2026-sample").run()
    before = page.selectbox(key="briefing-kind").options
    page.selectbox(key="regions-round").set_value("2025-synthetic").run()
    after = page.selectbox(key="briefing-kind").options
    assert [SAY(f"briefing.figure_{kind}") for kind in taking.FIGURES] == list(after)
    assert set(after) - set(before) == {SAY(f"briefing.figure_{kind}") for kind in taking.OF_PLACES}


def test_a_file_is_of_the_page_s_moment_while_the_record_stands(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    at = source.now()
    monkeypatch.setattr(source, "now", lambda: at)
    seen = source.ask(regional_revision, LEADER)

    def made(moment: datetime, seen: int) -> bytes:
        return file_of(LEADER, SAY, "2025-synthetic", moment, form="pdf", seen=seen)

    drawn = at - timedelta(hours=1)
    assert made(drawn, seen) == made(drawn, seen) != made(at, seen)
    # The record has gone on since the page was drawn: the file is of now.
    assert made(drawn, seen - 1) == made(at, seen)
