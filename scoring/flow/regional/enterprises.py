"""From a prefecture to its enterprises, each with its public reason; nothing lies deeper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring import access
from scoring.flow import gather
from scoring.model import Actor, Application
from scoring.procedure.sanctions import GradeStanding, standing_of_grade
from scoring.register import accreditations, acts, applications, decisions, joint_documents, measures, withdrawals
from scoring.register.accreditations import Accreditation
from scoring.register.database import Register
from scoring.register.measures import Measure


@dataclass(frozen=True, slots=True)
class RegionalEnterprise:
    """One enterprise that applied in a round.

    Attributes
    ----------
    grade : str or None
        Announced in the round; ``None`` where none was.
    standing : str or None
        What everybody may know of that grade on the day asked for.
    reason : Message
        Why, as far as it is public: the announcement, or that it was not among those announced.
    """

    uscc: str
    name: str
    county: str
    target_grade: str
    grade: str | None
    standing: GradeStanding | None
    valid_until: date | None
    reason: Message


def regional_enterprises(
    register: Register, actor: Actor, *, on: date, round_id: str, prefecture: str
) -> tuple[RegionalEnterprise, ...]:
    """Return the enterprises of a prefecture that applied in a round, by county and name, once grades are announced.

    Raises
    ------
    FaultsError
        If there is no such prefecture.
    AccessRefusedError
        Before the announcement, to everybody.
    ConflictError
        If there is no such round.
    """
    gather.refuse_whoever_never_may(actor, "read", "region_enterprises")
    with register.read() as connection:
        access.require(actor, "read", "region_enterprises", gather.truths(connection, round_id))
        if not _is_prefecture(prefecture):
            raise FaultsError([Fault(Message("province.no_such_prefecture"), seen=prefecture)])
        gone = withdrawals.of_round(connection, round_id)
        applied = applications.of_round(connection, round_id, county=prefecture[:4])
        granted = {one.application_id: one for one in accreditations.of_round(connection, round_id)}
        outcomes, papers = decisions.outcomes(connection, round_id), _papers(connection, round_id)
        taken = measures.of_round(connection, round_id)
        found = [
            _enterprise(one, granted.get(one.application_id), taken.get(one.application_id, ()), outcomes, papers, on)
            for one in applied
            if one.application_id not in gone
        ]
    return tuple(sorted(found, key=lambda one: (one.county, one.name, one.uscc)))


def enterprises_revision(register: Register, actor: Actor, round_id: str) -> int:
    """Return a mark of everything that `regional_enterprises` is computed from; refused to whom that is refused.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    gather.refuse_whoever_never_may(actor, "read", "region_enterprises")
    with register.read() as connection:
        access.require(actor, "read", "region_enterprises", gather.truths(connection, round_id))
        return acts.last_but_marks(connection)


def _enterprise(
    application: Application,
    granted: Accreditation | None,
    taken: Sequence[Measure],
    outcomes: Mapping[str, tuple[str, str | None]],
    papers: Mapping[str, str],
    on: date,
) -> RegionalEnterprise:
    name = application.application_id
    standing = None
    if granted is not None:
        standing = standing_of_grade(granted, taken, on)
    return RegionalEnterprise(
        uscc=application.enterprise.uscc,
        name=application.enterprise.name,
        county=gather.regions().name(application.enterprise.county),
        target_grade=application.target_grade,
        grade=None if granted is None else granted.grade,
        standing=standing,
        valid_until=None if granted is None else granted.valid_until,
        reason=_reason(granted, outcomes.get(name), papers.get(name)),
    )


def _reason(granted: Accreditation | None, outcome: tuple[str, str | None] | None, paper: str | None) -> Message:
    """Return the public reason. That a credit check failed, or an objection was true, is nobody's to read here."""
    if granted is None:
        key = "province.public_not_proposed" if outcome and outcome[0] == "do_not_propose" else "province.public_none"
        return Message(key)
    values: dict[str, object] = {"grade": granted.grade, "on": granted.announced_on}
    if paper is None:
        return Message("province.public_confirmed", values)
    return Message("province.public_granted", {**values, "number": paper})


def _papers(connection: Connection, round_id: str) -> dict[str, str]:
    """Return the number of the joint document in which each application stands."""
    listed = joint_documents.entries(connection, round_id)
    return {
        application_id: document.number
        for document in joint_documents.of_round(connection, round_id)
        for application_id, entry in listed.get(document.document_id, {}).items()
        if document.state == "issued" and entry.state == "listed"
    }


def _is_prefecture(code: str) -> bool:
    # Registers of other provinces hold prefectures that the official list of this one has not.
    return len(code) == 6 and code.isascii() and code.isdigit() and code.endswith("00") and not code.endswith("0000")
