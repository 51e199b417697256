"""A choice whose options changed under it: the browser is told the new one."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def script() -> None:
    import streamlit as st

    from dashboard.parts.round_choice import choose

    st.session_state.setdefault("year", "2025")
    options = [f"{st.session_state.year}-{number}" for number in (1, 2)]
    st.text(choose("label", "page", "application", options, str))


def test_a_choice_that_is_no_longer_there_gives_way_to_the_first_and_the_browser_is_told():
    at = AppTest.from_function(script).run()
    at.selectbox(key="page-application").set_value("2025-2").run()
    assert at.text[0].value == "2025-2"
    at.session_state.year = "2026"
    at.run()
    assert at.text[0].value == "2026-1"
    assert at.selectbox(key="page-application").proto.set_value
    assert at.selectbox(key="page-application").proto.raw_value == "2026-1"
