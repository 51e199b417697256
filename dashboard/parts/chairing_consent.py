"""The consent list: what is proposed, what was pulled, and what one vote for all came to, item by item."""

from __future__ import annotations

import streamlit as st

from dashboard import source
from dashboard.parts import desk
from dashboard.parts.chairing_motion import counting, result_html
from dashboard.parts.chairing_view import View
from dashboard.parts.panel_words import outcome_chip
from dashboard.parts.rule_book_markup import chip, opened
from dashboard.parts.wording import as_html
from scoring.flow import meeting
from scoring.flow.meeting import DeskItem, VotingNow


def draw(view: View) -> None:
    """Draw the list that waits, the counts of its vote, or its results."""
    say, voting = view.say, view.desk.voting
    pulled = sum(one.why == "pulled" for one in view.desk.items)
    with st.container(key="chairing-consent"):
        if voting is not None and voting.state == "open":
            counting(view, voting)
        waiting = view.waiting("consent")
        if waiting:
            st.header(say("chairing.consent_title", count=len(waiting), pulled=pulled), anchor=False)
            st.caption(say("chairing.consent_how"))
            _list(view, waiting)
        elif voting is not None and voting.results:
            _results(view, voting)


def _list(view: View, waiting: tuple[DeskItem, ...]) -> None:
    say = view.say
    motions = source.ask(meeting.consent_motions, view.person, sitting_id=view.sitting_id)
    columns = [say(f"chairing.column_{name}") for name in ("item", "proposed", "recused", "quorum")]
    rows = [
        [
            f"<b>{as_html(one.application_id)}</b> {as_html(one.application.enterprise.name)}",
            outcome_chip(motions.get(one.application_id), say),
            as_html(say("chairing.recused_of", recused=one.recused, there=one.leave)) if one.recused else "–",
            _quorum(view, one),
        ]
        for one in waiting
    ]
    desk.listing(columns, rows)


def _results(view: View, voting: VotingNow) -> None:
    say = view.say
    carried = [one for one in voting.results if one.resolution.carried]
    words = say("chairing.consent_result", carried=len(carried), left=len(voting.results) - len(carried))
    st.header(words, anchor=False)
    rows = []
    for one in voting.results:
        item, votes = view.item(one.application_id), one.resolution.votes
        kind = "good" if one.resolution.carried else "bad"
        mark = chip(say("chairing.carried" if one.resolution.carried else "chairing.not_carried"), kind)
        counts = say("chairing.counted", in_favour=votes.in_favour, against=votes.against, abstained=votes.abstained)
        rows.append(
            [
                f"<b>{as_html(one.application_id)}</b> {as_html(item.application.enterprise.name)}",
                f"{outcome_chip(one.outcome, say)} {mark}",
                opened(as_html(counts), result_html(view, one.resolution)),
            ]
        )
    desk.listing([say(f"chairing.column_{name}") for name in ("item", "moved", "votes")], rows)


def _quorum(view: View, item: DeskItem) -> str:
    fails = "" if item.quorum.met else chip(view.say("chairing.quorum_fails"), "bad")
    return f"{item.quorum.part}/{item.quorum.whole} {fails}"
