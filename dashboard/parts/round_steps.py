"""A round's way from state to state: where it stands, what is ready, and the step to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting
from dashboard.parts.panel_words import day, moment
from dashboard.parts.rule_book_markup import opened, table
from dashboard.parts.wording import as_html, as_markdown
from indicators.language import Message, Name, Translator
from scoring import access
from scoring.flow import Readiness, RoundAct, RoundState, StageReadiness
from scoring.model import Actor
from scoring.procedure.rounds import STATES

PLACE: Final = "round"
LONGEST: Final = 1_000


def steps(say: Translator, state: RoundState, history: Sequence[RoundAct]) -> None:
    """Draw the states as steps, the present one marked, each with the day it was last reached."""
    at = STATES.index(state)
    reached = {act.state: act.recorded.at for act in history}
    items = []
    for place, name in enumerate(STATES):
        kind = "done" if place < at else "now" if place == at else "ahead"
        when = day(reached[name]) if kind != "ahead" and name in reached else ""
        mark = "✓" if kind == "done" else str(place + 1)
        current = ' aria-current="step"' if kind == "now" else ""
        here = f"<em>{as_html(say('steps.here'))}</em>" if kind == "now" else ""
        items.append(
            f'<li class="{kind}"{current}><i aria-hidden="true">{mark}</i><div>'
            f"<b>{as_html(say(f'rounds.state_{name}'))}</b>{here}<span>{as_html(when)}</span></div></li>"
        )
    st.html(f'<ol class="pn-steps">{"".join(items)}</ol>')


def ready(say: Translator, found: Readiness) -> None:
    """Draw what is in and what is missing, stage by stage: counts, no person, no value."""
    st.header(say("steps.readiness"), anchor=False)
    for stage in found.stages:
        if len(found.stages) > 1:
            st.html(f'<h3 class="pn-stage">{as_html(say(f"chair.stage_{stage.stage}"))}</h3>')
        cells = (
            (f"{stage.sheets_in} / {stage.sheets}", "steps.sheets", stage.sheets_missing),
            (str(len(stage.incomplete)), "steps.incomplete", len(stage.incomplete)),
            (str(len(stage.short)), "steps.short", len(stage.short)),
            (f"{stage.decided} / {stage.due}", "steps.decided", 0),
            (str(stage.deferred), "steps.deferred", 0),
        )
        inner = "".join(
            f'<div class="{"unknown" if wanting else ""}"><b>{value}</b><span>{as_html(say(key))}</span></div>'
            for value, key, wanting in cells
        )
        st.html(f'<div class="pn-counts">{inner}</div>')
        _lacking(say, stage)


def _lacking(say: Translator, stage: StageReadiness) -> None:
    if stage.incomplete:
        rows = [[as_html(panel.application_id), f"{panel.submitted} / {panel.assigned}"] for panel in stage.incomplete]
        heads = [say("steps.application"), say("steps.sheets_in")]
        st.html(f'<div class="rb">{opened(as_html(say("steps.list_incomplete")), table(heads, rows))}</div>')
    if stage.short:
        words = as_html(say("chair.comma").join(stage.short))
        st.html(f'<div class="rb">{opened(as_html(say("steps.list_short")), f"<p>{words}</p>")}</div>')


def forward(person: Actor, say: Translator, found: Readiness) -> None:
    """Draw the step to the next state: what it opens, what it closes, what is missing, and a confirmation."""
    if not found.may_follow:
        st.html(f'<div class="qc-empty">{as_html(say("steps.finished"))}</div>')
        return
    next_ = found.may_follow[0]
    name = say(f"rounds.state_{next_}")
    st.header(say("steps.next", state=name), anchor=False)
    pairs = "".join(
        f"<div><dt>{as_html(say(f'steps.{what}'))}</dt><dd>{as_html(say(f'steps.{what}_{next_}'))}</dd></div>"
        for what in ("opens", "closes")
    )
    st.html(f'<dl class="pn-opens">{pairs}</dl>')
    for warning in warnings(found, next_):
        st.warning(as_markdown(say(warning)), icon=":material/warning:")
    sure = f"round-sure-{found.round_id}-{next_}"
    confirmed = st.checkbox(say("steps.sure", state=name), key=sure)
    st.button(
        say("steps.advance", state=name),
        key="round-advance",
        type="primary",
        icon=":material/flag:",
        disabled=not confirmed,
        on_click=_advance,
        args=(person, found.round_id, next_, sure),
    )


def warnings(found: Readiness, next_: RoundState) -> tuple[Message, ...]:
    """Return what is missing before a step, in counts; it warns and does not forbid."""
    said: list[Message] = []
    for stage in found.stages:
        where = {"stage": Message(f"chair.stage_{stage.stage}")}
        if next_ in ("reviewing", "deciding") and stage.short:
            said.append(Message("steps.warn_short", {**where, "count": len(stage.short)}))
        if next_ == "deciding" and stage.sheets_missing:
            counts = {"count": stage.sheets_missing, "panels": len(stage.incomplete)}
            said.append(Message("steps.warn_sheets", {**where, **counts}))
        if next_ == "in_notice" and stage.undecided:
            said.append(Message("steps.warn_undecided", {**where, "count": stage.undecided}))
        if next_ == "in_notice" and stage.deferred:
            said.append(Message("steps.warn_deferred", {**where, "count": stage.deferred}))
    return tuple(said)


def back(person: Actor, say: Translator, found: Readiness) -> None:
    """Draw the step back, where there is one."""
    for state in found.may_follow[1:]:
        name = say(f"rounds.state_{state}")
        with st.expander(say("steps.back", state=name), icon=":material/undo:", key=f"round-back-{state}"):
            st.caption(say(f"steps.back_{state}"))
            at = f"round-reason-{found.round_id}-{state}"
            st.text_area(say("steps.back_reason"), key=at, max_chars=LONGEST, height=90)
            st.button(
                say("steps.back_do", state=name),
                key=f"round-back-do-{state}",
                on_click=_back,
                args=(person, found.round_id, state, at),
            )


def history(say: Translator, acts: Sequence[RoundAct]) -> None:
    """Draw every step so far: when, to which state, who, why, and the entry of the chain."""
    st.header(say("steps.history"), anchor=False)
    roles = {role.id: Name(role.name, role.name_en) for role in access.rules().role}
    rows = [
        [
            as_html(moment(act.recorded.at)),
            as_html(say(f"rounds.state_{act.state}")),
            as_html(say("case.actor", role=roles.get(act.recorded.role, act.recorded.role), id=act.recorded.actor_id)),
            as_html(act.reason or "–"),
            f'<span class="pn-hash">{act.recorded.sequence}</span>',
        ]
        for act in reversed(acts)
    ]
    heads = [say(f"steps.column_{name}") for name in ("when", "state", "who", "why", "entry")]
    st.html(f'<div class="rb pn-history">{table(heads, rows)}</div>')


def _advance(person: Actor, round_id: str, state: RoundState, sure: str) -> None:
    # A click that comes without the confirmation does nothing: a button's state is the browser's word.
    if st.session_state.get(sure):
        done = Message("steps.done", {"state": Message(f"rounds.state_{state}")})
        acting.attempt(PLACE, lambda: source.advance_round(person, round_id, state), done)


def _back(person: Actor, round_id: str, state: RoundState, at: str) -> None:
    done = Message("steps.done", {"state": Message(f"rounds.state_{state}")})
    reason = st.session_state.get(at) or ""
    acting.attempt(PLACE, lambda: source.advance_round(person, round_id, state, reason), done)
