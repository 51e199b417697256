"""What follows a sitting draws first and asks afterwards."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def _page() -> None:
    import streamlit as st

    from dashboard.parts import live

    runs = st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    # Somebody acts while the page is drawn, each time.
    live.watch(lambda: runs + 1 if runs < 9 else runs, runs, lambda: st.html("ticks") and None)


def test_a_page_is_seen_before_it_asks_what_is_new() -> None:
    page = AppTest.from_function(_page, default_timeout=60).run()
    assert page.session_state["runs"] == 1
    assert not page.exception
