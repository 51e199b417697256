"""Accreditations that end soon: warned of as the round's rules say, renewed by applying again (Article 15)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from scoring import access
from scoring.flow import gather
from scoring.model import Actor
from scoring.procedure.validity import expiry_warning
from scoring.register import accreditations, announced, applications
from scoring.register.accreditations import Accreditation
from scoring.register.database import Register


@dataclass(frozen=True, slots=True)
class Expiring:
    """An accreditation that ends soon: the warning it has reached, in months before its last day; and whose it is.

    The enterprise by the name under which it was announced.
    """

    accreditation: Accreditation
    months: int
    county: str
    enterprise: str


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
        warned = _warned(connection, valid, on)
        found = [
            (one, months)
            for one in valid
            if (months := warned[one.round_id, one.valid_until]) is not None
            and access.may(actor, "read", "expiry_warning", gather.in_region(actor, counties[one.application_id]))
        ]
        names = announced.names(connection, [one.application_id for one, _ in found])
    told = (Expiring(one, months, counties[one.application_id], names[one.application_id]) for one, months in found)
    return tuple(sorted(told, key=lambda each: (each.accreditation.valid_until, each.accreditation.application_id)))


def _warned(connection: Connection, valid: Iterable[Accreditation], on: date) -> Mapping[tuple[str, date], int | None]:
    """Return the warnings that are reached on a day, by round and last day: thousands of a round end on one."""
    found = {}
    for round_id, until in {(one.round_id, one.valid_until) for one in valid}:
        months = gather.rule_book(connection, round_id).round.parameter_sheet.expiry_warning_months or ()
        found[round_id, until] = expiry_warning(until, months, on=on)
    return found
