"""Tables of rounds, applications, experts, sheets, decisions and grades, and the chain itself."""

from __future__ import annotations

from typing import Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from scoring.register.tables.columns import METADATA, one_of, recorded, text, versions, whole

STAGES: Final = ("document_review", "on_site_verification")

chain_entry = Table(
    "chain_entry",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    text("at"),
    text("actor"),
    text("role"),
    text("act"),
    text("object"),
    text("content"),
    text("previous"),
    text("hash"),
    Index(None, "object"),
    Index(None, "actor"),
)
chain_salt = Table(
    "chain_salt",
    METADATA,
    Column("sequence", Integer, ForeignKey("chain_entry.sequence"), primary_key=True, autoincrement=False),
    text("salt"),
)

register_fact = recorded("register_fact", text("key"), text("value"), UniqueConstraint("key"))

rule_book = recorded(
    "rule_book",
    text("digest"),
    text("documents"),
    text("regulation"),
    text("round"),
    UniqueConstraint("digest"),
)
accreditation_round = recorded(
    "accreditation_round",
    text("round_id"),
    whole("version"),
    Column("rule_book_digest", Text, ForeignKey("rule_book.digest"), nullable=False),
    text("adopted_at"),
    text("reason", empty=True),
    *versions("round_id"),
)
round_state = recorded(
    "round_state",
    text("round_id"),
    whole("version"),
    text("state"),
    text("reason", empty=True),
    *versions("round_id"),
)
expert = recorded(
    "expert",
    text("expert_id"),
    whole("version"),
    text("name"),
    text("employer"),
    text("region"),
    text("expertise"),
    text("appointed_from"),
    text("appointed_until", empty=True),
    *versions("expert_id"),
)
# What is counted and filtered by (county, whose first four digits are the prefecture; industry, whose beginning is the
# division; grade; credit code) has its column. Adverse records, growth, grades held and declarations are read whole,
# one application at a time, and by no query: they are one canonical JSON document, so an application stays one row.
application = recorded(
    "application",
    text("application_id"),
    whole("version"),
    text("round_id"),
    text("uscc"),
    text("name"),
    text("legal_form"),
    text("county"),
    text("industry"),
    text("size"),
    text("registered_on"),
    text("target_grade"),
    text("applied_on"),
    text("facts"),
    *versions("application_id"),
    Index(None, "round_id", "county"),
    Index(None, "round_id", "target_grade"),
    Index(None, "industry"),
    Index(None, "uscc"),
)
assignment = recorded(
    "assignment",
    text("application_id"),
    text("expert_id"),
    text("stage"),
    whole("version"),
    text("state"),
    text("reason", empty=True),
    *versions("application_id", "expert_id", "stage"),
    one_of("stage", *STAGES),
    one_of("state", "assigned", "recused", "replaced"),
    Index(None, "expert_id"),
)
mark = recorded(
    "mark",
    text("application_id"),
    text("expert_id"),
    text("stage"),
    text("indicator"),
    whole("version"),
    text("value", empty=True),
    text("state"),
    text("note", empty=True),
    text("saved_at"),
    *versions("application_id", "expert_id", "stage", "indicator"),
    one_of("stage", *STAGES),
    one_of("state", "missing", "scored", "not_applicable", "insufficient"),
    CheckConstraint("(state = 'scored') = (value IS NOT NULL)", name="scored_has_value"),
)
sheet_event = recorded(
    "sheet_event",
    text("application_id"),
    text("expert_id"),
    text("stage"),
    whole("version"),
    text("event"),
    text("digest", empty=True),
    text("at"),
    text("reason", empty=True),
    *versions("application_id", "expert_id", "stage"),
    one_of("stage", *STAGES),
    one_of("event", "submitted", "returned", "voided"),
    CheckConstraint("(event = 'submitted') = (digest IS NOT NULL)", name="submitted_has_digest"),
    CheckConstraint("event = 'submitted' OR reason IS NOT NULL", name="undone_has_reason"),
)
# A voided decision is a further version that repeats what was decided and gives the reason of its end; what it rested
# on stands in its first version.
decision = recorded(
    "decision",
    text("decision_id"),
    whole("version"),
    text("application_id"),
    text("stage"),
    text("outcome"),
    text("grade", empty=True),
    text("reason", empty=True),
    Column("rule_book_digest", Text, ForeignKey("rule_book.digest"), nullable=False),
    text("sheets", empty=True),
    text("aggregate", empty=True),
    text("proposal", empty=True),
    text("votes", empty=True),
    text("decided_at"),
    text("state"),
    *versions("decision_id"),
    one_of("stage", *STAGES),
    one_of("state", "recorded", "voided"),
    CheckConstraint(
        "state = 'voided' OR (sheets IS NOT NULL AND aggregate IS NOT NULL AND proposal IS NOT NULL"
        " AND votes IS NOT NULL)",
        name="recorded_is_whole",
    ),
    Index(None, "application_id", "stage"),
)
accreditation = recorded(
    "accreditation",
    text("application_id"),
    whole("version"),
    text("uscc"),
    text("round_id"),
    text("grade"),
    text("announced_on"),
    text("valid_until"),
    text("state"),
    text("reason", empty=True),
    *versions("application_id"),
    one_of("state", "valid", "revoked", "superseded"),
    Index(None, "uscc"),
    Index(None, "round_id"),
)
