"""Which application the page is about, and the way to the next one."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import source
from dashboard.parts import frame, offering, round_choice
from dashboard.parts.panel_words import OVERVIEW
from dashboard.parts.round_choice import APPLICATION, ROUND, STAGE
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring.flow import Outcome, RoundSummary
from scoring.model import STAGES, Actor


def choose(person: Actor, say: Translator, page: str, summary: RoundSummary) -> tuple[str, tuple[str, ...]]:
    """Draw the choice of an application, and return the chosen one and all there are.

    Stops where the round has none, or not the one that the address names.
    """
    with frame.told(say):
        heads = {one.application_id: one for one in source.application_heads(person, summary.round_id)}
    if not heads:
        frame.empty(as_html(say("chair.no_cases")))
        st.stop()

    def words(id_: str) -> str:
        return say("case.pick_choice", application=id_, name=heads[id_].name, grade=heads[id_].target_grade)

    ids = tuple(heads)
    asked = st.query_params.get(APPLICATION)
    now = round_choice.standing(page, APPLICATION, ids)
    offer = offering.offer(say, "case-find", ids, now, lambda id_: f"{id_} {heads[id_].name}")
    label = offering.label(say, say("case.pick"), offer, len(ids))
    chosen = round_choice.choose(label, page, APPLICATION, offer.options, words)
    if chosen is None or (asked is not None and asked not in heads):
        frame.stop_with(say("case.not_of_round"))
    return chosen, ids


def turning(
    person: Actor, say: Translator, page: str, summary: RoundSummary, application_id: str, ids: Sequence[str]
) -> None:
    """Draw the way back to the overview, to the application before, and to the next that is not decided."""
    with frame.told(say):
        open_ids = undecided(ids, source.decided(person, summary.round_id), st.query_params.get(STAGE))
    at = ids.index(application_id)
    before = ids[at - 1] if at else None
    after = ids[at + 1] if at + 1 < len(ids) else None
    open_ = next((id_ for id_ in (*ids[at + 1 :], *ids[:at]) if id_ in open_ids), None)
    with st.container(horizontal=True, key="case-turning"):
        st.page_link(
            OVERVIEW,
            label=say("case.to_overview"),
            icon=":material/arrow_back:",
            query_params={ROUND: summary.round_id},
        )
        for name, there in (("before", before), ("after", after), ("next_open", open_)):
            st.button(
                say(f"case.{name}"),
                key=f"case-{name}",
                disabled=there is None,
                on_click=round_choice.put,
                args=(page, APPLICATION, there or application_id),
            )


def undecided(ids: Sequence[str], decided: Sequence[Outcome], stage: str | None) -> set[str]:
    """Return the applications that the sitting still has to decide about: the second sees those sent to the visit."""
    first = {one.application_id: one.outcome for one in decided if one.stage == STAGES[0]}
    if stage != STAGES[1]:
        return set(ids) - set(first)
    sent = {id_ for id_, outcome in first.items() if outcome == "send_to_site_visit"}
    return sent - {one.application_id for one in decided if one.stage == STAGES[1]}


def closed(say: Translator) -> None:
    """Say why nothing of an application is shown while marks are open."""
    st.html(
        f'<div class="pn-closed" role="note"><b>{as_html(say("chair.closed"))}</b>{as_html(say("chair.why"))}</div>'
    )
