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
    """Return the name of a prefecture or a part of the province; whatever else, and in Chinese, as it is."""
    key = _keys().get(official)
    return official if say.language == "zh" or key not in say.keys else say(key)


@cache
def _keys() -> dict[str, str]:
    prefectures = {region.name: f"region.of_{region.code}" for region in source.regions().prefectures()}
    return prefectures | {name: f"region.area_{area}" for name, area in _AREAS.items()}
