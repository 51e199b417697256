"""What of supervision waits: orders to rectify that run or are late, signatures and answers that are missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import streamlit as st

from dashboard import source
from dashboard.parts import desk, frame
from dashboard.parts.supervising_subjects import open_subject
from dashboard.parts.supervising_words import county, days_late, key_of, own_authority
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring import access
from scoring.flow import HeldBar, HeldMeasure
from scoring.model import Actor
from scoring.procedure.sanctions import ORDER, is_suspended

What = Literal["sign", "answer", "late", "running", "awaits_signature", "awaits_answer"]
_ORDER: Final[tuple[What, ...]] = ("sign", "answer", "late", "running", "awaits_signature", "awaits_answer")
AT_FIRST: Final = 5
_ALL: Final = "supervising-wait-all"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for an office, and whether it is this one."""

    what: What
    held: HeldMeasure
    mine: bool


def waiting(person: Actor, held: Sequence[HeldMeasure], today: date) -> tuple[Waiting, ...]:
    """Return what waits, what this office has to do first, then by its day."""
    found = [one for one in (_waits(person, each, today) for each in held) if one is not None]
    return tuple(
        sorted(
            found,
            key=lambda one: (not one.mine, _ORDER.index(one.what), one.held.measure.until_on or date.max),
        )
    )


def counts(say: Translator, held: Sequence[HeldMeasure], bars: Sequence[HeldBar], today: date) -> None:
    """Draw how much runs, is late, is suspended, and how many are barred."""
    taken = [one.measure for one in held]
    late = sum(days_late(one, today) > 0 for one in taken)
    running = sum(one.kind == ORDER and one.state == "in_force" for one in taken)
    half = sum(one.state == "signed" for one in taken)
    proposed = sum(one.voider is not None and one.state != "voided" for one in taken)
    desk.counts(
        (
            (late, say("supervising.count_late"), "no" if late else ""),
            (running, say("supervising.count_running"), ""),
            (half, say("supervising.count_half_signed"), "unknown" if half else ""),
            (proposed, say("supervising.count_void_proposed"), "unknown" if proposed else ""),
            (sum(is_suspended(one, today) for one in taken), say("supervising.count_suspended"), ""),
            (len(bars), say("supervising.count_bars"), ""),
        )
    )


def draw(person: Actor, say: Translator, found: Sequence[Waiting]) -> None:
    """Draw what waits, each with the way to it."""
    st.header(say("supervising.to_do"), anchor=False)
    if not found:
        frame.empty(say("supervising.nothing_waits"))
        return
    shown = found if st.session_state.get(_ALL) else found[:AT_FIRST]
    for one in shown:
        _row(one, say)
    if len(found) > AT_FIRST:
        st.checkbox(say("supervising.wait_all", count=len(found)), key=_ALL)


def _row(one: Waiting, say: Translator) -> None:
    measure, about = one.held.measure, one.held.subject
    at = key_of(measure.measure_id)
    late = days_late(measure, source.today())
    words = say(f"supervising.waits_{one.what}")
    since = measure.taken_on if measure.until_on is None else measure.until_on
    when = say("supervising.late_since" if late else f"supervising.day_{one.what}", day=since, days=late)
    kind = "dk-late" if late else "dk-quiet"
    where = f"{county(about.county)} · {measure.measure_id}"
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"supervising-wait-{at}"):
        st.html(
            f'<div class="sv-wait"><b>{as_html(words)}</b>{as_html(about.enterprise)}'
            f'<div><span class="{kind}">{as_html(when)}</span>'
            f'<span class="dk-quiet"> · {as_html(where)}</span></div></div>'
        )
        st.button(
            say("supervising.open" if one.mine else "supervising.look"),
            key=f"supervising-open-{at}",
            type="primary" if one.mine else "secondary",
            on_click=open_subject,
            args=(about.application_id,),
        )


def _waits(person: Actor, held: HeldMeasure, today: date) -> Waiting | None:
    measure = held.measure
    own = {"own_region"} if person.region is not None else set()
    if measure.state == "signed":
        mine = access.may(person, "revoke", "accreditation") and measure.authority != own_authority(person)
        return Waiting("sign" if mine else "awaits_signature", held, mine)
    if measure.state == "voided":
        return None
    if measure.voider is not None:
        mine = access.may(person, "answer_void", "measure", own) and measure.voider != person.id
        return Waiting("answer" if mine else "awaits_answer", held, mine)
    if measure.kind == ORDER and measure.state == "in_force":
        mine = access.may(person, "confirm", "measure", own)
        return Waiting("late" if days_late(measure, today) else "running", held, mine)
    return None
