"""Conflicts of interest, the draw of experts, questions for the site visit.

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-26
"""

import sqlalchemy as sa
from alembic import op

from scoring.register.migrations.append_only import refuse_changes

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and let the database refuse changes of their rows."""
    op.create_table(
        "conflict",
        _whole("id"),
        _whole("entry"),
        _text("conflict_id"),
        _whole("version"),
        _text("expert_id"),
        _text("uscc"),
        _text("application_id", empty=True),
        _text("kind"),
        _text("state"),
        _text("source"),
        _text("reason"),
        sa.CheckConstraint(
            "(kind = 'unsuitable') = (application_id IS NOT NULL)", name="ck_conflict_unsuitable_for_application"
        ),
        sa.CheckConstraint("kind IN ('declared', 'found', 'unsuitable')", name="ck_conflict_kind"),
        sa.CheckConstraint("state IN ('standing', 'lifted')", name="ck_conflict_state"),
        *_versioned("conflict", "conflict_id"),
    )
    op.create_index("ix_conflict_expert_id", "conflict", ["expert_id"])
    op.create_index("ix_conflict_uscc", "conflict", ["uscc"])
    op.create_table(
        "expert_draw",
        _whole("id"),
        _whole("entry"),
        _text("draw_id"),
        _whole("version"),
        _text("round_id"),
        _text("stage"),
        _text("seed"),
        _text("solver"),
        _text("problem"),
        _text("inputs"),
        _text("result"),
        _text("reason", empty=True),
        sa.CheckConstraint("stage IN ('document_review', 'on_site_verification')", name="ck_expert_draw_stage"),
        *_versioned("expert_draw", "draw_id"),
    )
    op.create_index("ix_expert_draw_round_id_stage", "expert_draw", ["round_id", "stage"])
    op.create_table(
        "visit_question",
        _whole("id"),
        _whole("entry"),
        _text("application_id"),
        _whole("version"),
        _text("questions"),
        _text("reason", empty=True),
        *_versioned("visit_question", "application_id"),
    )
    refuse_changes(("conflict", "expert_draw", "visit_question"))


def _text(name: str, *, empty: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=empty)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)


def _versioned(table: str, key: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.CheckConstraint("version >= 1", name=f"ck_{table}_version"),
        sa.ForeignKeyConstraint(["entry"], ["chain_entry.sequence"], name=f"fk_{table}_entry"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint(key, "version", name=f"uq_{table}_{key}_version"),
    )
