"""Complaints before an office: who is late, what waits at its own desk, and everything that it may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import streamlit as st

from dashboard.parts import desk
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring import access
from scoring.flow import PublicEntry
from scoring.model import Actor
from scoring.procedure.complaints import OPEN, is_late
from scoring.register.complaints import Complaint

SHOWN: Final = 50
_VIEWS: Final = ("open", "ended", "every")
_CHIP: Final = {"found_true": "bad", "unfounded": "good", "not_accepted": "", "received": "near", "accepted": "near"}


def true_of(person: Actor, of: str) -> frozenset[str]:
    """Return what is true of a desk for somebody, as the rules of access ask it."""
    own = {"own_desk"} if person.region == of else set()
    return frozenset(own | ({"province_desk"} if of.endswith("0000") else set()))


def handles(person: Actor, one: Complaint) -> bool:
    """Whether a complaint lies at the desk for which somebody acts."""
    return access.may(person, "handle", "complaint", true_of(person, one.desk))


def in_order(every: Sequence[Complaint]) -> list[Complaint]:
    """Return complaints as they are to be dealt with: what is due first, then what is ended, the newest first."""
    waiting = [one for one in every if one.state in OPEN]
    ended = [one for one in every if one.state not in OPEN]
    return [
        *sorted(waiting, key=lambda one: (one.due_on or date.max, one.received_on)),
        *sorted(ended, key=lambda one: one.moved_on, reverse=True),
    ]


def counts(person: Actor, say: Translator, every: Sequence[Complaint], on: date) -> None:
    """Draw how many are late, wait, and have ended; an office's own desk counts apart from what lies below it."""
    waiting = [one for one in every if one.state in OPEN]
    late = sum(is_late(one.due_on, on) for one in waiting)
    own = sum(handles(person, one) for one in waiting)
    cells = [
        (late, say("complaints.count_late"), "no" if late else "yes"),
        (own, say("complaints.count_own"), "unknown" if own else ""),
        (len(waiting), say("complaints.count_open"), ""),
        (len(every) - len(waiting), say("complaints.count_ended"), ""),
    ]
    if not access.may(person, "receive", "complaint", {"own_region"}):
        del cells[1]
    desk.counts(cells)


def choose_view(say: Translator) -> str:
    """Draw the choice of what is listed."""
    found = st.segmented_control(
        say("complaints.view"),
        _VIEWS,
        key="complaints-view",
        default=_VIEWS[0],
        required=True,
        format_func=lambda one: say(f"complaints.view_{one}"),
        label_visibility="collapsed",
    )
    return found or _VIEWS[0]


def of_view(every: Sequence[Complaint], view: str) -> list[Complaint]:
    """Return what belongs to a view."""
    return [one for one in every if view == "every" or (one.state in OPEN) == (view == "open")]


def table(say: Translator, found: Sequence[Complaint], names: Mapping[str, PublicEntry], on: date) -> None:
    """Draw complaints as a table, those that are late marked."""
    rows = [
        [
            clock(say, one, on),
            chip(say(f"complaints.state_{one.state}"), _CHIP.get(one.state, "")),
            f'<div class="wide">{as_html(enterprise(one, names))}</div>',
            as_html(say(f"complaints.kind_{one.kind}")),
            f'<span class="num">{as_html(desk.region(one.desk))}</span>',
            f'<span class="num">{one.received_on}</span>',
            f'<span class="dk-quiet">{as_html(one.complaint_id)}</span>',
        ]
        for one in found[:SHOWN]
    ]
    heads = [say(f"complaints.column_{name}") for name in ("clock", "state", "about", "kind", "desk", "on", "number")]
    desk.listing(heads, rows)
    if len(found) > SHOWN:
        st.caption(say("complaints.more", shown=SHOWN, every=len(found)))


def enterprise(one: Complaint, names: Mapping[str, PublicEntry]) -> str:
    """Return the enterprise that a complaint is about, the application where the register does not name it."""
    entry = names.get(one.application_id)
    return one.application_id if entry is None else entry.enterprise


def clock(say: Translator, one: Complaint, on: date) -> str:
    """Return how a complaint stands to its last day, as markup."""
    if one.due_on is None:
        return f'<span class="dk-quiet num">{as_html(say("complaints.ended_on", day=one.moved_on))}</span>'
    days = (one.due_on - on).days
    last = f'<div class="dk-quiet" style="white-space:nowrap">{as_html(say("complaints.due_on", due=one.due_on))}</div>'
    if days < 0:
        return f'<span class="dk-late num">{as_html(say("complaints.late_by", days=-days))}</span>{last}'
    return f'<span class="num">{as_html(say("complaints.due_in", days=days))}</span>{last}'
