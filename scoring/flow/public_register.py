"""The public register: what was announced, searched by anybody, and out as a table (Articles 13 to 15)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection

from indicators.faults import FaultsError
from indicators.model import Citation, RuleBook
from scoring import access
from scoring.documents.certificate import certificate_number
from scoring.flow import gather
from scoring.flow.exporting import STATUS, Export
from scoring.model import Actor
from scoring.procedure.citing import cited
from scoring.procedure.public_register import (
    IN_FORCE,
    PublicEntry,
    PublicStanding,
    Search,
    finder,
    search_faults,
)
from scoring.procedure.sanctions import REVOCATION, SUSPENSION, is_suspended, standing_of_grade
from scoring.procedure.validity import expiry_warning
from scoring.register import announced, joint_documents, measures, rounds
from scoring.register.announced import Announced
from scoring.register.database import Register
from scoring.register.measures import Measure

COLUMNS: Final = (
    "certificate",
    "enterprise",
    "uscc",
    "prefecture",
    "county",
    "grade",
    "valid_from",
    "valid_until",
    "standing",
    "joint_document",
    "round_id",
)


def public_register(
    register: Register, actor: Actor, *, on: date, search: Search | None = None, round_id: str | None = None
) -> tuple[PublicEntry, ...]:
    """Return what is looked for in the public register as it stands on a day, the latest announcement first.

    With `round_id` what was announced of that round, without reading the rest.

    Raises
    ------
    FaultsError
        With everything that cannot be looked for.
    AccessRefusedError
    """
    access.require(actor, "read", "public_register")
    wanted, regions = search or Search(), gather.regions()
    with register.read() as connection:
        every = _entries(connection, round_id, on=on, synthetic=register.synthetic)
        grades = _accredited(connection)
    if faults := list(search_faults(wanted, grades=grades, regions=regions)):
        raise FaultsError(faults)
    found = filter(finder(wanted, regions), every)
    return tuple(sorted(found, key=lambda one: one.valid_from, reverse=True))


def export_public_register(register: Register, actor: Actor, *, on: date, search: Search | None = None) -> Export:
    """Return what is looked for as a table; every row says whether it is a sample or made up.

    Raises
    ------
    FaultsError, AccessRefusedError
    """
    found = public_register(register, actor, on=on, search=search)
    return Export((*COLUMNS, STATUS), tuple(_row(one) for one in found))


@dataclass(frozen=True, slots=True)
class Since:
    """What is known of accreditations beside their announcement, by application: measures, joint documents' numbers."""

    measures: Mapping[str, tuple[Measure, ...]]
    documents: Mapping[str, str]


def _entries(connection: Connection, round_id: str | None, *, on: date, synthetic: bool) -> list[PublicEntry]:
    """Return the lines of the register on a day, or a round's; before its announcement nothing is in it."""
    there = announced.everything(connection) if round_id is None else announced.of_round(connection, round_id)
    every = [one for one in there if one.now.announced_on <= on]
    books = {round_id: gather.rule_book(connection, round_id) for round_id in {one.now.round_id for one in every}}
    since = since_announced(connection, books)
    return [entry_of(one, books[one.now.round_id], since, on=on, synthetic=synthetic) for one in every]


def since_announced(connection: Connection, round_ids: Iterable[str]) -> Since:
    """Return the measures of all accreditations, and the numbers of the joint documents of some rounds."""
    taken: dict[str, list[Measure]] = defaultdict(list)
    for measure in measures.everything(connection):
        taken[measure.application_id].append(measure)
    numbers: dict[str, str] = {}
    for round_id in round_ids:
        listed = joint_documents.entries(connection, round_id)
        for document in joint_documents.of_round(connection, round_id):
            for one in listed.get(document.document_id, {}).values():
                if document.state == "issued" and one.state == "listed":
                    numbers[one.application_id] = document.number
    return Since({application_id: tuple(own) for application_id, own in taken.items()}, numbers)


def entry_of(one: Announced, book: RuleBook, since: Since, *, on: date, synthetic: bool) -> PublicEntry:
    """Return the line of one accreditation, on a day that is not before its announcement."""
    application_id = one.now.application_id
    taken = since.measures.get(application_id, ())
    standing = _standing(one, book, taken, on)
    cite = _cited(standing, book, taken, on)
    return PublicEntry(
        number=certificate_number(book.regulation.province, one.now.announced_on, one.row),
        application_id=application_id,
        enterprise=one.name,
        uscc=one.now.uscc,
        prefecture=gather.prefecture(one.county),
        county=one.county,
        round_id=one.now.round_id,
        grade=one.now.grade,
        valid_from=one.now.announced_on,
        valid_until=one.now.valid_until,
        standing=standing,
        cite=cite,
        marks=marks(book, synthetic=synthetic),
        joint_document=since.documents.get(application_id),
        article=None if cite is None else cited(cite, book.documents),
    )


def _standing(one: Announced, book: RuleBook, taken: Iterable[Measure], on: date) -> PublicStanding:
    found = standing_of_grade(one.now, taken, on)
    if found == "not_yet_valid":
        raise ValueError("what is not announced yet stands in no register")
    months = book.round.parameter_sheet.expiry_warning_months or ()
    warned = found == "valid" and expiry_warning(one.now.valid_until, months, on=on) is not None
    return "expiring" if warned else found


def _cited(standing: PublicStanding, book: RuleBook, taken: Iterable[Measure], on: date) -> Citation | None:
    """Return the article by which a grade may not be used: that of the measure where one was taken."""
    if standing in IN_FORCE:
        return None
    if standing in ("expired", "superseded"):
        return book.regulation.validity.cite
    by = [
        one
        for one in taken
        if (standing == "suspended" and is_suspended(one, on))
        or (standing == "revoked" and one.kind == REVOCATION and one.state == "in_force")
    ]
    if by:
        return Citation(by[-1].document, by[-1].clause)
    kind = REVOCATION if standing == "revoked" else SUSPENSION
    return next((one.cite for one in book.regulation.measures if one.id == kind), None)


def marks(book: RuleBook, *, synthetic: bool) -> tuple[str, ...]:
    """Return why what rests on a rule book is no real grade."""
    words = () if book.round.status == "official" else (book.round.status,)
    return tuple(dict.fromkeys((*words, *(("synthetic",) if synthetic else ()))))


def _accredited(connection: Connection) -> tuple[str, ...]:
    """Return the grades that are accredited under any regulation of the record, lowest first."""
    books = [gather.book_of(connection, one.rule_book_digest) for one in rounds.all_adopted(connection)]
    return tuple(dict.fromkeys(grade for book in books for grade in book.regulation.accredited_grades()))


def _row(entry: PublicEntry) -> Mapping[str, str]:
    regions = gather.regions()
    return {
        "certificate": entry.number,
        "enterprise": entry.enterprise,
        "uscc": entry.uscc,
        "prefecture": regions.name(entry.prefecture),
        "county": regions.name(entry.county),
        "grade": entry.grade,
        "valid_from": entry.valid_from.isoformat(),
        "valid_until": entry.valid_until.isoformat(),
        "standing": entry.standing,
        "joint_document": entry.joint_document or "",
        "round_id": entry.round_id,
        STATUS: "; ".join(entry.marks),
    }
