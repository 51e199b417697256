"""Texts as they are compared and searched, whatever keyboard they were typed on."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """Return a text in which full and half width, capital and small are one, and blanks are nothing."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
