"""An expert's own scoring beside bands of others, once the decisions of a round are locked; for himself alone."""

from __future__ import annotations

import streamlit as st

from dashboard import results, source
from dashboard.parts import frame, mirror_habits, mirror_totals, panel_words, round_choice, rule_book
from indicators.language import Name
from scoring import flow

PAGE = "expert_mirror"
person, say = frame.open_page(PAGE)
st.html(rule_book.STYLE)
panel_words.style()
st.html(mirror_totals.STYLE)
frame.title(say, f"page.{PAGE}")
st.caption(say("mirror.about"))
with frame.told(say):
    shown = set(source.ask(flow.mirrored_rounds, person))
    rounds = {one.round_id: one for one in source.rounds(person) if one.round_id in shown}
if not rounds:
    frame.empty(say("mirror.nothing_yet"))
    st.stop()


def round_name(round_id: str) -> str:
    """Return a round as the choice offers it."""
    about = rounds[round_id].rule_book.round
    return say.say(Name(about.name, about.name_en))


with st.container(horizontal=True, key="mirror-choice"):
    chosen = round_choice.choose(say("mirror.round"), PAGE, round_choice.ROUND, list(rounds), round_name)
    stage = round_choice.choose_stage(say, PAGE, visited=True)
chosen = chosen or next(iter(rounds))
frame.banner(say, rounds[chosen].rule_book)
with frame.told(say), st.spinner(say("mirror.reading")):
    found = results.my_mirror(person, chosen, stage)
mirror = found.mirror
if mirror is None:
    frame.empty(say("mirror.no_sheet"))
    st.stop()
mirror_totals.answers(say, mirror)
left, right = st.columns([3, 2], gap="large")
with left:
    st.header(say("mirror.totals"), anchor=False)
    st.caption(say("mirror.totals_reading"))
    mirror_totals.totals(say, mirror, found.names, found.rule_book, "mirror-all")
with right:
    st.header(say("mirror.severity"), anchor=False)
    if mirror.severity is not None:
        mirror_habits.severity_line(say, mirror.severity)
    st.caption(say("mirror.severity_reading"))
    mirror_habits.spread(say, mirror)
    st.header(say("mirror.leanings"), anchor=False)
    st.caption(say("mirror.leanings_reading"))
    mirror_habits.leanings(say, mirror, found.rule_book)
    st.header(say("mirror.scale"), anchor=False)
    st.caption(say("mirror.scale_reading"))
    mirror_habits.scale(say, mirror.scale)
    st.header(say("mirror.habits"), anchor=False)
    mirror_habits.halo_and_change(say, mirror)
st.header(say("mirror.history"), anchor=False)
if st.toggle(say("mirror.history_show"), key="mirror-history"):
    with frame.told(say), st.spinner(say("mirror.reading")):
        every = [(rounds[one].rule_book.round, results.my_mirror(person, one, stage).mirror) for one in sorted(rounds)]
    mirror_habits.history(say, [(Name(one.name, one.name_en), own) for one, own in every if own is not None])
