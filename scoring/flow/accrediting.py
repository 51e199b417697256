"""Grades announced and what becomes of them. Validity runs from the announcement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import attempts, gather, granting
from scoring.flow.granting import Case, Granted
from scoring.flow.regional.preparing import prepare
from scoring.flow.wording import reason_of
from scoring.model import Actor
from scoring.procedure.notice import noticed_grades
from scoring.procedure.validity import valid_until
from scoring.register import accreditations, chain, tables
from scoring.register.accreditations import Accreditation
from scoring.register.chain import Act, Entry
from scoring.register.database import Register


def announce(
    register: Register,
    actor: Actor,
    now: datetime,
    round_id: str,
    granted: Sequence[Granted],
    *,
    announced_on: date,
    reason: str = "",
) -> Entry:
    """Announce the grades of a round, as one act.

    A grade that experts decide needs a collective decision that proposes it, of the last stage that was decided. A
    grade that is confirmed without experts (A) needs an application for it that meets its conditions. Both need the
    joint document that both authorities signed after the notice (Article 12, item 7). An earlier accreditation of the
    same enterprise is superseded: who renews a grade applies again.

    Raises
    ------
    FaultsError
        An application that is not of the round, that stands twice or was announced before, for which nothing was
        decided or something else, that does not meet the conditions of its grade; one without notice or joint document,
        with an objection that stands, a credit check that is not passed, a bar; a day before the document's.
    ConflictError
        If the round is not in notice.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "announce", "accreditation")
    reason = reason_of(reason)
    with attempts.kept(register, actor, now, f"round/{round_id}"), register.write() as connection:
        true = gather.truths(connection, round_id)
        if "in_notice" not in true:
            raise ConflictError(Message("flow.not_in_notice", {"round": round_id}))
        role = access.require(actor, "announce", "accreditation", true)
        case = granting.case_of(connection, round_id)
        faults = granting.twice(granted) + [
            fault for one in granted for fault in announcing_faults(one, case, announced_on)
        ]
        if faults:
            raise FaultsError(faults)
        until = valid_until(announced_on, case.book.regulation.validity)
        fresh = [
            Accreditation(
                application_id=one.application_id,
                version=1,
                uscc=case.applications[one.application_id].enterprise.uscc,
                round_id=round_id,
                grade=one.grade,
                announced_on=announced_on,
                valid_until=until,
            )
            for one in granted
        ]
        codes = {one.uscc for one in fresh}
        earlier = [one for one in accreditations.everything(connection) if one.uscc in codes and one.state == "valid"]
        ended = [
            replace(one, version=one.version + 1, state="superseded", reason=f"round/{round_id}") for one in earlier
        ]
        rows = {tables.accreditation: accreditations.add([*fresh, *ended])}
        details = {"announced_on": announced_on.isoformat()}
        act = Act(actor.id, role, "grades.announced", f"round/{round_id}", now, reason, details)
        entry = chain.record(connection, act, rows)
        prepare(connection, round_id)
        return entry


def announcing_faults(one: Granted, case: Case, announced_on: date) -> list[Fault]:
    """Say what keeps a grade from being announced: where its grounds are missing, nothing else is asked."""
    found = list(granting.grade_faults(one, case))
    if found:
        return found
    found = [*granting.bar_faults(one, case, announced_on)]
    if one.grade in noticed_grades(case.book.regulation):
        missing = list(granting.document_faults(one, case, announced_on))
        # An issued document does not outlive what it rests on: an objection found true since, a check that fails now.
        found += missing or [*granting.notice_faults(one, case), *granting.credit_faults(one, case)]
    return found
