"""Templates as they are shipped, made of their outlines: ``templates/office/<language>/<kind>.txt`` → ``.docx``.

``python -m scoring.documents.templated.outline`` makes them anew. They are our own, under the product's licence; the
Word files stand beside their outlines, so that what an installation ships is the same bytes everywhere and a change of
a word can be read in the outline. A line of an outline is ``style: text``; of a table ``table:`` has the shares of its
columns with their sides (``3l 1c``), ``head:`` and ``row:`` its cells between bars.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from docx.document import Document
from docx.oxml.ns import qn

from scoring.documents.docx_package import PRODUCT, blank, file_of
from scoring.documents.paper import Align, Column, Table
from scoring.documents.paper_docx import LANGUAGES, add_part, compact_styles, english_styles
from scoring.documents.templated.filling import Template
from scoring.documents.templated.kinds import COMPACT, KINDS, Kind

FOLDER: Final = Path(__file__).parents[1] / "templates" / "office"
SINCE: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""The moment that shipped templates give as their own."""
_STYLES: Final = {
    "title": "Title",
    "under": "Paper Under Title",
    "h1": "heading 1",
    "h2": "heading 2",
    "h3": "heading 3",
    "body": "Paper Body",
    "plain": "Paper Plain",
    "hanging": "Paper Hanging",
    "centred": "Paper Centred",
    "right": "Paper Right",
    "small": "Paper Small",
}
_SIDES: Final[dict[str, Align]] = {"l": "left", "c": "centre", "r": "right"}


@cache
def shipped(kind: Kind, language: str) -> Template:
    """Return the template of a kind that the product is shipped with."""
    content = (FOLDER / language / f"{kind}.docx").read_bytes()
    return Template(kind, language, content, hashlib.sha256(content).hexdigest())


def outline_docx(outline: str, kind: Kind, language: str) -> bytes:
    """Return the Word file of an outline; the same outline gives the same text and styles.

    Raises
    ------
    ValueError
        A line that has no style: a slip of ours.
    """
    document = blank()
    if kind in COMPACT:
        compact_styles(document, language)
    if language == "en":
        english_styles(document)
    lines = [_line(line) for line in outline.splitlines() if line.strip() and not line.startswith("#")]
    at = 0
    while at < len(lines):
        style, text = lines[at]
        if style == "table":
            at = _table(document, text, lines, at + 1, compact=kind in COMPACT)
            continue
        if style == "page":
            document.add_paragraph(style="Paper Gap").paragraph_format.page_break_before = True
        elif style == "lead":
            lead, _, rest = text.partition("|")
            made = document.add_paragraph(style="Paper Body")
            made.add_run(lead, "Paper Lead")
            made.add_run(rest)
            made.paragraph_format.keep_with_next = True if _keeps(lines, at) else None
        else:
            first, *more = text.split("\\n")
            made = document.add_paragraph(first, _STYLES[style])
            for line in more:
                made.add_run().add_break()
                made.add_run(line)
            if _keeps(lines, at):
                made.paragraph_format.keep_with_next = True
        at += 1
    return file_of(document, title=f"{PRODUCT}: {kind}", language=LANGUAGES[language], at=SINCE)


def _keeps(lines: Sequence[tuple[str, str]], at: int) -> bool:
    """Return whether a line stays with the next: who signs and the day stay together, and with two lines above them.

    One alone would be what names the annex, and a page of names without any of the text is none.
    """
    after = [style for style, _ in lines[at + 1 : at + 3]]
    return after[:1] == ["right"] or after == ["body", "right"]


def _line(line: str) -> tuple[str, str]:
    style, colon, text = line.partition(":")
    if not colon or style not in (*_STYLES, "table", "head", "row", "page", "lead"):
        raise ValueError(line)
    return style, text.strip()


def _table(document: Document, columns: str, lines: Sequence[tuple[str, str]], at: int, *, compact: bool) -> int:
    head: tuple[str, ...] = ()
    rows: list[tuple[str, ...]] = []
    while at < len(lines) and lines[at][0] in ("head", "row"):
        style, text = lines[at]
        cells = tuple(cell.strip() for cell in text.split("|"))
        if style == "head":
            head = cells
        else:
            rows.append(cells)
        at += 1
    told = [(float(one[:-1]), _SIDES[one[-1]]) for one in columns.split()]
    titles = head or ("",) * len(told)
    made = tuple(Column(title, share, side) for title, (share, side) in zip(titles, told, strict=True))
    add_part(document, Table(made, tuple(rows), headed=bool(head)), compact=compact)
    for row in document.tables[-1].rows:
        _keep_styles(row._tr)
    return at


def _keep_styles(row: Any) -> None:
    """Leave out marks of empty properties: Word writes none."""
    for properties in row.iter(qn("w:trPr")):
        if not len(properties):
            row.remove(properties)


def outlines() -> Iterator[tuple[Kind, str, Path]]:
    """Yield kind, language and outline of every shipped template."""
    for language in LANGUAGES:
        for kind in KINDS:
            yield kind, language, FOLDER / language / f"{kind}.txt"


def main() -> None:
    """Make every shipped template anew."""
    for kind, language, file in outlines():
        content = outline_docx(file.read_text("utf-8"), kind, language)
        file.with_suffix(".docx").write_bytes(content)
        sys.stdout.write(f"{language} {kind} {hashlib.sha256(content).hexdigest()}\n")


if __name__ == "__main__":
    main()
