"""Which font Chinese papers are set in: the first of a list that this machine has; never boxes for characters."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import typst

from indicators.language import Message
from scoring.errors import SpokenError

VARIABLE: Final = "QUALITY_CREDIT_FONTS"
"""A further folder of fonts, for machines on which nothing may be installed."""
PACKAGE: Final = "fonts-noto-cjk"
FAMILIES: Final = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Serif SC",
    "Source Han Serif CN",
    "Songti SC",
    "SimSun",
    "NSimSun",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "SimHei",
)


@dataclass(frozen=True, slots=True)
class Fonts:
    """Fonts to set with. `families`: those of `FAMILIES` that are there, the best first."""

    found: typst.Fonts
    families: tuple[str, ...]


def find_fonts(folder: str | None = None, *, wanted: Collection[str] = FAMILIES) -> Fonts:
    """Return the fonts of this machine, and of a folder, that Chinese papers can be set in.

    Parameters
    ----------
    folder : str, optional
        A further folder; the caller reads `VARIABLE`.
    wanted : collection of str
        Families, the best first.

    Raises
    ------
    SpokenError
        If there is none, saying what to install.
    """
    found = _system(folder)
    there = set(found.families())
    families = tuple(family for family in wanted if family in there)
    if not families:
        values = {"package": PACKAGE, "variable": VARIABLE, "families": ", ".join(wanted)}
        raise SpokenError(Message("certificate.no_font", values))
    return Fonts(found, families)


@cache
def _system(folder: str | None) -> typst.Fonts:
    """Look through the machine once: it takes a fifth of a second."""
    return typst.Fonts(
        include_system_fonts=True, include_embedded_fonts=False, font_paths=[Path(folder)] if folder else []
    )
