"""From the document review to the site visit: the questions that a panel hands on, shown with the application."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring import access
from scoring.flow import gather
from scoring.flow.conflict_facts import article_of, rules_of
from scoring.flow.wording import reason_of, text_fault, tidy
from scoring.meeting.proposal import SITE_VISIT
from scoring.model import Actor
from scoring.register import assignments, chain, tables, visit_questions
from scoring.register.chain import Act, Entry
from scoring.register.database import Register
from scoring.register.visit_questions import VisitQuestions


@dataclass(frozen=True, slots=True)
class HandedOn:
    """The questions for a site visit as they stand; version 0 where there never were any."""

    application_id: str
    version: int
    questions: tuple[str, ...]


def hand_on_questions(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    application_id: str,
    questions: Sequence[str],
    reason: str = "",
) -> Entry:
    """Record what the panel wants to be looked at on site: the whole list, which replaces the one before.

    Parameters
    ----------
    reason : str
        Due where questions were handed on before.

    Raises
    ------
    FaultsError
        More questions than the parameter sheet allows, empty ones, or texts that cannot be kept: all at once.
    ConflictError
        A grade that takes no site visit, a list before and no reason.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "record", "visit_question")
    with register.write() as connection:
        application = gather.application(connection, application_id, verb="record", object_="visit_question")
        true = gather.truths(connection, application.round_id)
        role = access.require(actor, "record", "visit_question", true)
        book = gather.rule_book(connection, application.round_id)
        gather.refuse_unless_it_takes(application, SITE_VISIT, book)
        rules = rules_of(book)
        told = tuple(tidy(one) for one in questions)
        faults = _text_faults(told)
        if len(told) > rules.most_visit_questions:
            values = {
                "application": application_id,
                "count": len(told),
                "most": rules.most_visit_questions,
                "article": article_of(book, rules),
            }
            faults.append(Fault(Message("draw.too_many_questions", values), seen=str(len(told))))
        if faults:
            raise FaultsError(faults)
        before = visit_questions.current(connection, application_id)
        reason = reason_of(reason, due=Message("draw.what_questions") if before is not None else None)
        version = 1 if before is None else before.version + 1
        row = VisitQuestions(application_id, version, told, reason or None)
        act = Act(actor.id, role, "visit_questions.handed_on", f"application/{application_id}", now, reason)
        return chain.record(connection, act, {tables.visit_question: visit_questions.add([row])})


def read_visit_questions(register: Register, actor: Actor, application_id: str) -> HandedOn:
    """Return the questions for the site visit of an application, to its visitors and to those who handed them on.

    Raises
    ------
    AccessRefusedError
        Not for this person, or not there.
    ConflictError
        A grade that takes no site visit.
    """
    gather.refuse_whoever_never_may(actor, "read", "visit_question")
    with register.read() as connection:
        sits = assignments.current(connection, application_id=application_id, expert_id=actor.id, stage=SITE_VISIT)
        application = gather.application(
            connection, application_id, verb="read", object_="visit_question", by_round=False
        )
        true = {"own", "assigned"} if sits is not None and sits.state == "assigned" else set()
        access.require(actor, "read", "visit_question", true)
        gather.refuse_unless_it_takes(application, SITE_VISIT, gather.rule_book(connection, application.round_id))
        found = visit_questions.current(connection, application_id)
    if found is None:
        return HandedOn(application_id, 0, ())
    return HandedOn(application_id, found.version, found.questions)


def _text_faults(told: Sequence[str]) -> list[Fault]:
    faults = []
    for number, text in enumerate(told, start=1):
        what = Message("draw.what_question", {"number": number})
        if not text:
            faults.append(Fault(Message("draw.empty_question", {"number": number})))
        elif (fault := text_fault(text, what)) is not None:
            faults.append(fault)
    return faults
