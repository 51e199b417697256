"""How far one application came, and how many days each step took."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from scoring.flow import gather
from scoring.flow.step_standings import Case
from scoring.procedure.steps import EXPERTS, takes_experts
from scoring.register.regional_waits import Wait

RECOMMENDED: Final = "recommended"
"""Not a step but a threshold: everything before the experts is done, and nothing halts it."""


def waits_of_case(case: Case) -> Iterator[Wait]:
    """Yield what an application counts for in the funnel."""
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
