"""Characters that a text must not hide: with them it reads otherwise than it is kept, or two that look alike differ."""

from __future__ import annotations

import unicodedata
from typing import Final

# Control characters end up in files and on screens; format characters (bidirectional overrides, joiners) cannot be
# seen; surrogates and private use mean nothing elsewhere; the rest are line separators.
_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
LINES_AND_TABS: Final = "\n\t"


def is_unseen(one: str) -> bool:
    """Whether a character cannot be seen, moves the cursor or turns the direction of a text."""
    return not one.isprintable() and unicodedata.category(one) in _CATEGORIES


def unseen_in(text: str, *, but: str = "") -> tuple[str, ...]:
    """Return such characters of a text, each once, in order; those of `but` may stand in it."""
    if text.isprintable():
        return ()
    return tuple(dict.fromkeys(one for one in text if is_unseen(one) and one not in but))


def named(characters: tuple[str, ...]) -> str:
    """Return characters by their code points, for people: ``U+202E, U+200B``."""
    return ", ".join(f"U+{ord(one):04X}" for one in characters)
