"""The province at a glance: three answers, one table, one grid; below them steps, stock and years."""

from __future__ import annotations

import streamlit as st

from dashboard import results, source
from dashboard.parts import briefing_take_away, frame, regions_form, regions_sections, round_choice
from dashboard.parts.regions_shown import shown

person, say = frame.open_page("leader_regions")
slide = regions_form.is_slide()
regions_sections.style()
if slide:
    st.html(regions_form.SLIDE_STYLE)
else:
    frame.title(say, "page.leader_regions")

with frame.told(say):
    rounds = {one.round_id: one for one in source.rounds(person)}
if not rounds:
    frame.empty(say("regions.no_rounds"))
    st.stop()


def name_of(round_id: str) -> str:
    """Return a round as the choice offers it."""
    return regions_sections.round_name(rounds[round_id], say)


with st.container(horizontal=True, vertical_alignment="bottom", key="regions-head"):
    chosen = round_choice.choose(say("regions.round"), "regions", round_choice.ROUND, list(rounds), name_of)
    regions_form.switch(say, slide=slide)
round_id = chosen or next(iter(rounds))
frame.banner(say, rounds[round_id].rule_book)

with frame.told(say):
    found = shown(results.regional(person, round_id), say)
    if slide:
        regions_form.draw_slide(found, name_of(round_id))
        st.stop()
    regions_sections.first_screen(found)
    regions_sections.deeper(person, found)
    regions_sections.steps(found)
    regions_sections.checks(found)
    regions_sections.stock(found)
    regions_sections.years(found)
    regions_sections.further(found)
    st.header(say("regions.take_away"), anchor=False)
    briefing_take_away.take_away(person, say, round_id, found.report.at)
