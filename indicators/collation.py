"""In which order names stand before people: Chinese by pinyin in either language, Latin letters whatever their case.

As in 现代汉语词典 and in Unicode's `zh` tailoring (CLDR: pinyin): sign by sign, first signs and digits, then Chinese by
syllable and tone, then other letters. Readings are those of the words in which a sign stands (重庆 under C, 重工 under
Z), from `pypinyin`; a surname has its own (单 shàn), from `surnames.csv`. Equal readings follow GB 18030, whose common
signs stand by their strokes; what has no reading comes after all that has, by code point. Other names never have the
same key, so that an order is the same each time. For eyes alone: nothing in the record is decided by it.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

Key = tuple[tuple[tuple[int, str, int, int, str], ...], str]
SURNAMES: Final = Path(__file__).with_name("surnames.csv")
_SIGN, _DIGIT, _READ, _UNREAD, _LETTER = range(5)
_HAN: Final = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_SYLLABLE: Final = re.compile("([a-z]+)([1-5])")


@lru_cache(maxsize=65_536)
def by_name(name: str) -> Key:
    """Return the key by which a name of an enterprise, a place or a thing is sorted.

    Returns
    -------
    Key
        To be compared with others of this function only; equal for equal names alone.
    """
    return tuple(_marks(name, "")), name


@lru_cache(maxsize=65_536)
def by_person(name: str) -> Key:
    """Return the key by which a person's name is sorted: as `by_name`, with the surname read as a surname."""
    surname = next((name[:length] for length in (2, 1) if name[:length] in surnames()), "")
    return tuple(_marks(name, surname)), name


@cache
def surnames() -> dict[str, str]:
    """Return the surnames that are read otherwise than the same signs in other words, and their readings."""
    with SURNAMES.open(encoding="utf-8", newline="") as lines:
        return {row["surname"]: row["reading"] for row in csv.DictReader(lines)}


def _marks(name: str, surname: str) -> Iterator[tuple[int, str, int, int, str]]:
    readings = _readings(name, surname)
    for sign in unicodedata.normalize("NFKC", name).casefold():
        if _HAN.fullmatch(sign):
            yield _han(sign, next(readings))
        elif sign.isdigit():
            yield _DIGIT, sign, 0, 0, ""
        else:
            yield _LETTER if sign.isalpha() else _SIGN, sign, 0, 0, ""


def _readings(name: str, surname: str) -> Iterator[str]:
    """Yield the reading of each Chinese sign, with the number of its tone; the sign itself where there is none."""
    # Sixty megabytes of words, and a fifth of a second: not before something is put in order.
    from pypinyin import Style, lazy_pinyin

    yield from surnames().get(surname, "").split()
    for run in _HAN.findall(unicodedata.normalize("NFKC", name[len(surname) :]).casefold()):
        yield from lazy_pinyin(run, style=Style.TONE3, neutral_tone_with_five=True)


def _han(sign: str, reading: str) -> tuple[int, str, int, int, str]:
    found = _SYLLABLE.fullmatch(reading)
    if found is None:
        return _UNREAD, sign, 0, 0, ""
    # ü is written v: lü stands after lu and before luan.
    umlaut = "v" in found[1]
    return _READ, found[1].replace("v", "u"), int(umlaut), int(found[2]), sign.encode("gb18030").decode("latin-1")
