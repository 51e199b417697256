"""How long an office has for a step, and who is late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from indicators.model import Deadline, StepAct
from scoring.procedure.steps import Standing


@dataclass(frozen=True, slots=True)
class Late:
    """An act that an office has not done in time: of which application, due on which day, how many days ago."""

    application_id: str
    act: StepAct
    due_on: date
    days: int


def due_on(since: date, days: int) -> date:
    """Return the last day on which a step that fell due on `since` is in time; that day itself is not counted."""
    return since + timedelta(days=days)


def term_of(standing: Standing, deadlines: Iterable[Deadline]) -> date | None:
    """Return the last day on which what is due is in time, ``None`` where nothing is due or there is no term."""
    if standing.state != "open" or standing.step is None:
        return None
    days = next((one.days for one in deadlines if one.step_id == standing.step.id), None)
    return None if days is None else due_on(standing.since, days)


def late_acts(application_id: str, standing: Standing, deadlines: Iterable[Deadline], *, on: date) -> tuple[Late, ...]:
    """Return what is late on a day: only acts that can be done now, so that nobody is reminded of another's delay."""
    last = term_of(standing, deadlines)
    if last is None or on <= last:
        return ()
    return tuple(Late(application_id, act, last, (on - last).days) for act in standing.due)
