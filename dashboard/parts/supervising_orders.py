"""A measure taken anew: which, on what ground, from when until when, and what bar will follow, told before signing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, cast

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, spoken
from dashboard.parts.rule_book_markup import facts
from dashboard.parts.supervising_measures import waits_for_other
from dashboard.parts.supervising_words import PLACE, article, authority, bar_box, ground, kind, own_authority
from dashboard.parts.wording import as_html
from indicators.language import Message, Name, Translator
from indicators.model import RuleBook
from scoring import access, flow
from scoring.flow import Cause, Measure, Supervised
from scoring.model import Actor
from scoring.procedure.causes import ground_name, measure_name
from scoring.procedure.sanctions import (
    GROUNDS,
    ORDER,
    ORDERED,
    REVOCATION,
    SUSPENSION,
    Debarment,
    Ground,
    debarment,
    grounds_for,
    sanction_for,
)

_ORDER_DAYS: Final = 30
#: A number that the rule book of a round does not have; `flow` refuses what would need it, and says so.
_NOT_SET: Final = "–"
_ACCOUNT: Final = 40
_FOUND: Final = ("complaints_found_true", "own_finding")


def half_signed(person: Actor, say: Translator, book: RuleBook, about: Supervised, measures: Sequence[Measure]) -> None:
    """Draw a revocation that one authority has signed: for the other its signature, for others how it stands."""
    first = _half(measures)
    if first is None or about.standing == "revoked":
        return
    if access.may(person, "revoke", "accreditation") and first.authority != own_authority(person):
        _second(person, say, book, about, first)
    else:
        waits_for_other(say, first)


def draw(person: Actor, say: Translator, book: RuleBook, about: Supervised, measures: Sequence[Measure]) -> None:
    """Draw what may be ordered or signed now; nothing where the office may neither, or the grade has ended."""
    kinds = _kinds(person, book, about, half_signed=_half(measures) is not None)
    if kinds:
        _first(person, say, book, about, kinds)


def _half(measures: Sequence[Measure]) -> Measure | None:
    return next((one for one in measures if one.state == "signed"), None)


def _kinds(person: Actor, book: RuleBook, about: Supervised, *, half_signed: bool) -> list[str]:
    """Return the measures that may be taken now, in the regulation's order of gravity."""
    found: list[str] = []
    if about.standing in ("valid", "expiring", "suspended") and access.may(person, "order", "measure"):
        found += [one for one in ORDERED if grounds_for(book.regulation, one, announced=True)]
    revocable = about.standing in ("valid", "expiring", "suspended", "expired") and not half_signed
    if revocable and access.may(person, "revoke", "accreditation"):
        found.append(REVOCATION)
    return found


def _first(person: Actor, say: Translator, book: RuleBook, about: Supervised, kinds: Sequence[str]) -> None:
    at = f"supervising-new-{about.subject.application_id}"
    st.header(say("supervising.take"), anchor=False)
    with st.container(border=True, key="supervising-new"):
        chosen = st.radio(
            say("supervising.which"), kinds, key=f"{at}-kind", format_func=lambda one: kind(book, one, say)
        )
        # A choice that the page does not offer any more is no choice.
        measure = chosen if chosen in kinds else kinds[0]
        clauses = dict.fromkeys(one.cite.clause for one in book.regulation.sanctions if measure in one.measures)
        by = say("supervising.comma").join(article(clause, say) for clause in clauses)
        st.html(
            f'<div class="sv-means">{as_html(say(f"supervising.means_{measure}"))}<small>{as_html(by)}</small></div>'
        )
        why = _ground(say, book, measure, at)
        if why is not None:
            _evidence(person, say, book, about, why, at)
        with st.container(horizontal=True, key="supervising-days"):
            if why == "major_accident":
                desk.day_input(say("supervising.accident_day"), f"{at}-accident")
            on = _days(say, book, measure, at)
        if measure == REVOCATION and why is not None and on is not None:
            bar_box(debarment_of(book, why, on), say, exact=False)
        desk.reason_input(say("supervising.reason"), f"{at}-reason", placeholder=say("supervising.reason_placeholder"))
        desk.act_when_sure(
            sure=say("supervising.sure_revoke" if measure == REVOCATION else "supervising.sure_order"),
            label=say("supervising.sign_revoke" if measure == REVOCATION else "supervising.do_order"),
            key=f"supervising-do-{about.subject.application_id}-{measure}",
            do=_take,
            args=(person, about.subject.application_id, measure, measure_name(book.regulation, measure), at),
            icon=":material/draw:" if measure == REVOCATION else ":material/gavel:",
        )


def _ground(say: Translator, book: RuleBook, measure: str, at: str) -> Ground | None:
    """Draw the choice of a ground; nobody signs on one that he did not choose."""
    allowed = grounds_for(book.regulation, measure, announced=True)
    key = f"{at}-ground"
    if st.session_state.get(key) not in allowed:
        st.session_state[key] = None
    return st.selectbox(
        say("supervising.ground"),
        allowed,
        key=spoken.keyed(key, say),
        index=None,
        placeholder=say("supervising.choose"),
        format_func=lambda one: say(ground_name(one)),
    )


def _evidence(person: Actor, say: Translator, book: RuleBook, about: Supervised, why: Ground, at: str) -> None:
    """Draw what a ground must show: the day of an accident, or what was found true."""
    if why == "major_accident":
        st.caption(say("supervising.needs_accident"))
        return
    if why not in _FOUND:
        st.caption(say("supervising.needs_reason"))
        return
    own = why == "own_finding"
    found = [
        one
        for one in source.ask(flow.list_complaints, person)
        if one.application_id == about.subject.application_id
        and one.state == "found_true"
        and (one.kind == "own_finding") == own
    ]
    accounts = {one.complaint_id: f"{one.complaint_id} · {one.received_on} · {one.account[:_ACCOUNT]}" for one in found}
    st.multiselect(
        say("supervising.evidence"),
        list(accounts),
        key=f"{at}-complaints",
        format_func=lambda id_: accounts.get(id_, id_),
        placeholder=say("supervising.evidence_choose" if accounts else "supervising.evidence_none"),
    )
    many = 1 if own else book.regulation.interpretations.many_complaints or _NOT_SET
    st.caption(say("supervising.needs_finding" if own else "supervising.needs_complaints", many=many, seen=len(found)))


def _days(say: Translator, book: RuleBook, measure: str, at: str) -> date | None:
    on = desk.day_input(say(f"supervising.on_{'revocation' if measure == REVOCATION else 'measure'}"), f"{at}-on")
    if measure == ORDER:
        most = book.regulation.interpretations.rectify_within_days
        by = source.today() + timedelta(days=min(_ORDER_DAYS, most or _ORDER_DAYS))
        words = say("supervising.order_until", most=most or _NOT_SET)
        desk.day_input(words, f"{at}-until-order", ahead=True, value=by)
    if measure == SUSPENSION:
        endless = st.checkbox(say("supervising.until_is_lifted"), key=f"{at}-endless", value=True)
        if not endless:
            desk.day_input(
                say("supervising.suspended_until"),
                f"{at}-until",
                ahead=True,
                value=source.today() + timedelta(days=_ORDER_DAYS),
            )
    return on


def debarment_of(book: RuleBook, why: Ground, on: date) -> Debarment | None:
    """Return the bar that follows a revocation of a day, ``None`` where none does."""
    sanction = sanction_for(book.regulation, why, announced=True)
    return None if sanction is None else debarment(sanction, REVOCATION, on)


def _second(person: Actor, say: Translator, book: RuleBook, about: Supervised, first: Measure) -> None:
    at = f"supervising-second-{about.subject.application_id}"
    st.header(say("supervising.second"), anchor=False)
    with st.container(border=True, key="supervising-second"):
        waits_for_other(say, first)
        rows = (
            (say("supervising.ground"), ground(first, say)),
            (say("supervising.first_reason"), as_html(first.reason)),
            (say("supervising.first_signer"), as_html(f"{authority(first.authority, say)} · {first.signer}")),
        )
        st.html(f'<div class="rb">{facts(rows)}</div>')
        st.caption(say("supervising.second_same_ground"))
        if first.signer == person.id:
            st.caption(say("supervising.second_not_by_you"))
        on = desk.day_input(say("supervising.on_revocation"), f"{at}-on")
        if on is not None:
            bar_box(debarment_of(book, first.ground, on), say, exact=True)
        desk.reason_input(say("supervising.reason"), f"{at}-reason")
        desk.act_when_sure(
            sure=say("supervising.sure_second"),
            label=say("supervising.sign_second"),
            key=at,
            do=_sign,
            args=(person, about.subject.application_id, cause_of(first), at, "supervising.done_second"),
            icon=":material/draw:",
        )


def cause_of(first: Measure) -> Cause:
    """Return the ground on which the other authority has signed: the second signs on the same one."""
    return Cause(first.ground, first.happened_on, first.cited_complaints)


def _take(person: Actor, application_id: str, measure: str, name: Name, at: str) -> None:
    """Order a measure, or sign a revocation, by what the browser's widgets hold."""
    held = st.session_state
    why = held.get(f"{at}-ground")
    if why not in GROUNDS:
        acting.refuse(PLACE, [Message("supervising.ground_missing")])
        return
    cause = Cause(
        cast(Ground, why),
        held.get(f"{at}-accident") if why == "major_accident" else None,
        tuple(held.get(f"{at}-complaints") or ()) if why in _FOUND else (),
    )
    if measure == REVOCATION:
        _sign(person, application_id, cause, at, "supervising.done_first")
        return
    on = held.get(f"{at}-on")
    if on is None:
        acting.refuse(PLACE, [Message("supervising.day_missing")])
        return
    until = None
    if measure == ORDER:
        until = held.get(f"{at}-until-order")
    elif measure == SUSPENSION and not held.get(f"{at}-endless", True):
        until = held.get(f"{at}-until")
        if until is None:
            acting.refuse(PLACE, [Message("supervising.day_missing")])
            return
    reason = held.get(f"{at}-reason") or ""
    done = acting.attempt(
        PLACE,
        lambda: source.act(
            flow.order_measure,
            person,
            application_id=application_id,
            measure=measure,
            cause=cause,
            on=on,
            until=until,
            reason=reason,
        ),
        Message("supervising.done_order", {"measure": name}),
    )
    if done:
        held[f"{at}-reason"] = ""


def _sign(person: Actor, application_id: str, cause: Cause, at: str, done: str) -> None:
    on = st.session_state.get(f"{at}-on")
    if on is None:
        acting.refuse(PLACE, [Message("supervising.day_missing")])
        return
    reason = st.session_state.get(f"{at}-reason") or ""
    signed = acting.attempt(
        PLACE,
        lambda: source.act(flow.revoke, person, application_id=application_id, cause=cause, on=on, reason=reason),
        Message(done),
    )
    if signed:
        st.session_state[f"{at}-reason"] = ""
