"""Before the close: questions for site visits, what contradicts in the decisions, what is left, then the minutes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from dashboard import source
from dashboard.parts import desk, visit_questions
from dashboard.parts.case_indicators import apart, band_of
from dashboard.parts.chairing_button import LOCK_REASON
from dashboard.parts.chairing_tools import reopen
from dashboard.parts.chairing_view import MINUTES, View, attempt, case_of
from dashboard.parts.chairing_words import code
from dashboard.parts.panel_words import outcome_chip
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.language import Message, Name
from scoring import flow
from scoring.flow import meeting
from scoring.flow.meeting import DeskItem


def visits(view: View) -> None:
    """Draw the list for site visits, each with its questions; drafts are made of what the panel was split on."""
    say = view.say
    sent = [one for one in view.decided() if one.outcome == "send_to_site_visit"]
    st.header(say("chairing.visits", count=len(sent)), anchor=False)
    if not sent:
        return
    st.caption(say("chairing.visits_how"))
    written = {one.application_id: _questions(view, one) for one in sent}
    bare = [one for one in sent if not written[one.application_id]]
    columns = [say("chairing.column_item"), say("chairing.column_questions")]
    rows = [[_head(one), _listed(view, written[one.application_id])] for one in sent]
    desk.listing(columns, rows)
    if bare:
        st.button(
            say("chairing.draft_all", count=len(bare)),
            key="chairing-draft-all",
            icon=":material/edit_note:",
            on_click=_draft,
            args=(view, bare),
        )
    ids = [one.application_id for one in sent]
    chosen = st.selectbox(
        say("chairing.visit_which"), ids, key="chairing-visit", format_func=lambda id_: code(view.item(id_))
    )
    if chosen in ids:
        visit_questions.form(view.person, say, case_of(view, chosen))


def _questions(view: View, item: DeskItem) -> tuple[str, ...]:
    return source.ask(flow.read_visit_questions, view.person, item.application_id).questions


def _listed(view: View, questions: Sequence[str]) -> str:
    if not questions:
        return chip(view.say("chairing.no_questions"), "near")
    return f'<ol class="ch-questions">{"".join(f"<li>{as_html(one)}</li>" for one in questions)}</ol>'


def _draft(view: View, bare: Sequence[DeskItem]) -> None:
    for one in bare:
        if questions := drafts(view, one):
            attempt(partial(_hand_on, view, one.application_id, questions))


def _hand_on(view: View, application_id: str, questions: Sequence[str]) -> None:
    source.act(flow.hand_on_questions, view.person, application_id=application_id, questions=questions)


def drafts(view: View, item: DeskItem) -> list[str]:
    """Return draft questions of an item: of the indicators on which its panel is most split."""
    case, rules = case_of(view, item.application_id), view.book.round.parameter_sheet.draw
    most = 0 if rules is None else rules.most_visit_questions
    leaves = apart(case, case.rule_book.round.indicator_table.leaves())
    split = [leaf for leaf in leaves if (band := band_of(case, leaf)) is not None and band.width > 0]
    names = (f"{leaf.code} {view.say.say(Name(leaf.name, leaf.name_en))}" for leaf in split[:most])
    return [view.say("visits.suggestion", indicator=name) for name in names]


def review(view: View) -> None:
    """Draw what contradicts, each with the way to open it again; what is left; and the reason for what stays so."""
    say = view.say
    found = source.ask(meeting.check_sitting, view.person, sitting_id=view.sitting_id)
    st.header(say("chairing.review", count=found.count), anchor=False)
    st.caption(say("chairing.review_how"))
    lines: list[tuple[Message, tuple[str, ...]]] = [
        *((one.message, (one.lower, one.higher)) for one in found.inversions),
        *((one.message, (one.application_id,)) for one in found.reasons_missing),
        *((one.message, (one.application_id,)) for one in found.lines_crossed),
    ]
    if not lines:
        st.html(f"<p>{chip(say('chairing.nothing_contradicts'), 'good')}</p>")
    for number, (message, ids) in enumerate(lines):
        _finding(view, number, message, ids)
    if found.ends is not None:
        st.html(f'<p class="ch-ends">{as_html(say(found.ends.message))} {_p_value(view, found.ends.p_departing)}</p>')
        st.caption(say("chairing.ends_reading"))
    _left(view)


def _p_value(view: View, value: float) -> str:
    return chip(view.say("chairing.p_value", p=f"{value:.2f}"))


def _finding(view: View, number: int, message: Message, ids: tuple[str, ...]) -> None:
    say = view.say
    still = [id_ for id_ in ids if view.item(id_).state == "decided"]
    with st.container(border=True, key=f"chairing-finding-{number}"):
        outcomes = " ".join(
            f"{as_html(id_)} {outcome_chip(view.item(id_).outcome, say)}" for id_ in ids if view.item(id_).outcome
        )
        st.html(f'<p class="ch-finding">{as_html(say(message))}</p><p>{outcomes}</p>')
        if not still:
            return
        name = f"chairing-again-{number}"
        with st.popover(say("chairing.reopen_do"), key=name, on_change="rerun"):
            st.radio(
                say("chairing.reopen_which"),
                still,
                key=f"{name}-which",
                format_func=lambda id_: code(view.item(id_)),
            )
            desk.reason_input(say("chairing.reopen_reason"), f"{name}-reason")
            st.button(say("chairing.reopen_do"), key=f"{name}-do", type="primary", on_click=_again, args=(view, name))


def _again(view: View, name: str) -> None:
    id_, reason = st.session_state.get(f"{name}-which"), st.session_state.get(f"{name}-reason") or ""
    if id_ and attempt(lambda: reopen(view, id_, reason)):
        st.session_state[name] = False
        st.session_state[f"{name}-reason"] = ""


def _left(view: View) -> None:
    """Say what is not decided: it is talked about in the reserve, or deferred by the lock, with a reason."""
    say, left = view.say, view.waiting()
    if not left:
        return
    st.header(say("chairing.left", count=len(left)), anchor=False)
    st.html("".join(f"<p>{_head(one)}</p>" for one in left))
    st.button(
        say("chairing.back_to_reserve"), key="chairing-back", icon=":material/undo:", on_click=_back, args=(view,)
    )
    desk.reason_input(say("chairing.lock_reason"), LOCK_REASON, placeholder=say("chairing.lock_hint"))


def _back(view: View) -> None:
    reason = st.session_state.get(LOCK_REASON) or view.say("chairing.back_reason", count=len(view.waiting()))
    attempt(
        lambda: source.act(
            meeting.move_sitting, view.person, sitting_id=view.sitting_id, phase="reserve", reason=reason
        )
    )


def locked(view: View) -> None:
    """Say what was decided, and lead to the minutes."""
    say = view.say
    st.header(say("chairing.locked_title"), anchor=False)
    counts: dict[str, int] = {}
    for one in view.decided():
        counts[one.outcome or ""] = counts.get(one.outcome or "", 0) + 1
    desk.counts((count, say(f"chair.outcome_{outcome or 'none'}"), "") for outcome, count in counts.items())
    st.caption(say("chairing.minutes_next"))
    st.page_link(MINUTES, label=say("page.everyone_minutes"), icon=":material/article:")


def _head(item: DeskItem) -> str:
    return f"<b>{as_html(item.application_id)}</b> {as_html(item.application.enterprise.name)}"
