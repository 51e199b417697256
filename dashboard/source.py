"""Where pages get everything from: with `results`, the only caller of `scoring.flow`, and the only place with caches.

The register is one per process and held by this module, never by Streamlit's resource cache, which any client may
clear. What is kept of it is kept for him alone who asked.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from threading import Event
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from dashboard import metrics
from dashboard.bounded import kept_within
from indicators.faults import Fault
from indicators.language import BEIJING, Message
from indicators.regions import Regions, read_regions
from scoring import access, flow
from scoring.errors import AccessRefusedError, RecordError
from scoring.model import Actor, GivenMark, Stage
from scoring.register.database import Register, open_register

ENVIRONMENT: Final = "QUALITY_CREDIT_REGISTER"
#: Of what the record answered, all people together: a row takes two or three kilobytes.
MOST_ANSWERS, MOST_ROWS = 64, 60_000
_DARK: Final = Event()
#: Asked before every act whether he who acts is at this page still, with the rights that he had when it was drawn.
_DOOR: Final[list[Callable[[Actor], bool]]] = []
_Given = ParamSpec("_Given")
_Found = TypeVar("_Found")


@cache
def register() -> Register:
    """Return the register that this process serves.

    Raises
    ------
    RecordError
        None is named, or it cannot be opened.
    """
    url = os.environ.get(ENVIRONMENT)
    if not url:
        raise RecordError(Message("page.no_register", {"variable": ENVIRONMENT}))
    return open_register(url)


def ask(
    step: Callable[Concatenate[Register, Actor, _Given], _Found],
    actor: Actor,
    /,
    *args: _Given.args,
    **values: _Given.kwargs,
) -> _Found:
    """Ask a step of `flow` that reads: ``ask(flow.read_notices, person, round_id)``; it decides who may see what."""
    _refuse_without_power()
    look(actor, step.__name__, next((one for one in (*args, *values.values()) if isinstance(one, str)), ""))
    with metrics.timed("read"):
        return step(register(), actor, *args, **values)


def kept(
    step: Callable[Concatenate[Register, Actor, _Given], _Found],
    actor: Actor,
    /,
    *args: _Given.args,
    **values: _Given.kwargs,
) -> _Found:
    """Ask as `ask` does, and keep what is answered for him alone while nothing but marks and looks is recorded.

    For steps that read nothing but the record, and of it neither marks nor looks, nor the clock or what nobody records:
    a test holds every step that pages ask so to it. Whether he may is settled by who he is and by the state of the
    record, and an answer is kept by both; a look is written down each time; a refusal is never kept.
    """
    _refuse_without_power()
    look(actor, step.__name__, next((one for one in (*args, *values.values()) if isinstance(one, str)), ""))
    revision = flow.record_revision(register(), actor)
    found: _Found = _kept(register().register_id, actor, step, revision, args, tuple(sorted(values.items())))
    return found


@kept_within(answers=MOST_ANSWERS, rows=MOST_ROWS)
def _kept(
    _register_id: str,
    actor: Actor,
    step: Callable[..., Any],
    _revision: int,
    args: tuple[object, ...],
    values: tuple[tuple[str, object], ...],
) -> Any:
    return step(register(), actor, *args, **dict(values))


def look(actor: Actor, step: str, about: str) -> None:
    """Write down that somebody looks whose looks are (`flow.looking`); what cannot be written is not shown."""
    flow.note_look(register(), actor, now(), step=step, about=about)


def act(
    step: Callable[Concatenate[Register, Actor, datetime, _Given], _Found],
    actor: Actor,
    /,
    *args: _Given.args,
    **values: _Given.kwargs,
) -> _Found:
    """Do a step of `flow` that writes, at this moment: ``act(flow.sign_notice, person, round_id, signed_on=day)``."""
    _refuse_without_power()
    _refuse_whoever_left(actor)
    with metrics.timed("act"):
        return step(register(), actor, now(), *args, **values)


def keep_door(check: Callable[[Actor], bool]) -> None:
    """Let `check` say before every act whether he who acts is still here (`identity`)."""
    _DOOR[:] = [check]


def _refuse_whoever_left(actor: Actor) -> None:
    """Refuse an act of a page whose person signed out, was disabled, or lost the role in which it was drawn."""
    if not all(check(actor) for check in _DOOR):
        raise AccessRefusedError(Message("gate.session_over"))


def cut_power(cut: bool) -> None:
    """Let the record not answer, as without power, or answer again; a rehearsal does (`rehearsing`)."""
    if cut:
        _DARK.set()
    else:
        _DARK.clear()


def power_is_cut() -> bool:
    """Whether a rehearsal has cut the power."""
    return _DARK.is_set()


def _refuse_without_power() -> None:
    if power_is_cut():
        raise RecordError(Message("rehearsal.power_cut"))


def ready() -> bool:
    """Whether the record answers."""
    try:
        with register().read() as connection:
            connection.exec_driver_sql("SELECT 1")
    except RecordError:
        return False
    return True


@cache
def demonstration_experts() -> dict[str, str]:
    """Return the experts of a demonstration, id to name: for the switch of roles, and for nothing else.

    First comes one who still has a sheet to fill in, so that a visitor has something to do.

    Raises
    ------
    AccessRefusedError
        On a register that is not a demonstration: there the list of experts is for the assignment holder alone.
    """
    if not register().synthetic:
        raise access.refused("read", "expert")
    holder = Actor("demonstration-holder", "", frozenset({"assignment_holder"}))
    names = {row["expert_id"]: row["name"] for row in flow.export_experts(register(), holder).rows}
    first = next(filter(_has_work, names), None)
    return {first: names[first], **names} if first else names


def _has_work(expert_id: str) -> bool:
    expert = Actor(expert_id, "", frozenset({"expert"}))
    open_rounds = [one.round_id for one in rounds(expert) if one.state == "reviewing"]
    tasks = (task for round_id in open_rounds for task in my_tasks(expert, round_id))
    return any(task.state in ("to_do", "under_way", "returned") for task in tasks)


def rounds(actor: Actor) -> tuple[flow.RoundSummary, ...]:
    """Return the rounds of the record, the one that takes marks first, then the newest."""
    found = kept(flow.list_rounds, actor)
    by_year = sorted(found, key=lambda one: (one.rule_book.round.year, one.round_id), reverse=True)
    return tuple(sorted(by_year, key=lambda one: one.state != "reviewing"))


def my_tasks(actor: Actor, round_id: str) -> tuple[flow.Task, ...]:
    """Return the actor's own sheets of a round."""
    return flow.my_tasks(register(), actor, round_id)


def recuse_myself(actor: Actor, application_id: str, reason: str, stage: Stage = "document_review") -> None:
    """Take the actor off an application at a stage, at his own word."""
    _refuse_whoever_left(actor)
    flow.recuse(register(), actor, now(), application_id=application_id, expert_id=actor.id, stage=stage, reason=reason)


def own_sheet(actor: Actor, application_id: str, stage: Stage = "document_review") -> flow.OwnSheet:
    """Return the actor's own sheet of an application at a stage."""
    return flow.own_sheet(register(), actor, application_id=application_id, stage=stage)


def save_mark(
    actor: Actor, given: GivenMark, *, application_id: str, seen_version: int, stage: Stage = "document_review"
) -> flow.SavedMark:
    """Save one mark; what is returned is on disk."""
    _refuse_whoever_left(actor)
    with metrics.timed("mark"):
        return flow.save_mark(
            register(), actor, now(), given, application_id=application_id, seen_version=seen_version, stage=stage
        )


def submit_sheet(actor: Actor, application_id: str, stage: Stage = "document_review") -> flow.Receipt:
    """Submit the actor's own sheet of an application at a stage."""
    _refuse_whoever_left(actor)
    return flow.submit_sheet(register(), actor, now(), application_id=application_id, stage=stage)


def still_missing(own: flow.OwnSheet, shown: Mapping[str, flow.SavedMark]) -> tuple[Fault, ...]:
    """Return what a sheet with these marks lacks before it can be submitted."""
    return flow.still_missing(own.sheet, shown.values())


def points_so_far(own: flow.OwnSheet, shown: Mapping[str, flow.SavedMark]) -> flow.PointsSoFar:
    """Return what these marks add up to so far."""
    return flow.points_so_far(own.sheet.rule_book, shown.values())


def application_heads(actor: Actor, round_id: str) -> tuple[flow.ApplicationHead, ...]:
    """Return the applications of a round that a sitting decides about."""
    return kept(flow.application_heads, actor, round_id)


def round_progress(actor: Actor, round_id: str, stage: Stage = "document_review") -> flow.Progress:
    """Return how many sheets of each panel are in: counts, no person."""
    return kept(flow.round_progress, actor, round_id, stage=stage)


def decided(actor: Actor, round_id: str) -> tuple[flow.Outcome, ...]:
    """Return what stands decided in a round."""
    return flow.decided(register(), actor, round_id)


def sitting_case(actor: Actor, application_id: str, stage: Stage = "document_review") -> flow.SittingCase:
    """Return what a sitting has before it about one application."""
    look(actor, "sitting_case", application_id)
    return flow.sitting_case(register(), actor, application_id, stage=stage)


def decision_history(actor: Actor, application_id: str) -> tuple[flow.DecisionHistory, ...]:
    """Return everything that was ever decided about an application, the newest first."""
    look(actor, "decision_history", application_id)
    return flow.decision_history(register(), actor, application_id)


def record_decision(
    actor: Actor, application_id: str, *, outcome: flow.SittingOutcome, votes: flow.Votes, reason: str, stage: Stage
) -> None:
    """Record what a sitting decided."""
    _refuse_whoever_left(actor)
    flow.record_decision(
        register(),
        actor,
        now(),
        application_id=application_id,
        outcome=outcome,
        votes=votes,
        reason=reason,
        stage=stage,
    )


def readiness(actor: Actor, round_id: str) -> flow.Readiness:
    """Return how ready a round is for its next state."""
    return kept(flow.readiness, actor, round_id)


def round_history(actor: Actor, round_id: str) -> tuple[flow.RoundAct, ...]:
    """Return every state that a round came to."""
    return flow.round_history(register(), actor, round_id)


def advance_round(actor: Actor, round_id: str, state: flow.RoundState, reason: str = "") -> None:
    """Bring a round to its next state, or back with a reason."""
    _refuse_whoever_left(actor)
    flow.advance_round(register(), actor, now(), round_id, state, reason=reason)


@cache
def regions() -> Regions:
    """Return the regions of the province: public, the same for everybody."""
    return read_regions()


def now() -> datetime:
    """Return the time of an act: the server's clock, read here and nowhere below."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day in Beijing, by the server's clock."""
    return now().astimezone(BEIJING).date()
