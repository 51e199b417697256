"""Whose page it is and of which minute, faintly over the whole of it: a photograph says whose screen was photographed.

A code stands for the person (`flow.screen_code`): it says nothing to whoever sees the photograph, and the inspector
traces it. Over a voter's page stands the seat instead (`attending_head`); over the wall stands nothing.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import desk
from dashboard.parts.wording import as_html
from indicators.language import BEIJING, Translator
from scoring import flow
from scoring.model import Actor

#: Sections whose pages show marks before they are anybody else's business, and pages there that have their own mark.
MARKED: Final = ("expert", "chair")
OTHERWISE: Final = frozenset({"expert_sitting"})
# So often that whatever part of a screen is photographed has one.
_TIMES: Final = 24


def is_marked(page_id: str) -> bool:
    """Return whether a page has the mark."""
    return page_id.startswith(tuple(f"{section}_" for section in MARKED)) and page_id not in OTHERWISE


def draw(person: Actor, say: Translator) -> None:
    """Draw the mark: out of the page's flow, passed through by the pointer and passed over by screen readers."""
    code = source.ask(flow.screen_code, person)
    # To the minute: until it is over every run says the same, and the browser draws nothing anew.
    minute = f"{source.now().astimezone(BEIJING):%Y-%m-%d %H:%M}"
    role = desk.role(min(person.roles), say)
    words = as_html(say("page.mark", role=role, code=code, minute=minute))
    with st.container(key="page-mark"):
        st.html(f'<div class="qc-mark" aria-hidden="true">{f"<span>{words}</span>" * _TIMES}</div>')
