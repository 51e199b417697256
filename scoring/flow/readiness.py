"""How ready a round is for its next state: counts, never a person or a value."""

from __future__ import annotations

from dataclasses import dataclass

from scoring import access
from scoring.flow import consequences, gather, tasks
from scoring.flow.tasks import PanelProgress
from scoring.meeting.proposal import PROPOSABLE, SITE_VISIT
from scoring.model import Actor, Stage
from scoring.procedure.rounds import MAY_FOLLOW, RoundState
from scoring.register import acts, applications, measures
from scoring.register.database import Register


@dataclass(frozen=True, slots=True)
class StageReadiness:
    """One stage of a round.

    Attributes
    ----------
    due : int
        Applications that this stage's sitting has to decide about.
    sheets, sheets_in : int
        Sheets assigned, and submitted.
    incomplete : tuple of PanelProgress
        Panels that lack a sheet.
    short : tuple of str
        Applications whose panel has not a number of experts that the parameter sheet allows, none among them.
    decided, deferred : int
        Applications about which a decision stands, and those of them that were put off.
    """

    stage: Stage
    due: int
    sheets: int
    sheets_in: int
    incomplete: tuple[PanelProgress, ...]
    short: tuple[str, ...]
    decided: int
    deferred: int

    @property
    def sheets_missing(self) -> int:
        """Sheets assigned and not submitted."""
        return self.sheets - self.sheets_in

    @property
    def undecided(self) -> int:
        """Applications without a decision."""
        return self.due - self.decided


@dataclass(frozen=True, slots=True)
class Readiness:
    """Where a round stands, what may follow, forward first, and its stages; the site visit once it has applications."""

    round_id: str
    state: RoundState
    may_follow: tuple[RoundState, ...]
    stages: tuple[StageReadiness, ...]


def readiness(register: Register, actor: Actor, round_id: str) -> Readiness:
    """Return how ready a round is for its next state.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    access.require(actor, "count", "sheet")
    access.require(actor, "read", "decision")
    with register.read() as connection:
        state, book = gather.state_of(connection, round_id), gather.rule_book(connection, round_id)
        # Nothing is decided any more about what was refused by an office or returned as untrue.
        over = consequences.ended(connection, round_id) | measures.returned(connection, round_id).keys()
        targets = applications.targets(connection, round_id)
        judged = [id_ for id_, (_, grade) in targets.items() if grade in PROPOSABLE and id_ not in over]
        standing = acts.outcomes_of_round(connection, round_id)
    outcomes: dict[Stage, dict[str, str]] = {"document_review": {}, SITE_VISIT: {}}
    for one in standing:
        outcomes[one.stage][one.application_id] = one.outcome
    visited = [id_ for id_ in judged if outcomes["document_review"].get(id_) == "send_to_site_visit"]
    due: dict[Stage, list[str]] = {"document_review": judged, SITE_VISIT: visited}
    sizes = book.round.parameter_sheet.experts_per_application
    stages = [
        _stage(tasks.round_progress(register, actor, round_id, stage=stage), stage, ids, outcomes[stage], sizes)
        for stage, ids in due.items()
        if ids or stage == "document_review"
    ]
    return Readiness(round_id, state, MAY_FOLLOW[state], tuple(stages))


def _stage(
    progress: tasks.Progress, stage: Stage, due: list[str], outcomes: dict[str, str], sizes: tuple[int, ...]
) -> StageReadiness:
    assigned = {panel.application_id: panel.assigned for panel in progress.panels}
    return StageReadiness(
        stage=stage,
        due=len(due),
        sheets=sum(panel.assigned for panel in progress.panels),
        sheets_in=sum(panel.submitted for panel in progress.panels),
        incomplete=tuple(panel for panel in progress.panels if panel.submitted < panel.assigned),
        short=tuple(id_ for id_ in due if assigned.get(id_, 0) not in sizes),
        decided=sum(id_ in outcomes for id_ in due),
        deferred=sum(outcomes.get(id_) == "defer" for id_ in due),
    )
