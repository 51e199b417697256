"""What the inspector has of something that leaked: the file itself, or what can be read off it, typed or pasted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard.parts.wording import as_markdown
from indicators.faults import FaultsError
from indicators.language import Translator
from indicators.tabular import table_of
from scoring.flow.tracing import MOST_SIGNS

TEXT: Final = "tracing-text"
_FILE: Final = "tracing-file"
_TABLES: Final = ("csv", "xlsx")
_KINDS: Final = (*_TABLES, "pdf", "docx", "zip", "png", "svg")


@dataclass(frozen=True, slots=True)
class Given:
    """Texts to look into, and the file with its name, where there is one."""

    texts: tuple[str, ...]
    file: bytes | None = None
    name: str = ""


def given(say: Translator) -> Given | None:
    """Draw both ways in, and return what was given; ``None`` where nothing was yet."""
    left, right = st.columns(2, gap="large")
    with left:
        text = st.text_area(
            say("tracing.text"), key=TEXT, height=168, max_chars=MOST_SIGNS, placeholder=say("tracing.text_example")
        )
    with right:
        file = st.file_uploader(say("tracing.file"), type=list(_KINDS), key=_FILE)
        st.caption(as_markdown(say("tracing.file_about")))
    # Whatever is given is looked at by itself; the button is for whoever looks for one.
    st.button(say("tracing.look"), key="tracing-look", type="primary", icon=":material/travel_explore:")
    texts = (text,) if text and text.strip() else ()
    if file is None:
        return Given(texts) if texts else None
    content = file.getvalue()
    return Given((*texts, *_cells(content, file.name)), content, file.name)


def _cells(content: bytes, name: str) -> tuple[str, ...]:
    """Return what stands in the cells of a table; of a file that is none, or a broken one, its bytes must do."""
    if name.rpartition(".")[2].lower() not in _TABLES:
        return ()
    try:
        table = table_of(content, name)
    except FaultsError:
        return ()
    return (*table.columns, *(cell for _, cells in table.rows for cell in cells.values()))
