"""The province: grades by prefecture once decisions are locked, over the rounds, and what is valid on a day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from scoring import access
from scoring.flow import gather
from scoring.model import Actor
from scoring.procedure.rounds import RoundState, circumstances
from scoring.procedure.validity import standing
from scoring.register import accreditations, applications, decisions, rounds
from scoring.register.database import Register
from scoring.statistics.regions import RegionCounts, count_by_region


@dataclass(frozen=True, slots=True)
class Distribution:
    """Grades of a round by prefecture.

    Attributes
    ----------
    announced : bool
        Whether `regions` counts announced grades; before that it counts what the sitting decided to propose.
    caps : dict of grade to int
        The most applications that one prefecture may recommend.
    """

    round_id: str
    year: int
    state: RoundState
    announced: bool
    grades: tuple[str, ...]
    caps: dict[str, int]
    regions: tuple[RegionCounts, ...]


@dataclass(frozen=True, slots=True)
class Filed:
    """Before decisions are locked: how many files there are, and nothing of grades granted."""

    round_id: str
    state: RoundState
    applications: dict[str, int]


@dataclass(frozen=True, slots=True)
class Stock:
    """Accreditations on a day: valid ones by prefecture and grade, and how many of all stand how."""

    on: date
    grades: tuple[str, ...]
    valid: tuple[RegionCounts, ...]
    standing: dict[str, int]


def distribution(register: Register, actor: Actor, round_id: str) -> Distribution:
    """Return the grades of a round by prefecture.

    Raises
    ------
    AccessRefusedError
        Before the decisions are locked, to everybody.
    ConflictError
        If there is no such round.
    """
    with register.read() as connection:
        access.require(actor, "read", "region_statistics", gather.truths(connection, round_id))
        return _distribution(connection, round_id)


def trend(register: Register, actor: Actor) -> tuple[Distribution, ...]:
    """Return the distribution of every round whose decisions are locked, oldest first.

    Raises
    ------
    AccessRefusedError
    """
    with register.read() as connection:
        open_to = [
            adopted.round_id
            for adopted in rounds.all_adopted(connection)
            if access.may(actor, "read", "region_statistics", gather.truths(connection, adopted.round_id))
        ]
        # The right itself is asked once more for the case that no round is locked yet.
        access.require(actor, "read", "region_statistics", circumstances("closed"))
        return tuple(sorted((_distribution(connection, one) for one in open_to), key=lambda one: one.year))


def filed(register: Register, actor: Actor, round_id: str) -> Filed:
    """Return how many applications a round has, by target grade: all that may be known before the decisions are locked.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    access.require(actor, "count", "application")
    with register.read() as connection:
        state = gather.state_of(connection, round_id)
        return Filed(round_id, state, applications.count_by_grade(connection, round_id))


def stock(register: Register, actor: Actor, *, on: date) -> Stock:
    """Return what is valid on a day.

    Raises
    ------
    AccessRefusedError
    """
    access.require(actor, "read", "accreditation", {"announced"})
    with register.read() as connection:
        every = accreditations.everything(connection)
        counties = applications.counties(connection)
        grades = tuple(sorted({one.grade for one in every}, key=len))
        standings = [(one, standing(one.state, one.valid_until, on=on)) for one in every if one.announced_on <= on]
        valid = [
            (gather.prefecture(counties[one.application_id]), one.grade) for one, how in standings if how == "valid"
        ]
        counts = count_by_region(gather.prefectures(), grades, applied=(), granted=valid)
        return Stock(on, grades, counts, dict(Counter(how for _, how in standings)))


def _distribution(connection: Connection, round_id: str) -> Distribution:
    book = gather.rule_book(connection, round_id)
    state = gather.state_of(connection, round_id)
    announced = "announced" in circumstances(state)
    prefecture_of = {
        one.application_id: gather.prefecture(one.enterprise.county)
        for one in applications.of_round(connection, round_id)
    }
    applied = [
        (prefecture_of[one.application_id], one.target_grade) for one in applications.of_round(connection, round_id)
    ]
    granted = _announced(connection, round_id) if announced else _decided(connection, round_id)
    grades = book.round.grades_open
    return Distribution(
        round_id=round_id,
        year=book.round.year,
        state=state,
        announced=announced,
        grades=grades,
        caps={cap.grade: cap.per_prefecture for cap in book.round.parameter_sheet.caps},
        regions=count_by_region(
            gather.prefectures(),
            grades,
            applied=applied,
            granted=[(prefecture_of[application_id], grade) for application_id, grade in granted],
        ),
    )


def _announced(connection: Connection, round_id: str) -> list[tuple[str, str]]:
    """Return what was announced, whatever became of it since."""
    return [(one.application_id, one.grade) for one in accreditations.of_round(connection, round_id)]


def _decided(connection: Connection, round_id: str) -> list[tuple[str, str]]:
    """Return what the sittings decided to propose; of two stages the later one counts."""
    standing_ = [one for one in decisions.of_round(connection, round_id) if one.state == "recorded"]
    last = {one.application_id: one for one in standing_}
    return [(one.application_id, one.grade) for one in last.values() if one.grade and one.outcome.startswith("propose")]
