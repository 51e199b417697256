"""A page of a sitting that follows it: one cheap question a second, drawn anew when something happened, and a clock.

The page draws from a snapshot; what polls asks only for the number of the sitting's last act (`sitting_revision`) and
redraws the seconds. So fifteen devices in a room cost fifteen small questions a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

import streamlit as st

from dashboard import source

SECONDS: Final = 1.0


def watch(ask_revision: Callable[[], int], drawn: int, draw: Callable[[], None] | None = None) -> None:
    """Run the page again when the sitting has moved on since the revision that is drawn; draw what ticks, if anything.

    A page with one clock draws it here: one small run a second, not two. The first question is asked a second after
    the page was drawn. Asked while it is drawn, the answer would throw the page away before anybody has seen it, and
    where twelve vote within seconds nothing would be seen until the last of them has.
    """
    _follow(ask_revision, drawn, draw, iter((True,)))


@st.fragment(run_every=SECONDS)
def _follow(
    ask_revision: Callable[[], int], drawn: int, draw: Callable[[], None] | None, first: Iterator[bool]
) -> None:
    if not next(first, False) and (source.power_is_cut() or ask_revision() != drawn):
        st.rerun()
    if draw is not None:
        draw()


def wait_for_power(words: str) -> None:
    """While a rehearsal has cut the power say what to do and stop there; the page comes back with the power."""
    if source.power_is_cut():
        st.error(words, icon=":material/power_off:")
        _come_back()
        st.stop()


@st.fragment(run_every=SECONDS)
def _come_back() -> None:
    if not source.power_is_cut():
        st.rerun()


def seconds_since(moment: str) -> float:
    """Return how many seconds have gone since a moment of the record, by the page's clock."""
    return max((source.now() - datetime.fromisoformat(moment)).total_seconds(), 0.0)


def clock(seconds: float) -> str:
    """Return seconds as people read them on a clock: ``2:05``, ``-0:12`` past the end."""
    sign, whole = ("-" if seconds < 0 else ""), abs(int(seconds))
    return f"{sign}{whole // 60}:{whole % 60:02d}"
