"""Questions for the site visit (Article 12(6)): handed on by the panel's chair, read by visitors with their sheets."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, frame
from dashboard.parts.case_indicators import apart, band_of
from dashboard.parts.wording import as_html, as_markdown
from indicators.language import Message, Name, Translator
from scoring import access, flow
from scoring.flow import HandedOn, OwnSheet, SittingCase
from scoring.meeting.proposal import SITE_VISIT
from scoring.model import Actor
from scoring.procedure.rounds import circumstances

PLACE: Final = "visits"
LONGEST: Final = 500
_SUGGESTED: Final = 3


def handed_on(person: Actor, say: Translator, own: OwnSheet) -> None:
    """Draw what the panel wants to be looked at, on the sheet of a visitor who still sits."""
    if own.sheet.stage != SITE_VISIT or own.assignment != "assigned":
        return
    with frame.told(say):
        found = source.ask(flow.read_visit_questions, person, own.sheet.application_id)
    with st.container(border=True, key="visits-handed-on"):
        st.markdown(f"**{as_markdown(say('visits.handed_on'))}**")
        _listed(say, found)


def form(person: Actor, say: Translator, case: SittingCase) -> None:
    """Draw the questions as they stand and, while the panel decides, the boxes to hand on others."""
    application_id, book = case.result.application.application_id, case.rule_book
    with frame.told(say):
        found = source.ask(flow.read_visit_questions, person, application_id)
    st.subheader(say("visits.title"), anchor=False)
    acting.tell(PLACE, say)
    _listed(say, found)
    rules = book.round.parameter_sheet.draw
    if rules is None or not access.may(person, "record", "visit_question", circumstances(case.state)):
        return
    most = rules.most_visit_questions
    _begin(found, most)
    with st.expander(
        say("visits.change" if found.questions else "visits.write"),
        icon=":material/help:",
        key="visits-form",
        expanded=not found.version,
    ):
        st.caption(say("visits.note", most=most))
        _suggestions(say, case, most)
        for number in range(most):
            st.text_area(
                say("visits.question", number=number + 1), key=f"visits-question-{number}", max_chars=LONGEST, height=70
            )
        if found.version:
            st.text_area(say("visits.reason"), key="visits-reason", max_chars=LONGEST, height=70)
        st.button(
            say("visits.do"),
            key="visits-hand-on",
            type="primary",
            icon=":material/send:",
            on_click=_hand_on,
            args=(person, application_id, most),
        )


def _listed(say: Translator, found: HandedOn) -> None:
    if not found.questions:
        st.html(f'<p class="qc-quiet">{as_html(say("visits.none"))}</p>')
        return
    items = "".join(f"<li>{as_html(one)}</li>" for one in found.questions)
    st.html(f'<ol lang="zh-CN" style="margin:0;overflow-wrap:anywhere">{items}</ol>')


def _begin(found: HandedOn, most: int) -> None:
    """Begin the boxes with what stands, anew for every application and every version of its questions."""
    now = f"{found.application_id}-{found.version}"
    if st.session_state.get("visits-of") == now and "visits-question-0" in st.session_state:
        return
    st.session_state["visits-of"] = now
    for number in range(most):
        st.session_state[f"visits-question-{number}"] = found.questions[number] if number < len(found.questions) else ""
    st.session_state["visits-reason"] = ""


def _suggestions(say: Translator, case: SittingCase, most: int) -> None:
    """Offer the indicators on which the panel differs most, each as the beginning of a question."""
    leaves = apart(case, case.rule_book.round.indicator_table.leaves())
    split = [leaf for leaf in leaves if (band := band_of(case, leaf)) is not None and band.deviation > 0]
    words = {leaf.code: f"{leaf.code} {say.say(Name(leaf.name, leaf.name_en))}" for leaf in split[:_SUGGESTED]}
    if not words:
        return
    st.pills(
        say("visits.most_apart"),
        list(words),
        key="visits-suggested",
        format_func=words.__getitem__,
        on_change=_suggest,
        args=({code: say("visits.suggestion", indicator=name) for code, name in words.items()}, most),
    )


def _suggest(sentences: dict[str, str], most: int) -> None:
    chosen = st.session_state.get("visits-suggested")
    boxes = [f"visits-question-{number}" for number in range(most)]
    free = next((box for box in boxes if not (st.session_state.get(box) or "").strip()), None)
    if chosen in sentences and free is not None:
        st.session_state[free] = sentences[chosen]
    st.session_state["visits-suggested"] = None


def _hand_on(person: Actor, application_id: str, most: int) -> None:
    typed = [st.session_state.get(f"visits-question-{number}") or "" for number in range(most)]
    questions = [one for one in typed if one.strip()]
    reason = st.session_state.get("visits-reason") or ""
    if not questions:
        acting.refuse(PLACE, [Message("visits.nothing_typed")])
        return
    acting.attempt(
        PLACE,
        lambda: source.act(
            flow.hand_on_questions, person, application_id=application_id, questions=questions, reason=reason
        ),
        Message("visits.done", {"count": len(questions)}),
    )
