"""What the steps of supervision gather: an accredited enterprise with its rules, texts and days as told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection

from indicators.faults import Fault
from indicators.language import Message
from indicators.model import Citation, RuleBook
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.flow.wording import text_fault, tidy
from scoring.model import Actor, Application
from scoring.procedure.citing import cited
from scoring.register import accreditations
from scoring.register.accreditations import Accreditation

AUTHORITY_OF: Final[Mapping[str, str]] = {
    "secretariat": "market_regulator",
    "prefecture_regulator": "market_regulator",
    "county_regulator": "market_regulator",
    "province_drc": "drc",
}
"""For which of the two authorities a role signs."""


@dataclass(frozen=True, slots=True)
class Accredited:
    """An application, the accreditation that was announced for it, and the rules of its round.

    Sanctions, terms and clocks are those of the round in which the grade was announced: what an enterprise could know.
    """

    application: Application
    accreditation: Accreditation
    book: RuleBook

    def number(self, choice: str) -> int:
        """Return a number that the rule book chose where the text is silent.

        Raises
        ------
        ConflictError
            If the rule book of the round was adopted before there were such choices.
        """
        return number(self.book, choice)


def number(book: RuleBook, choice: str) -> int:
    """Return a number that a rule book chose where the text of the regulation is silent.

    Raises
    ------
    ConflictError
        If it has none: it was adopted before there were such choices.
    """
    value = getattr(book.regulation.interpretations, choice)
    if not isinstance(value, int):
        values = {"round": book.round.round_id, "key": Message(f"rulebook.key_of_{choice}")}
        raise ConflictError(Message("supervision.rule_missing", values))
    return value


def accredited(connection: Connection, application: Application) -> Accredited | None:
    """Return what was announced for an application, ``None`` where nothing was."""
    found = [
        one
        for one in accreditations.of_enterprise(connection, application.enterprise.uscc)
        if one.application_id == application.application_id
    ]
    if not found:
        return None
    return Accredited(application, found[0], gather.rule_book(connection, application.round_id))


def article(book: RuleBook, cite: Citation) -> Message:
    """Return a citation in words."""
    return cited(cite, book.documents)


def at_desk(actor: Actor, desk: str) -> frozenset[str]:
    """Return what is true of a desk, by the code of its region, for an actor: his own, the province's, within his."""
    own = {"own_desk"} if actor.region == desk else set()
    province = {"province_desk"} if desk.endswith("0000") else set()
    within = {"within_desk"} if gather.in_region(actor, desk) else set()
    return frozenset(own | province | within)


def text_faults(text: str, what: Message) -> Iterator[Fault]:
    """Yield why a text that must be given cannot be kept."""
    told = tidy(text)
    if not told:
        yield Fault(Message("supervision.text_missing", {"what": what}))
    elif fault := text_fault(told, what):
        yield fault


def day_faults(on: date, now: datetime, *, earliest: date | None = None) -> Iterator[Fault]:
    """Yield why an act cannot be of a day: it is yet to come, or lies before what it follows."""
    today = gather.day_of(now)
    if on > today:
        yield Fault(Message("supervision.day_to_come", {"day": on, "today": today}), seen=on.isoformat())
    if earliest is not None and on < earliest:
        yield Fault(Message("supervision.day_too_early", {"day": on, "earliest": earliest}), seen=on.isoformat())
