"""How the chair's desk names items, blocks, steps, counts and the one button."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard.parts import live
from dashboard.parts.chairing_view import View
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring.flow.meeting import DeskItem, VotingNow
from scoring.meeting.outcomes import SittingOutcome
from scoring.meeting.steps import NextMove

#: Why an item was moved, where that is a word of the system and not the chair's own reason.
_WHY: Final = ("pulled", "not_carried", "without_quorum", "withdrawn")
LONG_TIME: Final = 1 / 3
"""Share of those present above which the Implementing Regulation of the Bidding Law, Article 48, has time extended."""


def code(item: DeskItem) -> str:
    """Return the code of an item and its enterprise, for a list."""
    return f"{item.application_id} {item.application.enterprise.name}"


def place(view: View, item: DeskItem) -> str:
    """Return the block of an item and its place there: ``疑难 3/8``."""
    of_block = view.desk.of_block(item.block)
    at = next((number for number, one in enumerate(of_block, start=1) if one.application_id == item.application_id), 0)
    return view.say("chairing.place", block=view.say(f"chairing.block_{item.block}"), at=at, of=len(of_block))


def why(say: Translator, item: DeskItem) -> str:
    """Return why an item was moved; empty where it was not."""
    if item.why is None:
        return ""
    return say(f"chairing.why_{item.why}") if item.why in _WHY else item.why


def target(say: Translator, item: DeskItem) -> str:
    """Return the grade applied for, as a chip."""
    return chip(say("chair.applying_for", grade=item.application.target_grade))


def leaving(say: Translator, item: DeskItem) -> str:
    """Return how many stand aside for an item and must leave: counts, no name."""
    if not item.recused:
        return f'<span class="qc-quiet">{as_html(say("chairing.nobody_leaves"))}</span>'
    words = as_html(say("chairing.leaving", recused=item.recused, there=item.leave))
    return f'<b class="ch-leave">{words}</b>' if item.leave else f"<span>{words}</span>"


def quorum(say: Translator, item: DeskItem) -> str:
    """Return the quorum of an item with its numbers."""
    mark = chip(
        say("chairing.quorum_met" if item.quorum.met else "chairing.quorum_fails"), "good" if item.quorum.met else "bad"
    )
    return f"{mark} {as_html(say(item.quorum.text))}"


def motion_key(application_id: str) -> str:
    """Return under which key the chair's choice of what is moved stands."""
    return f"chairing-motion-{application_id}"


def motion(view: View, application_id: str, proposed: SittingOutcome | None) -> SittingOutcome | None:
    """Return what is moved for the item on the table: what the chair chose, else what is proposed."""
    chosen: SittingOutcome | None = st.session_state.get(motion_key(application_id))
    return chosen or proposed


def button(view: View, proposed: SittingOutcome | None) -> str:
    """Return what the one button says: what it will do."""
    say, move = view.say, view.desk.next
    if move is None:
        return say("chairing.do_nothing")
    match move.move:
        case "phase":
            return say(f"chairing.do_phase_{move.to}")
        case "take":
            return say("chairing.do_take", item=code(view.item(move.application_id or "")))
        case "step":
            return say(f"chairing.do_step_{move.to}")
        case "close_rescoring":
            table = view.table
            return say(
                "chairing.do_close_rescoring",
                handed=0 if table is None else table.handed_in,
                panel=0 if table is None else table.panel,
            )
        case "open_voting":
            moved = motion(view, move.application_id or "", proposed)
            return say("chairing.do_open_voting", outcome=say(f"chair.outcome_{moved or 'none'}"))
        case "open_block":
            return say("chairing.do_open_block", count=len(view.waiting("consent")))
        case "close_voting":
            return say("chairing.do_close_voting", **_cast(view.desk.voting))
        case "decide":
            return _decide(view, move)
    return say("chairing.do_open_rescoring")


def window(view: View) -> float:
    """Return how many seconds members still have to pull items out of the consent list, before it is voted on."""
    move = view.desk.next
    if move is None or move.move != "open_block" or st.session_state.get(window_key(view)):
        return 0.0
    seconds = view.book.round.parameter_sheet.clocks.pull_window_seconds
    return max(seconds - live.seconds_since(view.desk.sitting.at), 0.0)


def window_key(view: View) -> str:
    """Return under which key it stands that the chair asked the room and nobody pulls."""
    return f"chairing-asked-{view.sitting_id}-{view.desk.sitting.version}"


def _decide(view: View, move: NextMove) -> str:
    voting = view.desk.voting
    carried = voting is not None and bool(voting.results) and voting.results[0].resolution.carried
    if voting is None or not carried:
        return view.say("chairing.do_decide_otherwise")
    return view.say("chairing.do_decide", outcome=view.say(f"chair.outcome_{voting.results[0].outcome}"))


def _cast(voting: VotingNow | None) -> dict[str, int]:
    return {"cast": 0, "may": 0} if voting is None else {"cast": voting.cast, "may": voting.may_cast}
