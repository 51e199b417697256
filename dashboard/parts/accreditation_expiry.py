"""Grades that end soon: how many in each prefecture, which, and what renews them."""

from __future__ import annotations

from collections import Counter
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import desk, frame, spoken
from dashboard.parts.card_table import card_table
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring import flow
from scoring.flow import Expiring
from scoring.model import Actor

A_PAGE: Final = 20
AREA: Final = "accreditation-expiry-area"


def expiry(person: Actor, say: Translator) -> None:
    """Draw the warnings that are reached today."""
    today = source.today()
    with frame.told(say):
        found = source.kept(flow.expiring, person, on=today)
    st.header(say("accredit.expiry", count=len(found)), anchor=False)
    if not found:
        frame.empty(say("accredit.expiry_none"))
        return
    st.caption(say("accredit.expiry_about"))
    _by_prefecture(say, found)
    areas = sorted({_prefecture(one) for one in found})
    with st.container(width=320):
        area = st.selectbox(
            say("accredit.column_prefecture"),
            ["", *areas],
            key=spoken.keyed(AREA, say),
            format_func=lambda code: desk.region(code) if code else say("accredit.expiry_all"),
        )
    _list(say, [one for one in found if area in ("", _prefecture(one))])


def _prefecture(one: Expiring) -> str:
    region = source.regions().by_code[one.county]
    return region.parent if region.level == "county" and region.parent is not None else region.code


def _by_prefecture(say: Translator, found: tuple[Expiring, ...]) -> None:
    """Draw how many end in each prefecture, and how many of them at the nearest warning that anybody has reached."""
    nearest = min(one.months for one in found)
    every = Counter(_prefecture(one) for one in found)
    near = Counter(_prefecture(one) for one in found if one.months == nearest)
    cells = []
    for area in sorted(every):
        words = desk.region(area)
        if near[area] and near != every:
            words = say("accredit.expiry_near", area=words, count=near[area], months=nearest)
        cells.append((every[area], words, "unknown" if near[area] and near != every else ""))
    desk.counts(cells)


def _list(say: Translator, found: list[Expiring]) -> None:
    place, at, pages = st.empty(), 1, -(-len(found) // A_PAGE)
    if pages > 1:
        at = st.pagination(pages, key="accreditation-expiry-page")
    heads = [say(f"accredit.column_{name}") for name in ("enterprise", "grade", "area", "last_day", "warning")]
    rows = []
    for one in found[(at - 1) * A_PAGE : at * A_PAGE]:
        held = one.accreditation
        rows.append(
            [
                f"<b>{as_html(one.enterprise)}</b><small>{as_html(held.uscc)}</small>",
                desk.grade_chip(held.grade),
                as_html(desk.region(one.county)),
                as_html(held.valid_until),
                as_html(say("accredit.within", months=one.months)),
            ]
        )
    place.html(card_table(heads, rows))
