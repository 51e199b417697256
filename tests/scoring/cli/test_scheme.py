"""Rule books checked, compared, and made of official tables."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from indicators.language import LOCALE, Translator
from indicators.load import SHIPPED, read_rule_book, shipped_rule_book
from indicators.table import export_table
from indicators.workbook import Sheet, write_xlsx

Put = Callable[[str], Path]
Call = Callable[..., Result]
Answer = Callable[..., Any]
SAMPLE = SHIPPED / "rounds" / "2026-sample.toml"


@pytest.fixture
def official(folder: Path) -> Path:
    """The sample's own table as an office might send it, one name changed."""
    headings, *rows = export_table(shipped_rule_book("2026-sample").round, Translator("zh", LOCALE))
    changed = [[cell.replace("质量诚信方针", "质量诚信方针与承诺") if n == 2 else cell for n, cell in enumerate(row)]
               for row in rows]  # fmt: skip
    file = folder / "table.xlsx"
    write_xlsx(file, [Sheet("指标", headings, changed)])
    return file


def test_a_sound_file(call: Call, answer: Answer) -> None:
    said = answer("scheme", "validate", SAMPLE)
    book = shipped_rule_book("2026-sample")
    assert (said["round_id"], said["rule_book"], said["faults"]) == ("2026-sample", book.digest, [])
    assert (said["indicators"], said["full_marks"]) == (49, 100)
    text = call("scheme", "validate", SAMPLE, "--lang", "zh").stdout
    assert "“2026-sample.toml”校验通过" in text
    assert book.round.banner in text


def test_every_fault_at_once(faults: Callable[..., list[dict[str, Any]]], folder: Path) -> None:
    text = SAMPLE.read_text("utf-8").replace("rounding_decimals = 2", "rounding_decimal = 2")
    file = folder / "2026-sample.toml"
    file.write_text(text.replace('ballot = "secret"', 'ballot = "hidden"'), "utf-8")
    found = faults("scheme", "validate", file)
    assert {fault["column"] for fault in found} >= {"rounding_decimal", "rounding_decimals", "ballot"}
    assert all(fault["file"] == "2026-sample.toml" and fault["message"] for fault in found)


def test_a_file_that_is_not_there_is_a_fault_of_the_call(call: Call) -> None:
    result = call("scheme", "validate", "gone.toml")
    assert result.exit_code == 2
    assert "There is no file gone.toml." in result.stderr


def test_what_changed_between_two_shipped_rounds(call: Call, answer: Answer, folder: Path) -> None:
    said = answer("scheme", "compare", "2025-synthetic", "2026-sample")
    assert said["old"]["round_id"] == "2025-synthetic"
    assert {"kind": "changed", "entry": "round", "column": "year", "old": "2025", "new": "2026"}.items() <= next(
        change.items() for change in said["changes"] if change["column"] == "year"
    )
    lines = call("scheme", "compare", "2025-synthetic", "2026-sample").stdout.splitlines()
    assert lines == [change["message"] for change in said["changes"]]
    assert answer("scheme", "compare", "2026-sample", SAMPLE)["changes"] == []
    assert list(folder.iterdir()) == []


def test_a_round_of_the_register_comes_first_where_the_call_names_one(
    register: Put, answer: Answer, folder: Path, call: Call
) -> None:
    file = register("empty")
    own = folder / "2026-sample.toml"
    own.write_text(SAMPLE.read_text("utf-8").replace("min_score = 80", "min_score = 81", 1), "utf-8")
    answer("round", "create", own)
    assert answer("scheme", "compare", "2026-sample", SAMPLE)["changes"] == []
    adopted = answer("scheme", "compare", "2026-sample", SAMPLE, "--register", file)["changes"]
    assert [(change["entry"], change["old"], change["new"]) for change in adopted] == [("cut_score AA", "81", "80")]
    unknown = call("scheme", "compare", "2026-sample", "2099")
    assert unknown.exit_code == 1
    assert "The record has no round '2099'" in unknown.stderr


def test_an_official_table_is_previewed_and_then_written(
    official: Path, call: Call, answer: Answer, folder: Path
) -> None:
    arguments = ("scheme", "import", official, "--base", "2026-sample", "--round-id", "2027", "--year", "2027")
    named = (*arguments, "--name", "2027年度认定")
    preview = call(*named)
    assert preview.exit_code == 0
    assert "质量诚信方针与承诺" in preview.stdout
    assert "Nothing was written; add --apply to write 2027.toml" in preview.stdout
    assert not (folder / "2027.toml").exists()
    said = answer(*named, "--apply")
    book = read_rule_book(folder / "2027.toml")
    assert (said["applied"], said["rule_book"]) == (True, book.digest)
    assert (book.round.status, book.round.name, book.round.year) == ("draft", "2027年度认定", 2027)
    assert book.round.indicator_table.leaves()[0].name == "质量诚信方针与承诺"
    assert answer("scheme", "validate", "2027.toml")["faults"] == []
    written = (folder / "2027.toml").read_bytes()
    again = call(*named, "--apply")
    assert again.exit_code == 2
    assert "2027.toml is there already and is not overwritten" in again.stderr
    assert (folder / "2027.toml").read_bytes() == written


def test_a_round_is_written_under_its_own_name_only(official: Path, call: Call) -> None:
    result = call("scheme", "import", official, "--base", "2026-sample", "--round-id", "2027", "--year", "2027",
                  "--name", "x", "--to", "other.toml")  # fmt: skip
    assert result.exit_code == 2
    assert "2027.toml, not other.toml" in result.stderr


def test_a_draft_that_would_not_load_where_it_is_written_is_not_left_behind(
    official: Path, faults: Callable[..., list[dict[str, Any]]], folder: Path
) -> None:
    """Another regulation beside the new file: what was sound on the base's is not on that."""
    book = folder / "book"
    shutil.copytree(SHIPPED / "regulation", book / "regulation")
    (book / "rounds").mkdir()
    law = book / "regulation" / "jiangsu.toml"
    law.write_text(law.read_text("utf-8").replace('province = "320000"', 'province = "32"'), "utf-8")
    found = faults("scheme", "import", official, "--base", "2026-sample", "--round-id", "2027", "--year", "2027",
                   "--name", "x", "--to", book / "rounds" / "2027.toml", "--apply")  # fmt: skip
    assert [fault["column"] for fault in found] == ["province"]
    assert list((book / "rounds").iterdir()) == []


def test_a_table_at_fault_is_told_with_its_rows(
    faults: Callable[..., list[dict[str, Any]]], table: Callable[[str, list[list[str]]], Path], folder: Path
) -> None:
    file = table("table.csv", [["code", "name", "max_score"], ["1", "理念", "一百"], ["1", "能力", "40"]])
    found = faults("scheme", "import", file, "--base", "2026-sample", "--round-id", "2027", "--year", "2027",
                   "--name", "x", "--apply")  # fmt: skip
    assert {(fault["row"], fault["column"]) for fault in found} == {(2, "max_score"), (3, "code")}
    assert not (folder / "2027.toml").exists()
