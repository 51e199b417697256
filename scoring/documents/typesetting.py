"""A Typst template and its values to a PDF: the same values and fonts give the same bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, Literal

import typst

from indicators.language import Message
from scoring.documents.fonts import Fonts
from scoring.errors import SpokenError

TEMPLATES: Final = Path(__file__).with_name("templates")
# Archival PDF: fonts embedded, nothing fetched, and a character that no font has is an error, not a box.
_STANDARD: Final = "a-2b"
# Two to a point: a page of 960 points is 1920 wide.
_POINTS_PER_INCH: Final = 144.0
_PAGES: Final = re.compile(rb"/Type/Pages/Count (\d+)")
_MISSING_GLYPH: Final = re.compile(r"text `\"(?P<text>.*)\"` could not be displayed", re.DOTALL)


def pdf(template: str, values: Mapping[str, object], *, fonts: Fonts, on: date) -> bytes:
    """Return a template set with values as PDF/A.

    Parameters
    ----------
    template : str
        Name of a file of ``templates``; it reads `values` as JSON from ``sys.inputs.values``: data, never markup.
    values : Mapping
        What JSON can hold.
    fonts : Fonts
        The families go to the template as ``values.fonts``.
    on : date
        The day that the file gives as its own: one of the record, never that of printing.

    Raises
    ------
    SpokenError
        If the fonts lack a character.
    """
    try:
        return typst.compile(
            TEMPLATES / f"{template}.typ",
            root=TEMPLATES,
            font_paths=fonts.found,
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"values": json.dumps({**values, "fonts": fonts.families}, ensure_ascii=False)},
            pdf_standards=[_STANDARD],
            timestamp=datetime(on.year, on.month, on.day, tzinfo=UTC),
        )
    except typst.TypstError as error:
        if missing := _MISSING_GLYPH.search(error.message):
            told = {"text": missing["text"], "font": fonts.families[0]}
            raise SpokenError(Message("certificate.glyph_missing", told)) from error
        raise


def page_count(made: bytes) -> int:
    """Return the pages of a PDF that `pdf` made: the typesetter writes the list of its pages in plain bytes.

    Raises
    ------
    ValueError
        If it is no such PDF.
    """
    found = _PAGES.search(made)
    if found is None:
        raise ValueError("no list of pages")
    return int(found[1])


def drawing(template: str, values: Mapping[str, object], *, fonts: Fonts, form: Literal["png", "svg"]) -> bytes:
    """Return a template of one page set with values as a picture, letters as outlines: it needs no font to be seen.

    No fault is told of a character that no font has: who draws sets the same values as PDF before.
    """
    made = typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=fonts.found,
        ignore_system_fonts=True,
        format=form,
        ppi=_POINTS_PER_INCH,
        sys_inputs={"values": json.dumps({**values, "fonts": fonts.families}, ensure_ascii=False)},
    )
    return made[0] if isinstance(made, list) else made
