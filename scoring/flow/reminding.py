"""Where applications stand, for the offices that see them, and reminders to those who are late, and no others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.model import Step
from scoring import access
from scoring.flow import gather
from scoring.flow.step_standings import Case, cases, sight_of
from scoring.model import Actor
from scoring.procedure.deadlines import Late, late_acts, term_of
from scoring.procedure.steps import Standing
from scoring.register import chain, step_acts
from scoring.register.chain import Act
from scoring.register.database import Register
from scoring.register.step_acts import REMINDED, Reminded, StepAct


@dataclass(frozen=True, slots=True)
class BoardRow:
    """An application on the step board: who applies for what, its path, where it stands, until when, what is late.

    `due_on`: the last day on which what is due is in time; ``None`` where nothing is due or the round sets no term.
    """

    application_id: str
    enterprise: str
    county: str
    target_grade: str
    steps: tuple[Step, ...]
    standing: Standing
    due_on: date | None
    late: tuple[Late, ...]


@dataclass(frozen=True, slots=True)
class LateOffice:
    """An office that is late: its level, authority and region, and what it has not done in time."""

    level: str
    authority: str
    region: str
    acts: tuple[Late, ...]


def step_board(register: Register, actor: Actor, on: date, round_id: str) -> tuple[BoardRow, ...]:
    """Return where the applications of a round stand that the actor may see.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    gather.refuse_whoever_never_may(actor, "read", "step")
    with register.read() as connection:
        book = gather.rule_book(connection, round_id)
        found = _visible(connection, actor, round_id)
        deadlines = book.round.parameter_sheet.deadlines
        rows = []
        for name, one in found.items():
            standing = one.standing
            head = one.application
            rows.append(
                BoardRow(
                    application_id=name,
                    enterprise=head.enterprise.name,
                    county=head.enterprise.county,
                    target_grade=head.target_grade,
                    steps=one.steps,
                    standing=standing,
                    due_on=term_of(standing, deadlines),
                    late=late_acts(name, standing, deadlines, on=on),
                )
            )
        return tuple(rows)


def step_history(register: Register, actor: Actor, application_id: str) -> tuple[StepAct, ...]:
    """Return everything that offices did with an application, oldest first.

    Raises
    ------
    AccessRefusedError
    """
    gather.refuse_whoever_never_may(actor, "read", "step")
    with register.read() as connection:
        application = gather.application(connection, application_id, verb="read", object_="step", by_round=False)
        access.require(actor, "read", "step", gather.in_region(actor, application.enterprise.county))
        return step_acts.of_application(connection, application_id)


def late_offices(register: Register, actor: Actor, on: date, round_id: str) -> tuple[LateOffice, ...]:
    """Return the offices that are late in a round, as far as the actor may see their applications.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    gather.refuse_whoever_never_may(actor, "read", "step")
    with register.read() as connection:
        return _late(connection, _visible(connection, actor, round_id), on, round_id)


def remind_late(register: Register, actor: Actor, now: datetime, round_id: str) -> tuple[LateOffice, ...]:
    """Record that the offices which are late were reminded, and return them: who is in time is not written to.

    Raises
    ------
    FaultsError
        If nobody is late.
    AccessRefusedError, ConflictError, RecordError
    """
    role = access.require(actor, "remind", "step")
    with register.write() as connection:
        book = gather.rule_book(connection, round_id)
        late = _late(connection, cases(connection, round_id, book), gather.day_of(now), round_id)
        if not late:
            raise FaultsError([Fault(Message("steps.nobody_is_late", {"round": round_id}), seen=round_id)])
        told = [
            {
                "applications": sorted({act.application_id for act in one.acts}),
                "authority": one.authority,
                "region": one.region,
            }
            for one in late
        ]
        act = Act(actor.id, role, REMINDED, f"round/{round_id}", now, "", {"reminded": told})
        chain.record(connection, act)
        return late


def reminders_sent(register: Register, actor: Actor, round_id: str) -> tuple[Reminded, ...]:
    """Return which offices were reminded in a round and when, the newest first, as far as they lie in one's region.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    gather.refuse_whoever_never_may(actor, "read", "step")
    with register.read() as connection:
        gather.adopted(connection, round_id)
        found = []
        for one in step_acts.reminded(connection, round_id):
            own = [to for to in one.offices if access.may(actor, "read", "step", gather.in_region(actor, to.region))]
            if own:
                found.append(replace(one, offices=tuple(own)))
        return tuple(reversed(found))


def _visible(connection: Connection, actor: Actor, round_id: str) -> dict[str, Case]:
    book = gather.rule_book(connection, round_id)
    found = cases(connection, round_id, book, sight_of(connection, actor, round_id))
    # Asked once a county: thousands of applications lie in a hundred of them.
    counties = {one.application.enterprise.county for one in found.values()}
    seen = {one for one in counties if access.may(actor, "read", "step", gather.in_region(actor, one))}
    return {name: one for name, one in found.items() if one.application.enterprise.county in seen}


def _late(connection: Connection, found: Mapping[str, Case], on: date, round_id: str) -> tuple[LateOffice, ...]:
    deadlines = gather.rule_book(connection, round_id).round.parameter_sheet.deadlines
    return _by_office(
        (one.application.enterprise.county, late)
        for name, one in found.items()
        for late in late_acts(name, one.standing, deadlines, on=on)
    )


def offices_of(rows: Iterable[BoardRow]) -> tuple[LateOffice, ...]:
    """Return the offices that are late with rows of a step board."""
    return _by_office((row.county, late) for row in rows for late in row.late)


def _by_office(found: Iterable[tuple[str, Late]]) -> tuple[LateOffice, ...]:
    offices: dict[tuple[str, str, str], list[Late]] = {}
    for county, late in found:
        office = (late.act.level, late.act.authority, _region(late.act.level, county))
        offices.setdefault(office, []).append(late)
    return tuple(LateOffice(*office, tuple(acts)) for office, acts in sorted(offices.items()))


def _region(level: str, county: str) -> str:
    """Return the code of the region for which an office of a level acts."""
    if level == "county":
        return county
    return gather.prefecture_or_beginning(county) if level == "prefecture" else gather.regions().province().code
