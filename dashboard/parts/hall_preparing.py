"""Preparing a sitting: what is treated, who votes, who comes late; what that would be like; then it is recorded.

The order is drawn when the sitting is recorded and not before, so that nobody looks at lots until one suits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, frame, hall_preview
from indicators.collation import by_person
from indicators.faults import FaultsError
from indicators.language import Message, Translator
from scoring import access
from scoring.errors import SpokenError
from scoring.flow import RoundSummary, meeting
from scoring.flow.meeting import Candidate, Choices, Invitable, SittingPreview
from scoring.flow.meeting.preparing import MOST
from scoring.model import STAGES, Actor, Stage
from scoring.procedure.rounds import circumstances

PLACE: Final = "hall-preparing"
#: What two hours hold.
_USUAL: Final = 40
_LONGEST_PLACE: Final = 200
_LONGEST_SEED: Final = 19
_LATEST: Final = 240
_COUNT: Final = "hall-count"
_PREVIEW: Final = "hall-preview"
_SEED: Final = "hall-seed"
_ROOM: Final = "hall-place"


@dataclass(frozen=True, slots=True)
class Plan:
    """What was chosen for a sitting."""

    round_id: str
    stage: Stage
    application_ids: tuple[str, ...]
    members: tuple[str, ...]
    late: tuple[tuple[str, float], ...]


def draw(person: Actor, say: Translator, summary: RoundSummary) -> None:
    """Draw the form, what it would come to, and the act; the page tells what came of it at `PLACE`."""
    round_id = summary.round_id
    st.header(say("hall.prepare"), anchor=False)
    if not access.may(person, "prepare", "sitting", circumstances(summary.state)):
        frame.empty(say("hall.not_deciding", state=say(f"rounds.state_{summary.state}")))
        return
    stage = _stage(say)
    with frame.told(say):
        choices = source.ask(meeting.sitting_choices, person, round_id, stage=stage)
    if not choices.candidates:
        frame.empty(say(f"hall.nothing_{stage}"))
        return
    chosen = _items(say, choices)
    members, late = _members(say, choices, stage)
    plan = Plan(round_id, stage, chosen, members, late)
    with st.container(horizontal=True, key="hall-last"):
        st.text_input(say("hall.place"), key=_ROOM, max_chars=_LONGEST_PLACE, placeholder=say("hall.place_hint"))
        st.text_input(say("hall.seed"), key=_SEED, max_chars=_LONGEST_SEED, placeholder=say("hall.seed_hint"))
    seen = st.session_state.get(_PREVIEW)
    shown: SittingPreview | None = seen[1] if isinstance(seen, tuple) and seen[0] == plan else None
    st.button(
        say("hall.look"),
        key="hall-look",
        type="primary" if shown is None else "secondary",
        on_click=_look,
        args=(person, plan),
        icon=":material/fact_check:",
    )
    if shown is not None:
        names = {one.application_id: one.name for one in choices.candidates}
        hall_preview.draw(say, shown, names)
        st.button(
            say("hall.prepare_now", items=len(chosen), members=len(members)),
            key="hall-prepare-now",
            type="primary",
            on_click=_prepare,
            args=(person, plan),
            icon=":material/event_available:",
        )
        st.caption(say("hall.prepare_note"))


def _stage(say: Translator) -> Stage:
    chosen = st.segmented_control(
        say("hall.stage"),
        STAGES,
        key="hall-stage",
        default=STAGES[0],
        required=True,
        format_func=lambda one: say(f"chair.stage_{one}"),
    )
    return "on_site_verification" if chosen == "on_site_verification" else "document_review"


def _items(say: Translator, choices: Choices) -> tuple[str, ...]:
    """Draw the choice of items: by prefecture and grade, the first so many, some left out."""
    every = choices.candidates
    prefectures = sorted({_prefecture(one) for one in every})
    grades = sorted({one.target for one in every})
    with st.container(horizontal=True, key="hall-find"):
        of = st.multiselect(
            say("hall.prefectures"),
            prefectures,
            key="hall-prefectures",
            format_func=desk.region,
            placeholder=say("hall.all"),
        )
        asked = st.multiselect(say("hall.grades"), grades, key="hall-grades", placeholder=say("hall.all"))
    found = [one for one in every if (not of or _prefecture(one) in of) and (not asked or one.target in asked)]
    named = {one.application_id: one for one in found}
    out = st.multiselect(
        say("hall.leave_out"),
        list(named),
        key="hall-leave-out",
        format_func=lambda id_: f"{id_} {named[id_].name}" if id_ in named else id_,
        placeholder=say("hall.none"),
    )
    left = [one.application_id for one in found if one.application_id not in out]
    most = max(min(len(left), MOST), 1)
    # Kept inside its bounds by hand: a filter may have taken away what was asked for.
    st.session_state[_COUNT] = min(int(st.session_state.get(_COUNT) or min(most, _USUAL)), most)
    count = int(st.number_input(say("hall.count"), min_value=1, max_value=most, step=1, key=_COUNT))
    st.caption(say("hall.count_of", chosen=min(count, len(left)), found=len(left), every=len(every)))
    return tuple(left[:count])


def _prefecture(one: Candidate) -> str:
    return f"{one.region[:4]}00"


def _members(say: Translator, choices: Choices, stage: Stage) -> tuple[tuple[str, ...], tuple[tuple[str, float], ...]]:
    """Draw the choice of members, all who score at first, and of those who come late."""
    people = {one.person_id: one for one in sorted(choices.experts, key=lambda one: by_person(one.name))}
    members = st.multiselect(
        say("hall.members"),
        list(people),
        key=f"hall-members-{stage}",
        default=[one.person_id for one in choices.experts if one.scores],
        format_func=lambda id_: _named(say, people[id_]),
        help=say("hall.members_help"),
    )
    late = st.multiselect(
        say("hall.late"),
        members,
        key=f"hall-late-{stage}",
        format_func=lambda id_: _named(say, people[id_]),
        placeholder=say("hall.nobody"),
    )
    minutes = []
    if late:
        with st.container(horizontal=True, key="hall-late-minutes"):
            for id_ in late:
                label = say("hall.late_minute", name=people[id_].name)
                at = st.number_input(label, min_value=1, max_value=_LATEST, value=15, step=5, key=f"hall-late-{id_}")
                minutes.append((id_, float(at)))
    return tuple(members), tuple(minutes)


def _named(say: Translator, one: Invitable) -> str:
    return say("hall.expert", name=one.name, employer=one.employer)


def _look(person: Actor, plan: Plan) -> None:
    try:
        found = source.act(
            meeting.preview_sitting,
            person,
            round_id=plan.round_id,
            application_ids=plan.application_ids,
            members=plan.members,
            stage=plan.stage,
            from_minute=dict(plan.late),
        )
    except FaultsError as error:
        acting.refuse(PLACE, error.faults)
    except SpokenError as error:
        acting.refuse(PLACE, (error.what,))
    else:
        st.session_state[_PREVIEW] = (plan, found)


def _prepare(person: Actor, plan: Plan) -> None:
    typed = str(st.session_state.get(_SEED) or "").strip()
    if typed and not (typed.isascii() and typed.isdigit()):
        acting.refuse(PLACE, (Message("draws.seed_digits"),))
        return
    if acting.attempt(
        PLACE,
        lambda: source.act(
            meeting.prepare_sitting,
            person,
            round_id=plan.round_id,
            application_ids=plan.application_ids,
            members=plan.members,
            stage=plan.stage,
            seed=int(typed) if typed else None,
            place=str(st.session_state.get(_ROOM) or ""),
            from_minute=dict(plan.late),
        ),
        Message("hall.prepared"),
    ):
        st.session_state.pop(_PREVIEW, None)
