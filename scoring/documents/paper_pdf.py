"""A paper as PDF/A in the layout of official papers, by a template: the words of the Word file, set again."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, Final

from indicators.language import BEIJING
from scoring.documents.fonts import Fonts
from scoring.documents.paper import Code, Paper, Part, Table, widths_mm
from scoring.documents.qr import qr_svg
from scoring.documents.typesetting import pdf
from scoring.errors import SpokenError

TEMPLATE: Final = "paper"
# What the norm asks for, where the machine has it; else the first font that it has.
BODY: Final = ("FangSong_GB2312", "FangSong", "STFangsong", "FZFangSong-Z02S")
TITLE: Final = ("FZXiaoBiaoSong-B05S", "STZhongsong")
HEADING: Final = ("SimHei", "STHeiti", "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC")
SUBHEADING: Final = ("KaiTi_GB2312", "KaiTi", "STKaiti")
# Chinese fonts set Latin letters narrow and quotation marks wide; a paper in English is read by its letters.
LATIN: Final = ("Times New Roman", "Liberation Serif", "Libertinus Serif")
_MOST_MISSING: Final = 40
_LONG: Final = re.compile(r"[!-~]{20}(?=[!-~])")
_PICTURES: Final = frozenset({"qr", "svg"})
_UNBROKEN: Final = _PICTURES | {"text"}
_KIND: Final = re.compile(r"(?<!^)(?=[A-Z])")


def paper_pdf(paper: Paper, *, fonts: Fonts) -> bytes:
    """Return the paper as PDF; the same paper gives the same bytes on the same fonts.

    A character that no font has is printed as its number (``[U+1F600]``): a paper that a strange character could keep
    from being made would be worse, and a box says nothing.

    Raises
    ------
    SpokenError
        If so many characters are missing that the fonts are no Chinese ones.
    """
    return settled(TEMPLATE, _values(paper, fonts), fonts=fonts, on=paper.at.astimezone(BEIJING).date())[0]


def settled(template: str, values: dict[str, Any], *, fonts: Fonts, on: date) -> tuple[bytes, dict[str, Any]]:
    """Return a template as PDF, and its values with the number of each character that the fonts lack in its place.

    Raises
    ------
    SpokenError
    """
    for _ in range(_MOST_MISSING):
        try:
            return pdf(template, values, fonts=fonts, on=on), values
        except SpokenError as error:
            if error.what.key != "certificate.glyph_missing":
                raise
            missing = str(error.what.values["text"])
            # A letter that every font has is missing for the accents piled on it: then it is those that have no shape.
            piled = missing.isascii() and missing.isprintable()
            values = _without_accents(values) if piled else _replaced(values, missing, _numbers(missing))
    return pdf(template, values, fonts=fonts, on=on), values


def _numbers(text: str) -> str:
    return "".join(f"[U+{ord(one):04X}]" for one in text)


def _without_accents(value: Any) -> Any:
    match value:
        case str():
            return "".join(_numbers(one) if unicodedata.combining(one) else one for one in value)
        case dict():
            return {key: _without_accents(one) for key, one in value.items()}
        case list() | tuple():
            return [_without_accents(one) for one in value]
    return value


def _replaced(value: Any, old: str, new: str) -> Any:
    match value:
        case str():
            return value.replace(old, new)
        case dict():
            return {key: _replaced(one, old, new) for key, one in value.items()}
        case list() | tuple():
            return [_replaced(one, old, new) for one in value]
    return value


def _values(paper: Paper, fonts: Fonts) -> dict[str, Any]:
    day = paper.at.astimezone(BEIJING)
    there = set(fonts.found.families())

    def families(wanted: tuple[str, ...]) -> list[str]:
        latin = LATIN if paper.language == "en" else ()
        return [*(family for family in (*latin, *wanted) if family in there), *fonts.families]

    return {
        "title": paper.title,
        "under_title": paper.under_title,
        "marks": paper.marks,
        "marks_note": paper.marks_note,
        "head": paper.head,
        "titled": paper.titled,
        "keywords": paper.keywords,
        "language": paper.language,
        "compact": paper.compact,
        "day": [day.year, day.month, day.day],
        "letterhead": [_broken(_part(part)) for part in paper.letterhead],
        "parts": [_broken(_part(part)) for part in paper.parts],
        "title_fonts": families(TITLE),
        "body_fonts": families(BODY),
        "heading_fonts": families(HEADING),
        "subheading_fonts": families(SUBHEADING),
    }


def _part(part: Part) -> dict[str, Any]:
    plain = {"kind": _KIND.sub("_", type(part).__name__).lower(), **_plain(part)}
    # What is no text cannot be handed in, and the page takes the picture of lines.
    plain.pop("png", None)
    if isinstance(part, Table):
        plain["widths"] = widths_mm(part.columns)
    if isinstance(part, Code):
        plain["qr"] = qr_svg(part.text)
    return plain


def _broken(value: Any) -> Any:
    """Let a run of letters longer than a line break, as Word breaks it: by a mark of no width."""
    match value:
        case str():
            return _LONG.sub("\\g<0>\u200b", value)
        case dict():
            return {
                key: one if key in _UNBROKEN and not _PICTURES.isdisjoint(value) else _broken(one)
                for key, one in value.items()
            }
        case list() | tuple():
            return [_broken(one) for one in value]
    return value


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value
