"""Acts of a page: done in a callback, and what came of them told by the next run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard.parts.wording import as_markdown
from indicators.faults import Fault, FaultsError
from indicators.language import Message, Translator
from scoring.errors import SpokenError

_TOLD: Final = "acting-told"


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
    for one in told.words if isinstance(told, Told) else ():
        words = as_markdown(one.message(say) if isinstance(one, Fault) else say(one))
        if told.done:
            st.success(words, icon=":material/check:")
        else:
            st.error(words, icon=":material/error:")
