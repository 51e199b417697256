"""Recorded draws held against their constraints, by whoever answers for them: without solving, or drawn again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from json import loads

from sqlalchemy import Connection

from indicators.faults import Fault
from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.flow.conflict_facts import sitting_conflicts
from scoring.flow.draw_record import inputs_of, result_of, solution_of
from scoring.model import Actor, Stage
from scoring.procedure.draw.model import Pair, Problem, problem_from_json
from scoring.procedure.draw.solve import SOLVER, solve
from scoring.procedure.draw.verify import check
from scoring.register import acts, draws
from scoring.register.acts import Recorded
from scoring.register.canonical import canonical
from scoring.register.database import Register
from scoring.register.draws import Draw


@dataclass(frozen=True, slots=True)
class DrawSummary:
    """A recorded draw in figures; of persons only who drew, and for what reason."""

    draw_id: str
    round_id: str
    stage: Stage
    seed: int
    solver: str
    applications: int
    seats: int
    candidates: int
    least_load: int
    most_load: int
    parts: int
    without_expertise: int
    drawn_at: str
    drawn_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class DrawCheck:
    """A recorded draw, checked.

    Attributes
    ----------
    faults : tuple of Fault
        Constraints not kept, figures and digests that are wrong; the draw holds where there are none.
    since : tuple of Fault
        Who was drawn, still sits, and has a conflict that was not known or not there on the day of the draw.
    reproduced : bool or None
        Whether its seed gives the same panels again; ``None`` where nobody asked, or another solver drew it.
    """

    summary: DrawSummary
    faults: tuple[Fault, ...]
    since: tuple[Fault, ...]
    reproduced: bool | None = None


def list_draws(register: Register, actor: Actor, round_id: str) -> tuple[DrawSummary, ...]:
    """Return the draws of a round, oldest first.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    access.require(actor, "read", "draw")
    with register.read() as connection:
        gather.adopted(connection, round_id)
        drawn = acts.draw_acts(connection, round_id)
        return tuple(
            summary_of(one, problem_of(one), drawn[one.draw_id]) for one in draws.of_round(connection, round_id)
        )


def verify_draw(register: Register, actor: Actor, on: date, *, draw_id: str, again: bool = False) -> DrawCheck:
    """Hold a recorded draw against its constraints.

    Parameters
    ----------
    on : date
        The day on which conflicts are looked for that have come up since.
    again : bool
        Draw again from the recorded seed too.

    Raises
    ------
    ConflictError
        There is no such draw.
    AccessRefusedError, RecordError
    """
    access.require(actor, "verify", "draw")
    with register.read() as connection:
        draw = draws.one(connection, draw_id)
        if draw is None:
            raise ConflictError(Message("draw.no_such_draw", {"draw": draw_id}))
        problem, pairs = problem_of(draw), draws.drawn_pairs(connection, draw_id)
        faults = (*digest_faults(draw, problem, pairs, register.hash_name), *check(problem, solution_of(draw, pairs)))
        since = tuple(_since(connection, draw, pairs, on))
        drawn = acts.draw_acts(connection, draw.round_id)[draw_id]
    reproduced = _reproduced(draw, problem, pairs) if again else None
    return DrawCheck(summary_of(draw, problem, drawn), faults, since, reproduced)


def problem_of(draw: Draw) -> Problem:
    """Return what a draw was drawn from, as it was recorded."""
    return problem_from_json(loads(draw.problem))


def digest_faults(draw: Draw, problem: Problem, pairs: tuple[Pair, ...], hash_name: str) -> Iterator[Fault]:
    """Hold the digests of a draw against what it was drawn from and what came of it."""
    told = loads(draw.inputs)
    if told != inputs_of(problem, told.get("rule_book", ""), hash_name):
        yield Fault(Message("draw.check_inputs", {"draw": draw.draw_id}))
    if loads(draw.result).get("pairs") != result_of(solution_of(draw, pairs), hash_name)["pairs"]:
        yield Fault(Message("draw.check_result", {"draw": draw.draw_id}))


def _since(connection: Connection, draw: Draw, pairs: tuple[Pair, ...], on: date) -> Iterator[Fault]:
    drawn = set(pairs)
    for one in sitting_conflicts(connection, draw.round_id, on, stages=(draw.stage,)):
        if (one.application_id, one.expert_id) in drawn:
            kind = Message(f"draw.kind_{one.kinds[0]}")
            values = {"application": one.application_id, "expert": one.expert_id, "kind": kind}
            yield Fault(Message("draw.conflict_since", values), seen=f"{one.application_id} / {one.expert_id}")


def _reproduced(draw: Draw, problem: Problem, pairs: tuple[Pair, ...]) -> bool | None:
    """Return whether the seed gives the same panels; another version of the solver need not, and proves nothing."""
    if draw.solver != SOLVER:
        return None
    found = solve(problem, int(draw.seed))
    return found is not None and canonical(sorted(found.pairs)) == canonical(sorted(pairs))


def summary_of(draw: Draw, problem: Problem, drawn: Recorded) -> DrawSummary:
    """Return a recorded draw in figures."""
    told = loads(draw.result)
    return DrawSummary(
        draw_id=draw.draw_id,
        round_id=draw.round_id,
        stage=draw.stage,
        seed=int(draw.seed),
        solver=draw.solver,
        applications=len(problem.cases),
        seats=problem.seats,
        candidates=len(problem.candidates),
        least_load=told["least_load"],
        most_load=told["most_load"],
        parts=told["parts"],
        without_expertise=len(told["without_expertise"]),
        drawn_at=drawn.at,
        drawn_by=drawn.actor_id,
        reason=draw.reason or "",
    )
