"""What is moved for an item unless the chair moves something else: what rules and marks propose."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from scoring.flow import panel
from scoring.flow.meeting.state import SittingState, asked_to
from scoring.meeting.outcomes import SittingOutcome
from scoring.model import Actor
from scoring.register.database import Register


def proposed_motions(
    connection: Connection, state: SittingState, application_ids: Sequence[str]
) -> dict[str, SittingOutcome]:
    """Return what is proposed for each application that has a proposal, in the order given."""
    given = [state.applications[application_id] for application_id in application_ids]
    results = panel.of_applications(connection, given, state.sitting.stage)
    return {one.application.application_id: one.proposal.outcome for one in results if one.proposal.outcome is not None}


def consent_motions(register: Register, actor: Actor, *, sitting_id: str) -> dict[str, SittingOutcome]:
    """Return what is moved for each item that waits in the consent list, in its order.

    Raises
    ------
    AccessRefusedError
    """
    with register.read() as connection:
        state, _ = asked_to(connection, actor, "read", "sitting", sitting_id)
        return proposed_motions(connection, state, state.waiting("consent"))
