"""What stands in a Word file, as parts of a paper: so the PDF is set from the very words of the Word file.

Words, order, headings, tables and pictures are taken over; sizes and colours are not: a PDF is in the layout of
official papers (GB/T 9704) whatever the template looks like.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any, Final, Literal

from docx.document import Document
from docx.oxml.ns import qn

from scoring.documents.paper import (
    TEXT_WIDTH_MM,
    Align,
    Column,
    Heading,
    Look,
    NewPage,
    Paragraph,
    Part,
    Picture,
    Table,
)
from scoring.documents.templated.spans import T, text_of

TITLE: Final = "Title"
UNDER_TITLE: Final = "Paper Under Title"
_LEAD: Final = "PaperLead"
_LOOKS: Final[dict[str, Look]] = {
    "Paper Body": "body",
    "Paper Plain": "plain",
    "Paper Hanging": "hanging",
    "Paper Centred": "centred",
    "Paper Right": "right",
    "Paper Small": "small",
    UNDER_TITLE: "centred",
}
_HEADINGS: Final[dict[str, Literal[1, 2, 3]]] = {"heading 1": 1, "heading 2": 2, "heading 3": 3}
_EMU_PER_MM: Final = 36_000
_ALIGN: Final[dict[str | None, Align]] = {"center": "centre", "right": "right", "end": "right"}


def parts_in(document: Document, element: Any, style: str) -> Iterator[Part]:
    """Yield the parts that a paragraph of a style is; an empty one is none."""
    properties = element.find(qn("w:pPr"))
    breaks = any(one.get(qn("w:type")) == "page" for one in element.iter(qn("w:br")))
    if breaks or (properties is not None and properties.find(qn("w:pageBreakBefore")) is not None):
        yield NewPage()
    for drawing in element.iter(qn("w:drawing")):
        yield picture_of(document, drawing)
    text = text_of(element).strip("\n")
    if not text.strip():
        return
    if style in _HEADINGS:
        yield Heading(_line(text), _HEADINGS[style])
        return
    lead, keeps = _lead(element), properties is not None and properties.find(qn("w:keepNext")) is not None
    yield Paragraph(_line(text[len(lead) :]), lead=lead, look=_look(element, style), keeps=keeps)


def _line(text: str) -> str:
    """Return a text on one line: where Word ends a line inside of a paragraph, the PDF parts by a blank."""
    return " ".join(piece for piece in text.replace("\t", "\u3000").split("\n") if piece.strip())


def _lead(element: Any) -> str:
    """Return what a paragraph begins with in the style of leads."""
    lead = ""
    for run in element.iter(qn("w:r")):
        style = run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}")
        if style is None or style.get(qn("w:val")) != _LEAD:
            break
        lead += "".join(node.text or "" for node in run.iter(T))
    return lead


def _look(element: Any, style: str) -> Look:
    side = element.find(f"{qn('w:pPr')}/{qn('w:jc')}")
    if side is not None:
        aligned = _ALIGN.get(side.get(qn("w:val")))
        if aligned is not None:
            return "centred" if aligned == "centre" else "right"
    if style in _LOOKS:
        return _LOOKS[style]
    indent = element.find(f"{qn('w:pPr')}/{qn('w:ind')}")
    indented = indent is not None and any(indent.get(qn(f"w:{name}")) for name in ("firstLine", "firstLineChars"))
    return "body" if indented else "plain"


def table_of(element: Any) -> Table:
    """Return a table without merged cells."""
    rows = [
        [[text_of(one) for one in cell.iterchildren(qn("w:p"))] for cell in row.iterchildren(qn("w:tc"))]
        for row in element.iterchildren(qn("w:tr"))
    ]
    texts = [tuple("\n".join(filter(str.strip, cell)) for cell in row) for row in rows]
    width = max((len(row) for row in texts), default=0)
    texts = [row + ("",) * (width - len(row)) for row in texts]
    first = element.find(qn("w:tr"))
    headed = first is not None and first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    shares = [int(one.get(qn("w:w"), "0") or 0) for one in element.iter(qn("w:gridCol"))]
    if len(shares) != width or min(shares, default=0) <= 0:
        shares = [1] * width
    sides = _sides(element, width)
    titles = texts[0] if headed else ("",) * width
    columns = tuple(Column(title, share, side) for title, share, side in zip(titles, shares, sides, strict=True))
    return Table(columns, tuple(texts[1:] if headed else texts), headed=headed)


def _sides(element: Any, width: int) -> list[Align]:
    """Return how columns are aligned: as their cells in the last row."""
    last = list(element.iterchildren(qn("w:tr")))[-1]
    sides: list[Align] = []
    for cell in last.iterchildren(qn("w:tc")):
        side = cell.find(f"{qn('w:p')}/{qn('w:pPr')}/{qn('w:jc')}")
        sides.append(_ALIGN.get(None if side is None else side.get(qn("w:val")), "left"))
    return sides + ["left"] * (width - len(sides))


def picture_of(document: Document, drawing: Any) -> Picture:
    """Return a picture in line, as large as in the Word file and never wider than the text."""
    blip = next(one for one in drawing.iter() if str(one.tag).endswith("}blip"))
    content: bytes = document.part.related_parts[blip.get(qn("r:embed"))].blob
    extent = next(one for one in drawing.iter() if str(one.tag).endswith("}extent"))
    width, height = (max(int(extent.get(side)), _EMU_PER_MM) / _EMU_PER_MM for side in ("cx", "cy"))
    scale = min(1.0, TEXT_WIDTH_MM / width)
    width, height = width * scale, height * scale
    described = next((one.get("descr") for one in drawing.iter() if str(one.tag).endswith("}docPr")), None)
    kind = "png" if content.startswith(b"\x89PNG") else "jpeg"
    data = base64.b64encode(content).decode()
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {TEXT_WIDTH_MM:g} {height:.3f}">'
        f'<image x="{(TEXT_WIDTH_MM - width) / 2:.3f}" y="0" width="{width:.3f}" height="{height:.3f}" '
        f'href="data:image/{kind};base64,{data}"/></svg>'
    )
    return Picture(svg, content, height, described or "")
