"""A private re-score: the voter's own sheet of the item on the table, from which he opens what he wants to move.

Nothing here is of anybody else: no total, no median, no count. What is moved is in the record at once, and takes effect
for the whole panel together when the chair closes.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk
from dashboard.parts.attending_moving import Moving, changed, editor, open_at, opened, typed_and_not_saved
from dashboard.parts.attending_words import PLACE, card, chip
from dashboard.parts.sheet_words import classes, mark_words, name
from dashboard.parts.wording import as_html, as_markdown, clock
from indicators.language import Message, Translator
from indicators.model import Indicator
from scoring.flow import meeting
from scoring.flow.meeting import MemberDesk
from scoring.model import Actor

_CLASS: Final = "attending-class"


def rescore(person: Actor, say: Translator, found: MemberDesk) -> None:
    """Draw the own sheet to move marks on; after it is handed in, that it is."""
    own, item = found.rescore, found.current
    if own is None or item is None:
        return
    if own.handed_in:
        card(say("attending.handed_in"), say("attending.handed_in_what"), kind="done")
        return
    moving = Moving(person, found.sitting.sitting_id, item.application_id, own)
    table = found.rule_book.round.indicator_table
    leaf = next((one for one in table.leaves() if one.code == opened(moving)), None)
    if leaf is not None:
        editor(say, moving, leaf)
        return
    card(say("attending.rescore_now"), say("attending.rescore_what"), kind="act")
    _moved(say, moving, table.leaves())
    _sheet(say, moving, classes(table))
    _handing_in(say, moving)


def _moved(say: Translator, moving: Moving, leaves: tuple[Indicator, ...]) -> None:
    """List what the voter has moved so far: from what, to what, why, and that it is saved."""
    rows = []
    for leaf in leaves:
        there = moving.own.moved.get(leaf.code)
        if there is None:
            continue
        saved = say("own_sheet.saved", time=clock(there.saved_at, source.now()), version=there.version)
        rows.append(
            f'<li class="moved"><p><span class="at-code">{as_html(leaf.code)}</span>{as_html(name(say, leaf))}</p>'
            f"<span>{as_html(_mark(say, moving, leaf))}</span><p>{as_html(there.reason)}</p>{chip(saved, 'good')}</li>"
        )
    if rows:
        heading = as_html(say("attending.moved_so_far", count=len(rows)))
        st.html(f'<h3 class="at-sub">{heading}</h3><ul class="at-list">{"".join(rows)}</ul>')


def _sheet(say: Translator, moving: Moving, every: dict[str, tuple[Indicator, tuple[Indicator, ...]]]) -> None:
    """Draw the classes, and the indicators of the chosen one with the voter's own mark of each."""
    chosen = st.pills(
        say("attending.class"),
        list(every),
        default=next(iter(every)),
        required=True,
        key=_CLASS,
        format_func=lambda code: f"{code} {name(say, every[code][0])}",
        persist_state="page",
    )
    if chosen not in every:
        return
    with st.container(key="attending-leaves", gap="small"):
        for leaf in every[chosen][1]:
            st.button(
                as_markdown(say("attending.leaf", code=leaf.code, name=name(say, leaf), mark=_mark(say, moving, leaf))),
                key=f"attending-leaf-{leaf.code.replace('.', '-')}",
                icon=":material/edit:",
                width="stretch",
                on_click=open_at,
                args=(moving, leaf.code),
            )


def _mark(say: Translator, moving: Moving, leaf: Indicator) -> str:
    """Return the voter's own mark in words, and what it is moved to."""
    mark, there = moving.own.marks.get(leaf.code), moving.own.moved.get(leaf.code)
    words = say("own_sheet.no_mark") if mark is None else mark_words(say, leaf, mark)
    return (
        words if there is None else say("attending.from_to", before=words, after=mark_words(say, leaf, changed(there)))
    )


def _handing_in(say: Translator, moving: Moving) -> None:
    count = len(moving.own.moved)
    unsaved = typed_and_not_saved(moving)
    if unsaved:
        st.warning(say("attending.unsaved", codes=", ".join(unsaved)), icon=":material/warning:")
    with st.container(key="attending-handing-in", border=True):
        desk.act_when_sure(
            sure=say("attending.hand_in_sure" if count else "attending.hand_in_none_sure", count=count),
            label=say("attending.hand_in"),
            key="attending-hand-in",
            do=_hand_in,
            args=(moving,),
            icon=":material/send:",
        )


def _hand_in(moving: Moving) -> None:
    if unsaved := typed_and_not_saved(moving):
        acting.refuse(PLACE, (Message("attending.unsaved", {"codes": ", ".join(unsaved)}),))
        return
    acting.attempt(
        PLACE,
        lambda: source.act(
            meeting.hand_in_rescore, moving.person, sitting_id=moving.sitting_id, application_id=moving.application_id
        ),
        Message("attending.done_hand_in"),
    )
