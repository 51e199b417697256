"""Whom and what the sheets of a round may name: asked before a file of marks is read."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.language import Message
from indicators.model import Round
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.model import Actor
from scoring.register import applications, experts
from scoring.register.database import Register


@dataclass(frozen=True, slots=True)
class SheetNames:
    """The round as its rule book lays it down, the ids of its applications, the ids of the experts on record."""

    round: Round
    applications: frozenset[str]
    experts: frozenset[str]


def names_on_sheets(register: Register, actor: Actor, round_id: str) -> SheetNames:
    """Return what sheets may name that this actor is to import.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    gather.refuse_whoever_never_may(actor, "import", "sheet")
    with register.read() as connection:
        true = gather.truths(connection, round_id)
        if "scoring_open" not in true:
            raise ConflictError(Message("flow.round_takes_no_marks"))
        access.require(actor, "import", "sheet", true)
        return SheetNames(
            round=gather.rule_book(connection, round_id).round,
            applications=frozenset(applications.current_versions(connection, round_id)),
            experts=frozenset(experts.current_versions(connection)),
        )
