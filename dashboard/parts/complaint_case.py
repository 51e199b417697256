"""One complaint: what it is, the next step at its own desk, what followed from it, and who complained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, complaint_list, desk, frame, round_choice
from dashboard.parts.rule_book_markup import chip, facts, paragraphs
from dashboard.parts.wording import as_html, as_markdown
from dashboard.roles import VIEWS
from indicators.language import Message, Translator
from indicators.model import RuleBook
from scoring import access, flow
from scoring.flow import PublicEntry
from scoring.model import Actor
from scoring.procedure.causes import measure_name
from scoring.procedure.complaints import MAY_FOLLOW, OPEN
from scoring.register.complaints import Complainant, Complaint
from scoring.register.measures import Measure

PLACE: Final = "complaints"
COMPLAINT: Final = "complaint"
_SUPERVISION: Final = VIEWS / "office" / "supervision.py"
_ABOUT: Final = "complaints-about"
_SEEN: Final = "complaints-complainant-seen"


def choose(
    say: Translator, page: str, found: Sequence[Complaint], names: Mapping[str, PublicEntry]
) -> Complaint | None:
    """Draw the choice of one complaint; the address keeps it."""
    by_id = {one.complaint_id: one for one in found}

    def words(id_: str) -> str:
        one = by_id[id_]
        values = {"enterprise": complaint_list.enterprise(one, names), "number": id_}
        return say("complaints.choice", **values, state=say(f"complaints.state_{one.state}"))

    chosen = round_choice.choose(say("complaints.one"), page, COMPLAINT, list(by_id), words)
    return by_id.get(chosen or "")


def draw(
    person: Actor, say: Translator, one: Complaint, names: Mapping[str, PublicEntry], books: Mapping[str, RuleBook]
) -> None:
    """Draw a complaint with everything that this person may do about it."""
    entry = names.get(one.application_id)
    book = None if entry is None else books.get(entry.round_id)
    if book is not None:
        frame.banner(say, book)
    _begin(one)
    left, right = st.columns([1.5, 1], gap="large")
    with left:
        st.html(_facts(say, one, entry))
        _followed(person, say, one, book)
    with right:
        if complaint_list.handles(person, one):
            _next(person, say, one)
        if access.may(person, "read", "complainant", complaint_list.true_of(person, one.desk)):
            _complainant(person, say, one)


def _begin(one: Complaint) -> None:
    """Empty what was typed about another complaint: a reason is never to stand at the wrong one."""
    now = f"{one.complaint_id}-{one.version}"
    if st.session_state.get(_ABOUT) != now:
        st.session_state[_ABOUT] = now
        st.session_state["complaints-reason"] = st.session_state["complaints-why"] = ""
        st.session_state["complaints-outcome"] = None


def _facts(say: Translator, one: Complaint, entry: PublicEntry | None) -> str:
    who = one.application_id if entry is None else f"{entry.enterprise} {entry.uscc}"
    rows = [
        ("clock", complaint_list.clock(say, one, source.today())),
        ("state", chip(say(f"complaints.state_{one.state}"))),
        ("about", as_html(who)),
        ("kind", as_html(say(f"complaints.kind_{one.kind}"))),
        ("desk", as_html(desk.region(one.desk))),
        ("on", as_html(one.received_on)),
        ("account", paragraphs(one.account)),
    ]
    if one.reason:
        rows.append(("reason", paragraphs(one.reason)))
    pairs = [(say(f"complaints.column_{name}"), html) for name, html in rows]
    return f'<div class="rb">{facts(pairs)}</div>'


def _followed(person: Actor, say: Translator, one: Complaint, book: RuleBook | None) -> None:
    """Draw the measures that cite a complaint, or that none does though it was found true."""
    if one.state != "found_true":
        return
    st.markdown(f"**{as_markdown(say('complaints.followed'))}**")
    with frame.told(say):
        taken = source.ask(flow.read_measures, person, one.application_id)
    citing = [measure for measure in taken if one.complaint_id in measure.cited_complaints]
    if citing:
        heads = [say(f"complaints.measure_{name}") for name in ("what", "on", "state", "number")]
        desk.listing(heads, [_measure(say, measure, book) for measure in citing])
    else:
        st.caption(say("complaints.no_measure"))
    st.page_link(
        _SUPERVISION,
        label=say("complaints.to_supervision"),
        icon=":material/arrow_forward:",
        query_params={round_choice.APPLICATION: one.application_id},
    )


def _measure(say: Translator, measure: Measure, book: RuleBook | None) -> list[str]:
    name = measure.kind if book is None else say.say(measure_name(book.regulation, measure.kind))
    state = say(f"complaints.measure_is_{measure.state}")
    return [as_html(name), as_html(measure.taken_on), as_html(state), as_html(measure.measure_id)]


def _next(person: Actor, say: Translator, one: Complaint) -> None:
    if one.state not in OPEN:
        return
    with st.container(border=True, key="complaints-next"):
        st.markdown(f"**{as_markdown(say(f'complaints.next_{one.state}'))}**")
        following = MAY_FOLLOW[one.state]
        if len(following) > 1:
            st.radio(
                say("complaints.outcome"),
                following,
                index=None,
                key="complaints-outcome",
                format_func=lambda state: say(f"complaints.act_{state}"),
                label_visibility="collapsed",
            )
        desk.day_input(say("complaints.moved_on"), "complaints-moved-on")
        desk.reason_input(
            say("complaints.reason" if one.state != "received" else "complaints.reason_if_not"), "complaints-reason"
        )
        st.button(
            say("complaints.do_next") if len(following) > 1 else say(f"complaints.act_{following[0]}"),
            key="complaints-advance",
            type="primary",
            icon=":material/check:",
            on_click=_advance,
            args=(person, one),
        )


def _advance(person: Actor, one: Complaint) -> None:
    following = MAY_FOLLOW[one.state]
    state = st.session_state.get("complaints-outcome") if len(following) > 1 else following[0]
    on: date | None = st.session_state.get("complaints-moved-on")
    missing = [] if state in following else [Message("complaints.choose_outcome")]
    if on is None:
        missing.append(Message("complaints.choose_day"))
    if state is None or on is None or missing:
        acting.refuse(PLACE, missing)
        return
    reason = st.session_state.get("complaints-reason") or ""
    acting.attempt(
        PLACE,
        lambda: source.act(
            flow.advance_complaint, person, complaint_id=one.complaint_id, state=state, on=on, reason=reason
        ),
        Message(
            "complaints.done_advance", {"complaint": one.complaint_id, "state": Message(f"complaints.act_{state}")}
        ),
    )


def _complainant(person: Actor, say: Translator, one: Complaint) -> None:
    if one.kind == "own_finding":
        return
    seen = st.session_state.pop(_SEEN, None)
    with st.expander(say("complaints.complainant"), icon=":material/lock_person:", key="complaints-complainant"):
        if seen is not None and seen[0] == one.complaint_id:
            found: Complainant | None = seen[1]
            if found is None:
                st.html(f"<p>{as_html(say('complaints.no_name'))}</p>")
            else:
                pairs = [(say("complaints.sender"), found.name), (say("complaints.contact"), found.contact)]
                st.html(f'<div class="rb">{facts((label, as_html(value)) for label, value in pairs)}</div>')
        st.caption(say("complaints.complainant_note"))
        desk.reason_input(say("complaints.complainant_why"), "complaints-why")
        st.button(
            say("complaints.complainant_show"),
            key="complaints-reveal",
            on_click=_reveal,
            args=(person, one.complaint_id),
        )


def _reveal(person: Actor, complaint_id: str) -> None:
    reason = st.session_state.get("complaints-why") or ""

    def look() -> None:
        found = source.act(flow.read_complainant, person, complaint_id=complaint_id, reason=reason)
        # For the next run alone: what was shown once is asked for again, with a reason.
        st.session_state[_SEEN] = (complaint_id, found)

    if acting.attempt(PLACE, look, Message("complaints.done_reveal", {"complaint": complaint_id})):
        st.session_state["complaints-why"] = ""
