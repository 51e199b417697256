"""The draw before it is drawn: what is open, from whom, how large, from which seed; and the act."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, draw_record, round_choice, spoken
from dashboard.parts.draw_seed import seed_input, seed_of
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html, as_markdown
from indicators.language import Message, Translator
from scoring import flow
from scoring.flow import DrawOutlook, DuePanel
from scoring.model import STAGES, Actor, Stage

PLACE: Final = "draw"
SEED: Final = "draw-seed"
REASON: Final = "draw-reason"
ONLY: Final = "draw-only"
_LEAST: Final = 0
_SIZE: Final = "draw-size-"


def choose_stage(say: Translator, page: str) -> Stage:
    """Draw the choice between review of documents and site visit; each has its own panels."""
    chosen = round_choice.choose(
        say("draws.stage"), page, round_choice.STAGE, STAGES, lambda one: say(f"chair.stage_{one}")
    )
    return "on_site_verification" if chosen == "on_site_verification" else "document_review"


def draw_form(person: Actor, say: Translator, round_id: str, stage: Stage, found: DrawOutlook) -> None:
    """Draw what the draw will fill, and the draw itself; where no seat is open, why, and what opens one."""
    st.header(say("draws.heading"), anchor=False)
    if not found.seats:
        words = say("draws.full") if found.panels else say(f"draws.nothing_{stage}")
        st.html(f'<div class="qc-empty">{as_html(words)}</div>')
        if _may_grow(found):
            with st.expander(say("draws.grow"), key="draw-grow"):
                _form(person, say, round_id, stage, found)
        return
    _form(person, say, round_id, stage, found)


def _form(person: Actor, say: Translator, round_id: str, stage: Stage, found: DrawOutlook) -> None:
    grades = sorted({one.target_grade for one in found.panels})
    sizes = _sizes(say, grades, found)
    chosen = _chosen(say, found)
    open_ = {one.application_id: _open_seats(one, sizes) for one in found.panels if one.application_id in chosen}
    _what_is_drawn(say, grades, found, open_)
    _loads(say, found, sum(open_.values()))
    seed_input(say, SEED)
    st.text_input(
        say("draws.seed_source"),
        key=REASON,
        max_chars=desk.LONGEST_REASON,
        placeholder=say("draws.seed_source_example"),
    )
    seats = sum(open_.values())
    desk.act_when_sure(
        sure=say("draws.sure", seats=seats, panels=sum(count > 0 for count in open_.values())),
        label=say("draws.do"),
        key="draw-do",
        do=_draw,
        args=(person, round_id, stage, tuple(grades)),
        icon=":material/casino:",
    )


def _may_grow(found: DrawOutlook) -> bool:
    """Whether a larger panel than now may be asked for."""
    return any(one.sitting < max(found.sizes, default=0) for one in found.panels)


def _sizes(say: Translator, grades: Sequence[str], found: DrawOutlook) -> dict[str, int]:
    """Draw the choice of a panel's size by grade, and return what was chosen of those that the parameter sheet has."""
    sizes = {}
    options = [_LEAST, *found.sizes]
    with st.container(horizontal=True, key="draw-sizes"):
        for grade in grades:
            size = st.selectbox(
                say("draws.size", grade=grade),
                options,
                key=spoken.keyed(f"{_SIZE}{grade}", say),
                format_func=lambda one: say("draws.size_of", count=one) if one else say("draws.size_least"),
                width=300,
            )
            if size:
                sizes[grade] = size
    return sizes


def _chosen(say: Translator, found: DrawOutlook) -> frozenset[str]:
    """Draw the choice of applications for a late draw, and return those that will be drawn for."""
    every = [one.application_id for one in found.panels]
    only = st.multiselect(say("draws.only"), every, key=ONLY, placeholder=say("draws.only_all"))
    return frozenset(only or every)


def _open_seats(panel: DuePanel, sizes: dict[str, int]) -> int:
    size = sizes.get(panel.target_grade)
    return panel.open_seats if size is None else max(0, size - panel.sitting)


def _what_is_drawn(say: Translator, grades: Sequence[str], found: DrawOutlook, open_: dict[str, int]) -> None:
    rows = []
    for grade in grades:
        panels = [one for one in found.panels if one.target_grade == grade]
        due = [open_[one.application_id] for one in panels if open_.get(one.application_id)]
        new = sum(one.sitting == 0 and open_.get(one.application_id, 0) > 0 for one in panels)
        cells = (len(panels), new, len(due) - new, sum(due))
        rows.append([chip(grade, "grade"), *(f'<span class="num">{count}</span>' for count in cells)])
    heads = [say(f"draws.column_{name}") for name in ("grade", "due", "new", "refilled", "open_seats")]
    desk.listing(heads, rows)


def _loads(say: Translator, found: DrawOutlook, seats: int) -> None:
    """Say what the draw means for an expert, before anybody is drawn."""
    experts = found.experts
    mean = f"{(found.sheets + seats) / experts:.1f}" if experts else "–"
    room = experts * found.most_sheets - found.sheets
    desk.counts(
        (
            (seats, say("draws.count_seats"), ""),
            (experts, say("draws.count_experts"), "" if experts else "no"),
            (found.sheets, say("draws.count_sheets"), ""),
            (mean, say("draws.count_mean"), "no" if room < seats else ""),
            (found.most_sheets, say("draws.count_most"), ""),
        )
    )
    st.caption(as_markdown(say("draws.within", within=found.load_within)))


def _draw(person: Actor, round_id: str, stage: Stage, grades: Sequence[str]) -> None:
    seed = seed_of(SEED)
    if isinstance(seed, Message):
        acting.refuse(PLACE, [seed])
        return
    state = st.session_state
    drawn: list[flow.Drawn] = []

    def act() -> None:
        drawn.append(
            source.act(
                flow.draw_experts,
                person,
                round_id,
                seed=seed,
                stage=stage,
                sizes={grade: int(state[f"{_SIZE}{grade}"]) for grade in grades if state.get(f"{_SIZE}{grade}")},
                application_ids=tuple(state.get(ONLY) or ()) or None,
                reason=state.get(REASON) or "",
            )
        )

    if acting.attempt(PLACE, act, Message("draws.drawn")):
        draw_record.check(person, PLACE, drawn[0].draw_id, again=False)
        acting.succeed(PLACE, Message("draws.done", draw_record.figures(drawn[0])))
        for key in (SEED, REASON):
            state[key] = ""
        state[ONLY] = []
