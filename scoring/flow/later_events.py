"""What happened to enterprises after their accreditation, and for how long each was followed.

Two sources. Measures and complaints found true are entered about an accreditation itself, so that every accredited
enterprise is followed from its announcement on. Adverse records are looked up when an enterprise applies again: only
whoever did is followed, up to that application.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from sqlalchemy import Connection

from scoring.model import Application
from scoring.procedure.sanctions import ORDERED
from scoring.register import accreditations, applications, complaints, measures, rounds
from scoring.register.accreditations import Accreditation

Outcome = Literal["measure_or_complaint", "revocation", "adverse_record"]
OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
REVOCATION: Final = "revocation"
COMPLAINT: Final = "complaint_found_true"
#: Measures that are events; what merely announces a revocation, or ends an application, is none.
MEASURES: Final = frozenset({REVOCATION, *ORDERED})


@dataclass(frozen=True, slots=True)
class LaterEvent:
    """Something adverse: of what kind, on which day."""

    kind: str
    on: date


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of an accreditation.

    Attributes
    ----------
    accreditation : Accreditation
    days : int
        From the announcement to the first event, or to the end of following.
    event : LaterEvent or None
        The first.
    """

    accreditation: Accreditation
    days: int
    event: LaterEvent | None


def fates(connection: Connection, outcome: Outcome, on: date) -> tuple[Fate, ...]:
    """Return what became of every accreditation that was followed for a day at least, up to a day.

    Following ends with the day asked about, the end of validity, or the next accreditation of the same enterprise,
    whichever is first.
    """
    held = accreditations.everything(connection)
    ends = {one.application_id: end for one, end in _ends(held, on)}
    if outcome == "adverse_record":
        found, ends = _records(connection, held, ends)
    else:
        found = _acts(connection)
        if outcome == "revocation":
            found = {id_: [one for one in events if one.kind == REVOCATION] for id_, events in found.items()}
    return tuple(_fates(held, ends, found))


def counted(of: Iterable[Fate]) -> dict[str, int]:
    """Return how many accreditations ended their following with an event of each kind, the most frequent first."""
    return dict(Counter(one.event.kind for one in of if one.event is not None).most_common())


def _ends(held: Iterable[Accreditation], on: date) -> Iterator[tuple[Accreditation, date]]:
    by_enterprise: dict[str, list[Accreditation]] = {}
    for one in sorted(held, key=lambda each: each.announced_on):
        by_enterprise.setdefault(one.uscc, []).append(one)
    for every in by_enterprise.values():
        for at, one in enumerate(every):
            later = [other.announced_on for other in every[at + 1 :] if other.announced_on > one.announced_on]
            yield one, min([on, one.valid_until, *later])


def _acts(connection: Connection) -> dict[str, list[LaterEvent]]:
    """Return measures that stand and complaints found true, by application."""
    found: dict[str, list[LaterEvent]] = {}
    for one in measures.everything(connection):
        if one.kind in MEASURES and one.state not in ("signed", "voided"):
            found.setdefault(one.application_id, []).append(LaterEvent(one.kind, one.taken_on))
    for each in complaints.everything(connection):
        if each.state == "found_true":
            found.setdefault(each.application_id, []).append(LaterEvent(COMPLAINT, each.received_on))
    return found


def _records(
    connection: Connection, held: Iterable[Accreditation], ends: Mapping[str, date]
) -> tuple[dict[str, list[LaterEvent]], dict[str, date]]:
    """Return adverse records that the next checked application of an enterprise brought to light, and until when."""
    by_enterprise: dict[str, list[Application]] = {}
    for adopted in rounds.all_adopted(connection):
        for one in applications.of_round(connection, adopted.round_id):
            if one.adverse_records_checked:
                by_enterprise.setdefault(one.enterprise.uscc, []).append(one)
    found: dict[str, list[LaterEvent]] = {}
    until: dict[str, date] = {}
    for accreditation in held:
        later = [
            one for one in by_enterprise.get(accreditation.uscc, ()) if one.applied_on > accreditation.announced_on
        ]
        if not later:
            continue
        last = max(later, key=lambda one: one.applied_on)
        id_ = accreditation.application_id
        until[id_] = min(last.applied_on, ends[id_])
        found[id_] = [LaterEvent(record.kind, record.on) for record in last.adverse_records]
    return found, until


def _fates(
    held: Iterable[Accreditation], ends: Mapping[str, date], found: Mapping[str, Iterable[LaterEvent]]
) -> Iterator[Fate]:
    for one in held:
        end = ends.get(one.application_id)
        if end is None or end <= one.announced_on:
            continue
        # On its last day it is followed still: a revocation ends the validity on its own day.
        within = [each for each in found.get(one.application_id, ()) if one.announced_on <= each.on <= end]
        first = min(within, key=lambda each: each.on, default=None)
        last = end if first is None else first.on
        yield Fate(one, max((last - one.announced_on).days, 1), first)
