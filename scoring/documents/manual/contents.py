"""Which pages the manual has, whose they are, and what stands on them."""

from __future__ import annotations

import csv
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

from indicators.language import LANGUAGES
from scoring.documents.manual.blocks import Block, Table, parse

HERE: Final = Path(__file__).parent
PICTURES: Final = HERE / "pictures"
EDITION: Final = datetime(2026, 11, 27, tzinfo=UTC)
"""The day of its text, which its files give as their own."""
PAGES: Final = (
    "expert",
    "chair",
    "sitting",
    "secretariat",
    "assignment_holder",
    "county",
    "prefecture",
    "province",
    "leader",
    "inspector",
    "administrators",
    "wall",
    "public",
    "methods",
    "glossary",
)
COMMANDS: Final = "commands"
"""The page that is made of the command line's own help, after all others."""
_OF_ROLE: Final = {
    "prefecture_regulator": "prefecture",
    "prefecture_drc": "prefecture",
    "county_regulator": "county",
    "county_drc": "county",
    "province_drc": "province",
    "system_admin": "administrators",
    "security_admin": "administrators",
    "kiosk": "wall",
}
_ARTICLE: Final = re.compile(r"\bart\. (\d+(?:\(\d+\)\d*)*(?:, \d+(?:\(\d+\)\d*)*)*)")


def page_of_role(role: str) -> str:
    """Return the page that is for a role: where a role has none of its own, the public's."""
    page = _OF_ROLE.get(role, role)
    return page if page in PAGES else "public"


@cache
def page(language: str, name: str) -> tuple[Block, ...]:
    """Return a page of the manual.

    Parameters
    ----------
    language : {"zh", "en"}
    name : str
        One of `PAGES`.

    Raises
    ------
    KeyError
        If there is no such page or language.
    """
    if name not in PAGES:
        raise KeyError(name)
    blocks = parse((HERE / LANGUAGES[language] / f"{name}.md").read_text("utf-8"))
    return (*blocks, _glossary(language)) if name == "glossary" else blocks


def title(blocks: tuple[Block, ...]) -> str:
    """Return the title of a page: its first heading."""
    return next(block.text for block in blocks if block.kind == "heading")


def picture(language: str, name: str) -> bytes:
    """Return a picture as PNG, of the pages in a language."""
    return (PICTURES / LANGUAGES[language] / name).read_bytes()


def _glossary(language: str) -> Table:
    """Return the project's glossary: Chinese term, English name, and what is to be noted."""
    with (HERE / "glossary.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with (HERE / LANGUAGES[language] / "glossary_head.csv").open(encoding="utf-8", newline="") as stream:
        head = tuple(next(csv.reader(stream)))
    if language == "en":  # its notes are in English, about both
        return Table(head, tuple((row["zh"], row["identifier"], row["note"]) for row in rows))
    return Table(head, tuple((row["zh"], row["identifier"], _articles(row["note"])) for row in rows))


def _articles(note: str) -> str:
    return ", ".join(_ARTICLE.findall(note))
