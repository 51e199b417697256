"""The demonstration register: told from one seed, written through `flow`, the same to the byte each time."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Final

import numpy as np

from indicators.regions import read_regions
from scoring import flow
from scoring.demonstration.enlarging import rule_book_of
from scoring.demonstration.finishing import Finisher, Objected, working_day_after
from scoring.demonstration.plan import Plan, read_plan
from scoring.demonstration.planted import Planting
from scoring.demonstration.pools import note_pool
from scoring.demonstration.rounds import CurrentRound, FinishedRound
from scoring.demonstration.steps import office
from scoring.demonstration.story import Story, tell
from scoring.demonstration.writing import Pair, Writer, expert, pairs_of
from scoring.model import GivenMark, MarkState
from scoring.register import chain
from scoring.register.chain import Head
from scoring.register.database import create_register

SEED: Final = 20260608
_SALTS, _NOTES, _IDENTITY = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Built:
    """What was built: the head of the chain, the current round, what was planted, and the story behind it all."""

    head: Head
    current_round: str
    planted: tuple[Planting, ...]
    story: Story


def build(
    url: str | Path,
    *,
    seed: int = SEED,
    plan: Plan | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Built:
    """Make a register and fill it with the demonstration.

    Parameters
    ----------
    url : str or Path
        A file that is not there yet, or the URL of an empty database.
    seed : int
        The same seed gives the same register, salts and all.
    plan : Plan, optional
        Another size than the one that comes with the program.
    progress : callable
        Is told after each step how many are done, and of how many.

    Raises
    ------
    RecordError
        As `create_register`; a disk that is full or read-only.
    """
    plan, regions = plan or read_plan(), read_regions()
    steps = len(plan.rounds) + 1
    tell_progress = progress or (lambda done, of: None)
    books = {one.round_id: rule_book_of(one.round_id, plan.times) for one in plan.rounds}
    story = tell(seed, plan=plan, books=books, regions=regions)
    tell_progress(1, steps)
    identity = uuid.UUID(bytes=np.random.default_rng([seed, _IDENTITY]).bytes(16), version=4)
    with create_register(
        url,
        now=plan.at(plan.rounds[0].applied[0] - timedelta(days=30), 9),
        synthetic=True,
        salts=np.random.default_rng([seed, _SALTS]).bytes,
        register_id=str(identity),
    ) as register:
        writer = Writer(register, np.random.default_rng([seed, _NOTES]), plan, regions)
        for number, one in enumerate(story.finished, 2):
            write_finished(writer, one, _objected(story.planted, one))
            _suspend(writer, story.planted, one)
            tell_progress(number, steps)
        write_current(writer, story.current, _at_home(story.planted))
        tell_progress(steps, steps)
        with register.read() as connection:
            head = chain.head(connection)
    return Built(head, story.current.opened.plan.round_id, story.planted, story)


def write_finished(writer: Writer, done: FinishedRound, objected: Objected | None = None) -> None:
    """Write a finished round, from its creation to what was revoked of it, with what was objected to its notice.

    The site visits are marked as well, so the round goes back from deciding to reviewing once.
    """
    opened, plan, end = done.opened, writer.plan, done.opened.plan.end
    if end is None:
        raise ValueError(f"{opened.plan.round_id} has no end in the plan")
    register, secretariat = writer.register, office("secretariat")
    writer.open(opened)
    granted_ids = {grant.application_id for grant in done.granted}
    writer.confirm(opened, [one.application_id for one in opened.applications if one.application_id not in granted_ids])
    writer.sheets(opened, opened.review, plan.at(opened.plan.marked[1] + timedelta(days=1), 7))
    writer.sitting(opened, done.decisions, end.sitting)
    writer.advance(opened, "reviewing", end.sitting, 18, reason=note_pool().site_visits)
    writer.assign(opened, done.visit, pairs_of(done.visit), plan.at(end.visited[0], 8))
    writer.sheets(opened, done.visit, plan.at(end.visited[1] + timedelta(days=1), 7))
    writer.sitting(opened, done.visit_decisions, end.second_sitting)
    writer.advance(opened, "in_notice", end.second_sitting, 18)
    granted = [flow.Granted(grant.application_id, grant.grade) for grant in done.granted]
    finisher = Finisher(register, secretariat, office("province_drc"), _mornings(plan))
    opened_on = working_day_after(end.second_sitting, 2)
    finisher.finish(opened.plan.round_id, granted, opened_on=opened_on, announced_on=end.announced, objected=objected)
    writer.advance(opened, "accredited", end.announced, 10)
    writer.advance(opened, "closed", end.announced, 17)
    for one in done.revoked:
        for hour, signer in ((10, secretariat), (15, office("province_drc"))):
            flow.revoke(
                register,
                signer,
                plan.at(one.on, hour),
                application_id=one.application_id,
                cause=one.cause,
                on=one.on,
                reason=one.reason,
            )


def _mornings(plan: Plan) -> Callable[[date], datetime]:
    """Return moments of a day's morning, each later than the one before."""
    minutes = count()
    return lambda day: plan.at(day, 8, next(minutes))


def write_current(writer: Writer, current: CurrentRound, at_home: Collection[Pair]) -> None:
    """Write the round that is being marked, up to the moment of the plan."""
    now = writer.plan.now
    writer.open(current.opened, at_home)
    writer.sheets(current.opened, current.opened.review, now - timedelta(hours=2), current.submitted)
    writer.recuse(current.late_recusal, now - timedelta(minutes=70))
    application_id, expert_id, _ = current.returned
    flow.return_sheet(
        writer.register,
        office("assignment_holder"),
        now - timedelta(minutes=40),
        application_id=application_id,
        expert_id=expert_id,
        reason=note_pool().returned_sheet,
    )
    _correct(writer, current)


def _correct(writer: Writer, current: CurrentRound) -> None:
    """Let an expert change one mark of his returned sheet to another level in between, and submit it again."""
    application_id, expert_id, indicator = current.returned
    himself, moment = expert(expert_id), writer.plan.now - timedelta(minutes=25)
    kept = flow.read_sheet(writer.register, himself, application_id=application_id).marks[indicator]
    leaves = current.opened.book.round.indicator_table.leaves()
    between = next(leaf for leaf in leaves if leaf.code == indicator).allowed_scores()[1:-1]
    other = next(points for points in between if f"{points:f}" != kept.value)
    flow.save_mark(
        writer.register,
        himself,
        moment,
        GivenMark(indicator, MarkState.SCORED, other),
        application_id=application_id,
        seen_version=kept.version,
    )
    flow.submit_sheet(writer.register, himself, moment + timedelta(minutes=3), application_id=application_id)


def _objected(planted: Collection[Planting], done: FinishedRound) -> Objected | None:
    """Return the objection that was planted into a finished round, if any, in the words of the notes."""
    words, round_id = note_pool().objection, done.opened.plan.round_id
    for one in planted:
        if one.kind == "groundless_objection" and one.round_id == round_id:
            return Objected(one.applications[0], words["from"], words["substance"], words["reason"])
    return None


def _suspend(writer: Writer, planted: Collection[Planting], done: FinishedRound) -> None:
    """Suspend from publicity the grade planted for it, and order to put things right within the longest term."""
    words, book = note_pool().supervision, done.opened.book
    for one in planted:
        if one.kind != "publicity_suspension" or one.round_id != done.opened.plan.round_id:
            continue
        on = date.fromisoformat(one.details["on"])
        longest = timedelta(days=book.regulation.interpretations.rectify_within_days or 0)
        taken = (("publicity_suspension", None), ("rectification_order", on + longest))
        for minute, (measure, until) in enumerate(taken):
            flow.order_measure(
                writer.register,
                office("secretariat"),
                writer.plan.at(on, 10, minute),
                application_id=one.applications[0],
                measure=measure,
                cause=flow.Cause("major_accident", date.fromisoformat(one.details["accident"])),
                on=on,
                until=until,
                reason=words[measure],
            )


def _at_home(planted: Collection[Planting]) -> list[Pair]:
    """Return the assignments that were planted against the rule."""
    return [
        pair for one in planted if one.kind == "home_favour" for pair in zip(one.applications, one.experts, strict=True)
    ]
