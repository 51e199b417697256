"""What waits for this office: by act, the late and the oldest first, many ticked and signed at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, frame, steps_rows
from dashboard.parts.steps_words import PLACE, act_name
from indicators.language import Message, Translator
from indicators.model import StepAct
from scoring import access, flow
from scoring.flow import BoardRow, Signed
from scoring.model import Actor

COMPLETION: Final = "completion"
TODO: Final = "stepboard-todo"
OWN: Final = frozenset({"own_region"})


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for an office: an act of the regulation, or the completion of dossiers; its applications."""

    id: str
    act: StepAct | None
    rows: tuple[BoardRow, ...]


def may_act(person: Actor) -> bool:
    """Whether somebody's office takes any step at all."""
    signs = any(
        rule.object.startswith("step_") and access.may(person, "sign", rule.object, OWN) for rule in access.rules().rule
    )
    return signs or access.may(person, "complete", "step", OWN)


def waiting(person: Actor, board: Sequence[BoardRow]) -> tuple[Waiting, ...]:
    """Return what waits for somebody's office, in the order of the acts; all rows lie in his own region."""
    acts: dict[str, StepAct] = {}
    rows: dict[str, list[BoardRow]] = {}
    for row in sorted(board, key=_urgency):
        for act in row.standing.due:
            if access.may(person, "sign", f"step_{act.id}", OWN):
                acts[act.id] = act
                rows.setdefault(act.id, []).append(row)
        if row.standing.state == "returned" and access.may(person, "complete", "step", OWN):
            rows.setdefault(COMPLETION, []).append(row)
    order = [*dict.fromkeys(act.id for row in board for step in row.steps for act in step.acts), COMPLETION]
    ids = sorted(rows, key=order.index)
    return tuple(Waiting(id_, acts.get(id_), tuple(rows[id_])) for id_ in ids)


def _urgency(row: BoardRow) -> tuple[int, date, str]:
    return -max((late.days for late in row.late), default=0), row.standing.since, row.application_id


def todo(person: Actor, say: Translator, round_id: str, found: Sequence[Waiting], *, shown: frozenset[str]) -> None:
    """Draw what waits, one act at a time; `shown` are the applications that the reader looked for."""
    st.header(say("stepboard.todo"), anchor=False)
    if not found:
        frame.empty(say("stepboard.nothing_waits"))
        return
    by_id = {one.id: one for one in found}
    # Put there each time: else a browser that comes back to the list shows no choice.
    before = st.session_state.get("stepboard-act")
    st.session_state["stepboard-act"] = before if before in by_id else found[0].id
    chosen = st.segmented_control(
        say("stepboard.act"),
        list(by_id),
        key="stepboard-act",
        required=True,
        format_func=lambda id_: _label(say, by_id[id_]),
    )
    one = by_id[chosen] if chosen in by_id else found[0]
    rows = [row for row in one.rows if row.application_id in shown]
    if not rows:
        frame.empty(say("stepboard.none_found"))
        return
    place = f"{TODO}-{one.id}"
    _all(say, place, rows)
    on = source.today()
    steps_rows.page_of(f"{place}-page", rows, lambda row: steps_rows.ticked_row(say, row, on, place=place))
    _sign(person, say, round_id, one, rows, place=place)


def _label(say: Translator, one: Waiting) -> str:
    name = say("stepboard.completion") if one.act is None else act_name(say, one.act)
    late = sum(bool(row.late) for row in one.rows)
    return say("stepboard.group_late" if late else "stepboard.group", name=name, count=len(one.rows), late=late)


def _all(say: Translator, place: str, rows: Sequence[BoardRow]) -> None:
    ids = tuple(row.application_id for row in rows)
    with st.container(horizontal=True, vertical_alignment="center", key="stepboard-all"):
        for to in (True, False):
            st.button(
                say("stepboard.tick_all" if to else "stepboard.untick_all", count=len(ids)),
                key="stepboard-tick-all" if to else "stepboard-untick-all",
                type="tertiary",
                icon=":material/select_all:" if to else ":material/deselect:",
                on_click=steps_rows.tick,
                args=(place, ids, to),
            )


def _sign(person: Actor, say: Translator, round_id: str, one: Waiting, rows: Sequence[BoardRow], *, place: str) -> None:
    """Draw the signature under everything that is ticked among what is shown."""
    chosen = tuple(row for row in rows if row.application_id in steps_rows.ticked(place))
    if not chosen:
        st.caption(say("stepboard.tick_first"))
        return
    completes = one.act is None
    # A recommendation against a condition needs its reason; elsewhere a signature says enough.
    if completes or (one.act is not None and one.act.level == "prefecture"):
        words = "stepboard.reason_completion" if completes else "stepboard.reason_against"
        desk.reason_input(say(words), "stepboard-reason-many")
    name = say("stepboard.completion") if one.act is None else act_name(say, one.act)
    acts = {row.application_id: row.standing.halted_by or "" if one.act is None else one.act.id for row in chosen}
    desk.act_when_sure(
        sure=say("stepboard.sure_many", count=len(chosen), act=name),
        label=say("stepboard.sign_many", count=len(chosen)),
        key="stepboard-sign",
        do=_sign_many,
        args=(person, round_id, place, acts, completes, name),
        icon=":material/draw:",
    )


def _sign_many(person: Actor, round_id: str, place: str, acts: Mapping[str, str], completes: bool, name: str) -> None:
    reason = st.session_state.get("stepboard-reason-many") or ""
    signed = [Signed(id_, act, "completed" if completes else "signed", reason) for id_, act in acts.items()]
    done = Message("stepboard.done_many", {"count": len(signed), "act": name})
    if acting.attempt(PLACE, lambda: source.act(flow.sign_steps, person, round_id, signed), done):
        steps_rows.tick(place, acts, to=False)
        st.session_state["stepboard-reason-many"] = ""
