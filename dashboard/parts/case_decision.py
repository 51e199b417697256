"""The collective decision: recorded with votes and reason, shown with who, when, why; voided with a reason."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, case_votes, voiding
from dashboard.parts.panel_words import moment, outcome_chip
from dashboard.parts.rule_book_markup import chip, facts
from dashboard.parts.rule_book_sources import clause_name
from dashboard.parts.wording import as_html, grouped
from indicators.language import Message, Name, Translator
from indicators.model import Condition
from scoring import access, flow
from scoring.flow import DecisionHistory, Recorded, SittingCase, SittingOutcome
from scoring.model import Actor

PLACE: Final = "decision"
LONGEST: Final = 1_000


def draw(person: Actor, say: Translator, case: SittingCase, history: tuple[DecisionHistory, ...]) -> None:
    """Draw what stands decided, or the form to record it; and below everything that stood before."""
    st.subheader(say("case.decision"), anchor=False)
    acting.tell(PLACE, say)
    own = [one for one in history if one.decision.stage == case.result.stage]
    standing = next((one for one in own if one.voided is None), None)
    if standing is not None:
        st.html(_card(say, standing))
        if case.state == "deciding":
            waiting = source.ask(flow.read_void_requests, person, case.result.application.round_id)
            voiding.ask(person, say, standing.decision.decision_id, PLACE, waiting)
    elif case.state == "deciding":
        _form(person, say, case)
    else:
        st.html(f'<div class="qc-empty">{as_html(say("case.never_decided"))}</div>')
    if case.state != "deciding":
        st.caption(say("case.locked", state=say(f"rounds.state_{case.state}")))
    earlier = [one for one in history if one is not standing]
    if earlier:
        st.html(f'<h4 class="pn-earlier">{as_html(say("case.earlier"))}</h4>')
        st.html("".join(_card(say, one, with_stage=one.decision.stage != case.result.stage) for one in earlier))


def _form(person: Actor, say: Translator, case: SittingCase) -> None:
    application_id, stage = case.result.application.application_id, case.result.stage
    place = f"{application_id}-{stage}"
    proposed = case.result.proposal.outcome
    outcome = st.radio(
        say("case.outcome"),
        case.outcomes,
        index=None,
        key=f"outcome-{place}",
        format_func=lambda one: say(f"chair.outcome_{one}") + (say("case.as_proposed") if one == proposed else ""),
    )
    case_votes.inputs(say, case.rule_book.round.parameter_sheet, place)
    departs = outcome is not None and (outcome == "defer" or outcome != proposed)
    st.pills(
        say("case.clauses"),
        [condition.id for condition in clauses_of(case)],
        key=f"clause-{place}",
        format_func=lambda id_: clause_label(say, case, id_),
        wrap=True,
        on_change=_insert,
        args=(say, case, place),
        help=say("case.clauses_help"),
    )
    st.text_area(
        say("case.reason_due" if departs else "case.reason"),
        key=f"reason-{place}",
        max_chars=LONGEST,
        placeholder=say("case.reason_placeholder"),
        height=110,
    )
    st.button(
        say("case.record"),
        key=f"record-{place}",
        type="primary",
        icon=":material/gavel:",
        width="stretch",
        on_click=_record,
        args=(person, case, place),
    )
    st.caption(say("case.record_what"))


def _record(person: Actor, case: SittingCase, place: str) -> None:
    outcome: SittingOutcome | None = st.session_state.get(f"outcome-{place}")
    votes = case_votes.typed(place)
    missing = [] if outcome is not None else [Message("case.outcome_missing")]
    if votes is None:
        missing.append(Message("case.votes_missing"))
    if outcome is None or votes is None:
        acting.refuse(PLACE, missing)
        return
    application_id, reason = case.result.application.application_id, st.session_state.get(f"reason-{place}") or ""
    acting.attempt(
        PLACE,
        lambda: source.record_decision(
            person, application_id, outcome=outcome, votes=votes, reason=reason, stage=case.result.stage
        ),
        Message("case.recorded_now", {"application": application_id}),
    )


def clauses_of(case: SittingCase) -> list[Condition]:
    """Return what a reason may name: the conditions of the grades in question, and whichever is not met."""
    every = set(case.rule_book.regulation.accredited_grades())
    grades = set(case.result.eligibility)
    barring = {
        finding.condition
        for found in case.result.eligibility.values()
        for finding in found.findings
        if finding.counts_as != "met"
    }
    return [
        one
        for one in case.rule_book.regulation.conditions
        if one.id in barring or (grades & set(one.grades) and not every <= set(one.grades))
    ]


def clause_label(say: Translator, case: SittingCase, id_: str) -> str:
    """Return a condition as it is cited, with its name."""
    one = next(condition for condition in clauses_of(case) if condition.id == id_)
    document = next((doc for doc in case.rule_book.documents if doc.key == one.cite.document), None)
    return f"{clause_name(document, one.cite.clause, say)} {say.say(Name(one.name, one.name_en))}"


def _insert(say: Translator, case: SittingCase, place: str) -> None:
    """Put a clause into the reason, and free the chip for another."""
    chosen = st.session_state.get(f"clause-{place}")
    if chosen is None:
        return
    words = say("case.by_clause", clause=clause_label(say, case, chosen))
    there = st.session_state.get(f"reason-{place}") or ""
    st.session_state[f"reason-{place}"] = f"{there}{'' if not there or there.endswith(chr(10)) else chr(10)}{words}"
    st.session_state[f"clause-{place}"] = None


def _card(say: Translator, one: DecisionHistory, *, with_stage: bool = False) -> str:
    decision = one.decision
    proposed = decision.proposal.get("outcome")
    agrees = "case.agrees" if proposed == decision.outcome else "case.departs"
    head = outcome_chip(decision.outcome, say) + chip(say(agrees), "" if agrees == "case.agrees" else "near")
    if with_stage:
        head += chip(say(f"chair.stage_{decision.stage}"))
    votes = decision.votes
    rows = [
        ("case.who", _who(say, one.recorded)),
        ("case.when", as_html(moment(one.recorded.at))),
        ("case.votes", as_html(say("case.votes_were", **{name: votes.get(name, "–") for name in case_votes.COUNTS}))),
        ("case.formulas", _formulas(say, votes)),
        ("case.why", f'<span class="pn-reason">{as_html(decision.reason or say("case.no_reason"))}</span>'),
        ("case.rests_on", as_html(say("case.rests_on_sheets", count=len(decision.sheets)))),
        ("case.entry", _entry(one.recorded)),
        ("case.rule_book", f'<span class="pn-hash">{as_html(grouped(decision.rule_book_digest[:16]))}…</span>'),
    ]
    if one.voided is not None:
        head = chip(say("case.voided"), "bad") + head
        rows += [
            ("case.voided_by", f"{_who(say, one.voided)} · {as_html(moment(one.voided.at))}"),
            ("case.voided_why", f'<span class="pn-reason">{as_html(one.void_reason or "")}</span>'),
            ("case.voided_entry", _entry(one.voided)),
        ]
    listed = facts((say(label), html) for label, html in rows)
    return f'<div class="rb pn-card{" voided" if one.voided else ""}"><p>{head}</p>{listed}</div>'


def _formulas(say: Translator, votes: object) -> str:
    found = []
    for name, result in (("quorum", "met"), ("majority", "carried")):
        one = votes.get(name) if hasattr(votes, "get") else None
        if one:
            state = "holds" if one.get(result) else "fails"
            words = say(
                "case.formula_was", name=say(f"case.{name}"), share=one["share"], of=say(f"rules.of_{one['of']}")
            )
            found.append(f"{as_html(words)} {chip(say(f'case.formula_{state}'), 'good' if state == 'holds' else '')}")
    return "<br>".join(found) or "–"


def _who(say: Translator, act: Recorded) -> str:
    roles = {role.id: Name(role.name, role.name_en) for role in access.rules().role}
    role = say.say(roles[act.role]) if act.role in roles else act.role
    return as_html(say("case.actor", role=role, id=act.actor_id))


def _entry(act: Recorded) -> str:
    return f'<span class="pn-hash">{act.sequence} · {as_html(grouped(act.hash[:16]))}…</span>'
