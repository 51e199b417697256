"""The manual on its page: one's own role first, every other page by a choice, in the language of the page."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from scoring.documents.manual import contents

SCRIPT = """
import streamlit as st
from dashboard.parts import frame
from dashboard.texts import translator
from scoring.model import Actor
say = translator(st.query_params["lang"])
role = st.query_params["role"]
import runpy
# What this script puts in its place is every page's: it goes back before the next page is tested.
kept = frame.open_page
frame.open_page = lambda page: (Actor(role, role, frozenset({role})), say)
try:
    runpy.run_path(st.query_params["view"])
finally:
    frame.open_page = kept
"""


def page(role: str, language: str) -> AppTest:
    from dashboard.roles import VIEWS

    at = AppTest.from_string(SCRIPT, default_timeout=30)
    for key, value in {"lang": language, "role": role, "view": str(VIEWS / "everyone" / "manual.py")}.items():
        at.query_params[key] = value
    return at.run()


def html(at: AppTest) -> str:
    return "".join(one.body for one in at.main.get("html"))


@pytest.mark.parametrize(("role", "own"), [("secretariat", "secretariat"), ("county_drc", "county")])
def test_one_s_own_page_first_and_others_by_a_choice(role: str, own: str) -> None:
    at = page(role, "zh")
    assert not at.exception
    (choice,) = at.selectbox
    assert len(choice.options) == len(contents.PAGES) + 1
    assert choice.options[0] == f"{contents.title(contents.page('zh', own))}（本人角色）"
    assert f'<h2 class="qcm-1">{contents.title(contents.page("zh", own))}</h2>' in html(at)
    choice.set_value("methods").run()
    assert "ICC(A,1)" in html(at)
    choice = at.selectbox[0]
    choice.set_value(contents.COMMANDS).run()
    assert "quality-credit verify" in html(at)


def test_in_english() -> None:
    at = page("expert", "en")
    assert not at.exception
    assert "<b>“My tasks”</b>" in html(at)
