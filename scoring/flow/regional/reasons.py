"""Why an enterprise has a grade, or none, as far as that is public once grades are announced.

Public are the notice, the announcement, the joint document, and that a sitting did not propose somebody. Between the
proposal and the notice nothing but a credit check can stop an application, between notice and announcement hardly
anything but an objection or, again, a credit check: whoever a step of offices stopped, and whoever was proposed and is
not in the notice, are therefore told the same, and no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from indicators.language import Message
from indicators.model import RuleBook
from scoring.flow import gather
from scoring.model import Application
from scoring.procedure.steps import path, takes_experts
from scoring.register import decisions, joint_documents, notices
from scoring.register.accreditations import Accreditation


@dataclass(frozen=True, slots=True)
class PublicFacts:
    """What anybody may know of a round whose grades are announced.

    Attributes
    ----------
    turned_down : frozenset of str
        Applications that the last decision that stands does not propose.
    noticed : frozenset of str
        Those that a notice listed while it was open.
    papers : Mapping of application to str
        The number of the joint document in which it stands.
    """

    book: RuleBook
    turned_down: frozenset[str]
    noticed: frozenset[str]
    papers: Mapping[str, str]


def public_facts(connection: Connection, round_id: str) -> PublicFacts:
    """Return what anybody may know of a round.

    Raises
    ------
    ConflictError
        If there is no such round.
    """
    outcomes = decisions.outcomes(connection, round_id)
    return PublicFacts(
        book=gather.rule_book(connection, round_id),
        turned_down=frozenset(name for name, (outcome, _) in outcomes.items() if outcome == "do_not_propose"),
        noticed=notices.ever_listed(connection, round_id),
        papers=_papers(connection, round_id),
    )


def public_reason(application: Application, granted: Accreditation | None, public: PublicFacts) -> Message:
    """Return why it has the grade that was announced, or none."""
    name = application.application_id
    if granted is None:
        key = "not_proposed" if name in public.turned_down else "noticed" if name in public.noticed else "none"
        return Message(f"province.public_{key}")
    values: dict[str, object] = {"grade": granted.grade, "on": granted.announced_on}
    experts = takes_experts(path(public.book.regulation, application.target_grade))
    if name not in public.papers:
        return Message(f"province.public_{'granted_alone' if experts else 'confirmed'}", values)
    key = "granted" if experts else "confirmed_in"
    return Message(f"province.public_{key}", {**values, "number": public.papers[name]})


def _papers(connection: Connection, round_id: str) -> dict[str, str]:
    """Return the number of the joint document in which each application stands."""
    listed = joint_documents.entries(connection, round_id)
    return {
        application_id: document.number
        for document in joint_documents.of_round(connection, round_id)
        for application_id, entry in listed.get(document.document_id, {}).items()
        if document.state == "issued" and entry.state == "listed"
    }
