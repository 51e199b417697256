"""Tables leave by one writer; the form for experts, which is no table, is the only other that writes a workbook."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
WRITERS = re.compile(
    r"csv\.(writer|DictWriter)|^\s*(import|from) (xlsxwriter|openpyxl|csv)\b"
    r"|\.to_(csv|excel)\(|st\.(dataframe|data_editor)\(",
    re.M,
)
ALLOWED = {
    "indicators/workbook.py",
    "indicators/collation.py",  # reads
    "indicators/delimited.py",  # reads
    "scoring/documents/head_words.py",  # reads
    "scoring/documents/manual/contents.py",  # reads
    "scoring/documents/templated/kinds.py",  # reads
    "scoring/documents/templated/workbook.py",  # a paper, every cell of which is a text or a number
    "scoring/sheets/offline/writing.py",
    "scoring/sheets/offline/reading.py",  # names of cells
}


def test_nothing_writes_a_table_past_the_writer() -> None:
    found = {
        str(file.relative_to(ROOT))
        for floor in ("indicators", "scoring", "dashboard")
        for file in (ROOT / floor).rglob("*.py")
        if WRITERS.search(file.read_text("utf-8"))
    }
    assert found - ALLOWED == set()
    assert ALLOWED & found == ALLOWED  # the list names nothing that is not so
