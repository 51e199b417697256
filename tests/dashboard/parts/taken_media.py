"""What page, Word file, PDF and workbook hold of the report on a round by region, each read back from its bytes.

Every medium comes out as ``{(table, row, column): text}``, named by the places of the command line's JSON: whatever a
medium prints is held against what the command line prints. Loaded by path; tests are no package.
"""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import docx
from python_calamine import CalamineWorkbook

Place = tuple[str, int, int]
Tables = dict[str, dict[str, Any]]
_CELL = re.compile(r'data-table="(\w+)" data-row="(\d+)" data-column="(\d+)">([^<]*)<')
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_COUNTED = ("申报", "推荐", "获评", "上轮")
_STEPS = (1, 2, 3, 4, 5)


def same(one: Any, other: Any) -> bool:
    """Whether two cells hold the same: numbers as numbers, for a workbook has 36.0 where others print 36."""
    try:
        return float(one) == float(other)
    except ValueError:
        return squeezed(str(one)) == squeezed(str(other))


def differing(tables: Tables, cells: dict[Place, Any]) -> list[Place]:
    """Return the places at which a medium holds something else than the command line."""
    return [at for at, text in cells.items() if not same(text, tables[at[0]]["rows"][at[1]][at[2]])]


def on_page(html: str) -> dict[Place, str]:
    """Return every marked cell of a page; where one stands twice, both have to hold the same."""
    cells: dict[Place, str] = {}
    for key, row, column, text in _CELL.findall(html):
        shown = unescape(text)
        assert same(cells.setdefault((key, int(row), int(column)), shown), shown)
    return cells


def in_workbook(data: bytes, tables: Tables) -> dict[Place, Any]:
    """Return every cell of every table that is not empty."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    cells = {}
    for key, table in tables.items():
        rows = workbook.get_sheet_by_name(table["title"]).to_python()[1:]
        assert len(rows) == len(table["rows"])
        for row, values in enumerate(rows):
            cells.update({(key, row, column): value for column, value in enumerate(values) if value != ""})
    return cells


def in_word_file(data: bytes, tables: Tables) -> dict[Place, str]:
    """Return the table of the Word file and the numbers of its paragraphs."""
    document = docx.Document(io.BytesIO(data))
    (table,) = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    text = squeezed("".join(paragraph.text for paragraph in document.paragraphs))
    return _on_paper([(row[0], _NUMBER.findall(" ".join(row[1:]))) for row in rows], text, tables)


def in_pdf(data: bytes, tables: Tables, folder: Path) -> dict[Place, str]:
    """Return the table of the PDF and the numbers of its paragraphs, as another program reads them."""
    file = folder / "briefing.pdf"
    file.write_bytes(data)
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    names = [row[0] for row in tables[_main(tables)]["rows"]]
    lines = [line.strip() for line in text.splitlines()]
    # Paragraphs tell of steps too, but begin with other words.
    rows = [next(line for line in lines if re.match(rf"{re.escape(name)}\s+[\d—]", line)) for name in names]
    told = [(name, _NUMBER.findall(row.removeprefix(name))) for name, row in zip(names, rows, strict=True)]
    return _on_paper(told, squeezed(text), tables)


def on_paper_at_least(tables: Tables) -> set[Place]:
    """Return the places that have to be on the paper."""
    rows = [place for row in _paper_rows(tables) for place in row]
    return {*rows, *(("answers", row, 1) for row in range(len(tables["answers"]["rows"])))}


def _on_paper(rows: list[tuple[str, list[str]]], text: str, tables: Tables) -> dict[Place, str]:
    cells: dict[Place, str] = {}
    main, expected = tables[_main(tables)], _paper_rows(tables)
    assert [name for name, _ in rows] == [row[0] for row in main["rows"]]
    for (name, numbers), places in zip(rows, expected, strict=True):
        assert len(numbers) == len(places), (name, numbers, places)
        cells.update(zip(places, numbers, strict=True))
    cells.update(_answers(text, tables))
    for key, lead in (("integrity", "程序和登记簿："), ("files", "申报件数：")):
        if key in tables and tables[key]["rows"]:
            values = _ends(text, lead, len(tables[key]["rows"]))
            cells.update({(key, row, 1): value for row, value in enumerate(values)})
    if "cities" in tables:
        last, count = len(tables["stock"]["rows"]) - 1, len(tables["stock"]["columns"]) - 1
        cells.update({("stock", last, at): value for at, value in enumerate(_ends(text, "有效等级存量：", count), 1)})
        cells.update(_steps(text, tables["funnel"]))
    return cells


def _paper_rows(tables: Tables) -> list[list[Place]]:
    """Return the places of the numbers of each row of the paper's table, in its order: caps and rates are put in."""
    if "cities" not in tables:
        return [list(_filled(tables, "funnel", row, _STEPS)) for row in range(len(tables["funnel"]["rows"]))]
    heads = tables["cities"]["columns"]
    made = []
    for row in range(len(tables["cities"]["rows"])):
        whole = row == len(tables["rates"]["rows"])
        wanted = []
        for at, head in enumerate(heads):
            if head.startswith(_COUNTED) and "上限" not in head:
                wanted.append(at)
                cap = f"{head.split()[-1]} 推荐上限"
                wanted += [heads.index(cap)] if head.startswith("推荐") and cap in heads else []
        rate = _filled(tables, "whole", 0, (3, 4, 5)) if whole else _filled(tables, "rates", row, (3, 4, 5))
        made.append([*_filled(tables, "cities", row, wanted), *rate])
    return made


def _filled(tables: Tables, key: str, row: int, columns: Iterable[int]) -> Iterator[Place]:
    return ((key, row, at) for at in columns if tables[key]["rows"][row][at] is not None)


def _answers(text: str, tables: Tables) -> Iterator[tuple[Place, str]]:
    for row, (asked, answer) in enumerate(tables["answers"]["rows"]):
        begin = text.index(squeezed(f"{asked}：")) + len(squeezed(f"{asked}："))
        yield ("answers", row, 1), text[begin : begin + len(squeezed(answer))]


def _ends(text: str, lead: str, count: int) -> list[str]:
    """Return the numbers that end each of the parts after a lead."""
    parts = text[text.index(lead) + len(lead) :].split("。", 1)[0].split("；")
    assert len(parts) == count, parts
    return [_NUMBER.findall(part)[-1] for part in parts]


def _steps(text: str, funnel: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    lead = "各环节通过件数："
    parts = text[text.index(lead) + len(lead) :].split("。", 1)[0].split("；")
    for row, (part, line) in enumerate(zip(parts, funnel["rows"], strict=True)):
        passed, waiting = re.fullmatch(rf"{re.escape(line[0])}(\d+)(?:（等候(\d+)）)?", part).groups("0")
        yield ("funnel", row, 2), passed
        yield ("funnel", row, 4), waiting


def squeezed(text: str) -> str:
    """Return a text without blanks: lines of a page end where they end."""
    return re.sub(r"\s", "", text)


def _main(tables: Tables) -> str:
    return "cities" if "cities" in tables else "funnel"
