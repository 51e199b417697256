"""Grades by prefecture: three answers, one table, one grid, the course over the rounds, what is valid today."""

from __future__ import annotations

import streamlit as st

from dashboard import source
from dashboard.parts import frame, region_sections
from indicators.language import Name

person, say = frame.open_page("leader_regions")
st.html(region_sections.STYLE)
frame.title(say, "page.leader_regions")

with frame.told(say):
    rounds = {one.round_id: one for one in source.rounds(person)}
if not rounds:
    frame.empty(say("regions.no_rounds"))
    st.stop()


def round_name(round_id: str) -> str:
    """Return a round as the choice offers it, with its state."""
    shown = rounds[round_id].rule_book.round
    return say(
        "regions.round_choice",
        name=Name(shown.name, shown.name_en),
        state=say(f"rounds.state_{rounds[round_id].state}"),
    )


chosen = st.selectbox(say("regions.round"), list(rounds), format_func=round_name, key="regions_round")
frame.banner(say, rounds[chosen].rule_book)
now = source.now()

with frame.told(say):
    every = source.trend(person)
    locked = next((one for one in every if one.round_id == chosen), None)
    if locked is not None:
        region_sections.locked(locked, every, now, say)
    else:
        region_sections.before_lock(source.filed(person, chosen), round_name(chosen), now, say)
    region_sections.over_the_rounds(every, say)
    region_sections.valid_today(source.stock(person, now.astimezone(region_sections.BEIJING).date()), now, say)
