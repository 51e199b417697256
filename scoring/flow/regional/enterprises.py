"""From a prefecture to its enterprises, each with its public reason; nothing lies deeper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indicators.collation import Key, by_name
from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring.flow import gather
from scoring.flow.regional.reasons import PublicFacts, public_facts, public_reason
from scoring.model import Actor, Application
from scoring.procedure.sanctions import GradeStanding, standing_of_grade
from scoring.register import accreditations, acts, applications, measures, withdrawals
from scoring.register.accreditations import Accreditation
from scoring.register.database import Register
from scoring.register.measures import Measure


@dataclass(frozen=True, slots=True)
class RegionalEnterprise:
    """One enterprise that applied in a round.

    Attributes
    ----------
    grade : str or None
        Announced in the round; ``None`` where none was.
    standing : str or None
        What everybody may know of that grade on the day asked for.
    reason : Message
        Why, as far as it is public: see `reasons`.
    """

    uscc: str
    name: str
    county: str
    target_grade: str
    grade: str | None
    standing: GradeStanding | None
    valid_until: date | None
    reason: Message


def regional_enterprises(
    register: Register, actor: Actor, *, on: date, round_id: str, prefecture: str
) -> tuple[RegionalEnterprise, ...]:
    """Return the enterprises of a prefecture that applied in a round, by county and name, once grades are announced.

    Who took the application back is left out, as in every count of applications.

    Raises
    ------
    FaultsError
        If there is no such prefecture.
    AccessRefusedError
        Before the announcement, to everybody.
    ConflictError
        If there is no such round.
    """
    with gather.reading(register, actor, "read", "region_enterprises", round_id) as connection:
        if not _is_prefecture(prefecture):
            raise FaultsError([Fault(Message("province.no_such_prefecture"), seen=prefecture)])
        gone = withdrawals.of_round(connection, round_id)
        applied = applications.of_round(connection, round_id, county=prefecture[:4])
        granted = {one.application_id: one for one in accreditations.of_round(connection, round_id)}
        public = public_facts(connection, round_id)
        taken = measures.of_round(connection, round_id)
        found = [
            _enterprise(one, granted.get(one.application_id), taken.get(one.application_id, ()), public, on)
            for one in sorted(applied, key=_place)
            if one.application_id not in gone
        ]
    return tuple(found)


def enterprises_revision(register: Register, actor: Actor, round_id: str) -> int:
    """Return a mark of everything that `regional_enterprises` is computed from; refused to whom that is refused.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    with gather.reading(register, actor, "read", "region_enterprises", round_id) as connection:
        return acts.last_but_marks(connection)


def _place(one: Application) -> tuple[str, Key, str]:
    return one.enterprise.county, by_name(one.enterprise.name), one.enterprise.uscc


def _enterprise(
    application: Application, granted: Accreditation | None, taken: Sequence[Measure], public: PublicFacts, on: date
) -> RegionalEnterprise:
    return RegionalEnterprise(
        uscc=application.enterprise.uscc,
        name=application.enterprise.name,
        county=gather.regions().name(application.enterprise.county),
        target_grade=application.target_grade,
        grade=None if granted is None else granted.grade,
        standing=None if granted is None else standing_of_grade(granted, taken, on),
        valid_until=None if granted is None else granted.valid_until,
        reason=public_reason(application, granted, public),
    )


def _is_prefecture(code: str) -> bool:
    # Registers of other provinces hold prefectures that the official list of this one has not.
    return len(code) == 6 and code.isascii() and code.isdigit() and code.endswith("00") and not code.endswith("0000")
