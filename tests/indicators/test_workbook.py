"""What the one writer writes, the one reader reads back; and no cell of it is a formula."""

from __future__ import annotations

import csv
import math
import re
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indicators.cells import bare, with_apostrophe, with_second_apostrophe, without_apostrophe
from indicators.faults import FaultsError
from indicators.language import LOCALE, Translator
from indicators.tabular import read_table
from indicators.workbook import Sheet, write_csv, write_xlsx

HOSTILE = [
    '=HYPERLINK("x")',
    "@SUM(A1)",
    "+1+1",
    "-2+3",
    "＝1",
    "＋a",
    "－a",
    "＠a",
    "'=x",
    "''@x",
    "=cmd|' /C calc'!A0",
]
# Text as it comes out of the reader: stripped, no control characters; a reader cleans everything else away.
TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zs", "Zl", "Zp", "Nd"))),
    st.builds("{} {}".format, st.sampled_from(HOSTILE), st.text(st.characters(categories=("Lo", "Ll")), min_size=1)),
)
NUMBERS = st.one_of(
    st.integers(-(10**18), 10**18), st.decimals(-(10**9), 10**9, places=4), st.decimals(-10, 10, places=20)
)


@given(st.text(st.characters(exclude_categories=("Cs",))))
@example("@ ")
@example(" =1")
@example("\t=1 ")
def test_the_apostrophe_goes_on_and_comes_off(text: str) -> None:
    # Blanks around a text are no part of it: whoever reads the cell takes them away, with an apostrophe or without.
    for written in (with_second_apostrophe(text), with_apostrophe(text)):
        assert without_apostrophe(written) in (text, bare(text))


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@settings(deadline=None)  # a busy machine is no fault
@given(rows=st.lists(st.tuples(TEXTS, NUMBERS), min_size=1, max_size=8))
def test_what_is_written_is_read_back(suffix: str, rows: list[tuple[str, int | Decimal]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"table{suffix}"
        columns = ("=text", "number")
        if suffix == ".csv":
            write_csv(path, columns, rows)
        else:
            write_xlsx(path, [Sheet("表", columns, rows)])
        table = read_table(path)
    assert table.columns == columns
    assert [cells["=text"] for _, cells in table.rows] == [text for text, _ in rows]
    assert [Decimal(cells["number"]) for _, cells in table.rows] == [number for _, number in rows]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_a_csv_begins_a_formula(tmp_path: Path, text: str) -> None:
    path = tmp_path / "out.csv"
    write_csv(path, ["a"], [[text]])
    with path.open(encoding="utf-8-sig", newline="") as stream:
        cell = list(csv.reader(stream))[1][0]
    assert cell.startswith("'")


def test_numbers_stay_numbers(tmp_path: Path) -> None:
    write_csv(tmp_path / "out.csv", ["a", "b"], [[-1.5, Decimal("-2.50")]])
    assert (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()[1] == "-1.5,-2.50"


def test_a_workbook_holds_no_formula_and_no_link(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "out.xlsx", [Sheet("a", ("x",), [[text] for text in [*HOSTILE, "https://example.org"]])])
    with zipfile.ZipFile(tmp_path / "out.xlsx") as parts:
        page = parts.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in page
        assert b"hyperlink" not in page
        assert not [name for name in parts.namelist() if "externalLink" in name]


def test_other_cells(tmp_path: Path) -> None:
    row = [None, math.nan, True, date(2024, 1, 2), 1 / 3]
    for path in (tmp_path / "out.csv", tmp_path / "out.xlsx"):
        columns = ("none", "nan", "bool", "day", "third")
        if path.suffix == ".csv":
            write_csv(path, columns, [row])
        else:
            write_xlsx(path, [Sheet("a", columns, [row])])
        cells = read_table(path).rows[0][1]
        assert list(cells.values())[:4] == ["", "", "TRUE", "2024-01-02"]
        assert float(cells["third"]) == pytest.approx(1 / 3, rel=1e-14)


def test_the_same_table_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_xlsx(tmp_path / name, [Sheet("a", ("x",), [["甲"], [1]])])
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_text_too_long_for_a_cell_is_refused_and_nothing_written(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    with pytest.raises(FaultsError, match="text_too_long") as caught:
        write_xlsx(path, [Sheet("附注", ("x", "note"), [[1, "字" * 32_768], [2, "短"]])])
    (fault,) = caught.value.faults
    assert (fault.row, fault.column) == (2, "note")
    assert "32768 characters, more than the 32767 a cell holds" in fault.message(Translator("en", LOCALE))
    assert "有 32768 个字符，超过单元格上限 32767" in fault.message(Translator("zh", LOCALE))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_failed_write_leaves_the_old_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out{suffix}"
    path.write_bytes(b"old")
    (tmp_path / f".out{suffix}.part").mkdir()  # so that nothing can be written there
    with pytest.raises(OSError, match="part"):
        write_csv(path, ["a"], [["b"]]) if suffix == ".csv" else write_xlsx(path, [Sheet("a", ("a",), [["b"]])])
    assert path.read_bytes() == b"old"


def test_a_workbook_is_printed_with_its_head_on_every_page_and_no_text_cut(tmp_path: Path) -> None:
    def parts(name: str, sheet: Sheet) -> tuple[str, str]:
        write_xlsx(tmp_path / name, [sheet])
        with zipfile.ZipFile(tmp_path / name) as package:
            return tuple(package.read(f"xl/{part}.xml").decode() for part in ("workbook", "worksheets/sheet1"))  # type: ignore[return-value]

    book, page = parts("t.xlsx", Sheet("t", ("a", "b"), [["x", "\u8d28" * 100], ["y", "short"]]))
    assert ">t!$1:$1<" in book
    assert 'orientation="landscape"' in page
    assert 'fitToHeight="0"' in page
    # Two hundred letters on sixty: four lines, and the next row is as it was.
    (height,) = [float(one) for one in re.findall(r'<row r="2"[^>]* ht="([\d.]+)"', page)]
    assert height >= 4 * 15
    assert re.search(r'<row r="3"[^>]* ht=', page) is None
    # What is too wide for one page keeps its first column on each.
    book, page = parts("w.xlsx", Sheet("w", tuple(f"column {n}" for n in range(60)), [["v" * 20] * 60]))
    assert ">w!$A:$A,w!$1:$1<" in book
    assert "fitToHeight" not in page
