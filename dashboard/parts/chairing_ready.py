"""The check before the opening: what is red stands open, what is green is folded; then the rules in words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import file_button
from dashboard.parts.chairing_view import View
from dashboard.parts.listing import listed
from dashboard.parts.rule_book_markup import chip, facts, opened
from dashboard.parts.rule_book_words import label, parameter_words
from dashboard.parts.wording import as_html, points
from scoring import flow
from scoring.documents.agenda import agenda_docx
from scoring.flow import meeting

_FIELDS: Final = ("quorum", "majority", "voters", "ballot", "consent_threshold", "clocks")
_NAMED: Final = 6


def draw(view: View) -> None:
    """Draw what is not in order, and fold what is."""
    say = view.say
    lines = list(_checks(view))
    red = [f'<li class="bad">{as_html(words)}</li>' for good, words in lines if not good]
    green = [f'<li class="good">{as_html(words)}</li>' for good, words in lines if good]
    st.header(say("chairing.ready"), anchor=False)
    said = f'<ul class="ch-checks">{"".join(red)}</ul>' if red else f"<p>{chip(say('chairing.all_ready'), 'good')}</p>"
    folded = opened(as_html(say("chairing.in_order", count=len(green))), f'<ul class="ch-checks">{"".join(green)}</ul>')
    st.html(f'<div class="rb ch-ready">{said}{folded}</div>')
    file_button.taken(
        view.person,
        say("chairing.paper_pack"),
        what="agenda",
        about=view.sitting_id,
        make=partial(_paper_pack, view),
        file_name=f"{view.sitting_id}.docx",
        key="chairing-paper",
        icon=":material/print:",
        help=say("chairing.paper_pack_help"),
    )


def rules(view: View) -> None:
    """Draw the parameter sheet of the sitting in words: what it is decided by."""
    say, book = view.say, view.book
    sheet = book.round.parameter_sheet
    cuts = [
        (say("chairing.line_of", grade=cut.grade), as_html(say("chair.points", points=points(cut.min_score))))
        for cut in book.round.cut_scores
    ]
    told = [
        (label(field, say), "<br>".join(as_html(words) for words in parameter_words(sheet, field, say)))
        for field in _FIELDS
    ]
    st.header(say("chairing.rules"), anchor=False)
    st.html(f'<div class="rb ch-rules">{facts([*cuts, *told])}</div>')


def _paper_pack(view: View, mark: flow.Mark) -> bytes:
    """Return the paper on which the sitting goes on without power: made when it is asked for."""
    facts = source.ask(meeting.agenda_facts, view.person, sitting_id=view.sitting_id)
    return agenda_docx(facts, say=view.say, copy=view.say(mark.copy))


def _checks(view: View) -> Iterable[tuple[bool, str]]:
    say, desk = view.say, view.desk
    yield _sheets(view)
    yield _quorum(view)
    yield _chain(view)
    yield (
        desk.wall in ("paired", "paused"),
        say("chairing.ready_wall" if desk.wall in ("paired", "paused") else "chairing.no_wall"),
    )
    hard, consent = (len(desk.of_block(block)) for block in ("hard", "consent"))
    yield bool(desk.items), say("chairing.ready_agenda", count=len(desk.items), hard=hard, consent=consent)


def _sheets(view: View) -> tuple[bool, str]:
    say, here = view.say, {one.application_id for one in view.desk.items}
    progress = source.round_progress(view.person, view.desk.sitting.round_id, view.stage)
    lacking = [
        one.application_id for one in progress.panels if one.application_id in here and one.submitted < one.assigned
    ]
    if lacking:
        return False, say("chairing.sheets_missing", count=len(lacking), items=_some(view, lacking))
    return True, say("chairing.sheets_in", count=len(here))


def _quorum(view: View) -> tuple[bool, str]:
    """Return whether every item reaches its quorum if all who are invited come, and how many may stay away."""
    say = view.say
    out = [one.application_id for one in view.desk.items if one.quorum.needed is None]
    if out:
        return False, say("chairing.quorum_out", items=_some(view, out))
    spare = min((one.quorum.whole - (one.quorum.needed or 0) for one in view.desk.items), default=0)
    return True, say("chairing.quorum_spare", count=spare)


def _chain(view: View) -> tuple[bool, str]:
    """Return whether the chain is whole; walked once until something happens in the sitting."""
    key = (view.sitting_id, view.desk.revision)
    kept = st.session_state.get("chairing-chain")
    if kept is None or kept[0] != key:
        found = source.ask(flow.verify, view.person)
        kept = key, len(found.faults), found.chain.entries
        st.session_state["chairing-chain"] = kept
    _, faults, entries = kept
    return not faults, view.say("chairing.chain_broken" if faults else "chairing.chain_whole", count=faults or entries)


def _some(view: View, ids: list[str]) -> str:
    shown = listed(ids[:_NAMED], view.say)
    return shown if len(ids) <= _NAMED else view.say("chairing.and_more", items=shown, count=len(ids) - _NAMED)
