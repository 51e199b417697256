"""Ten thousand hostile texts through every border: nothing runs, nothing is shown raw, nothing is lost without a word.

Each test says how many texts went through it; what it holds is what a spreadsheet, a terminal, a database or a reader
of the record would meet.
"""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from indicators.cells import NUMBER
from indicators.faults import FaultsError
from indicators.regions import read_regions
from indicators.tabular import read_table
from indicators.workbook import Sheet, write_csv, write_xlsx
from scoring import flow
from scoring.cli import main
from scoring.flow.wording import LONGEST, reason_of
from scoring.intake.experts import expert_rows, read_experts
from scoring.model import Actor, Expert
from scoring.procedure.attachments import ENDINGS, safe_name
from scoring.register import experts as kept_experts
from scoring.register.database import create_register, open_register
from scoring.register.verify import verify_chain
from scoring.texts import translator

corpus = sys.modules["hostile_corpus"]
COUNT = 10_000
TEXTS: list[str] = corpus.texts(COUNT)
PREFECTURES = [one.code for one in read_regions().prefectures()]
COUNTIES = [one.code for one in read_regions().counties()]
NOW = datetime(2026, 5, 18, 1, 30, tzinfo=UTC)
COLUMNS = ("expert_id", "name", "employer", "region", "expertise", "appointed_from", "appointed_until")
SAFE = frozenset("\n")
INVISIBLE = "\ufeff\u200b\u200e\u200f"
RUNS = re.compile(r"[=+\-@\t\r＝＋－＠]")


def harmful(text: str) -> set[str]:
    """Return what a terminal would obey, or what a reader would not see."""
    return {one for one in set(text) if unicodedata.category(one) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")} - SAFE


def rows_of(texts: Iterable[str]) -> list[list[str]]:
    return [
        [f"E{number:05d}", text, "研究院", "320100", "C34", "2024-01-01", ""] for number, text in enumerate(texts, 2)
    ]


def written(folder: Path, kind: str, texts: Sequence[str]) -> Path:
    file = folder / f"experts{kind}"
    if kind == ".csv":
        write_csv(file, COLUMNS, rows_of(texts))
    else:
        write_xlsx(file, [Sheet("专家", COLUMNS, rows_of(texts))])
    return file


def meant(text: str) -> str:
    """Return what a cell means, without what cannot be seen around it."""
    return text.strip().strip(INVISIBLE).strip()


def split(folder: Path, kind: str) -> tuple[set[int], tuple[Expert, ...]]:
    """Return the places of the texts that are refused, each with its fault, and the experts of the others.

    What makes a table is asked before what makes an expert; each tells all its faults at once.
    """
    left = list(range(COUNT))
    for _ in range(3):
        try:
            table = read_table(written(folder, kind, [TEXTS[place] for place in left]))
            found = read_experts(table, prefectures=PREFECTURES).experts
        except FaultsError as error:
            refused = {left[(fault.row or 0) - 2] for fault in error.faults}
            for fault in error.faults:
                assert fault.column == "name"
                assert all(str(fault.row) in fault.message(translator(language)) for language in ("zh", "en"))
            left = [place for place in left if place not in refused]
        else:
            return set(range(COUNT)) - set(left), found
    raise AssertionError("the rest is refused again")


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[set[int], tuple[Expert, ...]]]:
    """The corpus imported as names of experts, from either kind of file."""
    folder = tmp_path_factory.mktemp("corpus")
    return {kind: split(folder, kind) for kind in (".csv", ".xlsx")}


@pytest.fixture(scope="module")
def accepted(read: dict[str, tuple[set[int], tuple[Expert, ...]]]) -> list[str]:
    return list(dict.fromkeys(one.name for one in read[".csv"][1]))


@pytest.mark.parametrize("kind", [".csv", ".xlsx"])
def test_a_name_is_kept_as_it_is_meant_or_refused_with_its_row(
    read: dict[str, tuple[set[int], tuple[Expert, ...]]], kind: str
) -> None:
    refused, experts = read[kind]
    others = [TEXTS[place] for place in range(COUNT) if place not in refused]
    assert [(one.name, text) for one, text in zip(experts, others, strict=True) if one.name != meant(text)] == []
    assert not [one.name for one in experts if harmful(one.name) or len(one.name) > 500 or not one.name]
    # What is refused has a reason that anybody can check.
    mild = [
        text
        for text in (TEXTS[place] for place in refused)
        if not harmful(text) and 0 < len(meant(text)) <= 500 and "\n" not in text
    ]
    assert mild == []
    assert len(refused) + len(experts) == COUNT
    assert min(len(refused), len(experts)) > COUNT // 10


def test_both_kinds_of_file_say_the_same(read: dict[str, tuple[set[int], tuple[Expert, ...]]]) -> None:
    assert read[".csv"] == read[".xlsx"]


def test_no_cell_that_is_written_runs_and_no_text_is_lost(tmp_path: Path, accepted: list[str]) -> None:
    file = written(tmp_path, ".csv", TEXTS)
    with file.open(encoding="utf-8-sig", newline="") as stream:
        cells = [row[1] for row in csv.reader(stream)][1:]
    assert len(cells) == COUNT
    assert [cell for cell in cells if RUNS.match(cell) and not NUMBER.fullmatch(cell)] == []
    # An apostrophe is all that was added, and blanks around all that may have gone.
    assert [
        cell for cell, text in zip(cells, TEXTS, strict=True) if cell not in (text, f"'{text}", f"'{meant(text)}")
    ] == []
    with zipfile.ZipFile(written(tmp_path, ".xlsx", TEXTS)) as parts:
        names, sheet = parts.namelist(), parts.read("xl/worksheets/sheet1.xml")
        everything = b"".join(parts.read(name) for name in names)
    assert b"<f" not in sheet.replace(b"<formatCode", b"")
    assert b"hyperlink" not in sheet.lower()
    assert not [name for name in names if "external" in name.lower() or "vba" in name.lower()]
    assert b"<script" not in everything
    for kind in (".csv", ".xlsx"):  # written, read, written again, read again
        again = [cells["name"] for _, cells in read_table(written(tmp_path, kind, accepted)).rows]
        assert again == accepted


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, accepted: list[str]) -> Any:
    """A register into which everything went that its borders let in, and what that was."""
    path = tmp_path_factory.mktemp("kept") / "register.db"
    register = create_register(path, now=NOW, synthetic=True)
    people = [
        Expert(f"E{number:05d}", name, name, "320100", ("C34",), date(2024, 1, 1))
        for number, name in enumerate(accepted)
    ]
    flow.import_experts(register, Actor("h", "h", frozenset({"assignment_holder"})), NOW, people, source="=1+1.csv")
    yield register, people, path
    register.close()


def test_the_record_gives_every_text_back_and_is_in_order(kept: Any) -> None:
    register, people, _ = kept
    with register.read() as connection:
        assert list(kept_experts.everyone(connection)) == people
    assert verify_chain(register).faults == ()


def test_an_export_imported_again_is_the_same(kept: Any, tmp_path: Path) -> None:
    _, people, _ = kept
    told = expert_rows(people)
    for kind in (".csv", ".xlsx"):
        file = tmp_path / f"out{kind}"
        cells = [[row[column] for column in COLUMNS] for row in told]
        if kind == ".csv":
            write_csv(file, COLUMNS, cells)
        else:
            write_xlsx(file, [Sheet("专家", COLUMNS, cells)])
        assert list(read_experts(read_table(file), prefectures=PREFECTURES).experts) == people


def test_reasons_are_kept_as_written_or_refused_with_what_is_wrong() -> None:
    refused = 0
    for text in TEXTS:
        try:
            kept_text = reason_of(text)
        except FaultsError as error:
            (fault,) = error.faults
            assert len(text) > LONGEST or "U+" in str(fault.seen)
            assert not harmful(str(fault.seen))
            refused += 1
        else:
            assert kept_text == text.replace("\r\n", "\n").replace("\r", "\n").strip()
            assert not harmful(kept_text.replace("\t", ""))
    assert COUNT // 10 < refused < COUNT


def test_a_name_of_a_file_leads_nowhere_and_is_nothing_but_a_name() -> None:
    for text in TEXTS:
        for kind in ("pdf", "xlsx"):
            name = safe_name(text, kind)
            assert name.endswith(f".{ENDINGS[kind][0]}")
            assert not re.search(r'[/\\:*?"<>|%$`\x00-\x1f]', name)
            assert name.count(".") == 1
            assert not RUNS.match(name)
            assert not harmful(name)
            assert len(name) < 140


def test_a_terminal_obeys_nothing(tmp_path: Path, read: dict[str, tuple[set[int], tuple[Expert, ...]]]) -> None:
    create_register(tmp_path / "r.db", now=NOW, synthetic=True).close()
    texts = [text for text in TEXTS if "\x00" not in text]  # such a file is no table, and told before any name
    refused = [number for number, text in enumerate(texts, 2) if TEXTS.index(text) in read[".csv"][0]]
    file = written(tmp_path, ".csv", texts)
    for more in ((), ("--json",)):
        result = CliRunner().invoke(main, ["import", "experts", str(file), "--register", str(tmp_path / "r.db"), *more])
        assert result.exit_code == 1
        assert type(result.exception) is SystemExit
        said = result.stdout + result.stderr
        assert len(refused) > COUNT // 10
        assert [row for row in refused if str(row) not in said] == []
        if not more:
            assert harmful(said) == set()
    with open_register(tmp_path / "r.db") as register:  # all of a file or nothing
        assert verify_chain(register).entries == 1


@pytest.mark.parametrize("place", ["actor", "file", "reason", "head", "command", "role"])
def test_arguments_of_a_call_are_never_more_than_text(tmp_path: Path, place: str) -> None:
    create_register(tmp_path / "r.db", now=NOW, synthetic=True).close()
    calls: dict[str, Callable[[str], list[str]]] = {
        "actor": lambda text: ["round", "list", f"--actor={text}"],
        "file": lambda text: ["import", "experts", "--", text],
        "reason": lambda text: ["round", "advance", "2026", "open", f"--reason={text}"],
        "head": lambda text: ["verify", f"--head={text}"],
        "command": lambda text: [text],
        "role": lambda text: ["round", "list", f"--role={text}"],
    }
    folder = sorted(tmp_path.iterdir())
    for text in corpus.PATTERNS:
        environment = {"QUALITY_CREDIT_REGISTER": str(tmp_path / "r.db")}
        result = CliRunner().invoke(main, calls[place](text), env=environment)
        assert type(result.exception) in (SystemExit, type(None)), text
        assert result.exit_code in (0, 1, 2, 3)
        assert harmful(result.stdout + result.stderr) == set(), text
        assert "Traceback" not in result.stderr
    assert sorted(tmp_path.iterdir()) == folder
