"""The public register: what was announced, searched by anybody, and out as a table (Articles 13 to 15)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from sqlalchemy import Connection

from indicators.faults import FaultsError
from indicators.model import RuleBook
from scoring import access
from scoring.documents.certificate import certificate_number
from scoring.flow import gather
from scoring.flow.exporting import STATUS, Export
from scoring.model import Actor
from scoring.procedure.public_register import PublicEntry, PublicStanding, Search, matches, search_faults
from scoring.procedure.validity import standing
from scoring.register import announced, rounds
from scoring.register.announced import Announced
from scoring.register.database import Register

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
    register: Register, actor: Actor, *, on: date, search: Search | None = None
) -> tuple[PublicEntry, ...]:
    """Return what is looked for in the public register as it stands on a day, the latest announcement first.

    Raises
    ------
    FaultsError
        With everything that cannot be looked for.
    AccessRefusedError
    """
    access.require(actor, "read", "public_register")
    wanted, regions = search or Search(), gather.regions()
    with register.read() as connection:
        every = entries(connection, on=on, synthetic=register.synthetic)
        grades = _accredited(connection)
    if faults := list(search_faults(wanted, grades=grades, regions=regions)):
        raise FaultsError(faults)
    found = [one for one in every if matches(one, wanted, regions)]
    return tuple(sorted(found, key=lambda one: one.valid_from, reverse=True))


def export_public_register(register: Register, actor: Actor, *, on: date, search: Search | None = None) -> Export:
    """Return what is looked for as a table; every row says whether it is a sample or made up.

    Raises
    ------
    FaultsError, AccessRefusedError
    """
    found = public_register(register, actor, on=on, search=search)
    return Export((*COLUMNS, STATUS), tuple(_row(one) for one in found))


def entries(connection: Connection, *, on: date, synthetic: bool) -> list[PublicEntry]:
    """Return every line of the public register on a day; before its announcement nothing is in it."""
    every = [one for one in announced.everything(connection) if one.now.announced_on <= on]
    books = {round_id: gather.rule_book(connection, round_id) for round_id in {one.now.round_id for one in every}}
    return [entry_of(connection, one, books[one.now.round_id], on=on, synthetic=synthetic) for one in every]


def entry_of(connection: Connection, one: Announced, book: RuleBook, *, on: date, synthetic: bool) -> PublicEntry:
    """Return the line of one accreditation."""
    return PublicEntry(
        number=certificate_number(book.regulation.province, one.now.announced_on, one.row),
        application_id=one.now.application_id,
        enterprise=one.name,
        uscc=one.now.uscc,
        prefecture=gather.prefecture(one.county),
        county=one.county,
        round_id=one.now.round_id,
        grade=one.now.grade,
        valid_from=one.now.announced_on,
        valid_until=one.now.valid_until,
        standing=public_standing(connection, one, on=on),
        marks=marks(book, synthetic=synthetic),
        joint_document=joint_document(connection, one),
    )


def public_standing(connection: Connection, one: Announced, *, on: date) -> PublicStanding:
    """Return what an accreditation is on a day, for everybody."""
    found = standing(one.now.state, one.now.valid_until, on=on)
    return "expiring" if found == "valid" and one.now.valid_until.year == on.year else found


def joint_document(connection: Connection, one: Announced) -> str | None:
    """Return the number of the joint document that accredited it, where the record has it."""
    return None


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
