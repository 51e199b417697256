"""What several steps of the way gather from the record before they ask, compute or write."""

from __future__ import annotations

from functools import cache, lru_cache

from sqlalchemy import Connection

from indicators.language import Message
from indicators.load import parse_rule_book
from indicators.model import RuleBook, RuleBookTexts
from indicators.regions import Regions, read_regions
from scoring.errors import AccessRefusedError, ConflictError
from scoring.model import Actor, Application
from scoring.procedure.rounds import STATES, RoundState, circumstances
from scoring.register import applications, rounds


@lru_cache(maxsize=32)
def _parsed(texts: RuleBookTexts) -> RuleBook:
    return parse_rule_book(texts)


@cache
def regions() -> Regions:
    """Return the regions of the province, read once."""
    return read_regions()


@cache
def counties() -> frozenset[str]:
    """Return the codes of the province's counties."""
    return frozenset(county.code for county in regions().counties())


def adopted_digest(connection: Connection, round_id: str) -> str:
    """Return the digest of the rule book that a round goes by.

    Raises
    ------
    ConflictError
        If the record has no such round. Rounds are announced to everybody, so nothing is betrayed by saying so.
    """
    adopted = rounds.adopted(connection, round_id)
    if adopted is None:
        known = ", ".join(other.round_id for other in rounds.all_adopted(connection)) or "–"
        raise ConflictError(Message("flow.no_such_round", {"round": round_id, "known": known}))
    return adopted.rule_book_digest


def book_of(connection: Connection, digest: str) -> RuleBook:
    """Return a rule book of the record, old or new."""
    texts = rounds.rule_book_texts(connection, digest)
    if texts is None:
        raise ConflictError(Message("flow.no_such_rule_book", {"digest": digest}))
    return _parsed(texts)


def rule_book(connection: Connection, round_id: str) -> RuleBook:
    """Return the rule book that a round goes by."""
    return book_of(connection, adopted_digest(connection, round_id))


def state_of(connection: Connection, round_id: str) -> RoundState:
    """Return where a round stands."""
    adopted_digest(connection, round_id)
    found = rounds.state(connection, round_id)
    # Only `flow` writes states, and only those there are.
    return next(state for state in STATES if found is not None and state == found.state)


def truths(connection: Connection, round_id: str) -> frozenset[str]:
    """Return the circumstances that the state of a round makes true."""
    return circumstances(state_of(connection, round_id))


def in_region(actor: Actor, county: str) -> frozenset[str]:
    """Return ``own_region`` if the county lies in the region for which the actor acts."""
    if actor.region is None:
        return frozenset()
    # GB/T 2260: two digits the province, four the prefecture, six the county.
    digits = 2 if actor.region.endswith("0000") else 4 if actor.region.endswith("00") else 6
    prefix = actor.region[:digits]
    return frozenset({"own_region"} if county.startswith(prefix) else set())


def application(connection: Connection, application_id: str) -> Application:
    """Return an application, refused in the words for hidden things where it is absent."""
    found = applications.one(connection, application_id)
    if found is None:
        raise AccessRefusedError(Message("access.refused", {"verb": "read", "object": "application"}))
    return found


@cache
def prefectures() -> tuple[str, ...]:
    """Return the codes of the province's prefectures, in the order of the official list."""
    return tuple(prefecture.code for prefecture in regions().prefectures())


def prefecture(county: str) -> str:
    """Return the code of the prefecture to which a county belongs."""
    return regions().prefecture_of(county).code
