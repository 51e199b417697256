"""Acts of a page: done in a callback, and what came of them told by the next run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard.parts.rule_book_markup import opened
from dashboard.parts.wording import as_html, as_markdown
from indicators.faults import Fault, FaultsError
from indicators.language import Message, Translator
from scoring.errors import SpokenError

_TOLD: Final = "acting-told"
#: What is wrong with hundreds of applications is read in one list, not in hundreds of boxes.
_ONE_BY_ONE: Final = 12


@dataclass(frozen=True, slots=True)
class Told:
    """What came of an act: whether it was done, and the words for it."""

    done: bool
    words: tuple[Message | Fault, ...]


def attempt(place: str, act: Callable[[], object], done: Message) -> bool:
    """Do something that may be refused; what came of it is told by `tell` at the same place."""
    try:
        act()
    except FaultsError as error:
        refuse(place, error.faults)
    except SpokenError as error:
        refuse(place, (error.what,))
    else:
        st.session_state[f"{_TOLD}-{place}"] = Told(True, (done,))
        return True
    return False


def refuse(place: str, words: Iterable[Message | Fault]) -> None:
    """Refuse before anything was tried."""
    st.session_state[f"{_TOLD}-{place}"] = Told(False, tuple(words))


def succeed(place: str, *words: Message) -> None:
    """Tell what was done, where only the act itself knows the words."""
    st.session_state[f"{_TOLD}-{place}"] = Told(True, words)


def tell(place: str, say: Translator) -> None:
    """Say once what came of the last act at a place."""
    told = st.session_state.pop(f"{_TOLD}-{place}", None)
    if not isinstance(told, Told):
        return
    for one in told.words[:_ONE_BY_ONE]:
        words = as_markdown(one.message(say) if isinstance(one, Fault) else say(one))
        if told.done:
            st.success(words, icon=":material/check:")
        else:
            st.error(words, icon=":material/error:")
    if rest := told.words[_ONE_BY_ONE:]:
        told_each = (one.message(say) if isinstance(one, Fault) else say(one) for one in rest)
        inner = "".join(f"<p>{as_html(words)}</p>" for words in told_each)
        st.html(f'<div class="rb">{opened(as_html(say("draws.told_more", count=len(rest))), inner)}</div>')
