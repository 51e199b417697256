"""Tables of Word files, as papers have them: fixed columns, rows that stay on one page, lines, texts in cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm
from docx.table import _Cell, _Row

from scoring.documents.paper import Align, Column

_ALIGN: Final[dict[Align, WD_ALIGN_PARAGRAPH]] = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
_NEAR_TWIPS: Final = "28"


def grid(document: Document, rows: int, widths: Sequence[float]) -> Any:
    """Return a table of fixed columns, whose rows stay on one page."""
    table = document.add_table(rows, len(widths))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Emu(Mm(width))
    return table


def borders(table: Any, line: str) -> None:
    """Draw lines around and between all cells: ``single`` or ``dashed``."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", line), ("sz", "4"), ("space", "0"), ("color", "auto")):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    # The order of what stands in a table's properties is laid down; borders come before the layout.
    layout = table._tbl.tblPr.find(qn("w:tblLayout"))
    layout.addprevious(borders)


def close_to_lines(table: Any) -> None:
    """Let texts come near the lines beside them, as in the PDF: Word's own 1.9 mm would break short words."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), _NEAR_TWIPS)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.find(qn("w:tblLayout")).addnext(margins)


def fill(row: _Row, texts: Sequence[str], columns: Sequence[Column], *, style: str = "PaperCell") -> None:
    """Write texts into the cells of a row, a paragraph for each line, as their columns stand."""
    for cell, text, column in zip(row.cells, texts, columns, strict=True):
        for number, line in enumerate(text.split("\n")):
            made = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            # By its id: to look a style up by name takes longer than all the rest, and packs have thousands of cells.
            made._p.style = style
            made.add_run(line)
            if style == "PaperCell":
                made.alignment = _ALIGN[column.align]
        middle(cell)


def middle(cell: _Cell) -> None:
    """Let what stands in a cell stand in the middle of its height."""
    properties = cell._tc.get_or_add_tcPr()
    aligned = OxmlElement("w:vAlign")
    aligned.set(qn("w:val"), "center")
    properties.append(aligned)


def together(rows: Sequence[_Row]) -> None:
    """Keep rows on the page of the row after them."""
    for row in rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def repeat(row: _Row) -> None:
    """Print a row again at the head of each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def gap(document: Document) -> None:
    """Part a table from what follows: Word needs a paragraph there in any case."""
    document.add_paragraph(style="Paper Gap")
