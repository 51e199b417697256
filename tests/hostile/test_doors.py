"""The corpus at the doors that are left: score files, sheets, rule books, workbooks that come back, addresses."""

from __future__ import annotations

import sys
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

import pytest
from click.testing import CliRunner

from dashboard.gate.paths import safe_next
from indicators.cells import NUMBER
from indicators.faults import FaultsError
from indicators.language import LOCALE, Translator
from indicators.load import parse_rule_book, read_rule_book, shipped_rule_book
from indicators.table import export_table, import_table
from indicators.tabular import read_table
from indicators.workbook import write_csv
from indicators.writing import write_round
from scoring.cli import main
from scoring.model import MarkState
from scoring.sheets import read_marks, read_weights
from scoring.sheets.given import read_sheets
from scoring.sheets.offline import OfflineMark, OfflineSheet, offline_reader, write_offline
from scoring.texts import translator

corpus = sys.modules["hostile_corpus"]
procedure = sys.modules["procedure_register"]
COUNT = 10_000
TEXTS: list[str] = corpus.texts(COUNT)
NOW = datetime(2026, 6, 1, 1, 30, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[1] / "data" / "rulebook" / "rounds" / "2030.toml"
INVISIBLE = "\ufeff\u200b\u200e\u200f"
WORDS = (translator("zh"), translator("en"))
Read = TypeVar("Read")


def harmful(text: str) -> set[str]:
    return {one for one in set(text) if unicodedata.category(one) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")} - set("\n")


def meant(text: str) -> str:
    """Return what a cell means, without what cannot be seen around it."""
    return text.strip().strip(INVISIBLE).strip()


def sifted(read: Callable[[Sequence[str]], Read], column: str) -> tuple[list[str], Read]:
    """Return the texts that are read, and what is read of them; each other one is refused at its row, in words.

    `read` puts each text into a row of its own, the first into row 2.
    """
    left = list(TEXTS)
    for _ in range(3):
        try:
            return left, read(left)
        except FaultsError as error:
            rows = {fault.row for fault in error.faults if fault.column in (column, None)}
            left = [text for row, text in enumerate(left, 2) if row not in rows]
    raise AssertionError("the rest is refused again")


def table(folder: Path, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Any:
    file = folder / "given.csv"
    write_csv(file, columns, rows)
    return read_table(file)


def test_who_is_named_in_a_score_file_is_that_or_is_refused(tmp_path: Path) -> None:
    columns = ("applicant", "expert", "indicator", "score")

    def read(texts: Sequence[str]) -> list[str]:
        stood = Counter[str]()
        rows = []
        for text in texts:
            # Who is named twice, in other blanks, has a mark of another expert each time.
            rows.append([text, f"E{stood[meant(text)]}", "1", "5"])
            stood[meant(text)] += 1
        return [mark.applicant for mark in read_marks(table(tmp_path, columns, rows)).marks]

    left, names = sifted(read, "applicant")
    assert names == [meant(text) for text in left]
    assert not [name for name in names if harmful(name) or not name]
    assert COUNT // 2 < len(names) < COUNT
    mild = set(TEXTS) - set(left)
    assert not [text for text in mild if not harmful(text) and meant(text) and "\n" not in text]
    # What a terminal is shown of them is text, in either form.
    file = str(tmp_path / "given.csv")
    for more in ((), ("--json",)):
        result = CliRunner().invoke(main, ["score", file, *more])
        assert (result.exit_code, result.exception) == (0, None)
        assert harmful(result.stdout + result.stderr) == set()


def test_what_is_no_number_is_no_mark_and_no_weight(tmp_path: Path) -> None:
    marks = [[f"a{number}", "e", text] for number, text in enumerate(TEXTS) if meant(text) and "\x00" not in text]
    numbers = {row for row, (_, _, text) in enumerate(marks, 2) if is_number(text)}
    assert numbers
    with pytest.raises(FaultsError, match=r"scorefile\.not_a_number") as caught:
        read_marks(table(tmp_path, ("applicant", "expert", "score"), marks))
    assert {fault.row for fault in caught.value.faults} == set(range(2, len(marks) + 2)) - numbers
    weights = [[f"i{number}", text] for number, (_, _, text) in enumerate(marks)]
    positive = {row for row, (_, text) in enumerate(weights, 2) if is_number(text) and "-" not in text}
    with pytest.raises(FaultsError, match=r"weight") as caught:
        read_weights(table(tmp_path, ("indicator", "weight"), weights))
    assert {fault.row for fault in caught.value.faults} >= set(range(2, len(weights) + 2)) - positive


def is_number(text: str) -> bool:
    """Whether a text is written as a number; one in full-width digits is text, and stays it on its way."""
    return NUMBER.fullmatch(meant(text)) is not None and "309" not in text


def test_notes_of_sheets_are_kept_as_meant_or_refused(tmp_path: Path) -> None:
    round_ = shipped_rule_book("2026-sample").round
    leaves = [leaf.code for leaf in round_.indicator_table.leaves()]
    columns = ("applicant", "expert", "indicator", "score", "note")

    def read(texts: Sequence[str]) -> list[str]:
        places = [(f"a{number // len(leaves)}", leaves[number % len(leaves)]) for number in range(len(texts))]
        rows = [[of, "e", leaf, "0", text] for (of, leaf), text in zip(places, texts, strict=True)]
        known = {of for of, _ in places}
        given = read_sheets(table(tmp_path, columns, rows), round_=round_, applicants=known, experts={"e"}, now=NOW)
        return [mark.note for sheet in given.sheets for mark in sheet.marks]

    left, notes = sifted(read, "note")
    assert [meant(note) for note in notes] == [meant(text) for text in left]
    assert len(notes) > COUNT // 2


def test_a_name_in_an_indicator_table_becomes_that_name_of_a_rule_book_or_is_refused(tmp_path: Path) -> None:
    base = read_rule_book(EXAMPLE)
    say = Translator("zh", LOCALE)
    head, *rows = (list(row) for row in export_table(base.round, say))
    at = head.index("指标名称")
    kept = refused = 0
    for text in corpus.PATTERNS:
        given = [[*row[:at], f"{text}{number}甲", *row[at + 1 :]] for number, row in enumerate(rows)]
        file = tmp_path / "table.csv"
        write_csv(file, head, given)
        try:
            made = import_table(file, base, "2031", 2031, "2031年度认定", name_en="Round 2031")
        except FaultsError:
            assert harmful(text) or len(text) > 100 or "\n" in text, text
            refused += 1
            continue
        found = parse_rule_book(replace(base.texts, round=made.text)).round.indicator_table.indicators
        assert [meant(one.name) for one in found] == [meant(row[at]) for row in given]
        kept += 1
    assert kept > 60
    assert refused > 5


def test_a_rule_book_that_is_written_gives_every_text_back() -> None:
    book = read_rule_book(EXAMPLE)
    texts = [text for text in TEXTS if "\r" not in text]
    for start in range(0, len(texts), 500):
        whole = "\n".join(texts[start : start + 500])
        assert tomllib.loads(write_round(replace(book.round, banner=whole)))["banner"] == whole


@pytest.fixture(scope="module")
def sheet() -> OfflineSheet:
    book = shipped_rule_book("2026-sample")
    target = "AA"
    return OfflineSheet(
        "2026-0001", "E01", "document_review", "2026-sample", "样例有限公司", target, book, {}, False, 1_000
    )


def test_notes_in_a_workbook_that_comes_back_are_text(sheet: OfflineSheet) -> None:
    leaves = [leaf.code for leaf in sheet.leaves]
    kept = 0
    for start in range(0, len(corpus.PATTERNS), len(leaves)):
        texts = dict(zip(leaves, corpus.PATTERNS[start : start + len(leaves)], strict=False))
        marks = {code: OfflineMark(MarkState.SCORED, Decimal(0), text, 1) for code, text in texts.items()}
        data = write_offline(replace(sheet, enterprise=texts[leaves[0]], marks=marks), WORDS[0], NOW)
        read = offline_reader(data, "<b>x</b>.xlsx", WORDS)(sheet)
        found = {row.given.indicator: row.given.note for row in read.rows}
        faulty = {fault.row for fault in read.faults}
        rows = {row.given.indicator: row.row for row in read.rows}
        for code, text in texts.items():
            if rows.get(code) in faulty or harmful(text):
                continue
            assert found[code].split() == meant(text).split()
            kept += 1
    assert kept > 80


def test_nobody_is_led_away_after_signing_in() -> None:
    led = 0
    for text in TEXTS:
        for asked in (
            text,
            f"/{text}",
            f"//{text}",
            f"/\\{text}",
            f"/leader_regions?{text}",
            f"/leader_regions#{text}",
        ):
            there = safe_next(asked)
            assert there in ("/", asked)
            assert urlsplit(urljoin("https://panel.example", there)).netloc == "panel.example"
            assert harmful(there) == set()
            assert not there.startswith(("//", "/\\"))
            led += there != "/"
    assert led > COUNT // 2


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    path = tmp_path_factory.mktemp("h") / "r.db"
    with pytest.MonkeyPatch.context() as patch, procedure.served(path, "open", patch) as hall:
        yield hall


PAGES = (
    ("secretariat", "office/steps", ("round", "application")),
    ("secretariat", "office/intake", ("round", "application")),
    ("leader", "leader/regions", ("round", "prefecture")),
    ("inspector", "inspector/overview", ("round",)),
)


@pytest.mark.parametrize(("role", "page", "names"), PAGES)
def test_what_stands_in_an_address_is_asked_for_and_never_shown_raw(
    hall: Any, role: str, page: str, names: tuple[str, ...]
) -> None:
    for start in range(0, len(corpus.PATTERNS), 24):
        text = "".join(one for one in corpus.PATTERNS[start : start + 24] if len(one) < 200)
        at = hall.page(role, page, **dict.fromkeys(names, text))
        assert not at.exception
        for one in at.get("html"):
            assert harmful(one.proto.body) == set()
            assert not [
                word for word in ("<script>alert", "<img src=x", "<iframe src", "<svg onload") if word in one.proto.body
            ]
        for one in (*at.markdown, *at.error, *at.warning, *at.info, *at.caption):
            assert "<script>" not in one.value.replace("\\<script\\>", "")
            assert harmful(one.value) == set()
