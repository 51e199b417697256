"""What came of an act is told once; many things wrong are a list, not as many boxes."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def script() -> None:
    import streamlit as st

    from dashboard.parts import acting
    from dashboard.texts import translator
    from indicators.language import Message

    def refuse() -> None:
        acting.refuse("here", [Message("draws.days", {"days": f"<{number}>"}) for number in range(15)])

    st.button("go", key="go", on_click=refuse)
    acting.tell("here", translator("zh"))


def test_many_refusals_are_told_in_one_list_and_once() -> None:
    at = AppTest.from_function(script, default_timeout=30).run()
    at.button(key="go").click().run()
    assert not at.exception, at.exception
    assert len(at.error) == 12
    (listed,) = at.get("html")
    assert "其余 3 处" in listed.value
    assert "&lt;14&gt;" in listed.value
    at.run()
    assert not at.error
    assert not at.get("html")
