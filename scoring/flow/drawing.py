"""The draw: open seats of panels filled by lot under the constraints of the parameter sheet, one act a draw."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Table

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring import access
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.flow.counting import panels_of
from scoring.flow.draw_record import inputs_of, result_of
from scoring.flow.marking import refuse_if_decided
from scoring.flow.open_seats import due_for, problem_of, seats_of, sizes_of
from scoring.flow.wording import reason_of
from scoring.model import Actor, Stage
from scoring.procedure.draw.explain import explain
from scoring.procedure.draw.model import Problem, Solution, problem_as_json
from scoring.procedure.draw.solve import SOLVER, solve
from scoring.register import assignments, chain, draws, marks, sheets, tables
from scoring.register.assignments import Assignment
from scoring.register.canonical import Value, canonical, timestamp
from scoring.register.chain import Act, Entry
from scoring.register.database import Register
from scoring.register.draws import Draw

HIGHEST_SEED = 2**63 - 1
Rows = dict[Table, list[dict[str, Value]]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A draw as it was recorded, and whom it put where."""

    draw_id: str
    entry: Entry
    round_id: str
    stage: Stage
    seed: int
    solver: str
    candidates: int
    solution: Solution


def draw_experts(
    register: Register,
    actor: Actor,
    now: datetime,
    round_id: str,
    *,
    seed: int,
    stage: Stage = "document_review",
    sizes: Mapping[str, int] | None = None,
    application_ids: Collection[str] | None = None,
    reason: str = "",
) -> Drawn:
    """Fill the open seats of a round's panels by lot.

    Parameters
    ----------
    seed : int
        From 0. The same record, seed and solver give the same panels.
    sizes : mapping of target grade to int, optional
        Experts of a panel, among the numbers of the parameter sheet; by default its least.
    application_ids : collection of str, optional
        Only these: the late draw for an application that came late, or whose expert stepped back.

    Raises
    ------
    FaultsError
        Sizes that the parameter sheet does not allow, applications not to be drawn for; or, where the constraints allow
        no panels, which of them, how many are short and what to do.
    ConflictError
        Marks are closed, no seat is open, the round has no rules of the draw.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "draw", "assignment")
    reason = reason_of(reason)
    with register.write() as connection:
        role = access.require(actor, "draw", "assignment", gather.truths(connection, round_id))
        book = gather.rule_book(connection, round_id)
        _refuse_if_closed(connection, round_id, seed)
        due = due_for(connection, round_id, stage, application_ids)
        allowed = sizes_of(book, sizes or {})
        panels = panels_of(assignments.of_round(connection, round_id, stage))
        open_seats = {
            one.application_id: seats
            for one in due
            if (seats := seats_of(len(panels.get(one.application_id, ())), one.target_grade, allowed, book)) > 0
        }
        if not open_seats:
            raise ConflictError(Message("draw.no_open_seat", {"round": round_id}))
        ready = [one for one in due if one.application_id in open_seats]
        problem = problem_of(connection, ready, open_seats, stage, on=gather.day_of(now))
        draw_act = _DrawAct(actor.id, role, now, round_id, stage, seed, reason)
        return _draw(register, connection, draw_act, problem, book.digest, {})


def replace_expert(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    application_id: str,
    expert_id: str,
    seed: int,
    stage: Stage = "document_review",
    reason: str,
) -> Drawn:
    """Take an expert off a panel, void his sheet and draw who takes his seat, all as one act.

    Raises
    ------
    FaultsError
        Nobody can take the seat: which constraint, and what to do.
    ConflictError
        He does not sit there, marks are closed, a decision rests on his sheet, or no reason is given.
    AccessRefusedError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "replace", "assignment")
    with register.write() as connection:
        application = gather.application(connection, application_id, verb="replace", object_="assignment")
        role = access.require(actor, "replace", "assignment", gather.truths(connection, application.round_id))
        _refuse_if_closed(connection, application.round_id, seed)
        current = assignments.current(connection, application_id=application_id, expert_id=expert_id, stage=stage)
        if current is None or current.state != "assigned":
            raise ConflictError(Message("draw.does_not_sit", {"expert": expert_id, "application": application_id}))
        reason = reason_of(reason, due=Message("draw.what_replacement"))
        refuse_if_decided(connection, application_id, expert_id, stage)
        book = gather.rule_book(connection, application.round_id)
        on = gather.day_of(now)
        problem = problem_of(connection, [application], {application_id: 1}, stage, on=on, without=current)
        rows = _ended(connection, current, reason, timestamp(now))
        draw_act = _DrawAct(actor.id, role, now, application.round_id, stage, seed, reason, replaced=expert_id)
        return _draw(register, connection, draw_act, problem, book.digest, rows)


@dataclass(frozen=True, slots=True)
class _DrawAct:
    """Who draws, when, for what, from which seed."""

    actor_id: str
    role: str
    now: datetime
    round_id: str
    stage: Stage
    seed: int
    reason: str
    replaced: str | None = None


def _draw(
    register: Register, connection: Connection, by: _DrawAct, problem: Problem, rule_book: str, rows: Rows
) -> Drawn:
    """Solve, or explain; record the draw with the assignments that come of it and `rows`."""
    solution = solve(problem, by.seed) if problem.candidates else None
    if solution is None:
        raise FaultsError(explain(problem))
    number = draws.count(connection, by.round_id, by.stage) + 1
    drawn = Draw(
        draw_id=f"{by.round_id}/{by.stage}/{number}",
        version=1,
        round_id=by.round_id,
        stage=by.stage,
        seed=str(by.seed),
        solver=SOLVER,
        problem=canonical(problem_as_json(problem)),
        inputs=canonical(inputs_of(problem, rule_book, register.hash_name)),
        result=canonical(result_of(solution, register.hash_name)),
        reason=by.reason or None,
    )
    seated = [Assignment(application, expert, by.stage, 1, "assigned") for application, expert in solution.pairs]
    written: Rows = {
        **rows,
        tables.assignment: [*rows.get(tables.assignment, []), *assignments.add(seated)],
        tables.expert_draw: draws.add([drawn]),
    }
    details = {"draw": drawn.draw_id, "stage": by.stage, "seed": drawn.seed, "solver": SOLVER, "replaced": by.replaced}
    name = "experts.drawn" if by.replaced is None else "expert.replaced"
    act = Act(by.actor_id, by.role, name, f"draw/{drawn.draw_id}", by.now, by.reason, details)
    entry = chain.record(connection, act, written)
    return Drawn(drawn.draw_id, entry, by.round_id, by.stage, by.seed, SOLVER, len(problem.candidates), solution)


def _refuse_if_closed(connection: Connection, round_id: str, seed: int) -> None:
    if not 0 <= seed <= HIGHEST_SEED:
        raise FaultsError([Fault(Message("draw.seed_range", {"highest": HIGHEST_SEED}), seen=str(seed))])
    if "marks_closed" in gather.truths(connection, round_id):
        raise ConflictError(Message("draw.marks_closed", {"round": round_id}))


def _ended(connection: Connection, current: Assignment, reason: str, at: str) -> Rows:
    """Return the rows by which an expert leaves his seat; his sheet, if he began one, is void."""
    key = {"application_id": current.application_id, "expert_id": current.expert_id, "stage": current.stage}
    gone = Assignment(current.application_id, current.expert_id, current.stage, current.version + 1, "replaced", reason)
    rows: Rows = {tables.assignment: assignments.add([gone])}
    event = sheets.newest(connection, **key)  # type: ignore[arg-type]  # the stage is one
    if event is None and not marks.latest(connection, **key):  # type: ignore[arg-type]
        return rows
    version = 1 if event is None else event.version + 1
    void = sheets.SheetEvent(
        current.application_id, current.expert_id, current.stage, version, "voided", at, reason=reason
    )
    return {**rows, tables.sheet_event: sheets.add([void])}
