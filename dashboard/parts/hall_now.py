"""Who must go out and who may come in, and the quorum: for the item on the table and for the next one.

Names, and nothing of why: the secretary calls people at the door.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring.flow.meeting import Hall, HallItem, HallSeat


def draw(say: Translator, found: Hall) -> None:
    """Draw both items, each with its quorum and the people at the door."""
    items = {one.application_id: one for one in found.items}
    there = [one for one in found.seats if one.state in ("present", "confirmed")]
    outside = [one for one in there if one.out]
    now = _card(
        say,
        "hall.now",
        items.get(found.current or ""),
        _people(say, "hall.outside", outside) if found.current else "",
    )
    leaving = [one for one in there if one.out_next and not one.out]
    back = [one for one in outside if not one.out_next]
    next_ = _card(
        say,
        "hall.next",
        items.get(found.following or ""),
        (_people(say, "hall.leaving", leaving) + _people(say, "hall.back", back, "in")) if found.following else "",
        "next",
    )
    st.html(f'<div class="hl-cards">{now}{next_}</div>')


def _card(say: Translator, title: str, item: HallItem | None, people_html: str, kind: str = "") -> str:
    head = f"<h2>{as_html(say(title))}</h2>"
    if item is None:
        return f'<div class="hl-card {kind}">{head}<p class="qc-quiet">{as_html(say("hall.no_item"))}</p></div>'
    met = item.quorum.met
    state = chip(say("screen.quorum_met" if met else "screen.quorum_lacking"), "good" if met else "bad")
    return (
        f'<div class="hl-card {kind}">{head}<p class="code">{as_html(item.application_id)}</p>'
        f"<p>{as_html(item.name)} {chip(say(f'minutes.block_{item.block}'))}</p>"
        f"<p>{state} {as_html(say(item.quorum.text))}</p>{people_html}</div>"
    )


def _people(say: Translator, label: str, seats: Sequence[HallSeat], kind: str = "") -> str:
    if not seats:
        return "" if kind else f'<p class="qc-quiet">{as_html(say("hall.nobody_leaves"))}</p>'
    names = "".join(f'<b class="{kind}">{as_html(seat_words(say, one))}</b>' for one in seats)
    return f'<div class="who"><span>{as_html(say(label))}</span>{names}</div>'


def seat_words(say: Translator, seat: HallSeat) -> str:
    """Return a person as he is called: seat and name."""
    return say("hall.seat_name", number=seat.number, name=seat.name)
