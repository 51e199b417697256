"""Every table of the register. Text, whole numbers and nothing else, so that both databases keep the same.

Times are ISO 8601 UTC with microseconds and ``Z``, days ISO dates, points text as printed, JSON canonical text. A
recorded table has ``id`` (dense, from 1, given by `chain.record`) and ``entry``, the entry of the chain that wrote the
row; rows are never changed: what changes gets a new row with the next ``version``. Triggers of the migration refuse
UPDATE and DELETE.

A version belongs to a natural key, so a reference to such a key cannot be a foreign key of the database;
`invariants` looks after those.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, MetaData, Table, Text, UniqueConstraint

METADATA: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str, *, empty: bool = False) -> Column[str]:
    return Column(name, Text, nullable=empty)


def _whole(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _one_of(name: str, *values: str) -> CheckConstraint:
    """A column holds one of some words; the words are ours, never input."""
    return CheckConstraint(f"{name} IN ({', '.join(repr(value) for value in values)})", name=name)


def _versions(*key: str) -> tuple[UniqueConstraint, CheckConstraint]:
    return UniqueConstraint(*key, "version"), CheckConstraint("version >= 1", name="version")


def _recorded(name: str, *parts: Any) -> Table:
    return Table(
        name,
        METADATA,
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("entry", Integer, ForeignKey("chain_entry.sequence"), nullable=False),
        *parts,
    )


STAGES: Final = ("document_review", "on_site_verification")

chain_entry = Table(
    "chain_entry",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    _text("at"),
    _text("actor"),
    _text("role"),
    _text("act"),
    _text("object"),
    _text("content"),
    _text("previous"),
    _text("hash"),
    Index(None, "object"),
    Index(None, "actor"),
)
chain_salt = Table(
    "chain_salt",
    METADATA,
    Column("sequence", Integer, ForeignKey("chain_entry.sequence"), primary_key=True, autoincrement=False),
    _text("salt"),
)

register_fact = _recorded("register_fact", _text("key"), _text("value"), UniqueConstraint("key"))

rule_book = _recorded(
    "rule_book",
    _text("digest"),
    _text("documents"),
    _text("regulation"),
    _text("round"),
    UniqueConstraint("digest"),
)
accreditation_round = _recorded(
    "accreditation_round",
    _text("round_id"),
    _whole("version"),
    Column("rule_book_digest", Text, ForeignKey("rule_book.digest"), nullable=False),
    _text("adopted_at"),
    _text("reason", empty=True),
    *_versions("round_id"),
)
round_state = _recorded(
    "round_state",
    _text("round_id"),
    _whole("version"),
    _text("state"),
    _text("reason", empty=True),
    *_versions("round_id"),
)
expert = _recorded(
    "expert",
    _text("expert_id"),
    _whole("version"),
    _text("name"),
    _text("employer"),
    _text("region"),
    _text("expertise"),
    _text("appointed_from"),
    _text("appointed_until", empty=True),
    *_versions("expert_id"),
)
# What is counted and filtered by (county, whose first four digits are the prefecture; industry, whose beginning is the
# division; grade; credit code) has its column. Adverse records, growth, grades held and declarations are read whole,
# one application at a time, and by no query: they are one canonical JSON document, so an application stays one row.
application = _recorded(
    "application",
    _text("application_id"),
    _whole("version"),
    _text("round_id"),
    _text("uscc"),
    _text("name"),
    _text("legal_form"),
    _text("county"),
    _text("industry"),
    _text("size"),
    _text("registered_on"),
    _text("target_grade"),
    _text("applied_on"),
    _text("facts"),
    *_versions("application_id"),
    Index(None, "round_id", "county"),
    Index(None, "round_id", "target_grade"),
    Index(None, "industry"),
    Index(None, "uscc"),
)
assignment = _recorded(
    "assignment",
    _text("application_id"),
    _text("expert_id"),
    _text("stage"),
    _whole("version"),
    _text("state"),
    _text("reason", empty=True),
    *_versions("application_id", "expert_id", "stage"),
    _one_of("stage", *STAGES),
    _one_of("state", "assigned", "recused", "replaced"),
    Index(None, "expert_id"),
)
mark = _recorded(
    "mark",
    _text("application_id"),
    _text("expert_id"),
    _text("stage"),
    _text("indicator"),
    _whole("version"),
    _text("value", empty=True),
    _text("state"),
    _text("note", empty=True),
    _text("saved_at"),
    *_versions("application_id", "expert_id", "stage", "indicator"),
    _one_of("stage", *STAGES),
    _one_of("state", "missing", "scored", "not_applicable", "insufficient"),
    CheckConstraint("(state = 'scored') = (value IS NOT NULL)", name="scored_has_value"),
)
sheet_event = _recorded(
    "sheet_event",
    _text("application_id"),
    _text("expert_id"),
    _text("stage"),
    _whole("version"),
    _text("event"),
    _text("digest", empty=True),
    _text("at"),
    _text("reason", empty=True),
    *_versions("application_id", "expert_id", "stage"),
    _one_of("stage", *STAGES),
    _one_of("event", "submitted", "returned", "voided"),
    CheckConstraint("(event = 'submitted') = (digest IS NOT NULL)", name="submitted_has_digest"),
    CheckConstraint("event = 'submitted' OR reason IS NOT NULL", name="undone_has_reason"),
)
# A voided decision is a further version that repeats what was decided and gives the reason of its end; what it rested
# on stands in its first version.
decision = _recorded(
    "decision",
    _text("decision_id"),
    _whole("version"),
    _text("application_id"),
    _text("stage"),
    _text("outcome"),
    _text("grade", empty=True),
    _text("reason", empty=True),
    Column("rule_book_digest", Text, ForeignKey("rule_book.digest"), nullable=False),
    _text("sheets", empty=True),
    _text("aggregate", empty=True),
    _text("proposal", empty=True),
    _text("votes", empty=True),
    _text("decided_at"),
    _text("state"),
    *_versions("decision_id"),
    _one_of("stage", *STAGES),
    _one_of("state", "recorded", "voided"),
    CheckConstraint(
        "state = 'voided' OR (sheets IS NOT NULL AND aggregate IS NOT NULL AND proposal IS NOT NULL"
        " AND votes IS NOT NULL)",
        name="recorded_is_whole",
    ),
    Index(None, "application_id", "stage"),
)
accreditation = _recorded(
    "accreditation",
    _text("application_id"),
    _whole("version"),
    _text("uscc"),
    _text("round_id"),
    _text("grade"),
    _text("announced_on"),
    _text("valid_until"),
    _text("state"),
    _text("reason", empty=True),
    *_versions("application_id"),
    _one_of("state", "valid", "revoked", "superseded"),
    Index(None, "uscc"),
    Index(None, "round_id"),
)

RECORDED: Final[tuple[Table, ...]] = tuple(table for table in METADATA.sorted_tables if "entry" in table.c)


def business_columns(table: Table) -> tuple[Column[Any], ...]:
    """Return what a row says, without ``id`` and ``entry``, in order of name: what digests cover."""
    return tuple(sorted((column for column in table.c if column.name not in ("id", "entry")), key=lambda c: c.name))
