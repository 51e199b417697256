"""The newest hash of the record as eight words, to be read aloud, written down by hand and held against a paper.

Word *i* is byte *i* of the hash, from a list of 256 words of two characters made for this product, under its licence:
things of every day, none with the first character of another, and none that sounds like another to ears that do not
tell zh from z, n from l, hu from f or -ng from -n, whatever the tone. Eight words are 64 bits: nobody finds another
record with the same words by trying (2^64 trials); who may write both records himself needs far fewer (2^32), and
against him stands the whole hash in the QR code beside them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from indicators.language import Message
from scoring.errors import SpokenError

LIST: Final = Path(__file__).parent / "data" / "head_words.csv"
WORDS_SHOWN: Final = 8
_HASH: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


def head_words(digest: str, language: str = "zh") -> tuple[str, ...]:
    """Return the first 64 bits of a hash as eight words; the same places of the list in either language.

    Parameters
    ----------
    digest : str
        64 hexadecimal digits, small or capital.
    language : {"zh", "en"}

    Raises
    ------
    ValueError
        If it is no hash: a slip of the caller, who has it from the record.
    """
    if _HASH.fullmatch(digest.lower()) is None:
        raise ValueError("a hash has 64 hexadecimal digits")
    words = _words(language)
    return tuple(words[byte] for byte in bytes.fromhex(digest)[:WORDS_SHOWN])


def bits_of_words(words: Sequence[str]) -> str:
    """Return the 16 hexadecimal digits that eight words stand for; Chinese and English words may be mixed.

    Raises
    ------
    SpokenError
        If there are not eight, or one is not of the list; it says which.
    """
    if len(words) != WORDS_SHOWN:
        raise SpokenError(Message("minutes.words_count", {"seen": len(words), "count": WORDS_SHOWN}))
    places = {word: place for language in ("zh", "en") for place, word in enumerate(_words(language))}
    for number, word in enumerate(words, 1):
        if word.lower() not in places:
            raise SpokenError(Message("minutes.words_unknown", {"number": number, "word": word}))
    return bytes(places[word.lower()] for word in words).hex()


@cache
def _words(language: str) -> tuple[str, ...]:
    column = {"zh": "word", "en": "english"}[language]
    with LIST.open(encoding="utf-8", newline="") as file:
        return tuple(row[column] for row in csv.DictReader(file))
