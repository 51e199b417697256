"""Several things in one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from indicators.language import Translator

_BETWEEN: Final = {"zh": "、", "en": ", "}


def listed(words: Iterable[str], say: Translator) -> str:
    """Return words one after the other, with the comma of the reader's language."""
    return _BETWEEN[say.language].join(words)
