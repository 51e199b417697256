"""What was decided about an application, by whom, when and why: everything that ever stood, voided ones too."""

from __future__ import annotations

from dataclasses import dataclass

from scoring import access
from scoring.flow import gather
from scoring.flow.decision_grounds import as_shown_to
from scoring.model import Actor
from scoring.register import acts, decisions
from scoring.register.acts import Recorded, RoundAct
from scoring.register.database import Register
from scoring.register.decisions import Decision


@dataclass(frozen=True, slots=True)
class DecisionHistory:
    """A decision as it was recorded, with its entry; where it was voided since, that entry and the reason.

    What it rests on is there for whoever may read a panel's marks.
    """

    decision: Decision
    recorded: Recorded
    voided: Recorded | None = None
    void_reason: str | None = None


def decision_history(register: Register, actor: Actor, application_id: str) -> tuple[DecisionHistory, ...]:
    """Return all decisions on an application, the newest first.

    Raises
    ------
    AccessRefusedError
    """
    gather.refuse_whoever_never_may(actor, "read", "decision")
    with register.read() as connection:
        application = gather.application(connection, application_id, verb="read", object_="decision")
        true = gather.truths(connection, application.round_id) | gather.in_region(actor, application.enterprise.county)
        access.require(actor, "read", "decision", true)
        entries = acts.decision_acts(connection, application_id)
        found = []
        for now in decisions.of_application(connection, application_id):
            first = decisions.as_recorded(connection, now.decision_id) or now
            voided = entries[now.decision_id, now.version] if now.state == "voided" else None
            found.append(
                DecisionHistory(
                    decision=as_shown_to(actor, first, true),
                    recorded=entries[first.decision_id, first.version],
                    voided=voided,
                    void_reason=now.reason if voided else None,
                )
            )
    return tuple(reversed(found))


def round_history(register: Register, actor: Actor, round_id: str) -> tuple[RoundAct, ...]:
    """Return every state that a round came to, oldest first, for whoever brings rounds from state to state.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    access.require(actor, "advance", "round")
    with register.read() as connection:
        gather.adopted(connection, round_id)
        return acts.round_acts(connection, round_id)
