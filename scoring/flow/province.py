"""The province: grades by prefecture once decisions are locked, over the rounds, and what is valid on a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from indicators.model import RuleBook
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
        Whether `regions` counts announced grades; before that it counts what the sitting decided to propose, and a
        grade that is confirmed without experts (A) is not known yet and so not in ``granted``.
    grades : tuple of str
        Those open to applications, lowest first.
    caps : dict of grade to int
        The most applications that one prefecture may recommend.
    for_experts, undecided, deferred : int
        Applications for grades that experts decide; how many of them no sitting has decided to the end, and how many of
        these it deferred. Counts of the whole province, of no prefecture.
    """

    round_id: str
    year: int
    state: RoundState
    announced: bool
    grades: tuple[str, ...]
    caps: dict[str, int]
    regions: tuple[RegionCounts, ...]
    for_experts: int
    undecided: int
    deferred: int


@dataclass(frozen=True, slots=True)
class Filed:
    """Before decisions are locked: how many files there are, and nothing of grades granted."""

    round_id: str
    state: RoundState
    applications: dict[str, int]


@dataclass(frozen=True, slots=True)
class RegionStock:
    """What became of the accreditations of one prefecture, as it stands on a day.

    Attributes
    ----------
    valid : dict of grade to int
        Valid on that day.
    ending : int
        Of the valid ones, those whose last day is in the same calendar year.
    expired, revoked, superseded : int
        No longer valid: run out, revoked, replaced by a later accreditation of the same enterprise.
    """

    code: str
    valid: dict[str, int]
    ending: int
    expired: int
    revoked: int
    superseded: int

    @property
    def valid_ones(self) -> int:
        """All valid ones."""
        return sum(self.valid.values())


@dataclass(frozen=True, slots=True)
class Stock:
    """Accreditations on a day, by prefecture. `grades`: lowest first."""

    on: date
    grades: tuple[str, ...]
    regions: tuple[RegionStock, ...]


def distribution(register: Register, actor: Actor, round_id: str) -> Distribution:
    """Return the grades of a round by prefecture.

    Raises
    ------
    AccessRefusedError
        Before the decisions are locked, to everybody.
    ConflictError
        If there is no such round.
    """
    gather.refuse_whoever_never_may(actor, "read", "region_statistics")
    with register.read() as connection:
        access.require(actor, "read", "region_statistics", gather.truths(connection, round_id))
        return _distribution(connection, round_id)


def trend(register: Register, actor: Actor) -> tuple[Distribution, ...]:
    """Return the distribution of every round whose decisions are locked, oldest first.

    Raises
    ------
    AccessRefusedError
    """
    gather.refuse_whoever_never_may(actor, "read", "region_statistics")
    with register.read() as connection:
        open_to = [
            adopted.round_id
            for adopted in rounds.all_adopted(connection)
            if access.may(actor, "read", "region_statistics", gather.truths(connection, adopted.round_id))
        ]
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
    """Return what is valid on a day, and what is no longer.

    What was revoked or superseded counts as such whatever the day: the record keeps no day for it but that of the act.

    Raises
    ------
    AccessRefusedError
    """
    # Only announced grades are ever accreditations.
    access.require(actor, "read", "accreditation", {"announced"})
    with register.read() as connection:
        every = [one for one in accreditations.everything(connection) if one.announced_on <= on]
        counties = applications.counties(connection)
    grades = tuple(sorted({one.grade for one in every}, key=len))
    valid: Counter[tuple[str, str]] = Counter()
    ended: Counter[tuple[str, str]] = Counter()
    ending: Counter[str] = Counter()
    for one in every:
        code, how = gather.prefecture(counties[one.application_id]), standing(one.state, one.valid_until, on=on)
        if how == "valid":
            valid[code, one.grade] += 1
            ending[code] += one.valid_until.year == on.year
        else:
            ended[code, how] += 1
    return Stock(
        on,
        grades,
        tuple(
            RegionStock(
                code,
                {grade: valid[code, grade] for grade in grades},
                ending=ending[code],
                expired=ended[code, "expired"],
                revoked=ended[code, "revoked"],
                superseded=ended[code, "superseded"],
            )
            for code in gather.prefectures()
        ),
    )


def _distribution(connection: Connection, round_id: str) -> Distribution:
    book = gather.rule_book(connection, round_id)
    state = gather.state_of(connection, round_id)
    announced = "announced" in circumstances(state)
    targets = {
        application_id: (gather.prefecture(county), target)
        for application_id, (county, target) in applications.targets(connection, round_id).items()
    }
    by_experts = {cut.grade for cut in book.round.cut_scores}
    last = decisions.outcomes(connection, round_id)
    # What was withdrawn after a sitting had proposed it has no place any more.
    proposed = [one for one in _proposed(last) if one[0] in targets]
    granted = _announced(connection, round_id) if announced else proposed
    for_experts = [application_id for application_id, (_, target) in targets.items() if target in by_experts]
    open_ = [application_id for application_id in for_experts if not _is_final(last.get(application_id))]
    grades = _lowest_first(book, {grade for _, grade in granted})
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
            applied=targets.values(),
            granted=[(targets[application_id][0], grade) for application_id, grade in granted],
            known=None if announced else by_experts,
        ),
        for_experts=len(for_experts),
        undecided=len(open_),
        deferred=sum(last[application_id][0] == "defer" for application_id in open_ if application_id in last),
    )


def _lowest_first(book: RuleBook, granted: Collection[str]) -> tuple[str, ...]:
    """Return the grades that have a column: those applied for in the round, and whatever else was granted in it."""
    shown = {*book.round.grades_open, *granted}
    return tuple(grade for grade in book.regulation.accredited_grades() if grade in shown)


def _announced(connection: Connection, round_id: str) -> list[tuple[str, str]]:
    """Return what was announced, whatever became of it since."""
    return [(one.application_id, one.grade) for one in accreditations.of_round(connection, round_id)]


def _proposed(last: Mapping[str, tuple[str, str | None]]) -> list[tuple[str, str]]:
    return [(name, grade) for name, (outcome, grade) in last.items() if grade and outcome.startswith("propose")]


def _is_final(decision: tuple[str, str | None] | None) -> bool:
    """Whether nothing more is to be decided: a case sent to the site visit or deferred comes before a sitting again."""
    return decision is not None and decision[0] not in ("send_to_site_visit", "defer")
