"""What the holder does with one application's panel: replace an expert, return a sheet, assign by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, offering, round_choice, spoken
from dashboard.parts.draw_seed import seed_input, seed_of
from dashboard.parts.draw_words import Roster, person_words
from dashboard.parts.wording import as_html, as_markdown
from dashboard.roles import VIEWS
from indicators.language import Message, Translator
from scoring import flow
from scoring.flow import DuePanel, Seat, SittingConflict
from scoring.model import Actor, Stage
from scoring.procedure.draw.conflicts import appointed

PLACE: Final = "seat"
APPLICATION: Final = "seat-application"
EXPERT: Final = "seat-expert"
EXPERTS: Final = "seat-experts"
ACT: Final = "seat-act"
REASON: Final = "seat-reason"
SEED: Final = "seat-seed"
DRAW: Final = VIEWS / "holder" / "draw.py"
_ASKED_EXPERT: Final = "expert"
_TAKEN: Final = "seat-taken"
ACTS: Final = ("replace", "return", "assign")


@dataclass(frozen=True, slots=True)
class Panels:
    """What the acts choose among: who may act, round and stage, seats, panels that are due, the roster."""

    person: Actor
    round_id: str
    stage: Stage
    seats: Sequence[Seat]
    due: Sequence[DuePanel]
    roster: Roster

    @property
    def applications(self) -> list[str]:
        """Applications with a panel, or due for one."""
        return sorted({one.application_id for one in self.seats} | {one.application_id for one in self.due})

    def of(self, application_id: str) -> list[Seat]:
        """Return who sits on a panel."""
        return [one for one in self.seats if one.application_id == application_id]


def choose_seat(application_id: str, expert_id: str) -> None:
    """Have a seat chosen for its replacement, for a callback or before the widgets are drawn."""
    st.session_state[APPLICATION], st.session_state[ACT] = application_id, "replace"
    st.session_state[EXPERT] = expert_id


def offer_replacement(say: Translator) -> Callable[[SittingConflict], None]:
    """Return what draws the button by which a seat is chosen for its replacement on this page."""

    def offer(one: SittingConflict) -> None:
        st.button(
            say("draws.choose_to_replace"),
            key=f"replace-{one.application_id}-{one.expert_id}",
            on_click=choose_seat,
            args=(one.application_id, one.expert_id),
        )

    return offer


def link_to_replacement(say: Translator, round_id: str) -> Callable[[SittingConflict], None]:
    """Return what draws the way to the page on which a seat is replaced, with the seat chosen there."""

    def offer(one: SittingConflict) -> None:
        query = {
            round_choice.ROUND: round_id,
            round_choice.STAGE: one.stage,
            round_choice.APPLICATION: one.application_id,
            _ASKED_EXPERT: one.expert_id,
        }
        label = say("draws.choose_to_replace")
        st.page_link(DRAW, label=label, icon=":material/arrow_forward:", query_params=query)

    return offer


def take_from_address() -> None:
    """Choose once the seat that the address names, before the widgets are drawn."""
    asked = (st.query_params.get(round_choice.APPLICATION), st.query_params.get(_ASKED_EXPERT))
    if all(asked) and st.session_state.get(_TAKEN) != asked:
        st.session_state[_TAKEN] = asked
        choose_seat(str(asked[0]), str(asked[1]))


def seat_acts(say: Translator, panels: Panels) -> None:
    """Draw the choice of an application, its panel, and one of the three acts."""
    st.header(say("draws.acts"), anchor=False)
    options = panels.applications
    if not options:
        st.html(f'<div class="qc-empty">{as_html(say("draws.no_panels"))}</div>')
        return
    if st.session_state.get(APPLICATION) not in options:
        st.session_state[APPLICATION] = options[0]
    st.session_state.setdefault(ACT, ACTS[0])
    with st.container(horizontal=True, vertical_alignment="bottom", key="seat-choice"):
        offer = offering.offer(say, "seat-find", options, st.session_state[APPLICATION], str)
        label = offering.label(say, say("draws.application"), offer, len(options))
        chosen = st.selectbox(label, offer.options, key=APPLICATION)
        act = st.segmented_control(
            say("draws.act"),
            ACTS,
            key=ACT,
            required=True,
            wrap=True,
            format_func=lambda one: say(f"draws.act_{one}"),
        )
    panel = panels.of(chosen)
    st.caption(as_markdown(say(f"draws.about_{act}")))
    if act == "assign":
        _assign(say, panels, chosen, panel)
    elif act == "return":
        _choose(say, panels, [one for one in panel if one.sheet == "submitted"], "return")
    else:
        _choose(say, panels, panel, "replace")


def _choose(say: Translator, panels: Panels, seats: Sequence[Seat], act: str) -> None:
    """Draw the choice of an expert of the panel with the act on his seat."""
    if not seats:
        st.html(f'<div class="qc-empty">{as_html(say(f"draws.nobody_{act}"))}</div>')
        return
    there = {one.expert_id for one in seats}
    ids = [*(id_ for id_ in panels.roster if id_ in there), *sorted(there - panels.roster.keys())]
    if st.session_state.get(EXPERT) not in ids:
        st.session_state[EXPERT] = ids[0]
    sheets = {one.expert_id: say(f"draws.sheet_{one.sheet}") for one in seats}
    expert_id = st.selectbox(
        say("draws.expert"),
        ids,
        key=spoken.keyed(EXPERT, say),
        format_func=lambda one: f"{person_words(one, panels.roster)} · {sheets.get(one, '')}",
    )
    if act == "replace":
        seed_input(say, SEED)
    desk.reason_input(say(f"draws.reason_{act}"), REASON)
    known = panels.roster.get(expert_id)
    name = known.name if known is not None else expert_id
    desk.act_when_sure(
        sure=as_markdown(say(f"draws.sure_{act}", expert=name, application=seats[0].application_id)),
        label=say(f"draws.do_{act}"),
        key=f"seat-{act}",
        do=_replace if act == "replace" else _return,
        args=(panels.person, seats[0].application_id, panels.stage),
    )


def _assign(say: Translator, panels: Panels, application_id: str, panel: Sequence[Seat]) -> None:
    today, there = source.today(), {one.expert_id for one in panel}
    free = [id_ for id_, one in panels.roster.items() if id_ not in there and appointed(one, today)]
    st.multiselect(
        say("draws.experts"),
        free,
        key=EXPERTS,
        placeholder=say("draws.experts_choose"),
        format_func=lambda one: person_words(one, panels.roster),
    )
    desk.reason_input(say("draws.reason_assign"), REASON)
    desk.act_when_sure(
        sure=say("draws.sure_assign", application=application_id),
        label=say("draws.do_assign"),
        key="seat-assign",
        do=_do_assign,
        args=(panels.person, panels.round_id, application_id, panels.stage),
    )


def _replace(person: Actor, application_id: str, stage: Stage) -> None:
    seed = seed_of(SEED)
    if isinstance(seed, Message):
        acting.refuse(PLACE, [seed])
        return
    expert_id = str(st.session_state.get(EXPERT))
    values = {"application_id": application_id, "expert_id": expert_id}
    drawn: list[flow.Drawn] = []

    def act() -> None:
        reason = st.session_state.get(REASON) or ""
        drawn.append(source.act(flow.replace_expert, person, **values, seed=seed, stage=stage, reason=reason))

    if acting.attempt(PLACE, act, Message("draws.drawn")):
        ((_, substitute),) = drawn[0].solution.pairs
        said = {"application": application_id, "expert": expert_id, "substitute": substitute, "seed": seed}
        acting.succeed(PLACE, Message("draws.done_replace", said))
        _clear()


def _return(person: Actor, application_id: str, stage: Stage) -> None:
    expert_id = str(st.session_state.get(EXPERT))
    values = {"application_id": application_id, "expert_id": expert_id}
    reason = st.session_state.get(REASON) or ""
    done = Message("draws.done_return", {"application": application_id, "expert": expert_id})
    if acting.attempt(PLACE, lambda: source.act(flow.return_sheet, person, **values, stage=stage, reason=reason), done):
        _clear()


def _do_assign(person: Actor, round_id: str, application_id: str, stage: Stage) -> None:
    chosen = tuple(st.session_state.get(EXPERTS) or ())
    if not chosen:
        acting.refuse(PLACE, [Message("draws.nobody_chosen")])
        return
    pairs = [(application_id, expert_id) for expert_id in chosen]
    reason = st.session_state.get(REASON) or ""
    done = Message("draws.done_assign", {"application": application_id, "count": len(pairs)})
    if acting.attempt(
        PLACE, lambda: source.act(flow.assign, person, round_id, pairs, stage=stage, reason=reason), done
    ):
        _clear()
        st.session_state[EXPERTS] = []


def _clear() -> None:
    for key in (REASON, SEED):
        st.session_state[key] = ""
