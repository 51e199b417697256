"""Starts the dashboard for `meeting_room`: every page that follows a sitting says which revision of it it has drawn.

Nothing of this is in the product: a number that grows with every act of anybody is not for the pages of a sitting.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import streamlit as st
from streamlit.web.cli import main

from dashboard.parts import live

_watch = live.watch


def _telling(ask_revision: Callable[[], int], drawn: int) -> None:
    st.html(f'<i hidden data-load-revision="{drawn}"></i>')
    _watch(ask_revision, drawn)


live.watch = _telling
sys.argv = ["streamlit", "run", "dashboard/serve.py", *sys.argv[1:]]
main()
