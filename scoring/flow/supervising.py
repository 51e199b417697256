"""What an office of supervision looks at: measures and bars of its region, what was done with each, what may go back.

Nothing is written here; the acts are in `measuring`, `revoking` and `barring`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from scoring import access
from scoring.flow import gather
from scoring.model import Actor, Application
from scoring.register import accreditations, applications, bars, measure_acts, measures, queries, withdrawals
from scoring.register.bars import Bar
from scoring.register.database import Register
from scoring.register.measure_acts import MeasureAct
from scoring.register.measures import Measure


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a measure or a bar is about, as the application has it."""

    application_id: str
    round_id: str
    enterprise: str
    uscc: str
    county: str
    grade: str


@dataclass(frozen=True, slots=True)
class HeldMeasure:
    """A measure as it stands, and whom it is about."""

    measure: Measure
    subject: Subject


@dataclass(frozen=True, slots=True)
class HeldBar:
    """A bar as it stands, and whom it keeps from applying."""

    bar: Bar
    subject: Subject


def list_measures(register: Register, actor: Actor) -> tuple[HeldMeasure, ...]:
    """Return every measure as it stands, oldest first; offices of a region see their own region's.

    Raises
    ------
    AccessRefusedError
    """
    gather.refuse_whoever_never_may(actor, "read", "measure")
    with register.read() as connection:
        every = measures.everything(connection)
        about = _subjects(connection, (one.application_id for one in every))
    held = [HeldMeasure(one, about[one.application_id]) for one in every]
    return tuple(one for one in held if _sees(actor, "measure", one.subject))


def measure_history(register: Register, actor: Actor, application_id: str) -> tuple[MeasureAct, ...]:
    """Return everything that was done with the measures of an application, by whom and why, oldest first.

    Raises
    ------
    AccessRefusedError
    """
    gather.refuse_whoever_never_may(actor, "read", "measure")
    with register.read() as connection:
        application = gather.application(connection, application_id, verb="read", object_="measure", by_round=False)
        access.require(actor, "read", "measure", gather.in_region(actor, application.enterprise.county))
        return measure_acts.of_application(connection, application_id)


def list_bars(register: Register, actor: Actor, *, on: date) -> tuple[HeldBar, ...]:
    """Return the bars that keep enterprises from applying on a day, the first to end first; offices see their region's.

    Raises
    ------
    AccessRefusedError
    """
    gather.refuse_whoever_never_may(actor, "read", "bar")
    with register.read() as connection:
        holding = [one for one in bars.everything(connection) if one.holds(on)]
        about = _subjects(connection, (one.application_id for one in holding))
    # A bar whose application the record does not have is of no region.
    held = [HeldBar(one, about[one.application_id]) for one in holding if one.application_id in about]
    return tuple(
        sorted((one for one in held if _sees(actor, "bar", one.subject)), key=lambda one: (one.bar.until, one.bar.uscc))
    )


def returnable(register: Register, actor: Actor, round_id: str) -> tuple[Subject, ...]:
    """Return the applications of a round that may still be returned as untrue (Article 16), in the order they came in.

    What was announced is revoked instead; what was withdrawn or returned has ended.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    access.require(actor, "return_untrue", "application")
    with register.read() as connection:
        gather.adopted(connection, round_id)
        ended = {one.application_id for one in accreditations.everything(connection) if one.round_id == round_id}
        ended |= set(measures.returned(connection, round_id)) | set(withdrawals.of_round(connection, round_id))
        every = applications.of_round(connection, round_id)
    return tuple(_subject(one) for one in every if one.application_id not in ended)


def _sees(actor: Actor, object_: str, subject: Subject) -> bool:
    return access.may(actor, "read", object_, gather.in_region(actor, subject.county))


def _subjects(connection: Connection, application_ids: Iterable[str]) -> Mapping[str, Subject]:
    ids = sorted(set(application_ids))
    found: dict[str, Subject] = {}
    for start in range(0, len(ids), queries.IDS_AT_ONCE):
        some = applications.some(connection, ids[start : start + queries.IDS_AT_ONCE])
        found |= {id_: _subject(one) for id_, one in some.items()}
    return found


def _subject(application: Application) -> Subject:
    enterprise = application.enterprise
    return Subject(
        application.application_id,
        application.round_id,
        enterprise.name,
        enterprise.uscc,
        enterprise.county,
        application.target_grade,
    )
