"""Which indicators were worth asking, and which foretold anything: for whoever writes the next indicator table."""

from __future__ import annotations

import streamlit as st

from dashboard import results, source
from dashboard.parts import analysis_choice, frame, items_found, items_later, items_shown, panel_words, round_choice
from dashboard.parts import rule_book as book
from indicators.language import Name
from scoring import flow

PAGE = "secretariat_items"
person, say = frame.open_page(PAGE)
st.html(book.STYLE)
panel_words.style()
items_shown.style()
frame.title(say, f"page.{PAGE}")
st.caption(say("itempage.purpose"))

tab = analysis_choice.choose(
    say("itempage.tab"), "items-tab", ("quality", "foretelling"), lambda one: say(f"itempage.tab_{one}")
)
if tab == "quality":
    with frame.told(say):
        rounds = {one.round_id: one for one in source.rounds(person)}
        over = [id_ for id_ in rounds if id_ in source.ask(flow.analysed_rounds, person)]
    if not over:
        frame.empty(say("itempage.no_round"))
        st.stop()

    def name_of(round_id: str) -> str:
        """Return a round as the choice offers it."""
        round_ = rounds[round_id].rule_book.round
        return say.say(Name(round_.name, round_.name_en))

    with st.container(horizontal=True, key="items-choice"):
        chosen = round_choice.choose(say("itempage.round"), PAGE, round_choice.ROUND, over, name_of) or over[0]
    frame.banner(say, rounds[chosen].rule_book)
    with frame.told(say), st.spinner(say("itempage.reading")):
        analysis = results.item_analysis(person, chosen)
    items_found.draw(say, analysis)
else:
    outcome = analysis_choice.choose(
        say("itempage.outcome"), "items-outcome", flow.LATER_OUTCOMES, lambda one: say(f"itempage.outcome_{one}")
    )
    with frame.told(say), st.spinner(say("itempage.reading")):
        loop = results.truth_loop(person, next(one for one in flow.LATER_OUTCOMES if one == outcome))
    if loop.rule_book is not None:
        frame.banner(say, loop.rule_book)
    items_later.draw(say, loop)
