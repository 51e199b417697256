"""Words and numbers as pages write them: what comes from files is escaped, times are Beijing time."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from decimal import Decimal
from html import escape
from typing import Final

from indicators.language import BEIJING

_PUNCTUATION: Final = re.compile(r"([!-/:-@\[-`{-~])")


def as_html(text: object) -> str:
    """Return a text that means itself inside HTML, in attributes too; what cannot be seen is made visible."""
    return escape(seen(str(text)), quote=True)


def as_markdown(text: object) -> str:
    """Return a text that means itself inside Markdown: names and anchors come from files, and format nothing."""
    return _PUNCTUATION.sub(r"\\\1", seen(str(text)).replace("\n", " "))


def seen(text: str) -> str:
    """Return a text with control characters, marks that turn its direction and the like as ``[U+202E]``.

    The borders refuse such texts where they are names or reasons; a page shows what got past them for what it is, and
    as papers do (`scoring.documents.paper`). Line feeds and tabs stay.
    """
    if text.isprintable():
        return text
    return "".join(f"[U+{ord(one):04X}]" if _is_unseen(one) else one for one in text)


def _is_unseen(one: str) -> bool:
    return not one.isprintable() and one not in "\n\t" and unicodedata.category(one) != "Zs"


def points(value: Decimal | str) -> str:
    """Return points without idle zeros: ``1.5``, ``2``."""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def clock(recorded: str, now: datetime) -> str:
    """Return a time of the record on the clock of Beijing, with its day where that is not today."""
    moment = datetime.fromisoformat(recorded).astimezone(BEIJING)
    same_day = moment.date() == now.astimezone(BEIJING).date()
    return f"{moment:%H:%M:%S}" if same_day else day_and_clock(recorded)


def day_and_clock(recorded: str) -> str:
    """Return a time of the record with its day, in Beijing time."""
    return f"{datetime.fromisoformat(recorded).astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"


def grouped(digest: str) -> str:
    """Return a digest in groups of four, as people read it out and compare it."""
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))
