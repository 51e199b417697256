"""The sections of the page on grades by prefecture, drawn from counts that `source` was allowed to give."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.figures.tiles import PERCENT_FROM, tile_grid
from dashboard.figures.trend import small_multiples
from dashboard.parts import frame
from dashboard.parts.region_figures import round_labels, tiles, trends
from dashboard.parts.region_tables import distribution_table, stock_table, trend_table
from dashboard.parts.region_words import as_of, previous, region_name, sentences, totals
from dashboard.parts.wording import as_html
from indicators.language import BEIJING, Translator
from scoring.flow import Distribution, Filed, Stock

__all__ = ["BEIJING", "STYLE", "before_lock", "locked", "over_the_rounds", "valid_today"]
STYLE: Final = Path(__file__).with_name("region_page.css")
_PLAIN: Final = {"displayModeBar": False}
_GRID_WIDTH: Final = 780


def before_lock(found: Filed, name: str, now: datetime, say: Translator) -> None:
    """Say how many files there are, and why there is nothing else."""
    st.metric(
        say("regions.filed"), sum(found.applications.values()), help=say("regions.filed_help"), border=True, width=220
    )
    frame.empty(as_html(say("regions.before_lock", round=name)))
    _note(as_of(now, say))


def locked(found: Distribution, every: Sequence[Distribution], now: datetime, say: Translator) -> None:
    """Draw a round whose decisions are locked: answers, table, grid."""
    names, before = _names(say), previous(found, every)
    labels = ("regions.answer_order", "regions.answer_caps", "regions.answer_change")
    answers = zip(labels, sentences(found, before, names, say), strict=True)
    listed = "".join(f"<li><b>{as_html(say(label))}</b>{as_html(words)}</li>" for label, words in answers)
    st.html(f'<ul class="rg-answers">{listed}</ul>')
    st.subheader(say("regions.by_prefecture"), anchor=False)
    st.html(distribution_table(found, before, names, say))
    granted = say("regions.define_announced" if found.announced else "regions.define_proposed")
    _note(say("regions.define_table", granted=granted, as_of=as_of(now, say)))
    st.subheader(say("regions.grid"), anchor=False)
    places = source.regions()
    st.plotly_chart(
        tile_grid(tiles(found, places, say), none=say("regions.nobody_applied")),
        config=_PLAIN,
        width=_GRID_WIDTH,
        key="regions_grid",
        alt=say("regions.grid_alt"),
    )
    grades = "+".join(totals(found))
    _note(say("regions.read_grid", grades=grades, least=PERCENT_FROM))


def over_the_rounds(every: Sequence[Distribution], say: Translator) -> None:
    """Draw the course over the locked rounds, and its numbers as a table on demand."""
    st.subheader(say("regions.trend"), anchor=False)
    if not every:
        frame.empty(as_html(say("regions.no_trend")))
        return
    places = source.regions()
    st.plotly_chart(
        small_multiples(trends(every, places, say), round_labels(every)),
        config=_PLAIN,
        key="regions_trend",
        alt=say("regions.trend_alt"),
    )
    _note(say("regions.read_trend"))
    if not all(one.announced for one in every):
        _note(say("regions.star"))
    with st.expander(say("regions.as_table")):
        st.html(trend_table(every, _names(say), say))


def valid_today(found: Stock, now: datetime, say: Translator) -> None:
    """Draw what is valid today."""
    st.subheader(say("regions.stock"), anchor=False)
    if not found.grades:
        frame.empty(as_html(say("regions.no_stock")))
        return
    st.html(stock_table(found, _names(say), say))
    _note(say("regions.define_stock", on=found.on.isoformat(), as_of=as_of(now, say)))


def _names(say: Translator) -> dict[str, str]:
    return {region.code: region_name(region, say) for region in source.regions().prefectures()}


def _note(text: str) -> None:
    st.html(f'<p class="rg-note">{as_html(text)}</p>')
