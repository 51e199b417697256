"""The funnel of the seven steps: how many passed each, dropped out there or wait, and for how many days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import Connection

from indicators.language import Message, Name
from indicators.model import RuleBook
from scoring.flow import gather
from scoring.flow.regional.figures import Figure, figure
from scoring.flow.step_standings import EVERYTHING, Case, Sees, cases
from scoring.procedure.steps import EXPERTS, takes_experts
from scoring.register import regional_waits
from scoring.register.regional_waits import Wait
from scoring.statistics.regions.survival import kaplan_meier

OFFICES: Sees = Sees(decisions=False, last_step=False)
"""What stands done by offices alone: the same whatever sittings decided."""
RECOMMENDED = "recommended"
"""Not a step but a threshold: everything before the experts is done, and nothing halts it."""


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

    `sees` ``OFFICES``: as if no sitting had decided anything, so that nothing of a decision can be told from it.
    """
    found: Counter[Wait] = Counter()
    for case in cases(connection, round_id, book, sees).values():
        found.update(_of_case(case))
    return found


def funnel(connection: Connection, round_id: str, book: RuleBook, *, announced: bool) -> Counter[Wait]:
    """Return the counts of a round: the prepared ones where it is over, without its last steps where it is not."""
    if not announced:
        return waits_of(connection, round_id, book, OFFICES)
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


def _of_case(case: Case) -> Iterator[Wait]:
    application, standing = case.application, case.standing
    place = gather.prefecture_or_beginning(application.enterprise.county)
    target = application.target_grade
    if standing.has_passed(case.steps, EXPERTS) and takes_experts(case.steps):
        yield Wait(place, target, RECOMMENDED, "passed", "")
    since: date | None = case.elsewhere.handed_in
    for step in case.steps:
        ends = [standing.done[act.id] for act in step.acts if act.id in standing.done]
        if len(ends) == len(step.acts):
            end = max(ends, default=since)
            yield Wait(place, target, step.id, "passed", _days(since, end))
            since = max(filter(None, (since, end)), default=None)
        elif standing.state == "complete":
            # Its grade is announced: it passed, whatever the record lacks, and on no day that anybody knows.
            yield Wait(place, target, step.id, "passed", "")
            since = None
        elif standing.state == "open":
            yield Wait(place, target, step.id, "waiting", standing.since.isoformat())
            return
        else:
            left = max((act.acted_on for act in case.acts), default=None)
            yield Wait(place, target, step.id, "dropped", _days(since, left))
            return


def _days(since: date | None, until: date | None) -> str:
    if since is None or until is None:
        return ""
    # Acts are dated by hand, entries by the clock: an act before the entry took no day.
    return str(max(0, (until - since).days))


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
