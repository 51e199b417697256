"""Rule books as they were read, the rounds that adopted them, and the state of each round.

``add_rule_book(book) -> rows`` of `tables.rule_book` (only where ``has_rule_book(connection, digest)`` is false),
``add_rounds(rounds) -> rows`` of `tables.accreditation_round`, ``add_states(states) -> rows`` of `tables.round_state`,
``rule_book_texts(connection, digest) -> RuleBookTexts``, ``adopted(connection, round_id) -> AdoptedRound`` (or None),
``all_adopted(connection)``, ``state(connection, round_id) -> RoundState | None``, ``all_states(connection)``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from indicators.model import RuleBook, RuleBookTexts
from scoring.register import queries
from scoring.register.canonical import Value
from scoring.register.tables import accreditation_round, round_state, rule_book


@dataclass(frozen=True, slots=True)
class AdoptedRound:
    """A round and the rule book it goes by from a moment on; a later version replaces it, with a reason."""

    round_id: str
    version: int
    rule_book_digest: str
    adopted_at: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class RoundState:
    """Where a round stands; the words of `state` are those of `flow`."""

    round_id: str
    version: int
    state: str
    reason: str | None = None


def add_rule_book(book: RuleBook) -> list[dict[str, Value]]:
    """Return the row of a rule book: its three files as they were read, so that old rounds load for ever."""
    return [
        {
            "digest": book.digest,
            "documents": book.texts.documents,
            "regulation": book.texts.regulation,
            "round": book.texts.round,
        }
    ]


def has_rule_book(connection: Connection, digest: str) -> bool:
    """Return whether the record holds a rule book."""
    query = queries.equal(rule_book, "digest").with_only_columns(rule_book.c.id)
    return connection.scalar(query, {"digest": digest}) is not None


def rule_book_texts(connection: Connection, digest: str) -> RuleBookTexts | None:
    """Return the three files of a rule book."""
    row = connection.execute(select(rule_book).where(rule_book.c.digest == digest)).one_or_none()
    return None if row is None else RuleBookTexts(row.documents, row.regulation, row.round)


def add_rounds(rounds: Iterable[AdoptedRound]) -> list[dict[str, Value]]:
    """Return the rows of rounds, for `chain.record`."""
    return queries.rows_of(rounds)


def add_states(states: Iterable[RoundState]) -> list[dict[str, Value]]:
    """Return the rows of states, for `chain.record`."""
    return queries.rows_of(states)


def adopted(connection: Connection, round_id: str) -> AdoptedRound | None:
    """Return the newest version of a round."""
    return queries.record_of(AdoptedRound, queries.newest_row(connection, accreditation_round, round_id=round_id))


def all_adopted(connection: Connection) -> tuple[AdoptedRound, ...]:
    """Return the newest version of every round, by id."""
    query = select(accreditation_round).where(queries.newest(accreditation_round, "round_id"))
    return queries.records_of(AdoptedRound, connection.execute(query.order_by(accreditation_round.c.round_id)))


def state(connection: Connection, round_id: str) -> RoundState | None:
    """Return where a round stands."""
    return queries.record_of(RoundState, queries.newest_row(connection, round_state, round_id=round_id))


def all_states(connection: Connection) -> tuple[RoundState, ...]:
    """Return where every round stands, by id."""
    query = select(round_state).where(queries.newest(round_state, "round_id")).order_by(round_state.c.round_id)
    return queries.records_of(RoundState, connection.execute(query))
