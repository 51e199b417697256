"""Files handed over on pages: the only buttons by which anything is downloaded.

`taken` hands over through `flow.disclose`: the file is made for this person, marked where it can be, and recorded.
`open_to_all` hands over what is public or empty; `recorded` what an act of its own has recorded before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard import source
from scoring import flow
from scoring.flow import Mark, What
from scoring.model import Actor


def taken(person: Actor, label: str, *, what: What, about: str, make: Callable[[Mark], bytes], **button: Any) -> None:
    """Draw the button of a file for this person; nothing is made, and nothing recorded, before it is pressed."""
    _button(label, lambda: source.act(flow.disclose, person, what=what, about=about, make=make), **button)


def open_to_all(label: str, make: Callable[[], bytes], **button: Any) -> None:
    """Draw the button of a file that anybody may have."""
    _button(label, make, **button)


def recorded(label: str, file: bytes, **button: Any) -> None:
    """Draw the button of a file that was made by an act of the record, which holds its digest."""
    _button(label, file, **button)


def _button(label: str, data: Any, **button: Any) -> None:
    st.download_button(label, data, **{"icon": ":material/download:", "on_click": "ignore", **button})
