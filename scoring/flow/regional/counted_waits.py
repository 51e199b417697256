"""The funnel of a round that is not over, counted by the database: what offices did with a hundred thousand files.

The same as following application by application (`funnel.waits_of`, as offices see it): a test holds them against each
other. Where a dossier was completed, a case resumed or an act done twice, the order of acts matters: those few are
named, to be followed one by one. SQLite alone is asked so: its words for days are its own.
"""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import reduce
from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Integer,
    Select,
    Subquery,
    Text,
    case,
    cast,
    exists,
    func,
    literal,
    select,
    union_all,
)

from indicators.model import Step
from scoring.flow.regional.case_waits import RECOMMENDED
from scoring.procedure.steps import EXPERTS, owner_of_applicant
from scoring.register import measures, queries
from scoring.register.regional_waits import Wait
from scoring.register.tables import application, chain_entry, step_act, withdrawal

_HALTING: Final = ("returned", "refused")
_GOING_ON: Final = ("completed", "resumed")
_ODD: Final = "odd"
_IN_BEIJING: Final = "+8 hours"
"""From the moments of the record to days: eight hours ahead all the year."""


def grades_of(connection: Connection, round_id: str) -> tuple[str, ...]:
    """Return the target grades of a round."""
    query = select(application.c.target_grade).where(application.c.round_id == round_id).distinct()
    return tuple(connection.scalars(query.order_by(application.c.target_grade)))


def counted(
    connection: Connection, round_id: str, grade: str, steps: Sequence[Step]
) -> tuple[Counter[Wait], tuple[str, ...]]:
    """Return how far the applications for a grade came; and those left out, of which the order of acts says it.

    Parameters
    ----------
    steps : sequence of Step
        The path of the grade.
    """
    each = _each(round_id, grade, steps)
    nobody = literal("")
    odd = select(each.c.application_id, nobody, literal(_ODD), nobody, literal(0)).where(each.c.odd)
    found: Counter[Wait] = Counter()
    left_out = []
    for place, step, state, days, count in connection.execute(union_all(*_groups(each, steps), odd)):
        if state == _ODD:
            left_out.append(place)
        else:
            found[Wait(f"{place}00", grade, step, state, days)] = count
    return found, tuple(sorted(left_out))


def _acts(round_id: str, grade: str, ids: Sequence[str]) -> Subquery:
    """Return for each application on which day which act was signed, whether it was halted, and the day of the last."""
    of_it = select(application.c.application_id).where(
        application.c.round_id == round_id, application.c.target_grade == grade
    )
    signed = step_act.c.verdict == "signed"
    return (
        select(
            step_act.c.application_id,
            func.max(step_act.c.verdict.in_(_GOING_ON)).label("gone_on"),
            func.max(step_act.c.verdict.in_(_HALTING)).label("halted"),
            func.max(step_act.c.acted_on).label("left_on"),
            func.sum(signed).label("signed"),
            *(
                func.max(case(((step_act.c.act == act) & signed, step_act.c.acted_on))).label(f"on_{act}")
                for act in ids
            ),
        )
        .where(step_act.c.application_id.in_(of_it))
        .group_by(step_act.c.application_id)
        .subquery("acts")
    )


def _each(round_id: str, grade: str, steps: Sequence[Step]) -> CTE:
    """Return one row an application: since when it was in each step (`since_0` …), no day where it never came there."""
    first = application.alias("first")
    applicants = {act.id for act in owner_of_applicant(steps)}
    ids = [act.id for step in steps for act in step.acts]
    acts = _acts(round_id, grade, ids)
    entered: ColumnElement[str] = func.date(chain_entry.c.at, _IN_BEIJING)
    since: list[ColumnElement[Any]] = [entered]
    ends: list[ColumnElement[Any]] = []
    for step in steps:
        days = [acts.c[f"on_{act.id}"] for act in step.acts]
        known = [
            func.coalesce(day, entered) if act.id in applicants else day
            for day, act in zip(days, step.acts, strict=True)
        ]
        # Of several the database's greatest is nothing where one of them is.
        ends.append(_latest(known) if known else since[-1])
        since.append(_latest([since[-1], ends[-1]]))
    dropped = (
        (func.coalesce(acts.c.halted, 0) > 0)
        | exists().where(withdrawal.c.application_id == application.c.application_id)
        | application.c.application_id.in_(measures.returned_ids())
    )
    # Signed oftener than acts are known: one twice, or one of another path.
    known_acts = [case((acts.c[f"on_{act}"].is_not(None), 1), else_=0) for act in ids]
    odd = (acts.c.gone_on > 0) | (acts.c.signed > reduce(operator.add, known_acts, literal(0)))
    return (
        select(
            application.c.application_id,
            func.substr(application.c.county, 1, 4).label("place"),
            func.coalesce(odd, False).label("odd"),
            dropped.label("dropped"),
            acts.c.left_on,
            *(day.label(f"since_{at}") for at, day in enumerate(since)),
            *(day.label(f"end_{at}") for at, day in enumerate(ends)),
        )
        .select_from(application)
        .join(first, (first.c.application_id == application.c.application_id) & (first.c.version == 1))
        .join(chain_entry, chain_entry.c.sequence == first.c.entry)
        .outerjoin(acts, acts.c.application_id == application.c.application_id)
        .where(
            application.c.round_id == round_id,
            application.c.target_grade == grade,
            queries.newest(application, "application_id"),
        )
        .cte("each_one")
        .prefix_with("MATERIALIZED")
    )


def _groups(each: CTE, steps: Sequence[Step]) -> Iterator[Select[Any]]:
    """Yield what to count: who passed each step, who waits in it, who dropped out there."""
    nothing = literal("")
    for at, step in enumerate(steps):
        since, end, then = each.c[f"since_{at}"], each.c[f"end_{at}"], each.c[f"since_{at + 1}"]
        came, there = since.is_not(None), then.is_(None)
        yield _counting(each, step.id, "passed", _days(since, end)).where(then.is_not(None))
        yield _counting(each, step.id, "waiting", since).where(came, there, ~each.c.dropped)
        left = func.coalesce(_days(since, each.c.left_on), nothing)
        yield _counting(each, step.id, "dropped", left).where(came, there, each.c.dropped)
        if step.id == EXPERTS:
            yield _counting(each, RECOMMENDED, "passed", nothing).where(came, ~each.c.dropped)


def _counting(each: CTE, step: str, state: str, days: ColumnElement[str]) -> Select[Any]:
    labelled = days.label("days")
    columns = (each.c.place, literal(step).label("step"), literal(state).label("state"), labelled)
    return select(*columns, func.count().label("applications")).where(~each.c.odd).group_by(each.c.place, labelled)


def _days(since: ColumnElement[Any], until: ColumnElement[Any]) -> ColumnElement[str]:
    # Acts are dated by hand, entries by the clock: an act before the entry took no day.
    between = cast(func.julianday(until) - func.julianday(since), Integer)
    return cast(func.max(0, between), Text)


def _latest(days: Sequence[ColumnElement[Any]]) -> ColumnElement[Any]:
    return func.max(*days) if len(days) > 1 else days[0]
