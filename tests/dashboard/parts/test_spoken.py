"""A choice is said in other words, and the browser is told so: it holds words, not what they stand for."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from dashboard.parts import spoken
from dashboard.texts import translator


def page() -> None:
    import streamlit as st

    from dashboard.parts import spoken
    from dashboard.texts import translator

    say = translator(st.session_state.get("language", "zh"))
    st.selectbox("a", ["zh", "en"], key=spoken.keyed("a", say), format_func=lambda one: say("page.language") + one)


def test_what_is_chosen_is_put_there_anew_in_another_language() -> None:
    def drawn() -> Any:
        return at.selectbox(key="a").proto

    at = AppTest.from_function(page).run()
    assert not drawn().set_value
    at.selectbox(key="a").set_value("en").run()
    assert not drawn().set_value
    at.session_state["language"] = "en"
    at.run()
    assert not at.exception
    assert (at.selectbox(key="a").value, drawn().set_value) == ("en", True)
    assert drawn().raw_value == translator("en")("page.language") + "en"
    at.run()
    assert not drawn().set_value


def test_the_key_is_the_key() -> None:
    assert spoken.keyed("b", translator("en")) == "b"
