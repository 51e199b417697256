"""One of very many: a hundred are offered, a search finds the others, and what is chosen stays chosen.

All of a large round would be sent to the browser anew with every run, half a megabyte at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import streamlit as st

from indicators.language import Translator

#: How many are offered at once.
MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered of many.

    Attributes
    ----------
    options : tuple of str
        At most a hundred and the chosen one.
    first : int
        The place of the first of them among all, from 1; 0 where a search found them.
    found : int or None
        How many the search found; ``None`` without a search.
    """

    options: tuple[str, ...]
    first: int
    found: int | None


def offered(ids: Sequence[str], chosen: str | None, search: str, words: Callable[[str], str]) -> Offer:
    """Return which of many are offered: those that the search finds, else the hundred around the chosen one.

    `words` are what is searched of one of them. Without a search, and where it finds nothing, neighbours stand
    together: who goes from one to the next sees the same hundred until he leaves it.
    """
    asked = search.casefold().split()
    found = [id_ for id_ in ids if all(word in words(id_).casefold() for word in asked)] if asked else []
    if found:
        options = list(islice(found, MOST))
        # In front, where a reader sees at once that it is none of those that he looked for.
        kept = [chosen] if chosen in ids and chosen not in options and chosen is not None else []
        return Offer((*kept, *options), 0, len(found))
    first = ids.index(chosen) // MOST * MOST if chosen is not None and chosen in ids else 0
    return Offer(tuple(ids[first : first + MOST]), first + 1, 0 if asked else None)


def offer(say: Translator, key: str, ids: Sequence[str], chosen: str | None, words: Callable[[str], str]) -> Offer:
    """Draw the search where there are more than can be offered, and return what is offered."""
    if len(ids) <= MOST:
        return Offer(tuple(ids), 1, None)
    search = st.text_input(
        say("picking.find"),
        key=key,
        icon=":material/search:",
        placeholder=say("picking.find_hint"),
        persist_state="page",
    )
    return offered(ids, chosen, search or "", words)


def label(say: Translator, name: str, offer_: Offer, count: int) -> str:
    """Return the label of a choice: its name, and which of how many are offered."""
    if offer_.found:
        shown = min(offer_.found, MOST)
        return say("picking.of_found", name=name, found=offer_.found, shown=shown)
    if len(offer_.options) >= count:
        return name
    last = offer_.first + len(offer_.options) - 1
    key = "picking.of_all" if offer_.found is None else "picking.of_none_found"
    return say(key, name=name, first=offer_.first, last=last, count=count)
