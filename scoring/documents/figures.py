"""Figures of the report as pictures, drawn without a browser: a grid, rates with intervals, steps, stock.

Every number comes from the tables of the report, already rounded as they print it. Each picture has its sentence, the
moment it holds for, its definition and its mark inside, and needs no colour to be read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

from indicators.language import BEIJING, Translator
from scoring.documents.briefing_facts import BriefingFacts
from scoring.documents.figure_data import funnel_data, rates_data, scale_words, stock_data, tiles_data
from scoring.documents.fonts import FAMILIES, Fonts
from scoring.documents.minutes_words import marks_words
from scoring.documents.paper import Picture
from scoring.documents.paper_pdf import settled
from scoring.documents.typesetting import drawing

Kind = Literal["tiles", "rates", "funnel", "stock"]
Form = Literal["png", "svg"]

TEMPLATE: Final = "figures"
_TABLES: Final[Mapping[Kind, str]] = {"tiles": "rates", "rates": "rates", "funnel": "funnel", "stock": "stock"}
"""The table that a figure is drawn of."""
_DATA: Final[Mapping[Kind, Callable[[BriefingFacts, Translator], dict[str, Any]]]] = {
    "tiles": tiles_data,
    "rates": rates_data,
    "funnel": funnel_data,
    "stock": stock_data,
}
_SANS: Final = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", "SimHei")
_STRIP_MM: Final = 28.0
_STRIP_MOST: Final = 16
"""So many names stand beside each other across the text; more stand below each other."""
_LINE_MM: Final = 3.2


def figure_kinds(facts: BriefingFacts) -> tuple[Kind, ...]:
    """Return the figures that there are: before the lock steps and stock, and whatever has a table."""
    return tuple(kind for kind, key in _TABLES.items() if key in facts.tables and facts.tables[key].rows)


def figure_file(facts: BriefingFacts, kind: Kind, *, form: Form, say: Translator, fonts: Fonts) -> bytes:
    """Return a figure as a picture of 16:9, 1920 points wide, taller only where there are more places than fit.

    Raises
    ------
    ValueError
        If the facts have no such figure: a slip of the caller, who asks `figure_kinds`.
    SpokenError
        If fonts lack so many characters that they are no Chinese ones.
    """
    if kind not in figure_kinds(facts):
        raise ValueError(f"no figure {kind!r}")
    marks, note = marks_words(facts.marks, say)
    values = {
        **_common(say, fonts),
        **_DATA[kind](facts, say),
        "kind": kind,
        "bare": False,
        "title": say(f"briefing.figure_{kind}"),
        "under": say("briefing.figure_under", round=facts.round_name, state=facts.state),
        "marks": " ".join((marks, note)).strip(),
        "at": say("briefing.figure_at", at=f"{facts.at.astimezone(BEIJING):%Y-%m-%d %H:%M}"),
        # The table defines columns that no figure draws.
        "define": say(f"briefing.figure_define_{_TABLES[kind]}"),
    }
    return _drawn(facts, values, form, fonts)


def rates_strip(facts: BriefingFacts, *, say: Translator, fonts: Fonts) -> Picture | None:
    """Return the rates with their intervals across a page, ``None`` where there are none."""
    if "rates" not in figure_kinds(facts):
        return None
    data = rates_data(facts, say)
    count = len(data["lines"])
    upright = count <= _STRIP_MOST
    height = _STRIP_MM if upright else _LINE_MM * (count + 1)
    values = {**_common(say, fonts), **data, "kind": "strip" if upright else "rates", "bare": True, "height": height}
    svg = _drawn(facts, values, "svg", fonts).decode("utf-8")
    return Picture(
        svg, _drawn(facts, values, "png", fonts), height, say("briefing.strip") + scale_words(data["ticks"], say)
    )


def _common(say: Translator, fonts: Fonts) -> dict[str, Any]:
    there = set(fonts.found.families())
    sans = [family for family in _SANS if family in there]
    return {"language": say.language, "sans": [*sans, *(one for one in FAMILIES if one in fonts.families)]}


def _drawn(facts: BriefingFacts, values: Mapping[str, Any], form: Form, fonts: Fonts) -> bytes:
    checked = settled(TEMPLATE, dict(values), fonts=fonts, on=facts.at.astimezone(BEIJING).date())[1]
    return drawing(TEMPLATE, checked, fonts=fonts, form=form)
