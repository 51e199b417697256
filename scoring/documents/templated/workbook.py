"""A paper whose table is the paper, as a workbook: the same words, the table's head repeated on each printed page.

Every cell is a text or a number, never a formula, whatever an enterprise calls itself.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import UTC
from typing import Any, Final

import xlsxwriter

from indicators.workbook import text_lines
from scoring.documents.paper import Heading, Paper, Paragraph, Table

_NUMBER: Final = re.compile(r"(0|[1-9][0-9]{0,8})(\.[0-9]{1,6})?")
_WIDTH: Final = 96.0
"""Characters across an A4 page in portrait."""
_LARGEST_NAME: Final = 31
# Points: a line of text, and a row of one line.
_LINE: Final = 16.0
_ROW: Final = 20.0


def paper_xlsx(paper: Paper) -> bytes:
    """Return the paper as a workbook; the same paper gives the same bytes."""
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, options) as book:
        at = paper.at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        book.set_properties({"title": paper.title.replace("\n", " ")[:255], "keywords": paper.keywords, "created": at})
        _Sheet(book, paper).write()
    return made.getvalue()


class _Sheet:
    """The one sheet of the workbook, written from top to bottom."""

    def __init__(self, book: Any, paper: Paper) -> None:
        self.paper, self.row = paper, 0
        self.page = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", paper.title.split("\n")[-1])[:_LARGEST_NAME])
        tables = [part for part in paper.parts if isinstance(part, Table)]
        self.main = max(tables, key=lambda table: (len(table.columns), len(table.rows)), default=None)
        self.columns = len(self.main.columns) if self.main else 1
        shares = [column.share for column in self.main.columns] if self.main else []
        self.widths = [max(6.0, share / sum(shares) * _WIDTH) for share in shares]
        plain: dict[str, Any] = {"font_size": 11, "valign": "vcenter", "text_wrap": True}
        self.looks = {
            "title": book.add_format({**plain, "bold": True, "font_size": 16, "align": "center"}),
            "under": book.add_format({**plain, "align": "center"}),
            "marks": book.add_format({**plain, "bold": True, "font_color": "#c00000", "align": "center", "border": 1}),
            "text": book.add_format(plain),
            "right": book.add_format({**plain, "align": "right"}),
            "head": book.add_format({**plain, "bold": True, "align": "center", "border": 1, "bg_color": "#f2f2f2"}),
            "left": book.add_format({**plain, "border": 1}),
            "centre": book.add_format({**plain, "border": 1, "align": "center"}),
        }

    def write(self) -> None:
        """Write everything that the paper says."""
        paper, page = self.paper, self.page
        page.set_paper(9)
        page.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.8)
        page.fit_to_pages(1, 0)
        marks = " ".join((paper.marks, paper.marks_note)).strip()
        # What follows an ampersand is an order to the printer.
        page.set_header(f"&L&9{marks.replace('&', '&&')}&R&9{paper.head.replace('&', '&&')}")
        page.set_footer("&C\u2014 &P \u2014")
        if self.main:
            for place, width in enumerate(self.widths):
                page.set_column(place, place, width)
        if marks:
            self._across(marks, "marks")
        for line in (paper.title if paper.titled else "").split("\n"):
            self._across(line, "title")
        for line in paper.under_title:
            self._across(line, "under")
        for part in (*paper.letterhead, *paper.parts):
            if isinstance(part, Table):
                self._table(part)
            elif isinstance(part, Heading):
                self._across(part.text, "text")
            elif isinstance(part, Paragraph):
                looks = {"centred": "under", "right": "right"}
                self._across(part.lead + part.text, looks.get(part.look, "text"))

    def _across(self, text: str, look: str) -> None:
        if not text.strip():
            return
        if self.columns > 1:
            self.page.merge_range(self.row, 0, self.row, self.columns - 1, "", self.looks[look])
        self.page.write_string(self.row, 0, text, self.looks[look])
        # A program makes no room by itself for a text across several cells.
        size = 16 if look == "title" else 11
        lines = max(1, -(-sum(2 if ord(one) > 0x2E80 else 1 for one in text) * size // int(_WIDTH * 11)))
        self.page.set_row(self.row, lines * size * 1.5)
        self.row += 1

    def _table(self, table: Table) -> None:
        if table.headed:
            if table is self.main:
                self.page.repeat_rows(self.row)
            for place, column in enumerate(table.columns):
                self.page.write_string(self.row, place, column.title, self.looks["head"])
            self._fit([column.title for column in table.columns])
        for cells in table.rows:
            for place, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
                look = self.looks["left" if column.align == "left" else "centre"]
                if _NUMBER.fullmatch(cell):
                    self.page.write_number(self.row, place, float(cell), look)
                else:
                    self.page.write_string(self.row, place, cell, look)
            self._fit(cells)

    def _fit(self, cells: Sequence[str]) -> None:
        """Give the row the height of its longest text and go on: not every program does so when it opens a file."""
        lines = max((text_lines(cell, width) for cell, width in zip(cells, self.widths, strict=False)), default=1)
        self.page.set_row(self.row, max(lines * _LINE + 3, _ROW))
        self.row += 1
