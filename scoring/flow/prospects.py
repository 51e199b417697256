"""Who may get his grade next: what may go into a joint document, what may be announced, what stands against either."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from indicators.faults import Fault
from scoring import access
from scoring.flow import gather, granting
from scoring.flow.accrediting import announcing_faults
from scoring.flow.granting import Case, Granted
from scoring.flow.joint_document import list_faults
from scoring.model import Actor, Application
from scoring.procedure.notice import noticed_grades
from scoring.procedure.steps import takes_experts
from scoring.register.database import Register
from scoring.register.joint_documents import JointDocument


@dataclass(frozen=True, slots=True)
class Prospect:
    """An application with a grade in sight.

    Attributes
    ----------
    grade : str
        Of the notice that lists it, else as decided or confirmed.
    document : JointDocument or None
        In which it stands.
    needs_document : bool
        Whether its grade goes through notice and joint document.
    against_document : tuple of Fault
        What keeps it from a joint document on the day asked for; empty where it stands in one already.
    against_announcement : tuple of Fault
        What keeps it from being announced on that day; empty where it was announced.
    """

    application_id: str
    enterprise: str
    county: str
    grade: str
    document: JointDocument | None
    needs_document: bool
    announced: bool
    against_document: tuple[Fault, ...]
    against_announcement: tuple[Fault, ...]

    @property
    def may_be_listed(self) -> bool:
        """Whether a joint document may take it now."""
        return self.needs_document and not (self.announced or self.document or self.against_document)

    @property
    def may_be_announced(self) -> bool:
        """Whether its grade may be announced now."""
        return not (self.announced or self.against_announcement)


def prospects(register: Register, actor: Actor, round_id: str, *, on: date) -> tuple[Prospect, ...]:
    """Return the applications of a round that have a grade in sight, in the order in which they came in.

    For those who may read decisions, objections and joint documents: it tells of all three.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    gather.refuse_whoever_never_may(actor, "read", "joint_document")
    with register.read() as connection:
        true = gather.truths(connection, round_id)
        for object_ in ("joint_document", "decision", "objection"):
            access.require(actor, "read", object_, true)
        case = granting.case_of(connection, round_id)
    noticed = noticed_grades(case.book.regulation)
    found = ((one, _grade(one, case)) for one in case.applications.values())
    return tuple(_prospect(one, grade, case, grade in noticed, on) for one, grade in found if grade is not None)


def _prospect(application: Application, grade: str, case: Case, noticed: bool, on: date) -> Prospect:
    id_ = application.application_id
    granted, there = Granted(id_, grade), case.in_document(id_)
    announced = id_ in case.announced
    against = () if announced or there or not noticed else tuple(list_faults([granted], case, on))
    return Prospect(
        application_id=id_,
        enterprise=application.enterprise.name,
        county=application.enterprise.county,
        grade=grade,
        document=there[0] if there else None,
        needs_document=noticed,
        announced=announced,
        against_document=against,
        against_announcement=() if announced else against or tuple(announcing_faults(granted, case, on)),
    )


def _grade(application: Application, case: Case) -> str | None:
    """Return the grade in sight: of a document, of a list, as a sitting proposed it, or as both authorities did."""
    id_ = application.application_id
    if there := case.in_document(id_):
        return there[1]
    for state in ("closed", "open", "drafted"):
        if listed := case.listed(id_, state=state):
            return listed[1]
    if id_ in case.steps and not takes_experts(case.steps[id_].steps):
        return application.target_grade if case.steps[id_].standing.state == "complete" else None
    return case.decided.get(id_)
