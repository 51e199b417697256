"""What a sitting would be like before it is prepared: who and what can be chosen, its blocks, quorums and minutes.

The order itself is not shown: it is drawn when the sitting is prepared, so that nobody tries lots until one suits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from scoring.flow import gather
from scoring.flow.counting import panels_of
from scoring.flow.meeting.preparing import (
    known_conflicts,
    measured_of,
    open_applications,
    ordered,
    refuse_what_cannot_be,
)
from scoring.meeting.agenda import door_movements
from scoring.meeting.clock import PlannedMinutes, plan_minutes
from scoring.meeting.slots import Slot, WithoutQuorum
from scoring.model import Actor, Stage
from scoring.register import applications, assignments, experts
from scoring.register.database import Register

_NO_LOT: Final = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """An application that a new sitting can treat."""

    application_id: str
    name: str
    region: str
    target: str


@dataclass(frozen=True, slots=True)
class Invitable:
    """An expert who can be invited to vote. `scores`: he is on a panel of the round."""

    person_id: str
    name: str
    employer: str
    scores: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """Of what a sitting can be made."""

    candidates: tuple[Candidate, ...]
    experts: tuple[Invitable, ...]


@dataclass(frozen=True, slots=True)
class SittingPreview:
    """What a sitting would be like: nothing of its order.

    Attributes
    ----------
    slots : tuple of Slot
        By application, without places: block, entitled, present, needed.
    recusals : int
        Known conflicts of members with items.
    movements : int
        Times that somebody goes through the door.
    """

    minutes: PlannedMinutes
    slots: tuple[Slot, ...]
    without_quorum: tuple[WithoutQuorum, ...]
    recusals: int
    movements: int


def sitting_choices(register: Register, actor: Actor, round_id: str, *, stage: Stage = "document_review") -> Choices:
    """Return what a new sitting can treat and whom it can invite.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    with gather.reading(register, actor, "prepare", "sitting", round_id) as connection:
        can = set(open_applications(connection, round_id, stage))
        panels = panels_of(assignments.of_round(connection, round_id, stage))
        scoring = {expert for panel in panels.values() for expert in panel}
        return Choices(
            candidates=tuple(
                Candidate(one.application_id, one.enterprise.name, one.enterprise.county, one.target_grade)
                for one in applications.of_round(connection, round_id)
                if one.application_id in can
            ),
            experts=tuple(
                Invitable(one.expert_id, one.name, one.employer, one.expert_id in scoring)
                for one in experts.everyone(connection)
            ),
        )


def preview_sitting(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    round_id: str,
    application_ids: Sequence[str],
    members: Sequence[str],
    stage: Stage = "document_review",
    from_minute: Mapping[str, float] | None = None,
) -> SittingPreview:
    """Return what a sitting of these items with these members would be like; see `prepare_sitting`.

    Raises
    ------
    FaultsError
        As preparing it would.
    AccessRefusedError, ConflictError
    """
    with gather.reading(register, actor, "prepare", "sitting", round_id) as connection:
        book = gather.rule_book(connection, round_id)
        refuse_what_cannot_be(connection, round_id, stage, application_ids, members)
        chosen = [one for one in applications.of_round(connection, round_id) if one.application_id in application_ids]
        aside = known_conflicts(connection, chosen, members, stage, book, now)
        found = measured_of(connection, round_id, stage, book, chosen)
    order = ordered(found, aside, members, book, _NO_LOT, from_minute or {})
    blocks = Counter(one.block for one in order.slots)
    blocks["reserve"] += len(order.without_quorum)
    return SittingPreview(
        minutes=plan_minutes(blocks, book.round.parameter_sheet.clocks),
        slots=tuple(sorted(order.slots, key=lambda one: one.application_id)),
        without_quorum=order.without_quorum,
        recusals=len(aside),
        movements=door_movements(order),
    )
