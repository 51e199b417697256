"""Starts the dashboard for `meeting_room`: every page that follows a sitting says which revision of it it has drawn.

Nothing of this is in the product: a number that grows with every act of anybody is not for the pages of a sitting.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.web.cli import main

from dashboard.parts import live, wall_screen

_watch, _now = live.watch, wall_screen._now


def _mark(revision: int) -> str:
    return f'<i hidden data-load-revision="{revision}"></i>'


def _watched(ask_revision: Callable[[], int], drawn: int, draw: Callable[[], None] | None = None) -> None:
    st.html(_mark(drawn))
    _watch(ask_revision, drawn, draw)


def _shown(screen: Any, say: Any) -> str | None:
    """The wall draws in the run that asks: its markup is told apart by the revision of the frame that it keeps."""
    html = _now(screen, say)
    kept = st.session_state.get(wall_screen.KEPT)
    return html if html is None or kept is None else html + _mark(kept.revision)


live.watch = _watched
wall_screen._now = _shown  # type: ignore[assignment]
sys.argv = ["streamlit", "run", "dashboard/serve.py", *sys.argv[1:]]
main()
