"""Who may stand on the list of a public notice, and what keeps the others off it (Article 12, item 7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from indicators.faults import Fault
from indicators.language import Message
from scoring import access
from scoring.flow import gather, granting, jointly
from scoring.flow.granting import Case, Granted
from scoring.model import Actor
from scoring.procedure.notice import noticed_grades
from scoring.register.database import Register


@dataclass(frozen=True, slots=True)
class Candidate:
    """An applicant for whom a grade stands proposed or confirmed, or who stands on a list.

    Attributes
    ----------
    grade : str or None
        The grade as it stands; ``None`` where it no longer does.
    listed_on, listed_as : str or None
        The notice on whose list he stands, and the grade there.
    noticed : bool
        Whether he was on a list that was opened, taken off since or not.
    faults : tuple of Fault
        What keeps the grade off a list; that he stands on one already is none.
    """

    application_id: str
    name: str
    grade: str | None
    listed_on: str | None
    listed_as: str | None
    noticed: bool
    announced: bool
    faults: tuple[Fault, ...]

    @property
    def ready(self) -> bool:
        """Whether he may be listed with his grade."""
        return self.grade is not None and not self.announced and not self.faults


def notice_candidates(register: Register, actor: Actor, round_id: str, *, on: date) -> tuple[Candidate, ...]:
    """Return everybody who comes into question for a notice of a round, in the order of applications.

    To who may not read decisions yet there is nobody: the list would tell him what was decided.

    Parameters
    ----------
    on : date
        The day on which bars are looked at.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    access.require(actor, "read", "credit_check")
    with register.read() as connection:
        gather.adopted(connection, round_id)
        if not access.may(actor, "read", "decision", gather.truths(connection, round_id)):
            return ()
        case = granting.case_of(connection, round_id)
    opened = {one.notice_id for one in case.notices if one.opened_on is not None}
    return tuple(
        _candidate(id_, grade, case, opened, on)
        for id_ in case.applications
        if (grade := _grade(id_, case)) or any(id_ in listing for listing in case.lists.values())
    )


def _grade(application_id: str, case: Case) -> str | None:
    """Return the grade that stands: of the last sitting, or applied for where no experts judge it."""
    noticed = noticed_grades(case.book.regulation)
    target = case.applications[application_id].target_grade
    judged = {cut.grade for cut in case.book.round.cut_scores}
    grade = case.decided.get(application_id) if target in judged else target
    return grade if grade in noticed else None


def _candidate(application_id: str, grade: str | None, case: Case, opened: set[str], on: date) -> Candidate:
    on_lists = {id_: listing[application_id] for id_, listing in case.lists.items() if application_id in listing}
    listed = next((one for one in on_lists.values() if one.state == "listed"), None)
    own = "" if listed is None else listed.of
    announced = application_id in case.announced
    granted = [] if grade is None or announced else [Granted(application_id, grade)]
    return Candidate(
        application_id=application_id,
        name=case.applications[application_id].enterprise.name,
        grade=grade,
        listed_on=own or None,
        listed_as=None if listed is None else listed.grade,
        noticed=bool(opened & set(on_lists)),
        announced=announced,
        faults=tuple(list_faults(granted, case, on, own=own)),
    )


def list_faults(entries: Iterable[Granted], case: Case, on: date, *, own: str = "") -> list[Fault]:
    """Hold entries against decisions, conditions, credit checks, bars and other lists than the own one."""
    noticed, faults = noticed_grades(case.book.regulation), []
    for one in entries:
        found = list(granting.grade_faults(one, case)) or [
            *granting.credit_faults(one, case),
            *granting.bar_faults(one, case, on),
        ]
        values = {"application": one.application_id, "grade": one.grade, "cite": jointly.article(case.book)}
        if not found and one.grade not in noticed:
            found = [Fault(Message("notice.grade_not_noticed", values), seen=one.application_id)]
        elsewhere = [
            id_
            for id_, listing in case.lists.items()
            if id_ != own and (entry := listing.get(one.application_id)) and entry.state == "listed"
        ]
        if elsewhere:
            told = {**values, "notice": elsewhere[0]}
            found.append(Fault(Message("notice.listed_already", told), seen=one.application_id))
        faults += found
    return faults
