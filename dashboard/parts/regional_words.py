"""Cells and sentences of the regional report in the reader's words: official names of places, in English their own."""

from __future__ import annotations

from functools import cache
from typing import Final

from dashboard import source
from indicators.language import Message, Translator

_AREAS: Final = {"苏南": "south", "苏中": "middle", "苏北": "north"}


def in_words(found: object, say: Translator) -> str:
    """Return a cell or a sentence; numbers as every other medium prints them."""
    if say.language == "zh":
        return say.say(found)
    if isinstance(found, str):
        return place_name(found, say)
    if isinstance(found, Message):
        values = {
            key: in_words(value, say) if isinstance(value, str | Message) else value
            for key, value in found.values.items()
        }
        return say(found.key, **values)
    return say.say(found)


def place_name(official: str, say: Translator) -> str:
    """Return the name of a region or of a part of the province; whatever else, and in Chinese, as it is."""
    if say.language == "zh":
        return official
    if official in _AREAS:
        return say(f"region.area_{_AREAS[official]}")
    return _english().get(official, official)


@cache
def _english() -> dict[str, str]:
    """Regions that bear one name in Chinese bear one in English (`test_regions_files`)."""
    return {region.name: region.name_en for region in source.regions().by_code.values()}
