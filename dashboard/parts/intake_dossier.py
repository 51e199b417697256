"""One application opened: its facts, what it lacks, what bars its enterprise, and its withdrawal."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk, frame, intake_preview, intake_values
from dashboard.parts.intake_entry import PLACE
from dashboard.parts.intake_head import SECTION
from dashboard.parts.intake_list import state_chip
from dashboard.parts.rule_book_markup import chip, facts
from dashboard.parts.wording import as_html
from indicators.language import Message, Name, Translator
from indicators.model import RuleBook
from scoring import flow
from scoring.flow import Dossier
from scoring.model import Actor, Application
from scoring.procedure.eligibility import FORMS
from scoring.procedure.rounds import circumstances


def section(person: Actor, say: Translator, summary: flow.RoundSummary, one: Dossier) -> None:
    """Draw an application with everything the office may know of it."""
    given = one.application
    head = (
        f"{as_html(given.enterprise.name)} {desk.grade_chip(given.target_grade)} {state_chip(say, one)} "
        f"{chip(say('dossier.version', version=one.version))}"
    )
    st.html(f'<h2 class="in-title">{head}</h2>')
    if one.withdrawal is not None:
        words = say("dossier.withdrawn_on", on=one.withdrawal.withdrawn_on, reason=one.withdrawal.reason)
        st.html(f'<p class="in-withdrawn">{as_html(words)}</p>')
    with frame.told(say):
        bars = source.ask(flow.bars_of, person, given.enterprise.uscc)
    _bars(say, bars)
    left, right = st.columns([3, 2])
    with left:
        st.html(f'<div class="rb in-facts">{facts(_facts(say, given, summary.rule_book))}</div>')
    with right:
        _lacking(say, one, summary.rule_book)
    if one.state not in ("withdrawn", "refused") and summary.state in ("planned", "open", "reviewing", "deciding"):
        st.button(
            say("dossier.correct"),
            key="intake-correct",
            icon=":material/edit:",
            on_click=_correct,
            args=(given, summary.rule_book),
        )


def _bars(say: Translator, bars: tuple[object, ...]) -> None:
    today = source.today()
    for bar in bars:
        holds = bar.holds(today)  # type: ignore[attr-defined]
        values = {"first": bar.from_, "last": bar.until, "clause": bar.clause, "reason": bar.reason}  # type: ignore[attr-defined]
        key = "dossier.bar_holds" if holds else "dossier.bar_over"
        st.html(f'<p class="in-bar {"bad" if holds else ""}">{as_html(say(key, **values))}</p>')


def _facts(say: Translator, given: Application, book: RuleBook) -> list[tuple[str, str]]:
    enterprise = given.enterprise
    form = FORMS.get(enterprise.legal_form)
    kinds = {kind.id: Name(kind.name, kind.name_en) for kind in book.regulation.adverse_record_kinds}
    records = [
        say("dossier.record_line", kind=kinds.get(one.kind, one.kind), days=_days(say, one.on, one.until))
        for one in given.adverse_records
    ]
    none = say("dossier.checked_none") if given.adverse_records_checked else say("dossier.checked_unchecked")
    growth = [say("dossier.growth_line", year=one.year, percent=one.percent) for one in given.growth]
    held = [say("dossier.held_line", grade=one.grade, since=one.since) for one in given.held]
    plain = [
        ("number", given.application_id),
        ("uscc", enterprise.uscc),
        ("legal_form", enterprise.legal_form if form is None else say(form)),
        ("registered_on", str(enterprise.registered_on)),
        ("county", desk.region(enterprise.county)),
        ("industry", enterprise.industry),
        ("size", say(f"dossier.size_{enterprise.size}")),
        ("applied_on", str(given.applied_on)),
    ]
    rows = [(say(f"dossier.field_{name}"), as_html(value)) for name, value in plain]
    rows.append((say("dossier.part_records"), _lines(records or [none])))
    rows.append((say("dossier.growth"), _lines(growth or [say("dossier.not_told")])))
    rows.append((say("dossier.held"), _lines(held or [say("dossier.not_told")])))
    rows.append((say("dossier.part_declared"), _declared(say, given, book)))
    return rows


def _days(say: Translator, on: date, until: date | None) -> str:
    return str(on) if until is None else say("dossier.from_to", first=on, last=until)


def _lines(lines: list[str]) -> str:
    return "<br>".join(as_html(line) for line in lines)


def _declared(say: Translator, given: Application, book: RuleBook) -> str:
    items = []
    for one in book.regulation.conditions:
        if one.judged_by != "declaration" or given.target_grade not in one.grades:
            continue
        met = given.declared.get(one.id)
        key, kind = ("unknown", "near") if met is None else ("met", "good") if met else ("not_met", "bad")
        mark = chip(say(f"dossier.declared_{key}"), kind)
        items.append(f"<li>{mark} {as_html(say.say(Name(one.name, one.name_en)))}</li>")
    return f'<ul class="in-findings">{"".join(items)}</ul>'


def _lacking(say: Translator, one: Dossier, book: RuleBook) -> None:
    heading = say("dossier.lacking", count=len(one.findings))
    st.html(f'<h3 class="in-heading">{as_html(heading)}</h3>')
    if one.findings:
        st.html(f'<div class="rb">{intake_preview.findings(say, one.findings, book)}</div>')
    else:
        st.html(f'<p class="in-note">{as_html(say("dossier.all_met"))}</p>')


def _correct(given: Application, book: RuleBook) -> None:
    intake_values.load(st.session_state, given, book)
    st.session_state[SECTION] = "enter"


def withdrawal(person: Actor, say: Translator, summary: flow.RoundSummary, one: Dossier) -> None:
    """Draw the withdrawal of an application at its applicant's word."""
    if one.state == "withdrawn" or "steps_open" not in circumstances(summary.state):
        return
    id_ = one.application.application_id
    at = f"intake-withdraw-reason-{id_}"
    with st.expander(say("dossier.withdraw"), icon=":material/undo:", key="intake-withdrawal"):
        st.caption(say("dossier.withdraw_note"))
        with st.container(key="intake-withdraw-reason"):
            desk.reason_input(say("dossier.withdraw_reason"), at)
        desk.act_when_sure(
            sure=say("dossier.withdraw_sure", application=id_),
            label=say("dossier.withdraw_do"),
            key="intake-withdraw",
            do=_withdraw,
            args=(person, id_, at),
            icon=":material/undo:",
        )


def _withdraw(person: Actor, id_: str, at: str) -> None:
    reason = st.session_state.get(at) or ""
    acting.attempt(
        PLACE,
        lambda: source.act(flow.withdraw_application, person, application_id=id_, reason=reason),
        Message("dossier.done_withdrawn", {"application": id_}),
    )
