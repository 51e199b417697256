"""One section: its question, the chart, what the chart shows, its numbers as a table on demand."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Final

import plotly.graph_objects as go
import streamlit as st

from dashboard.parts import frame, regional_table
from dashboard.parts.analysis_read import Read
from dashboard.parts.wording import as_html

STYLE: Final = Path(__file__).with_name("analysis.css")
PLAIN: Final = {"displayModeBar": False}


def style() -> None:
    """Put the look of the page on it."""
    st.html(STYLE)
    regional_table.style()


def heading(found: Read, question: str) -> None:
    """Draw the question that the section answers."""
    st.header(found.say(f"analysis.ask_{question}"), anchor=False)


def chart(found: Read, question: str, figure: go.Figure, words: str) -> None:
    """Draw the one chart of a question and below it what it shows, which is what a screen reader says of it too."""
    st.plotly_chart(figure, config=PLAIN, key=f"analysis-chart-{question}", alt=words)
    sentence(words)


def sentence(words: str) -> None:
    """Draw what the numbers say."""
    st.html(f'<p class="an-says">{as_html(words)}</p>')


def sentences(lines: Collection[tuple[str, str]]) -> None:
    """Draw several answers, each below what it answers."""
    items = "".join(f"<li><small>{as_html(asked)}</small><p>{as_html(words)}</p></li>" for asked, words in lines)
    st.html(f'<ul class="an-answers">{items}</ul>')


def nothing(found: Read, key: str, **values: object) -> None:
    """Say why there is nothing to draw."""
    frame.empty(found.say(key, **values))


def twin(found: Read, key: str, keep: Collection[str] | None = None) -> None:
    """Offer the numbers of the chart as a table, drawn for whoever opens it, and say when they held."""
    shown = found.tables[key]
    opened = st.expander(found.say("analysis.as_table"), on_change="rerun", key=f"analysis-table-{key}")
    if opened.open:
        opened.html(regional_table.regional_table(shown, found.say, keep=keep))
        note(found)
    else:
        note(found, found.say(shown.define))


def table(found: Read, key: str) -> None:
    """Draw a table where it is the answer itself, and say when its numbers held."""
    st.html(regional_table.regional_table(found.tables[key], found.say))
    note(found)


def note(found: Read, *words: str) -> None:
    """Say what numbers are, of how many, and when they held."""
    stop = found.say("analysis.stop")
    ended = (one if one.endswith(stop) else one + stop for one in words)
    st.html(f'<p class="rt-note">{as_html(found.together(*ended, found.as_of()))}</p>')
