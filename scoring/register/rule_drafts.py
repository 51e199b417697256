"""Drafts of rule books: each saved version whole, with who saved it and why, until two persons adopt one.

``add(given) -> rows`` of `tables.rule_draft`, ``newest(connection, draft_id) -> RuleDraft | None``,
``all_newest(connection)``, ``history(connection, draft_id)``, ``adopted(connection, round_id)``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, func, select

from scoring.register import queries
from scoring.register.canonical import Value
from scoring.register.tables import rule_draft

DraftState = Literal["drafted", "proposed", "declined", "taken_back", "adopted", "withdrawn"]
EDITABLE: frozenset[DraftState] = frozenset({"drafted", "declined", "taken_back"})
"""States in which a further version may be saved."""


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """One version of a draft.

    Attributes
    ----------
    round_id, name : str
        Of the round that it will rule.
    base_round, base_digest : str
        The round that was copied, and its rule book: the documents and the regulation are that book's.
    content : str
        The round file, whole.
    digest : str
        Of the rule book that the content makes with the base's documents and regulation.
    sources : str
        Canonical JSON: where weights were taken from, by node of the tree.
    in_force_from : str or None
        ISO day; of what is proposed or adopted.
    by, role, reason, at : str
        Who made this version, and why.
    """

    draft_id: str
    version: int
    state: DraftState
    round_id: str
    name: str
    base_round: str
    base_digest: str
    content: str
    digest: str
    sources: str
    in_force_from: str | None
    by: str
    role: str
    reason: str
    at: str

    @property
    def is_editable(self) -> bool:
        """Whether a further version may be saved."""
        return self.state in EDITABLE


def add(given: Iterable[RuleDraft]) -> list[dict[str, Value]]:
    """Return the rows of versions, for `chain.record`."""
    return queries.rows_of(given)


def newest(connection: Connection, draft_id: str) -> RuleDraft | None:
    """Return a draft as it stands."""
    query = select(rule_draft).where(rule_draft.c.draft_id == draft_id).order_by(rule_draft.c.version.desc()).limit(1)
    return next(iter(queries.records_of(RuleDraft, connection.execute(query))), None)


def all_newest(connection: Connection) -> tuple[RuleDraft, ...]:
    """Return every draft as it stands, the one that was changed last first."""
    query = select(rule_draft).where(queries.newest(rule_draft, "draft_id")).order_by(rule_draft.c.id.desc())
    return queries.records_of(RuleDraft, connection.execute(query))


def history(connection: Connection, draft_id: str) -> tuple[RuleDraft, ...]:
    """Return every version of a draft, oldest first."""
    query = select(rule_draft).where(rule_draft.c.draft_id == draft_id).order_by(rule_draft.c.version)
    return queries.records_of(RuleDraft, connection.execute(query))


def adopted(connection: Connection, round_id: str) -> RuleDraft | None:
    """Return the draft of a round that was adopted last."""
    query = (
        select(rule_draft)
        .where(rule_draft.c.round_id == round_id, rule_draft.c.state == "adopted")
        .order_by(rule_draft.c.id.desc())
        .limit(1)
    )
    return next(iter(queries.records_of(RuleDraft, connection.execute(query))), None)


def count(connection: Connection) -> int:
    """Return how many drafts there are."""
    return connection.scalar(select(func.count(rule_draft.c.draft_id.distinct()))) or 0
