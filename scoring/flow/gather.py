"""What several steps of the way gather from the record before they ask, compute or write."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from typing import Final

from sqlalchemy import Connection

from indicators.language import BEIJING, Message
from indicators.load import parse_rule_book
from indicators.model import RuleBook, RuleBookTexts
from indicators.regions import Regions, read_regions
from scoring import access
from scoring.errors import ConflictError, RecordError
from scoring.meeting.proposal import SITE_VISIT
from scoring.model import Actor, Application, Stage
from scoring.procedure.rounds import STATES, RoundState, circumstances
from scoring.register import applications, rounds
from scoring.register.database import Register
from scoring.register.rounds import AdoptedRound

#: Rule books by the digest of their texts: what has the same digest is the same book, in whichever register.
_PARSED: Final[OrderedDict[str, RuleBook]] = OrderedDict()
_MOST_BOOKS: Final = 32


def _parsed(digest: str, texts: RuleBookTexts) -> RuleBook:
    book = parse_rule_book(texts)
    # A text changed behind the record's back is read as it stands, each time: it is not the book of its digest.
    if book.digest == digest:
        _PARSED[digest] = book
        while len(_PARSED) > _MOST_BOOKS:
            _PARSED.popitem(last=False)
    return book


@cache
def regions() -> Regions:
    """Return the regions of the province, read once."""
    return read_regions()


@cache
def counties() -> frozenset[str]:
    """Return the codes of the province's counties."""
    return frozenset(county.code for county in regions().counties())


def adopted(connection: Connection, round_id: str) -> AdoptedRound:
    """Return a round and which rule book it goes by.

    Raises
    ------
    ConflictError
        If the record has no such round. Rounds are announced to everybody, so nothing is betrayed by saying so.
    """
    found = rounds.adopted(connection, round_id)
    if found is None:
        known = ", ".join(other.round_id for other in rounds.all_adopted(connection)) or "–"
        raise ConflictError(Message("flow.no_such_round", {"round": round_id, "known": known}))
    return found


def book_of(connection: Connection, digest: str) -> RuleBook:
    """Return a rule book of the record, old or new."""
    # Each page asks for a book several times: its texts, some hundred kilobytes, are read once a process.
    known = _PARSED.get(digest)
    if known is not None and rounds.has_rule_book(connection, digest):
        return known
    texts = rounds.rule_book_texts(connection, digest)
    if texts is None:
        raise ConflictError(Message("flow.no_such_rule_book", {"digest": digest}))
    return _parsed(digest, texts)


def rule_book(connection: Connection, round_id: str) -> RuleBook:
    """Return the rule book that a round goes by."""
    return book_of(connection, adopted(connection, round_id).rule_book_digest)


def state_of(connection: Connection, round_id: str) -> RoundState:
    """Return where a round stands."""
    adopted(connection, round_id)
    found = rounds.state(connection, round_id)
    return state_named(round_id, None if found is None else found.state)


def state_named(round_id: str, found: str | None) -> RoundState:
    """Return the state that the record names.

    Raises
    ------
    RecordError
        If there is no such state: only a damaged record says so.
    """
    for state in STATES:
        if state == found:
            return state
    raise RecordError(Message("flow.round_without_state", {"round": round_id, "seen": found or "–"}))


def truths(connection: Connection, round_id: str) -> frozenset[str]:
    """Return the circumstances that the state of a round makes true."""
    return circumstances(state_of(connection, round_id))


def refuse_whoever_never_may(actor: Actor, verb: str, object_: str) -> None:
    """Refuse, before anything is looked up, whom no circumstances would allow it: he learns nothing of what there is.

    Whoever passes is asked again with what is true of the case.

    Raises
    ------
    AccessRefusedError
    """
    access.require(actor, verb, object_, access.CIRCUMSTANCES)


@contextmanager
def reading(
    register: Register, actor: Actor, verb: str, object_: str, round_id: str, *, also: Collection[str] = ()
) -> Iterator[Connection]:
    """Open the record for who may do this with a round as it stands, for nobody else.

    Parameters
    ----------
    also : collection of str
        What is true besides the state of the round.

    Raises
    ------
    AccessRefusedError
        Before anything is looked up, where no circumstances would allow it; else by what is true of the round.
    ConflictError
        No such round.
    """
    refuse_whoever_never_may(actor, verb, object_)
    with register.read() as connection:
        access.require(actor, verb, object_, truths(connection, round_id) | set(also))
        yield connection


def in_region(actor: Actor, county: str) -> frozenset[str]:
    """Return ``own_region`` if the county lies in the region for which the actor acts."""
    # Anything but six digits would be the beginning of too many codes.
    if actor.region is None or len(actor.region) != 6:
        return frozenset()
    # GB/T 2260: two digits the province, four the prefecture, six the county.
    digits = 2 if actor.region.endswith("0000") else 4 if actor.region.endswith("00") else 6
    prefix = actor.region[:digits]
    return frozenset({"own_region"} if county.startswith(prefix) else set())


def application(
    connection: Connection, application_id: str, *, verb: str, object_: str, by_round: bool = True
) -> Application:
    """Return an application for doing `verb` with an `object_` of it.

    Parameters
    ----------
    by_round : bool
        Whether who asks is asked again with what is true of its round; otherwise with its region or his own seat alone.

    Raises
    ------
    AccessRefusedError
        If it is absent, in the very words in which doing so is refused where it is hidden, and after the same work with
        another one, so that the time does not tell either (``benchmarks/hidden.py``).
    """
    found = applications.one_or_another(connection, application_id)
    if found is None or found.application_id != application_id:
        if found is not None and by_round:
            truths(connection, found.round_id)
        raise access.refused(verb, object_)
    return found


def takes_stage(target_grade: str, stage: Stage, book: RuleBook) -> bool:
    """Whether experts see an application for this grade at this stage: not every grade takes a site visit."""
    visits = (step.grades for step in book.regulation.steps if step.id == SITE_VISIT)
    return stage != SITE_VISIT or any(target_grade in grades for grades in visits)


def refuse_unless_it_takes(application: Application, stage: Stage, book: RuleBook) -> None:
    """Refuse a stage that an application does not go through.

    Raises
    ------
    ConflictError
    """
    if not takes_stage(application.target_grade, stage, book):
        values = {"application": application.application_id, "grade": application.target_grade}
        raise ConflictError(Message("flow.no_site_visit", values))


@cache
def prefectures() -> tuple[str, ...]:
    """Return the codes of the province's prefectures, in the order of the official list."""
    return tuple(prefecture.code for prefecture in regions().prefectures())


def prefecture(county: str) -> str:
    """Return the code of the prefecture to which a county belongs."""
    return regions().prefecture_of(county).code


def prefecture_or_beginning(county: str) -> str:
    """Return the prefecture of a county, also of one that the list no longer has: the code tells it."""
    known = regions().by_code
    return prefecture(county) if county in known and known[county].level == "county" else f"{county[:4]}00"


def day_of(now: datetime) -> date:
    """Return the day of a moment on the clock of the offices."""
    return now.astimezone(BEIJING).date()
