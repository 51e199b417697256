"""The head of a voter's page: which sitting, what lies on the table and for how long, and whose device it is."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import frame, live
from dashboard.parts.attending_words import chip, code_of, title
from dashboard.parts.wording import as_html
from indicators.language import BEIJING, Name, Translator
from scoring.flow import meeting
from scoring.flow.meeting import MemberDesk
from scoring.model import Actor
from scoring.register.sittings import Sitting

STYLE: Final = Path(__file__).with_name("attending.css")
SITTING: Final = "sitting"
OVER: Final = ("locked", "ended")
_OTHER: Final = "attending-sitting"
# How often the seat and the minute stand on a screen: once in whatever part of it is photographed.
_MARKS: Final = 24


def style() -> None:
    """Put the look of a voter's page on it."""
    st.html(STYLE)


def asked_for(person: Actor, say: Translator) -> str:
    """Return the sitting that the address names, or the one to attend; stop where there is none for this person."""
    own = {one.sitting_id: one for one in source.ask(meeting.my_sittings, person)}
    named = st.query_params.get(SITTING)
    if named is not None and named not in own:
        # In the same words whether there is such a sitting or not.
        st.warning(say("attending.not_invited"), icon=":material/info:")
    if not own:
        frame.empty(say("attending.none"))
        st.stop()
    chosen = named if named in own else _to_attend(tuple(own.values())).sitting_id
    if named is None:
        st.query_params[SITTING] = chosen
    if len(own) > 1:
        st.selectbox(
            say("attending.which"),
            list(own),
            index=list(own).index(chosen),
            key=_OTHER,
            format_func=lambda id_: say(
                "attending.sitting_is", sitting=id_, phase=say(f"attending.phase_{own[id_].phase}")
            ),
            on_change=_go_to_other,
        )
    return chosen


def masthead(say: Translator, desk: MemberDesk) -> None:
    """Say which sitting it is, at which step, and which seat the reader has."""
    round_ = desk.rule_book.round
    chips = [chip(say(f"attending.phase_{desk.sitting.phase}"), "near" if desk.sitting.phase == "pause" else "")]
    if desk.sitting.kind == "rehearsal":
        chips.append(chip(say("attending.rehearsal"), "near"))
    chips.append(chip(say("attending.seat", number=f"{desk.seat_number:02d}")))
    name = as_html(say.say(Name(round_.name, round_.name_en)))
    stage = as_html(say(f"attending.stage_{desk.sitting.stage}"))
    place = f'<span class="at-where">{as_html(desk.sitting.place)}</span>' if desk.sitting.place else ""
    st.html(f'<div class="at-head"><b>{name}</b><span>{stage}</span>{place}<i>{"".join(chips)}</i></div>')


def follow(person: Actor, say: Translator, desk: MemberDesk) -> None:
    """Follow the sitting, and draw each second what lies on the table with its time, and the seat over the page."""
    id_ = desk.sitting.sitting_id

    def draw() -> None:
        st.html(f"{_mark(say, desk)}{_now(say, desk)}")

    live.watch(
        lambda: source.ask(meeting.member_revision, person, sitting_id=id_),
        desk.revision,
        draw,
    )


def _now(say: Translator, desk: MemberDesk) -> str:
    """Return the item on the table, its step and the time left; nothing of it for whoever must leave."""
    item = desk.current
    if item is None or desk.must_leave or desk.step is None or desk.step_since is None or desk.step_seconds is None:
        return ""
    if desk.seat in ("invited", "left"):
        return ""
    left = desk.step_seconds - live.seconds_since(desk.step_since)
    late = " late" if left < 0 else ""
    words = as_html(say("attending.overrun" if left < 0 else "attending.time_left"))
    return (
        f'<section class="at-now"><div><p>{as_html(say("attending.on_the_table"))}{code_of(item)}</p>'
        f"<h2>{title(item)}</h2>"
        f"<p>{chip(say(f'attending.step_{desk.step}'), 'step')}"
        f"{chip(say('attending.target', grade=item.application.target_grade))}</p></div>"
        f'<div class="at-clock{late}" role="timer"><b>{live.clock(left)}</b><span>{words}</span></div></section>'
    )


def _mark(say: Translator, desk: MemberDesk) -> str:
    """Return the seat and the minute, faint over the whole page: a photograph says whose device was photographed."""
    minute = f"{source.now().astimezone(BEIJING):%Y-%m-%d %H:%M}"
    words = as_html(say("attending.watermark", number=f"{desk.seat_number:02d}", minute=minute))
    return f'<div class="at-mark" aria-hidden="true">{f"<span>{words}</span>" * _MARKS}</div>'


def _to_attend(own: tuple[Sitting, ...]) -> Sitting:
    return next((one for one in own if one.phase not in OVER), own[0])


def _go_to_other() -> None:
    st.query_params[SITTING] = st.session_state[_OTHER]
