"""Workbooks are taken apart in a process that can do nothing else; what it may not do, it cannot."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import pytest
import xlsxwriter

from indicators import apart
from indicators.faults import FaultsError
from indicators.form import form_of, read_form
from indicators.spreadsheet import read_spreadsheet
from indicators.tabular import table_of

pytestmark = pytest.mark.skipif(not apart.POSSIBLE, reason="no processes of that kind here")
SHEET: Final = "xl/worksheets/sheet1.xml"
STRINGS: Final = "xl/sharedStrings.xml"


def workbook(*rows: list[Any], fill: Callable[[Any, Any], object] | None = None) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        page = book.add_worksheet("表")
        for number, row in enumerate(rows or (["编号", "分数"], ["甲\u202e", 1.5])):
            page.write_row(number, 0, row)
        if fill is not None:
            fill(book, page)
    return stream.getvalue()


def with_parts(data: bytes, change: Callable[[str, bytes], bytes], added: Mapping[str, bytes] | None = None) -> bytes:
    """Return a workbook with parts changed, and others added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, change(name, before.read(name)))
        for name, content in (added or {}).items():
            after.writestr(name, content)
    return stream.getvalue()


def replaced(part: str, old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    def change(name: str, content: bytes) -> bytes:
        assert name != part or old in content
        return content.replace(old, new) if name == part else content

    return change


def key(read: Callable[[bytes, str], object], data: bytes, file: str = "f.xlsx") -> str:
    """Return why a file is refused, or nothing where it is read."""
    try:
        read(data, file)
    except FaultsError as error:
        return error.faults[0].what.key
    return ""


@pytest.fixture
def nursery(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Start another nursery, whose children were spoiled by a line of code."""
    started = []

    def start(spoiling: str) -> None:
        serve = f"import indicators.apart_child as c; {spoiling}; c.serve(int(sys.argv[1]))"
        monkeypatch.setattr(apart, "_SERVE", serve)
        monkeypatch.setattr(apart, "_NURSERY", apart._Nursery())
        started.append(apart._NURSERY)

    yield start
    for one in started:
        one.end()


def test_apart_gives_what_the_reader_itself_gives() -> None:
    data = workbook(["编号", "分数", "日"], ["甲", 1.5, "２"], ["=1", 1e20, " x "])
    assert apart.grid_of(data, "f.xlsx") == read_spreadsheet(data, "f.xlsx")
    assert form_of(data, "f.xlsx") == read_form(data, "f.xlsx")
    assert SHEET in (apart.names_of(data) or ())
    assert apart.names_of(b"PK\x03\x04 no archive") is None


def test_many_at_once_get_each_its_own_answer() -> None:
    with ThreadPoolExecutor(8) as pool:
        books = [workbook(["编号"], [f"N{number}"]) for number in range(24)]
        answers = list(pool.map(lambda data: table_of(data, "f.xlsx").rows[0][1]["编号"], books))
    assert answers == [f"N{number}" for number in range(24)]


def test_a_child_can_open_nothing_connect_to_nothing_and_write_nothing() -> None:
    # In a process of its own, for what is given up is given up for good; it can still answer by what was open.
    code = """
import json, os, socket, sys, urllib.request
from indicators import apart_child
apart_child._give_up(2**30, 20, 20)
def attempt(what):
    try: what()
    except (OSError, MemoryError) as error: return type(error).__name__
    return "done"
os.write(1, json.dumps([attempt(what) for what in (
    lambda: open("/etc/passwd"), lambda: open("/dev/null", "w"), lambda: socket.socket(),
    lambda: socket.create_connection(("127.0.0.1", 9), 1), lambda: os.pipe(), lambda: bytearray(2 * 2**30),
    lambda: os.popen("true"), lambda: bytearray(2**20),
)]).encode())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=60)
    assert json.loads(done.stdout) == ["OSError"] * 5 + ["MemoryError", "OSError", "done"], done.stderr.decode()


@pytest.mark.parametrize(
    "spoiling",
    [
        "c._READERS['spreadsheet'] = lambda *a: c.os.abort()",
        "c._READERS['spreadsheet'] = lambda *a: bytearray(2**40)",
        "import time; c._READERS['spreadsheet'] = lambda *a: time.sleep(60); c.LIMITS['spreadsheet'] = (2**30, 20, 1)",
        "c._READERS['spreadsheet'] = lambda *a: sum(iter(int, 1)); c.LIMITS['spreadsheet'] = (2**30, 1, 30)",
        "c._READERS['spreadsheet'] = lambda *a: {'rows': [[1, [b'x'.hex(), 5]]]}",
        "c._READERS['spreadsheet'] = lambda *a: 7",
        "c._answer = lambda *a: {'faults': [{'what': ['cli.help', {}]}]}",
        "c._answer = lambda *a: [1]",
    ],
)
def test_a_child_that_fails_is_a_fault_of_the_file(nursery: Callable[[str], None], spoiling: str) -> None:
    nursery(spoiling)
    begun = time.monotonic()
    assert key(table_of, workbook()) == "tabular.not_read_within_limits"
    assert time.monotonic() - begun < 25
    if "_answer" not in spoiling:  # one child failed; the next file has its own
        assert key(form_of, workbook()) == ""


def test_a_nursery_that_was_killed_is_started_again(nursery: Callable[[str], None]) -> None:
    nursery("pass")
    assert key(table_of, workbook()) == ""
    first = apart._NURSERY._process
    assert first is not None
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert key(table_of, workbook()) == ""
    assert apart._NURSERY._process is not first


LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    + b"".join(
        f'<!ENTITY {one} "{f"&{before};" * 10}">'.encode() for before, one in zip("bcdefgh", "cdefghi", strict=True)
    )
    + b"]>"
)
OUTSIDE = b'<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/hostname">]>'


def _entities(doctype: bytes) -> bytes:
    def change(name: str, content: bytes) -> bytes:
        if name != STRINGS:
            return content
        return content.replace(b"<sst", doctype + b"<sst", 1).replace(b"</t>", b"&i;</t>", 1)

    return with_parts(workbook(), change)


def _bomb(megabytes: int) -> bytes:
    return with_parts(workbook(), lambda name, content: content, {"xl/media/image1": b"0" * megabytes * 1_000_000})


def _hidden(book: Any, page: Any) -> None:
    other = book.add_worksheet("看得见")
    other.write(0, 0, "b")
    other.activate()
    page.hide()


def _external(book: Any, page: Any) -> None:
    page.write_url("D1", "http://example.org/a")
    page.write_formula("D2", "='[http://example.org/b.xlsx]s'!A1", None, 7)


HOSTILE: Final[dict[str, tuple[bytes, str, str]]] = {
    "billion laughs": (_entities(LAUGHS), "tabular.damaged_workbook", "tabular.damaged_workbook"),
    "a file of the machine as an entity": (_entities(OUTSIDE), "tabular.damaged_workbook", "tabular.damaged_workbook"),
    "a bomb by ratio": (_bomb(60), "tabular.workbook_too_large", "tabular.workbook_too_large"),
    "a bomb for a form": (_bomb(20), "", "form.unpacks_to_too_much"),
    "thousands of parts": (
        with_parts(workbook(), lambda _, content: content, {f"x{n}": b"" for n in range(2_100)}),
        "tabular.workbook_too_large",
        "tabular.workbook_too_large",
    ),
    "macros under another name": (
        with_parts(workbook(), lambda _, content: content, {"xl/vbaProject.bin": b"\xd0\xcf"}),
        "tabular.renamed_macros",
        "form.with_macros",
    ),
    "a row beyond all": (
        with_parts(workbook(), replaced(SHEET, b'r="B2"', b'r="B1048577"')),
        "tabular.sheet_full",
        "form.too_many_cells",
    ),
    "a hidden sheet": (workbook(fill=_hidden), "tabular.hidden_sheet", ""),
    "two sheets of one name": (
        with_parts(
            workbook(fill=lambda book, _: book.add_worksheet("x").write(0, 0, "b")),
            replaced("xl/workbook.xml", b'name="x"', 'name="表"'.encode()),
        ),
        "",
        "",
    ),
    "a merged header": (
        workbook(["a"], ["1", "2"], fill=lambda _, page: page.merge_range("A1:B1", "a")),
        "tabular.too_many_cells",
        "",
    ),
    "links elsewhere": (workbook(fill=_external), "", ""),
    "a formula never computed": (
        workbook(["a", "b"], ["x", 1], fill=lambda _, page: page.write_formula("B2", "=1+1", None, "")),
        "tabular.formula_not_computed",
        "",
    ),
    "a sheet that leads out of the archive": (
        with_parts(workbook(), replaced("xl/_rels/workbook.xml.rels", b"worksheets/sheet1", b"../../../etc/passwd")),
        "tabular.damaged_workbook",
        "tabular.damaged_workbook",
    ),
    "half of a file": (workbook()[:-200], "tabular.damaged_workbook", "tabular.damaged_workbook"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook(name: str) -> None:
    data, as_table, as_form = HOSTILE[name]
    begun = time.monotonic()
    found = key(table_of, data), key(form_of, data)
    assert time.monotonic() - begun < 20
    assert found == (as_table, as_form)


def test_of_links_and_formulas_only_values_are_read() -> None:
    rows = table_of(workbook(fill=_external), "f.xlsx").rows
    assert [cells["http://example.org/a"] for _, cells in rows] == ["7"]
    cells = form_of(workbook(fill=_external), "f.xlsx").cells
    assert (cells[2, 3].kind, cells[2, 3].text.startswith("=")) == ("formula", True)
