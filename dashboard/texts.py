"""The translator for everything that a page may say."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from indicators.language import LOCALE as INDICATORS_LOCALE
from indicators.language import Translator
from scoring.texts import LOCALE as SCORING_LOCALE

LOCALE: Final = Path(__file__).parent / "locale"


@cache
def translator(language: str) -> Translator:
    """Return the translator of ``"zh"`` or ``"en"``."""
    return Translator(language, INDICATORS_LOCALE, SCORING_LOCALE, LOCALE)
