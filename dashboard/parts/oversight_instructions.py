"""Instructions of the province (Article 19): issued to a prefecture or county, answered at its own desk by a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, frame, spoken
from dashboard.parts.rule_book_markup import chip, opened, paragraphs
from dashboard.parts.wording import as_html, as_markdown
from indicators.language import Message, Translator
from scoring import access, flow
from scoring.model import Actor
from scoring.register.oversight import Instruction

PLACE: Final = "oversight"
SHOWN: Final = 50


def draw(person: Actor, say: Translator) -> None:
    """Draw what waits for this office's answer, the form to issue, and everything that the office may see."""
    today = source.today()
    with frame.told(say):
        found = source.ask(flow.read_instructions, person)
    waiting = sorted((one for one in found if one.state == "issued"), key=lambda one: one.due_on)
    late = sum(today > one.due_on for one in waiting)
    st.header(say("oversight.instructions"), anchor=False)
    desk.counts(
        [
            (late, say("oversight.count_late"), "no" if late else "yes"),
            (len(waiting), say("oversight.count_waiting"), "unknown" if waiting else ""),
            (len(found) - len(waiting), say("oversight.count_answered"), ""),
        ]
    )
    mine = [one for one in waiting if one.region == person.region]
    if mine and access.may(person, "answer", "instruction", {"own_desk"}):
        _answer(person, say, mine, today)
    if access.may(person, "issue", "instruction"):
        _issue(person, say)
    if not found:
        frame.empty(say("oversight.no_instructions"))
        return
    answered = sorted((one for one in found if one.state != "issued"), key=lambda one: one.due_on, reverse=True)
    _table(say, [*waiting, *answered], today)


def _table(say: Translator, found: Sequence[Instruction], today: date) -> None:
    heads = [say(f"oversight.column_{name}") for name in ("due", "region", "content", "answer", "on", "number")]
    desk.listing(heads, [_row(say, one, today) for one in found[:SHOWN]])
    if len(found) > SHOWN:
        st.caption(say("oversight.more", shown=SHOWN, count=len(found)))


def _row(say: Translator, one: Instruction, today: date) -> list[str]:
    if one.state == "issued" and today > one.due_on:
        words = say("oversight.late_days", days=(today - one.due_on).days)
        due = f'<span class="dk-late num">{as_html(words)}</span><br><span class="dk-quiet num">{one.due_on}</span>'
    else:
        due = f'<span class="num">{one.due_on}</span>'
    answer = chip(say("oversight.waiting"), "near")
    if one.answer is not None:
        in_time = one.answered_on is not None and one.answered_on <= one.due_on
        head = as_html(say("oversight.answered" if in_time else "oversight.answered_late", day=one.answered_on))
        answer = f'<div class="wide">{opened(head, paragraphs(one.answer))}</div>'
    return [
        due,
        f'<span class="num">{as_html(desk.region(one.region))}</span>',
        f'<div class="wide" style="white-space:pre-line">{as_html(one.content)}</div>',
        answer,
        f'<span class="num">{one.issued_on}</span>',
        f'<span class="dk-quiet">{as_html(one.instruction_id)}</span>',
    ]


def _answer(person: Actor, say: Translator, mine: Sequence[Instruction], today: date) -> None:
    by_id = {one.instruction_id: one for one in mine}
    with st.container(border=True, key="oversight-to-answer"):
        st.markdown(f"**{as_markdown(say('oversight.to_answer', count=len(mine)))}**")
        if st.session_state.get("oversight-instruction") not in by_id:
            st.session_state["oversight-instruction"] = mine[0].instruction_id
        chosen = st.selectbox(
            say("oversight.instruction"),
            list(by_id),
            key=spoken.keyed("oversight-instruction", say),
            format_func=lambda id_: say("oversight.instruction_choice", number=id_, due=by_id[id_].due_on),
            on_change=_other,
        )
        one = by_id[chosen]
        late = today > one.due_on
        key = "oversight.late_by" if late else "oversight.answer_by"
        words = say(key, days=abs((today - one.due_on).days), due=one.due_on)
        st.html(f'<div class="rb {"dk-late" if late else ""}">{as_html(words)}</div>{paragraphs(one.content)}')
        desk.reason_input(say("oversight.answer"), "oversight-answer")
        desk.day_input(say("oversight.answered_on"), "oversight-answered-on")
        st.button(
            say("oversight.do_answer"),
            key="oversight-do-answer",
            type="primary",
            icon=":material/reply:",
            on_click=_do_answer,
            args=(person, one.instruction_id),
        )


def _other() -> None:
    """Empty what was written to another instruction."""
    st.session_state["oversight-answer"] = ""


def _do_answer(person: Actor, instruction_id: str) -> None:
    on: date | None = st.session_state.get("oversight-answered-on")
    answer = st.session_state.get("oversight-answer") or ""
    if on is None:
        acting.refuse(PLACE, [Message("oversight.choose_day")])
    elif acting.attempt(
        PLACE,
        lambda: source.act(flow.answer_instruction, person, instruction_id=instruction_id, answer=answer, on=on),
        Message("oversight.done_answer", {"instruction": instruction_id}),
    ):
        _other()


def _issue(person: Actor, say: Translator) -> None:
    regions = source.regions()
    places = [one.code for one in (*regions.prefectures(), *regions.counties())]
    with st.expander(say("oversight.issue"), icon=":material/outgoing_mail:", key="oversight-new"):
        st.selectbox(
            say("oversight.column_region"),
            places,
            index=None,
            key=spoken.keyed("oversight-region", say),
            format_func=desk.region,
            placeholder=say("oversight.region_placeholder"),
        )
        st.text_area(
            say("oversight.column_content"), key="oversight-content", max_chars=desk.LONGEST_REASON, height=120
        )
        desk.day_input(say("oversight.due"), "oversight-due", ahead=True)
        st.button(
            say("oversight.do_issue"),
            key="oversight-issue",
            type="primary",
            icon=":material/send:",
            on_click=_do_issue,
            args=(person,),
        )


def _do_issue(person: Actor) -> None:
    region: str | None = st.session_state.get("oversight-region")
    due: date | None = st.session_state.get("oversight-due")
    missing = [] if region else [Message("oversight.choose_region")]
    if due is None:
        missing.append(Message("oversight.choose_day"))
    if region is None or due is None:
        acting.refuse(PLACE, missing)
        return
    content = st.session_state.get("oversight-content") or ""
    if acting.attempt(
        PLACE,
        lambda: source.act(flow.instruct, person, region=region, content=content, on=source.today(), due=due),
        Message("oversight.done_issue", {"region": desk.region(region), "due": due}),
    ):
        st.session_state["oversight-content"] = ""
        st.session_state["oversight-region"] = None
