"""What is put to the vote, how many have cast, what it came to with both formulas, and the form of the decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard.parts.case_decision import clause_label, clauses_of
from dashboard.parts.chairing_view import View, case_of
from dashboard.parts.chairing_words import motion_key
from dashboard.parts.desk import LONGEST_REASON
from dashboard.parts.panel_words import outcome_chip
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from scoring.flow.meeting import OnTheTable, Result, VotingNow
from scoring.meeting.outcomes import SittingOutcome
from scoring.meeting.resolve import Formula, Resolution

_OTHERWISE: Final[tuple[SittingOutcome, ...]] = ("do_not_propose", "defer")


def draw(view: View, table: OnTheTable, proposed: SittingOutcome | None) -> None:
    """Draw what belongs to the step of the item on the table: motion, counts, or result and decision."""
    voting, move = view.desk.voting, view.desk.next
    with st.container(key="chairing-motion"):
        if voting is not None and voting.state == "open":
            counting(view, voting)
        elif voting is not None and move is not None and move.move == "decide":
            _decision(view, voting, proposed)
        elif table.rescoring_open:
            words = view.say("chairing.rescoring", handed=table.handed_in, panel=table.panel)
            st.html(f'<p class="ch-count">{as_html(words)}</p>')
        elif move is not None and move.move == "open_voting":
            _motion(view, table, proposed)


def counting(view: View, voting: VotingNow) -> None:
    """Say how many have cast, and nothing of what."""
    say = view.say
    words = say(
        "chairing.casting", cast=voting.cast, may=voting.may_cast, ballot=say(f"chairing.ballot_{voting.ballot}")
    )
    share = 100 * voting.cast / voting.may_cast if voting.may_cast else 0
    st.html(
        f'<p class="ch-count">{as_html(words)}</p>'
        f'<div class="pn-progress" aria-hidden="true"><i style="width:{min(share, 100):.0f}%"></i></div>'
    )


def clause_reason(view: View, application_id: str, clauses: Sequence[str]) -> str:
    """Return the reason that chosen clauses make by themselves."""
    case = case_of(view, application_id)
    return "\n".join(view.say("case.by_clause", clause=clause_label(view.say, case, one)) for one in clauses)


def result_html(view: View, resolution: Resolution) -> str:
    """Return what a voting came to: the count, and both formulas with their numbers."""
    say, votes = view.say, resolution.votes
    counts = say("chairing.counted", in_favour=votes.in_favour, against=votes.against, abstained=votes.abstained)
    tie = f" {chip(say('chairing.tie'), 'near')}" if resolution.tie else ""
    lines = "".join(f"<li>{_formula(view, one)}</li>" for one in (resolution.quorum, resolution.majority))
    return f'<p class="ch-votes">{as_html(counts)}{tie}</p><ul class="ch-formulas">{lines}</ul>'


def _formula(view: View, one: Formula) -> str:
    mark = chip(view.say("chairing.formula_met" if one.met else "chairing.formula_fails"), "good" if one.met else "bad")
    return f"{mark} {as_html(view.say(one.text))}"


def _motion(view: View, table: OnTheTable, proposed: SittingOutcome | None) -> None:
    say = view.say
    st.segmented_control(
        say("chairing.motion"),
        table.outcomes,
        key=motion_key(table.item.application_id),
        default=proposed if proposed in table.outcomes else None,
        format_func=lambda one: say(f"chair.outcome_{one}") + (say("case.as_proposed") if one == proposed else ""),
        width="stretch",
    )


def _decision(view: View, voting: VotingNow, proposed: SittingOutcome | None) -> None:
    say, result = view.say, voting.results[0]
    carried = result.resolution.carried
    head = outcome_chip(result.outcome, say) + " " + _carried(view, result)
    st.html(f'<div class="ch-result"><p>{head}</p>{result_html(view, result.resolution)}</div>')
    outcome: SittingOutcome | None = result.outcome
    if not carried:
        open_ = [one for one in _OTHERWISE if one != result.outcome or one == "defer"]
        outcome = st.segmented_control(
            say("chairing.instead"),
            open_ if result.outcome != "do_not_propose" else ["defer"],
            key=f"chairing-outcome-{voting.voting_id}",
            format_func=lambda one: say(f"chair.outcome_{one}"),
            help=say("chairing.instead_help"),
        )
    due = not carried or outcome == "defer" or outcome != proposed
    case = case_of(view, result.application_id)
    st.pills(
        say("case.clauses"),
        [one.id for one in clauses_of(case)],
        selection_mode="multi",
        key=f"chairing-clauses-{voting.voting_id}",
        format_func=lambda id_: clause_label(say, case, id_),
        wrap=True,
        help=say("chairing.clauses_help"),
    )
    st.text_area(
        say("case.reason_due" if due else "case.reason"),
        key=f"chairing-reason-{voting.voting_id}",
        max_chars=LONGEST_REASON,
        height=80,
        placeholder=say("chairing.reason_hint"),
    )


def _carried(view: View, result: Result) -> str:
    carried = result.resolution.carried
    return chip(view.say("chairing.carried" if carried else "chairing.not_carried"), "good" if carried else "bad")
