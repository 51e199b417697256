"""Out of the record into files: the same tables that come in, what they are written in every row."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from python_calamine import CalamineWorkbook

from indicators.load import shipped_rule_book
from indicators.tabular import read_table

Put = Callable[[str], Path]
Call = Callable[..., Result]
Answer = Callable[..., Any]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("what", ["experts", "applications"])
def test_what_goes_out_comes_in_again_unchanged(
    register: Put, answer: Answer, call: Call, what: str, language: str, ending: str
) -> None:
    register("applied")
    said = answer("export", what, "--to", f"out.{ending}", "--lang", language)
    assert said["rows"] == {"experts": 5, "applications": 2}[what]
    again = call("import", what, f"out.{ending}", "--dry-run")
    assert again.exit_code == 0, again.stderr
    assert {"zh": "数据性质", "en": "status"}[language] in again.stderr  # reported and ignored
    # Not one of them differs from the record, or a reason would be asked for and a version written.
    answer("import", what, f"out.{ending}")
    table = read_table(Path(f"out.{ending}"))
    assert table.columns[0] == {
        "experts": {"zh": "专家编号", "en": "expert"},
        "applications": {"zh": "申报编号", "en": "application"},
    }[what][language]  # fmt: skip


def test_a_sample_says_so_in_every_row_and_on_a_page_of_its_own(register: Put, call: Call, answer: Answer) -> None:
    register("applied")
    assert answer("export", "applications", "--to", "out.xlsx")["synthetic"] is False
    assert all(cells["status"].startswith("sample; export ") for _, cells in read_table(Path("out.xlsx")).rows)
    call("export", "applications", "--to", "zh.xlsx", "--lang", "zh")
    book = CalamineWorkbook.from_path("zh.xlsx")
    assert book.sheet_names == ["数据", "说明"]
    facts = {row[0]: row[1] for row in book.get_sheet_by_name("说明").to_python()}
    sample = shipped_rule_book("2026-sample")
    assert (facts["提示"], facts["数据性质"]) == (sample.round.banner, "示例，非正式")
    assert facts["规则库摘要"] == sample.digest


def test_sheets_are_a_score_file_in_either_language(register: Put, answer: Answer) -> None:
    register("deciding")
    answer("export", "sheets", "--to", "zh.xlsx", "--lang", "zh", "--role", "assignment_holder")
    table = read_table(Path("zh.xlsx"))
    assert table.columns == ("applicant", "expert", "indicator", "score", "state", "time", "note", "status")
    assert len(table.rows) == 2 * 5 * 49
    panel = answer("score", "zh.xlsx")["panels"][0]
    assert [one["experts"] for one in panel["applicants"]] == [5, 5]


def test_who_scored_is_for_the_holder_alone(register: Put, answer: Answer, call: Call) -> None:
    register("deciding")
    answer("export", "sheets", "--to", "unlinked.csv")
    unlinked = read_table(Path("unlinked.csv")).rows
    assert {cells["expert"] for _, cells in unlinked} == {"1", "2", "3", "4", "5"}
    assert not any(cells["note"] or cells["time"] for _, cells in unlinked)
    answer("export", "sheets", "--to", "linked.csv", "--role", "assignment_holder")
    assert {cells["expert"] for _, cells in read_table(Path("linked.csv")).rows} == {"E01", "E02", "E03", "E04", "E05"}
    refused = call("export", "sheets", "--to", "no.csv", "--role", "secretariat")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "You may not do this" in refused.stderr
    assert not Path("no.csv").exists()


def test_a_county_gets_its_own_applications(register: Put, answer: Answer, call: Call) -> None:
    register("applied")
    county = ("export", "applications", "--role", "county_regulator")
    assert answer(*county, "--region", "320102", "--to", "own.csv")["rows"] == 2
    assert answer(*county, "--region", "320500", "--to", "other.csv")["rows"] == 0
    # Nothing to tell, but still a table: its headings are there.
    assert Path("other.csv").read_text("utf-8-sig").startswith("application,uscc,name,")
    assert call(*county, "--to", "none.csv").exit_code == 1


def test_a_file_that_is_there_is_kept_unless_it_is_to_go(register: Put, answer: Answer, call: Call) -> None:
    register("applied")
    Path("out.csv").write_text("mine", "utf-8")
    result = call("export", "experts", "--to", "out.csv")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "out.csv is there already. Choose another name, or add --overwrite." in result.stderr
    assert Path("out.csv").read_text("utf-8") == "mine"
    assert answer("export", "experts", "--to", "out.csv", "--overwrite")["rows"] == 5


def test_a_file_of_no_known_kind_is_a_fault_of_the_call(register: Put, call: Call) -> None:
    register("applied")
    result = call("export", "experts", "--to", "out.pdf")
    assert result.exit_code == 2
    assert "out.pdf: the name must end in .csv | .xlsx." in result.stderr


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "The disk is full"), (errno.EROFS, "may not be read or written")]
)
def test_a_disk_that_is_full_or_read_only(
    register: Put, call: Call, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    register("applied")

    def fail(source: Path, target: Path) -> None:
        raise OSError(number, os.strerror(number), str(target))

    monkeypatch.setattr("indicators.workbook.os.replace", fail)
    result = call("export", "experts", "--to", "out.csv")
    assert (result.exit_code, result.stdout) == (3, "")
    assert words in result.stderr
    assert {path.name for path in Path().iterdir()} == {"quality-credit.db"}
