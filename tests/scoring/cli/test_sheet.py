"""``sheet template``: an expert's own sheet as a workbook."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from scoring import flow
from scoring.model import Actor
from scoring.register.database import open_register
from scoring.sheets.offline import offline_reader
from scoring.texts import translator

Put = Callable[[str], Path]
Call = Callable[..., Result]
Answer = Callable[..., Any]
FIRST = "2026-0001"
TEMPLATE = ("sheet", "template", "--application", FIRST, "--to", "out.xlsx")


@pytest.fixture
def expert(register: Put) -> str:
    """An expert on the first panel of the register that is put into the folder, who has marked everything."""
    register("marked")
    return "E01"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_sheet_is_written_with_what_the_record_holds(expert: str, answer: Answer, call: Call, language: str) -> None:
    said = answer(*TEMPLATE, "--actor", expert, "--lang", language)
    assert (said["file"], said["application"], said["expert"]) == ("out.xlsx", FIRST, expert)
    assert said["marks"] == said["indicators"] == 49
    with open_register(Path("quality-credit.db")) as opened:
        who = Actor(expert, expert, frozenset({"expert"}))
        kept = flow.read_sheet(opened, who, application_id=FIRST).marks
        sheet = flow.offline_sheet(opened, who, application_id=FIRST)
    read = offline_reader(Path("out.xlsx").read_bytes(), "out.xlsx", [translator(one) for one in ("zh", "en")])
    assert {row.given.indicator: row.given.value for row in read(sheet).rows} == {
        code: Decimal(mark.value or 0) for code, mark in kept.items()
    }
    told = call(*TEMPLATE, "--actor", expert, "--overwrite", "--lang", language)
    assert "out.xlsx" in told.stdout
    assert "49" in told.stdout


def test_nobody_writes_another_experts_sheet_and_no_file_is_overwritten_unasked(expert: str, call: Call) -> None:
    for who in (("--actor", "X99"), ("--actor", expert, "--role", "secretariat")):
        assert call(*TEMPLATE, *who).exit_code == 1
    assert not Path("out.xlsx").exists()
    Path("out.xlsx").write_text("mine")
    assert call(*TEMPLATE, "--actor", expert).exit_code == 2
    assert Path("out.xlsx").read_text() == "mine"
    assert call("sheet", "template", "--application", FIRST, "--to", "out.csv", "--actor", expert).exit_code == 2
