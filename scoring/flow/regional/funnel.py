"""The funnel of the seven steps: how many passed each, dropped out there or wait, and for how many days."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import Connection

from indicators.language import Message, Name
from indicators.model import RuleBook
from scoring.flow import gather
from scoring.flow.regional import counted_waits
from scoring.flow.regional.case_waits import RECOMMENDED, waits_of_case
from scoring.flow.regional.figures import Figure, figure
from scoring.flow.step_standings import EVERYTHING, OFFICES, Sees, cases, office_cases
from scoring.procedure.steps import path
from scoring.register import regional_waits
from scoring.register.regional_waits import Wait
from scoring.statistics.regions.survival import kaplan_meier


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step, of all applications that came to it.

    Attributes
    ----------
    entered, passed, dropped, waiting : int
        ``entered`` is the sum of the others.
    median : Figure
        Days until half had passed, those that still wait or dropped out counted as long as they were seen (Kaplan and
        Meier), with its limits; of `passed` out of those whose days the record tells.
    """

    step: str
    name: Name
    entered: int
    passed: int
    dropped: int
    waiting: int
    median: Figure


def waits_of(connection: Connection, round_id: str, book: RuleBook, sees: Sees = EVERYTHING) -> Counter[Wait]:
    """Return how far the applications of a round came, counted.

    `sees` `step_standings.OFFICES`: as if no sitting had decided anything, so that it tells nothing of a decision.
    """
    found: Counter[Wait] = Counter()
    for case in cases(connection, round_id, book, sees).values():
        found.update(waits_of_case(case))
    return found


def office_waits(connection: Connection, round_id: str, book: RuleBook) -> Counter[Wait]:
    """Return what `waits_of` does for ``OFFICES``, counted by the database: the grades of the round are not announced.

    Raises
    ------
    ValueError
        If they are: then what was not announced has ended.
    """
    if "announced" in gather.truths(connection, round_id):
        raise ValueError(f"the grades of {round_id} are announced")
    if connection.dialect.name != "sqlite":
        return waits_of(connection, round_id, book, OFFICES)
    found: Counter[Wait] = Counter()
    for grade in counted_waits.grades_of(connection, round_id):
        together, left_out = counted_waits.counted(connection, round_id, grade, path(book.regulation, grade))
        found.update(together)
        for case in office_cases(connection, round_id, left_out, book):
            found.update(waits_of_case(case))
    return found


def funnel(connection: Connection, round_id: str, book: RuleBook, *, announced: bool) -> Counter[Wait]:
    """Return the counts of a round: the prepared ones where it is over, without its last steps where it is not."""
    if not announced:
        return office_waits(connection, round_id, book)
    kept = regional_waits.of_round(connection, round_id)
    return kept if kept and round_id not in regional_waits.stale(connection) else waits_of(connection, round_id, book)


def step_lines(found: Counter[Wait], book: RuleBook, *, on: date) -> tuple[StepLine, ...]:
    """Return the funnel, step by step, as it stands on a day."""
    lines = []
    for step in sorted(book.regulation.steps, key=lambda one: one.order):
        of_it = {wait: count for wait, count in found.items() if wait.step == step.id}
        if of_it:
            lines.append(_line(step.id, Name(step.name, step.name_en), of_it, on))
    return tuple(lines)


def recommended(found: Counter[Wait]) -> Counter[tuple[str, str]]:
    """Return how many applications each prefecture recommended to the experts, by target grade."""
    counts: Counter[tuple[str, str]] = Counter()
    for wait, count in found.items():
        if wait.step == RECOMMENDED:
            counts[wait.place, wait.target_grade] += count
    return counts


def passed_by_place(found: Counter[Wait]) -> Counter[tuple[str, str]]:
    """Return how many applications of each prefecture passed each step."""
    counts: Counter[tuple[str, str]] = Counter()
    for wait, count in found.items():
        if wait.state == "passed" and wait.step != RECOMMENDED:
            counts[wait.place, wait.step] += count
    return counts


def _line(step: str, name: Name, of_it: dict[Wait, int], on: date) -> StepLine:
    by_state = Counter[str]()
    days, ended, times = [], [], []
    for wait, count in of_it.items():
        by_state[wait.state] += count
        if wait.days:
            waited = max(0, (on - date.fromisoformat(wait.days)).days) if wait.state == "waiting" else int(wait.days)
            days.append(waited)
            ended.append(wait.state == "passed")
            times.append(count)
    return StepLine(
        step=step,
        name=name,
        entered=sum(by_state.values()),
        passed=by_state["passed"],
        dropped=by_state["dropped"],
        waiting=by_state["waiting"],
        median=_median(days, ended, times),
    )


def _median(days: list[int], ended: list[bool], times: list[int]) -> Figure:
    if not days:
        return figure("province.define_median_wait", 0, 0, reason=Message("province.no_days"))
    seen = np.repeat(np.array(ended), times)
    curve = kaplan_meier(
        np.repeat(np.array(days, np.float64), times), seen, np.zeros(len(seen), np.int64), n_groups=1
    ).median()
    return figure(
        "province.define_median_wait",
        int(seen.sum()),
        len(seen),
        value=float(curve.value[0]),
        low=float(curve.low[0]),
        high=float(curve.high[0]),
        reason=curve.reason_of(0).message,
    )
