"""What a draw would draw, told before it is drawn: open seats, appointed experts, sizes that may be asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from scoring import access
from scoring.flow import gather
from scoring.flow.conflict_facts import rules_of
from scoring.flow.open_seats import due_for, seats_of, sizes_of
from scoring.model import Actor, Stage
from scoring.procedure.draw.conflicts import appointed
from scoring.register import assignments, experts
from scoring.register.database import Register


@dataclass(frozen=True, slots=True)
class DuePanel:
    """An application that experts judge at a stage: how many sit there already, how many seats are open."""

    application_id: str
    target_grade: str
    sitting: int
    open_seats: int


@dataclass(frozen=True, slots=True)
class DrawOutlook:
    """What is there to be drawn on a day.

    Attributes
    ----------
    panels : tuple of DuePanel
        Every application that is due, full panels too.
    experts : int
        Appointed on the day.
    sheets : int
        Assigned already to those.
    sizes : tuple of int
        Sizes of a panel that may be asked for, least first.
    most_sheets, load_within : int
        Of one expert at a stage; by how many experts may differ.
    """

    panels: tuple[DuePanel, ...]
    experts: int
    sheets: int
    sizes: tuple[int, ...]
    most_sheets: int
    load_within: int

    @property
    def seats(self) -> int:
        """Open seats in all."""
        return sum(one.open_seats for one in self.panels)


def draw_outlook(
    register: Register,
    actor: Actor,
    on: date,
    round_id: str,
    *,
    stage: Stage = "document_review",
    sizes: Mapping[str, int] | None = None,
) -> DrawOutlook:
    """Return what `draw_experts` would draw on a day; who would be drawn nobody knows.

    Raises
    ------
    FaultsError
        Sizes that the parameter sheet does not allow.
    ConflictError
        The round has no rules of the draw.
    AccessRefusedError
    """
    access.require(actor, "read", "assignment")
    with register.read() as connection:
        book = gather.rule_book(connection, round_id)
        rules = rules_of(book)
        asked = sizes_of(book, sizes or {})
        seats = assignments.seats_of_round(connection, round_id, stage, left=False)
        due = due_for(connection, round_id, stage, None)
        there = {one.expert_id for one in experts.everyone(connection) if appointed(one, on)}
    found, taken = [], Counter(id_ for id_, _ in seats)
    for one in due:
        sitting = taken[one.application_id]
        found.append(
            DuePanel(one.application_id, one.target_grade, sitting, seats_of(sitting, one.target_grade, asked, book))
        )
    return DrawOutlook(
        panels=tuple(found),
        experts=len(there),
        sheets=sum(expert in there for _, expert in seats),
        sizes=tuple(sorted(size for size in book.round.parameter_sheet.experts_per_application if size % 2)),
        most_sheets=rules.most_sheets,
        load_within=rules.load_within,
    )
