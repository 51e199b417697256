"""What a re-score in the sitting did to a panel as a whole: before and after, never whose mark moved."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from scoring.flow.meeting.panel_now import medians, official_total_at
from scoring.flow.meeting.state import asked_to, item_of
from scoring.model import Actor
from scoring.register import chain, sittings
from scoring.register.database import Register


@dataclass(frozen=True, slots=True)
class RescoreEffect:
    """The panel before the sitting and now, in points.

    Attributes
    ----------
    total_before, total_after : Decimal or None
        Held against the lines, rounded as the parameter sheet lays down; ``None`` where marks are missing.
    median_before, median_after : float or None
        Of the experts' totals; ``None`` with fewer than three.
    """

    total_before: Decimal | None
    total_after: Decimal | None
    median_before: float | None
    median_after: float | None


def rescore_effect(register: Register, actor: Actor, *, sitting_id: str, application_id: str) -> RescoreEffect | None:
    """Return what the re-score of an item did; ``None`` where it was not scored again.

    Raises
    ------
    ConflictError
        It is not on the agenda.
    AccessRefusedError
    """
    with register.read() as connection:
        state, _ = asked_to(connection, actor, "read", "sitting", sitting_id)
        item_of(state, application_id)
        if not any(one.application_id == application_id and one.state == "closed" for one in state.rescorings):
            return None
        began, now = sittings.first_entry(connection, state.id), chain.head(connection).sequence
        before, after = medians(connection, state, application_id)
        return RescoreEffect(
            official_total_at(connection, state, application_id, entry=began),
            official_total_at(connection, state, application_id, entry=now),
            before,
            after,
        )
