"""Accreditations that end soon: warned of as the round's rules say, renewed by applying again (Article 15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scoring import access
from scoring.flow import gather
from scoring.model import Actor
from scoring.procedure.validity import expiry_warning
from scoring.register import accreditations, applications
from scoring.register.accreditations import Accreditation
from scoring.register.database import Register


@dataclass(frozen=True, slots=True)
class Expiring:
    """An accreditation that ends soon: the warning it has reached, in months before its last day; and its county."""

    accreditation: Accreditation
    months: int
    county: str


def expiring(register: Register, actor: Actor, *, on: date) -> tuple[Expiring, ...]:
    """Return the accreditations that are warned of on a day, the first to end first; offices see their own region's.

    Raises
    ------
    AccessRefusedError
    """
    if not access.may(actor, "read", "expiry_warning", {"own_region"}):
        raise access.refused("read", "expiry_warning")
    with register.read() as connection:
        counties = applications.counties(connection)
        valid = [one for one in accreditations.everything(connection) if one.state == "valid"]
        books = {round_id: gather.rule_book(connection, round_id) for round_id in {one.round_id for one in valid}}
    found = []
    for one in valid:
        months = books[one.round_id].round.parameter_sheet.expiry_warning_months or ()
        reached, county = expiry_warning(one.valid_until, months, on=on), counties[one.application_id]
        if reached is not None and access.may(actor, "read", "expiry_warning", gather.in_region(actor, county)):
            found.append(Expiring(one, reached, county))
    return tuple(sorted(found, key=lambda each: (each.accreditation.valid_until, each.accreditation.application_id)))
