"""The sections of the first screen, one after the other, each with its definition and the moment it holds for."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from dashboard.parts import (
    frame,
    regional_table,
    regions_cities,
    regions_head,
    regions_map,
    regions_steps,
    regions_stock,
)
from dashboard.parts.regions_shown import Shown
from dashboard.parts.round_choice import ROUND
from dashboard.roles import PAGES
from indicators.language import Name, Translator
from scoring import access
from scoring.flow import RoundSummary
from scoring.model import Actor

STYLE: Final = Path(__file__).with_name("regions_page.css")
_DEEPER: Final = ("leader_enterprises", "leader_analysis", "leader_what_if")
_GROUPINGS: Final = ("counties", "industries", "sizes")


def style() -> None:
    """Put the look of the page on it."""
    st.html(STYLE)
    regional_table.style()


def round_name(summary: RoundSummary, say: Translator) -> str:
    """Return a round as the choice offers it, with its state."""
    round_ = summary.rule_book.round
    name = Name(round_.name, round_.name_en)
    return say("regions.round_choice", name=name, state=say(f"rounds.state_{summary.state}"))


def first_screen(shown: Shown) -> None:
    """Draw the three answers and, once decisions are locked, table and grid."""
    say = shown.say
    st.html(regions_head.answers(shown))
    if not shown.report.locked:
        st.html(regions_head.files(shown) + regions_head.as_of(shown, say(shown.tables["files"].define)))
        return
    cities = shown.tables["cities"]
    _heading(say, "cities")
    st.html(regions_cities.city_table(shown) + regions_cities.city_cards(shown))
    st.html(regions_head.as_of(shown, say(cities.define), say("regions.define_cities")))
    _heading(say, "map")
    st.html(regions_map.tile_map(shown))
    st.html(regions_head.as_of(shown, regions_map.reading(shown)))


def steps(shown: Shown) -> None:
    """Draw the funnel."""
    _heading(shown.say, "steps")
    if "funnel" not in shown.tables:
        frame.empty(shown.say("regions.no_steps"))
        return
    st.html(regions_steps.steps(shown))
    st.html(regions_steps.note(shown))


def checks(shown: Shown) -> None:
    """Draw how orderly the round went, once decisions are locked."""
    if "integrity" in shown.tables:
        table = shown.tables["integrity"]
        st.header(shown.say(table.title), anchor=False)
        st.html(regions_head.checks(shown) + regions_head.as_of(shown, shown.say(table.define)))


def deeper(person: Actor, shown: Shown) -> None:
    """Offer the pages that go on from here, those that somebody has, about the same round."""
    if not shown.report.locked:
        return
    with st.container(horizontal=True, key="regions-deeper"):
        for page in PAGES:
            if page.id in _DEEPER and access.may(person, "open", f"page_{page.id}"):
                label = shown.say(f"page.{page.id}")
                query = {ROUND: shown.report.round_id}
                st.page_link(page.file, label=label, icon=f":material/{page.icon}:", query_params=query)


def stock(shown: Shown) -> None:
    """Draw what is valid today, by prefecture where somebody asks."""
    _heading(shown.say, "stock")
    if "stock" not in shown.tables:
        frame.empty(shown.say("regions.no_stock"))
        return
    table = shown.tables["stock"]
    st.html(regions_stock.stock(shown))
    st.html(regions_head.as_of(shown, regions_stock.stock_reading(shown), shown.say(table.define)))
    _on_demand(shown, "stock", shown.say("regions.stock_by_place"))


def years(shown: Shown) -> None:
    """Draw how the locked rounds went."""
    _heading(shown.say, "years")
    if "years" not in shown.tables:
        frame.empty(shown.say("regions.no_years"))
        return
    st.html(regions_stock.years(shown))
    note = regions_head.as_of(shown, regions_stock.years_reading(shown), shown.say(shown.tables["years"].define))
    st.html(note)
    _on_demand(shown, "years", shown.say("regions.as_table"))


def further(shown: Shown) -> None:
    """Offer the lines by county, industry and size: drawn for whoever opens them."""
    for key in _GROUPINGS:
        if key in shown.tables:
            _on_demand(shown, key, shown.say(shown.tables[key].title))


def _on_demand(shown: Shown, key: str, label: str) -> None:
    opened = st.expander(label, on_change="rerun", key=f"regions-more-{key}")
    if opened.open:
        opened.html(regional_table.regional_table(shown.tables[key], shown.say))


def _heading(say: Translator, key: str) -> None:
    st.header(say(f"regions.{key}"), anchor=False)
