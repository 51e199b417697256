"""Every draw of the record at one look: whether it keeps its constraints, and who that it drew sits in conflict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from scoring import access
from scoring.flow import draw_checks, gather
from scoring.flow.conflict_facts import sitting_conflicts
from scoring.flow.draw_checks import DrawSummary
from scoring.flow.draw_record import solution_of
from scoring.model import Actor, Stage
from scoring.procedure.draw.solve import SOLVER
from scoring.procedure.draw.verify import check
from scoring.register import acts, draws, rounds
from scoring.register.database import Register


@dataclass(frozen=True, slots=True)
class DrawState:
    """A recorded draw, checked without solving.

    Attributes
    ----------
    faults : int
        Constraints not kept, figures and digests that are wrong.
    since : int
        Who was drawn, still sits, and has a conflict that was not known or not there then; in rounds under way.
    redrawable : bool
        Whether the solver that is installed is the one that drew it: another need not give the same.
    """

    summary: DrawSummary
    faults: int
    since: int
    redrawable: bool

    @property
    def holds(self) -> bool:
        """Whether it keeps every constraint, as it was drawn."""
        return not self.faults


def draw_states(register: Register, actor: Actor, on: date) -> tuple[DrawState, ...]:
    """Return every draw of every round, the newest first, with conflicts as of a day.

    Raises
    ------
    AccessRefusedError, RecordError
    """
    access.require(actor, "verify", "draw")
    with register.read() as connection:
        found = [
            one
            for adopted in rounds.all_adopted(connection)
            for one in _of_round(connection, adopted.round_id, on, register.hash_name)
        ]
    return tuple(sorted(found, key=lambda one: one.summary.drawn_at, reverse=True))


def _of_round(connection: Connection, round_id: str, on: date, hash_name: str) -> list[DrawState]:
    of_round = draws.of_round(connection, round_id)
    if not of_round:
        return []
    drawn = acts.draw_acts(connection, round_id)
    seated: dict[Stage, set[tuple[str, str]]] = {}
    if {"scoring_open", "deciding"} & gather.truths(connection, round_id):
        for stage in {one.stage for one in of_round}:
            sitting = sitting_conflicts(connection, round_id, on, stages=(stage,))
            seated[stage] = {(one.application_id, one.expert_id) for one in sitting}
    found = []
    for one in of_round:
        problem, pairs = draw_checks.problem_of(one), draws.drawn_pairs(connection, one.draw_id)
        faults = [*draw_checks.digest_faults(one, problem, pairs, hash_name), *check(problem, solution_of(one, pairs))]
        since = len(set(pairs) & seated.get(one.stage, set()))
        summary = draw_checks.summary_of(one, problem, drawn[one.draw_id])
        found.append(DrawState(summary, len(faults), since, one.solver == SOLVER))
    return found
