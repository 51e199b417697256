"""The translator for everything that `indicators` and `scoring` may say."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from indicators.language import LOCALE as INDICATORS_LOCALE
from indicators.language import Translator

LOCALE: Final = Path(__file__).parent / "locale"


def translator(language: str) -> Translator:
    """Return the translator of ``"zh"`` or ``"en"``."""
    return Translator(language, INDICATORS_LOCALE, LOCALE)
