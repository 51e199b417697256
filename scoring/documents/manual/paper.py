"""The manual as a paper: the same words in the same order, set by `scoring.documents.paper_pdf`."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Final

from scoring.documents import paper
from scoring.documents.manual.blocks import Block, Call, Heading, Items, Picture, Table, Text
from scoring.documents.manual.contents import EDITION, picture

_CODE: Final = re.compile(r"`([^`]+)`")
# A PNG begins with its header: width and height, four bytes each.
_PNG_SIZE: Final = (16, 20)
_WIDEST_MM: Final = 120.0
_TALLEST_MM: Final = 78.0


def manual_paper(pages: Mapping[str, tuple[Block, ...]], *, language: str, name: str, edition: str) -> paper.Paper:
    """Return all pages as one paper, each from a page of its own.

    Parameters
    ----------
    pages : Mapping
        Blocks by the name of their page, in order.
    language : {"zh", "en"}
    name, edition : str
        Title of the whole, and what stands in the head of each page.
    """
    parts: list[paper.Part] = []
    for blocks in pages.values():
        parts += [paper.NewPage()] if parts else []
        parts += [part for block in blocks for part in _parts(block, language)]
    return paper.Paper(name, (), "", "", edition, language, EDITION, tuple(parts), compact=True)


def _plain(text: str) -> str:
    return _CODE.sub(r"\1", text)


def _parts(block: Block, language: str) -> Iterator[paper.Part]:
    match block:
        case Heading():
            yield paper.Heading(_plain(block.text), 1 if block.level == 1 else 2 if block.level == 2 else 3)
        case Text():
            yield paper.Paragraph(_plain(block.text))
        case Items():
            for place, item in enumerate(block.items, 1):
                yield paper.Paragraph(_plain(item), f"{place}. " if block.ordered else "• ", "hanging")
        case Table():
            shares = _shares(block)
            columns = tuple(
                paper.Column(_plain(head), share, "left") for head, share in zip(block.head, shares, strict=True)
            )
            yield paper.Table(columns, tuple(tuple(_plain(cell) for cell in row) for row in block.rows))
        case Call():
            yield from (paper.Paragraph(line, look="small") for line in block.lines)
        case Picture():
            yield from _picture(block, language)


def _shares(table: Table) -> list[float]:
    """Return widths by how much there is to read in a column, none below a sixth of the widest."""
    sizes = [max(len(row[place].encode()) for row in (table.head, *table.rows)) for place in range(len(table.head))]
    return [float(max(size, max(sizes) / 3)) for size in sizes]


def _picture(block: Picture, language: str) -> Iterator[paper.Part]:
    taken = picture(language, block.name)
    width, height = (int.from_bytes(taken[place : place + 4], "big") for place in _PNG_SIZE)
    scale = min(_WIDEST_MM / width, _TALLEST_MM / height)
    source = f"data:image/png;base64,{b64encode(taken).decode('ascii')}"
    # A picture lies across the text: the drawing is as wide as that, and what was taken stands at its left.
    across = paper.TEXT_WIDTH_MM / scale
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{across:.0f}" '
        f'height="{height}" viewBox="0 0 {across:.0f} {height}"><image width="{width}" height="{height}" '
        f'xlink:href="{source}"/></svg>'
    )
    yield paper.Picture(svg, taken, height * scale, block.text)
    yield paper.Paragraph(block.text, look="small")
