"""The first tables, and the triggers that keep them append-only.

Revision ID: 0001
Revises:
Create Date: 2026-11-23
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "chain_entry",
    "accreditation",
    "application",
    "assignment",
    "chain_salt",
    "expert",
    "mark",
    "register_fact",
    "round_state",
    "rule_book",
    "sheet_event",
    "accreditation_round",
    "decision",
)


def upgrade() -> None:
    _create_tables()
    for table in APPEND_ONLY:
        if op.get_context().dialect.name == "postgresql":
            _refuse_on_postgresql(table)
        else:
            _refuse_on_sqlite(table)


def _refuse_on_sqlite(table: str) -> None:
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'the record is append-only: {table}'); END"
        )


def _refuse_on_postgresql(table: str) -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION register_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'the record is append-only: %', TG_TABLE_NAME; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION register_append_only()"
    )


def _text(name: str, *, empty: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=empty)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)


def _create_tables() -> None:
    op.create_table(
        "chain_entry",
        _whole("sequence"),
        _text("at"),
        _text("actor"),
        _text("role"),
        _text("act"),
        _text("object"),
        _text("content"),
        _text("previous"),
        _text("hash"),
        sa.PrimaryKeyConstraint("sequence", name="pk_chain_entry"),
    )
    op.create_index("ix_chain_entry_actor", "chain_entry", ["actor"])
    op.create_index("ix_chain_entry_object", "chain_entry", ["object"])
    op.create_table(
        "accreditation",
        _whole("id"),
        _whole("entry"),
        _text("application_id"),
        _whole("version"),
        _text("uscc"),
        _text("round_id"),
        _text("grade"),
        _text("announced_on"),
        _text("valid_until"),
        _text("state"),
        _text("reason", empty=True),
        sa.CheckConstraint("state IN ('valid', 'revoked', 'superseded')", name="ck_accreditation_state"),
        sa.CheckConstraint("version >= 1", name="ck_accreditation_version"),
        sa.ForeignKeyConstraint(["entry"], ["chain_entry.sequence"], name="fk_accreditation_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_accreditation"),
        sa.UniqueConstraint("application_id", "version", name="uq_accreditation_application_id_version"),
    )
    op.create_index("ix_accreditation_round_id", "accreditation", ["round_id"])
    op.create_index("ix_accreditation_uscc", "accreditation", ["uscc"])
    op.create_table(
        "application",
        _whole("id"),
        _whole("entry"),
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
        sa.CheckConstraint("version >= 1", name="ck_application_version"),
        sa.ForeignKeyConstraint(["entry"], ["chain_entry.sequence"], name="fk_application_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_application"),
        sa.UniqueConstraint("application_id", "version", name="uq_application_application_id_version"),
    )
    op.create_index("ix_application_industry", "application", ["industry"])
    op.create_index("ix_application_round_id_county", "application", ["round_id", "county"])
    op.create_index("ix_application_round_id_target_grade", "application", ["round_id", "target_grade"])
    op.create_index("ix_application_uscc", "application", ["uscc"])
    op.create_table(
        "assignment",
        _whole("id"),
        _whole("entry"),
        _text("application_id"),
        _text("expert_id"),
        _text("stage"),
        _whole("version"),
        _text("state"),
        _text("reason", empty=True),
        sa.CheckConstraint("stage IN ('document_review', 'on_site_verification')", name="ck_assignment_stage"),
        sa.CheckConstraint("state IN ('assigned', 'recused', 'replaced')", name="ck_assignment_state"),
        sa.CheckConstraint("version >= 1", name="ck_assignment_version"),
        sa.ForeignKeyConstraint(["entry"], ["chain_entry.sequence"], name="fk_assignment_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_assignment"),
        sa.UniqueConstraint(
            "application_id",
            "expert_id",
            "stage",
            "version",
            name="uq_assignment_application_id_expert_id_stage_version",
        ),
    )
    op.create_index("ix_assignment_expert_id", "assignment", ["expert_id"])
    op.create_table(
        "chain_salt",
        _whole("sequence"),
        _text("salt"),
        sa.ForeignKeyConstraint(["sequence"], ["chain_entry.sequence"], name="fk_chain_salt_sequence"),
        sa.PrimaryKeyConstraint("sequence", name="pk_chain_salt"),
    )
    op.create_table(
        "expert",
        _whole("id"),
        _whole("entry"),
        _text("expert_id"),
        _whole("version"),
        _text("name"),
        _text("employer"),
        _text("region"),
        _text("expertise"),
        _text("appointed_from"),
        _text("appointed_until", empty=True),
        sa.CheckConstraint("version >= 1", name="ck_expert_version"),
        sa.ForeignKeyConstraint(["entry"], ["chain_entry.sequence"], name="fk_expert_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_expert"),
        sa.UniqueConstraint("expert_id", "version", name="uq_expert_expert_id_version"),
    )
    op.create_table(
        "mark",
        _whole("id"),
        _whole("entry"),
        _text("application_id"),
        _text("expert_id"),
        _text("stage"),
        _text("indicator"),
        _whole("version"),
        _text("value", empty=True),
        _text("state"),
        _text("note", empty=True),
        _text("saved_at"),
        sa.CheckConstraint("(state = 'scored') = (value IS NOT NULL)", name="ck_mark_scored_has_value"),
        sa.CheckConstraint("stage IN ('document_review', 'on_site_verification')", name="ck_mark_stage"),
        sa.CheckConstraint("state IN ('missing', 'scored', 'not_applicable', 'insufficient')", name="ck_mark_state"),
        sa.CheckConstraint("version >= 1", name="ck_mark_version"),
        sa.ForeignKeyConstraint(["entry"], ["chain_entry.sequence"], name="fk_mark_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_mark"),
        sa.UniqueConstraint(
            "application_id",
            "expert_id",
            "stage",
            "indicator",
            "version",
            name="uq_mark_application_id_expert_id_stage_indicator_version",
        ),
    )
    op.create_table(
        "register_fact",
        _whole("id"),
        _whole("entry"),
        _text("key"),
        _text("value"),
        sa.ForeignKeyConstraint(["entry"], ["chain_entry.sequence"], name="fk_register_fact_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_register_fact"),
        sa.UniqueConstraint("key", name="uq_register_fact_key"),
    )
    op.create_table(
        "round_state",
        _whole("id"),
        _whole("entry"),
        _text("round_id"),
        _whole("version"),
        _text("state"),
        _text("reason", empty=True),
        sa.CheckConstraint("version >= 1", name="ck_round_state_version"),
        sa.ForeignKeyConstraint(["entry"], ["chain_entry.sequence"], name="fk_round_state_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_round_state"),
        sa.UniqueConstraint("round_id", "version", name="uq_round_state_round_id_version"),
    )
    op.create_table(
        "rule_book",
        _whole("id"),
        _whole("entry"),
        _text("digest"),
        _text("documents"),
        _text("regulation"),
        _text("round"),
        sa.ForeignKeyConstraint(["entry"], ["chain_entry.sequence"], name="fk_rule_book_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_rule_book"),
        sa.UniqueConstraint("digest", name="uq_rule_book_digest"),
    )
    op.create_table(
        "sheet_event",
        _whole("id"),
        _whole("entry"),
        _text("application_id"),
        _text("expert_id"),
        _text("stage"),
        _whole("version"),
        _text("event"),
        _text("digest", empty=True),
        _text("at"),
        _text("reason", empty=True),
        sa.CheckConstraint("(event = 'submitted') = (digest IS NOT NULL)", name="ck_sheet_event_submitted_has_digest"),
        sa.CheckConstraint("event = 'submitted' OR reason IS NOT NULL", name="ck_sheet_event_undone_has_reason"),
        sa.CheckConstraint("event IN ('submitted', 'returned', 'voided')", name="ck_sheet_event_event"),
        sa.CheckConstraint("stage IN ('document_review', 'on_site_verification')", name="ck_sheet_event_stage"),
        sa.CheckConstraint("version >= 1", name="ck_sheet_event_version"),
        sa.ForeignKeyConstraint(["entry"], ["chain_entry.sequence"], name="fk_sheet_event_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_sheet_event"),
        sa.UniqueConstraint(
            "application_id",
            "expert_id",
            "stage",
            "version",
            name="uq_sheet_event_application_id_expert_id_stage_version",
        ),
    )
    op.create_table(
        "accreditation_round",
        _whole("id"),
        _whole("entry"),
        _text("round_id"),
        _whole("version"),
        _text("rule_book_digest"),
        _text("adopted_at"),
        _text("reason", empty=True),
        sa.CheckConstraint("version >= 1", name="ck_accreditation_round_version"),
        sa.ForeignKeyConstraint(["entry"], ["chain_entry.sequence"], name="fk_accreditation_round_entry"),
        sa.ForeignKeyConstraint(
            ["rule_book_digest"], ["rule_book.digest"], name="fk_accreditation_round_rule_book_digest"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_accreditation_round"),
        sa.UniqueConstraint("round_id", "version", name="uq_accreditation_round_round_id_version"),
    )
    op.create_table(
        "decision",
        _whole("id"),
        _whole("entry"),
        _text("decision_id"),
        _whole("version"),
        _text("application_id"),
        _text("stage"),
        _text("outcome"),
        _text("grade", empty=True),
        _text("reason", empty=True),
        _text("rule_book_digest"),
        _text("sheets", empty=True),
        _text("aggregate", empty=True),
        _text("proposal", empty=True),
        _text("votes", empty=True),
        _text("decided_at"),
        _text("state"),
        sa.CheckConstraint("stage IN ('document_review', 'on_site_verification')", name="ck_decision_stage"),
        sa.CheckConstraint(
            "state = 'voided' OR (sheets IS NOT NULL AND aggregate IS NOT NULL AND proposal IS NOT NULL"
            " AND votes IS NOT NULL)",
            name="ck_decision_recorded_is_whole",
        ),
        sa.CheckConstraint("state IN ('recorded', 'voided')", name="ck_decision_state"),
        sa.CheckConstraint("version >= 1", name="ck_decision_version"),
        sa.ForeignKeyConstraint(["entry"], ["chain_entry.sequence"], name="fk_decision_entry"),
        sa.ForeignKeyConstraint(["rule_book_digest"], ["rule_book.digest"], name="fk_decision_rule_book_digest"),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
        sa.UniqueConstraint("decision_id", "version", name="uq_decision_decision_id_version"),
    )
    op.create_index("ix_decision_application_id_stage", "decision", ["application_id", "stage"])
