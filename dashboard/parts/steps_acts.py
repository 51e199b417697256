"""What an office may do with one application: sign, return, refuse; complete a returned one, resume a refused one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import acting, desk
from dashboard.parts.rule_book_sources import clause_name
from dashboard.parts.steps_todo import OWN
from dashboard.parts.steps_words import PLACE, act_name
from indicators.language import Message, Name, Translator
from indicators.model import RuleBook
from scoring import access, flow
from scoring.flow import Signed, StepFile
from scoring.flow.stepping import VERBS
from scoring.model import Actor
from scoring.procedure.steps import PERMITTED, Verdict

ORDER: Final[tuple[Verdict, ...]] = ("signed", "returned", "refused", "completed", "resumed")
RESTS_ON_CLAUSE: Final = ("returned", "refused")
ARTICLES: Final = (9, 10, 11, 12)


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that an office may do with an application."""

    act: str
    verdict: Verdict


def offers(person: Actor, file: StepFile) -> tuple[Offer, ...]:
    """Return what somebody may do with an application as it stands."""
    standing = file.standing
    acts = [act.id for act in standing.due] if standing.state == "open" else [standing.halted_by or ""]
    return tuple(
        Offer(act, verdict)
        for act in acts
        for verdict in ORDER
        if verdict in PERMITTED[standing.state]
        and access.may(person, VERBS[verdict], "step" if verdict == "completed" else f"step_{act}", OWN)
    )


def form(person: Actor, say: Translator, book: RuleBook, file: StepFile) -> None:
    """Draw what may be done, one thing at a time, with reason and clause where they are due."""
    found = offers(person, file)
    if not found:
        return
    st.subheader(say("stepboard.act_now"), anchor=False)
    names = {act.id: act_name(say, act) for step in file.steps for act in step.acts}
    words = [say(f"stepboard.do_{one.verdict}", act=names.get(one.act, one.act)) for one in found]
    id_ = file.application.application_id
    one = _chosen(say, found, words, "stepboard-what")
    if one.verdict in RESTS_ON_CLAUSE:
        clauses = _clauses(say, book, file)
        st.selectbox(
            say("stepboard.clause"),
            list(clauses),
            index=None,
            key="stepboard-clause",
            placeholder=say("stepboard.clause_choose"),
            format_func=lambda clause: clauses.get(clause, clause),
        )
    against = [finding for finding in file.eligibility.findings if finding.counts_as == "not_met"]
    if one.verdict != "signed" or against:
        label = "stepboard.reason_against" if one.verdict == "signed" else f"stepboard.reason_{one.verdict}"
        desk.reason_input(say(label), "stepboard-reason")
    desk.act_when_sure(
        sure=say(f"stepboard.sure_{one.verdict}", enterprise=file.application.enterprise.name),
        label=words[found.index(one)],
        key="stepboard-do",
        do=_do,
        args=(person, file.application.round_id, id_, one),
        icon=":material/draw:",
    )


def _chosen(say: Translator, found: Sequence[Offer], words: Sequence[str], key: str) -> Offer:
    if len(found) == 1:
        return found[0]
    at = st.radio(say("stepboard.what"), range(len(found)), format_func=lambda at: words[at], key=key)
    return found[at if at is not None and at < len(found) else 0]


def _clauses(say: Translator, book: RuleBook, file: StepFile) -> dict[str, str]:
    """Return the clauses on which a return or refusal may rest, in words: of conditions, then whole articles."""
    law = book.regulation
    document = next((one for one in book.documents if one.key == law.document), None)
    found: dict[str, str] = {}
    for condition in law.conditions:
        if file.application.target_grade in condition.grades and condition.cite.document == law.document:
            where = clause_name(document, condition.cite.clause, say)
            name = Name(condition.name, condition.name_en)
            found.setdefault(condition.cite.clause, say("stepboard.clause_of", clause=where, name=name))
    numbers: Sequence[int] = [article.number for article in law.articles if article.number in ARTICLES]
    return found | {str(number): clause_name(document, str(number), say) for number in numbers}


def _do(person: Actor, round_id: str, application_id: str, one: Offer) -> None:
    reason = st.session_state.get("stepboard-reason") or ""
    clause = (st.session_state.get("stepboard-clause") or "") if one.verdict in RESTS_ON_CLAUSE else ""
    signed = [Signed(application_id, one.act, one.verdict, reason, clause)]
    done = Message(f"stepboard.done_{one.verdict}", {"application": application_id})
    if acting.attempt(PLACE, lambda: source.act(flow.sign_steps, person, round_id, signed), done):
        st.session_state["stepboard-reason"] = ""
        st.session_state["stepboard-clause"] = None
