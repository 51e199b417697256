"""Annual plan and opening notice of each round, in versions, and who signed which.

``add_papers(papers) -> rows`` of `tables.opening_paper`, ``add_signatures(signatures) -> rows`` of
`tables.opening_signature`, ``papers(connection, round_id)`` (every version, oldest first),
``signatures(connection, round_id)``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, Row, select

from scoring.register import queries
from scoring.register.canonical import Value
from scoring.register.tables import opening_paper, opening_signature

PaperKind = Literal["annual_plan", "opening_notice"]
Authority = Literal["market_regulator", "drc"]


@dataclass(frozen=True, slots=True)
class Paper:
    """One version of a paper that opens a round; the notice says from which day to which applications are handed in.

    `rule_book_digest` is that of the rules which the paper announces: grades open, conditions, caps.
    """

    round_id: str
    kind: PaperKind
    version: int
    rule_book_digest: str
    title: str
    number: str | None
    content: str
    first_day: date | None = None
    last_day: date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """An authority's signature of one version of a paper."""

    round_id: str
    kind: PaperKind
    paper_version: int
    authority: Authority
    signer: str
    signed_at: str


def add_papers(papers: Iterable[Paper]) -> list[dict[str, Value]]:
    """Return the rows of papers, for `chain.record`."""
    return [
        {
            "round_id": given.round_id,
            "kind": given.kind,
            "version": given.version,
            "rule_book_digest": given.rule_book_digest,
            "title": given.title,
            "number": given.number,
            "content": given.content,
            "first_day": None if given.first_day is None else given.first_day.isoformat(),
            "last_day": None if given.last_day is None else given.last_day.isoformat(),
            "reason": given.reason,
        }
        for given in papers
    ]


def add_signatures(signatures: Iterable[Signature]) -> list[dict[str, Value]]:
    """Return the rows of signatures, for `chain.record`."""
    return queries.rows_of(signatures)


def papers(connection: Connection, round_id: str) -> tuple[Paper, ...]:
    """Return every version of the papers of a round, oldest first."""
    query = select(opening_paper).where(opening_paper.c.round_id == round_id).order_by(opening_paper.c.id)
    return tuple(_paper(row) for row in connection.execute(query))


def signatures(connection: Connection, round_id: str) -> tuple[Signature, ...]:
    """Return every signature of the papers of a round, oldest first."""
    query = select(opening_signature).where(opening_signature.c.round_id == round_id).order_by(opening_signature.c.id)
    return queries.records_of(Signature, connection.execute(query))


def _paper(row: Row[Any]) -> Paper:
    return Paper(
        round_id=row.round_id,
        kind=row.kind,
        version=row.version,
        rule_book_digest=row.rule_book_digest,
        title=row.title,
        number=row.number,
        content=row.content,
        first_day=None if row.first_day is None else date.fromisoformat(row.first_day),
        last_day=None if row.last_day is None else date.fromisoformat(row.last_day),
        reason=row.reason,
    )
