"""A paper as a Word file in the layout of official papers (党政机关公文格式, GB/T 9704-2012)."""

from __future__ import annotations

import io
from typing import Final

from docx.document import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as DocxParagraph

from indicators.workbook import text_width
from scoring.documents.docx_package import blank, file_of
from scoring.documents.docx_tables import borders, close_to_lines, fill, gap, grid, middle, repeat, together
from scoring.documents.paper import (
    TEXT_WIDTH_MM,
    Code,
    Column,
    Heading,
    NewPage,
    Paper,
    Paragraph,
    Part,
    Picture,
    Signatures,
    Slips,
    Table,
    widths_mm,
)
from scoring.documents.qr import qr_png

QR_MM: Final = 30.0
_SIGNATURE_MM: Final = 14.0
_HEAD: Final = 98
"""Latin letters of 9 pt across the text."""
_SLIP_MM: Final = 34.0
_ROWS_TOGETHER: Final = 15
"""Rows of signatures that a page takes: so many are kept on one."""
_BESIDE: Final = 2
_SHRUNK: Final = 0.96
"""Of a picture, so that programs that keep room beside it do not push it over the margin."""
_COMPACT: Final = {
    "Normal": (10.0, 14.5, 0.0),
    "Paper Marks": (12.0, 16.0, 0.0),
    "Title": (18.0, 25.0, 2.0),
    "Paper Small": (7.5, 10.0, 1.0),
    "Paper Cell": (8.0, 11.0, 1.0),
    "Paper Cell Head": (7.0, 9.5, 1.0),
    "Paper Gap": (2.0, 5.0, 0.0),
    "footer": (10.0, 12.0, 0.0),
}
"""Type, line and room above and below, in points, of what is to be read on one page."""
LANGUAGES: Final = {"zh": "zh-CN", "en": "en-GB"}


def paper_docx(paper: Paper) -> bytes:
    """Return the paper as a Word file; the same paper gives the same bytes, and none names a person by itself."""
    document = blank()
    if paper.compact:
        compact_styles(document, paper.language)
    if paper.language == "en":
        english_styles(document)
    heads_and_feet(document, paper)
    marks_above(document, paper)
    document.add_paragraph(paper.title, "Title")
    for line in paper.under_title:
        document.add_paragraph(line, "Paper Under Title")
    for part in paper.parts:
        add_part(document, part, compact=paper.compact)
    language = LANGUAGES[paper.language]
    return file_of(document, title=paper.title, language=language, at=paper.at, keywords=paper.keywords)


def marks_above(document: Document, paper: Paper) -> None:
    """Say above everything else why a paper is no real one."""
    if not paper.marks:
        return
    made = [document.add_paragraph(paper.marks, "Paper Marks")]
    if paper.compact:
        made[0].add_run("\u3000" + paper.marks_note).bold = False
    else:
        made.append(document.add_paragraph(paper.marks_note, "Paper Marks Note"))
    for place, paragraph in enumerate(made):
        document.element.body.insert(place, paragraph._p)


def add_part(document: Document, part: Part, *, compact: bool) -> None:
    """Add a part at the end of a file."""
    match part:
        case Heading():
            document.add_paragraph(part.text, f"heading {part.level}")
        case Paragraph():
            _paragraph(document, part)
        case Table():
            _table(document, part, compact=compact)
        case Code():
            _code(document, part)
        case Picture():
            _picture(document, part)
        case Signatures():
            _signatures(document, part)
        case Slips():
            _slips(document, part)
        case NewPage():
            # In a line of its own that takes no room, so that the page before may be full to its last line.
            document.add_paragraph(style="Paper Gap").add_run().add_break(WD_BREAK.PAGE)


def _paragraph(document: Document, part: Paragraph) -> None:
    made = document.add_paragraph(style=f"Paper {part.look.capitalize()}")
    if part.lead:
        made.add_run(part.lead, "Paper Lead")
    made.add_run(part.text)
    if part.keeps:
        made.paragraph_format.keep_with_next = True


def _table(document: Document, part: Table, *, compact: bool) -> None:
    rows = (len(part.rows)) + part.headed
    if rows == 0:
        return
    table = grid(document, rows, widths_mm(part.columns))
    borders(table, "single")
    if compact:
        close_to_lines(table)
    if part.headed:
        repeat(table.rows[0])
        fill(table.rows[0], [column.title for column in part.columns], part.columns, style="PaperCellHead")
    for row, texts in zip(table.rows[int(part.headed) :], part.rows, strict=True):
        fill(row, texts, part.columns)
        if part.row_mm:
            row.height, row.height_rule = Mm(part.row_mm), WD_ROW_HEIGHT_RULE.AT_LEAST
    gap(document)


def _code(document: Document, part: Code) -> None:
    gap(document)
    table = grid(document, 1, (QR_MM + 4, TEXT_WIDTH_MM - QR_MM - 4))
    left, right = table.rows[0].cells
    shown = left.paragraphs[0].add_run().add_picture(io.BytesIO(qr_png(part.text)), width=Mm(QR_MM))
    shown._inline.docPr.set("descr", part.text)
    left.paragraphs[0].paragraph_format.line_spacing = 1.0
    for number, line in enumerate(part.lines):
        made = right.paragraphs[0] if number == 0 else right.add_paragraph()
        made.style = "Paper Aloud" if number == 0 else "Paper Cell"
        made.add_run(line)
    middle(right)
    gap(document)


def _picture(document: Document, part: Picture) -> None:
    made = document.add_paragraph(style="Paper Centred")
    # A line of a fixed height would cut the picture off.
    made.paragraph_format.line_spacing = 1.0
    made.paragraph_format.keep_with_next = True
    shown = made.add_run().add_picture(
        io.BytesIO(part.png), width=Mm(TEXT_WIDTH_MM * _SHRUNK), height=Mm(part.height_mm * _SHRUNK)
    )
    shown._inline.docPr.set("descr", part.text)


def english_styles(document: Document) -> None:
    """Make headings bold: Chinese ones are told by their type, and Latin letters have one type."""
    for name in ("Title", "heading 1", "heading 2", "Paper Lead", "Paper Cell Head"):
        document.styles[name].font.bold = True


def compact_styles(document: Document, language: str) -> None:
    """Set smaller type and narrower margins, as the page of the PDF has them."""
    for name, (size, line, around) in _COMPACT.items():
        style = document.styles[name]
        style.font.size = Pt(size)
        spacing = style.paragraph_format
        spacing.line_spacing, spacing.space_before, spacing.space_after = Pt(line), Pt(around), Pt(around)
    section = document.sections[0]
    section.top_margin, section.bottom_margin = Mm(19), Mm(15)
    section.header_distance, section.footer_distance = Mm(11), Mm(8)
    if language == "en":
        # English says the same at greater length.
        normal = document.styles["Normal"]
        normal.font.size, normal.paragraph_format.line_spacing = Pt(9.3), Pt(13.0)


def _signatures(document: Document, part: Signatures) -> None:
    pairs = [part.lines[at : at + _BESIDE] for at in range(0, len(part.lines), _BESIDE)]
    if not pairs:
        return
    columns = (Column("", 6, "left"), Column("", 11, "left")) * _BESIDE
    table = grid(document, len(pairs), widths_mm(columns))
    borders(table, "single")
    for row, pair in zip(table.rows, pairs, strict=True):
        row.height, row.height_rule = Mm(_SIGNATURE_MM), WD_ROW_HEIGHT_RULE.AT_LEAST
        texts = [text for line in pair for text in (line.label, line.state)]
        fill(row, texts + [""] * (len(columns) - len(texts)), columns)
    if len(pairs) <= _ROWS_TOGETHER:
        together(table.rows[:-1])
    gap(document)


def _slips(document: Document, part: Slips) -> None:
    rows = -(-part.count // _BESIDE)
    if rows == 0:
        return
    table = grid(document, rows, (TEXT_WIDTH_MM / _BESIDE,) * _BESIDE)
    borders(table, "dashed")
    column = Column("", 1, "left")
    for number, row in enumerate(table.rows):
        row.height, row.height_rule = Mm(_SLIP_MM), WD_ROW_HEIGHT_RULE.AT_LEAST
        here = min(_BESIDE, part.count - number * _BESIDE)
        texts = ["\n".join(part.lines)] * here + [""] * (_BESIDE - here)
        fill(row, texts, (column,) * _BESIDE, style="PaperSlip")
    gap(document)


def heads_and_feet(document: Document, paper: Paper) -> None:
    """Print marks and version in the head of each page, and its number at the outer side of the foot."""
    section = document.sections[0]
    for header in (section.header, section.even_page_header):
        made = header.paragraphs[0]
        made.style = "header"
        marks = " ".join((paper.marks, paper.marks_note)).strip()
        made.add_run(marks, "Paper Head Marks")
        # What does not stand on one line stands on two, the second at the right as the first would have.
        two = text_width(marks) + text_width(paper.head) > _HEAD
        made.add_run(f"\n\t{paper.head}" if two else f"\t{paper.head}")
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        made = footer.paragraphs[0]
        made.style = "footer"
        made.alignment = WD_ALIGN_PARAGRAPH.RIGHT if align == "right" else WD_ALIGN_PARAGRAPH.LEFT
        made.add_run("\u2014 ")
        _page_number(made)
        made.add_run(" \u2014")


def _page_number(paragraph: DocxParagraph) -> None:
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()
        if kind is None:
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = " PAGE "
            run._r.append(text)
        else:
            field = OxmlElement("w:fldChar")
            field.set(qn("w:fldCharType"), kind)
            run._r.append(field)
