"""Credit review, public notice, objections, joint document.

Revision ID: 0004
Revises: 0003
Create Date: 2026-11-26
"""

import sqlalchemy as sa
from alembic import op

from scoring.register.migrations.append_only import refuse_changes

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _recorded(
        "credit_check",
        _text("application_id"),
        _text("authority"),
        _whole("version"),
        _text("result"),
        _text("checked_on"),
        _text("officer"),
        _text("reason", empty=True),
        sa.CheckConstraint("authority IN ('market_regulator', 'drc')", name="ck_credit_check_authority"),
        sa.CheckConstraint("result = 'passed' OR reason IS NOT NULL", name="ck_credit_check_failed_has_reason"),
        sa.CheckConstraint("result IN ('passed', 'failed')", name="ck_credit_check_result"),
        *_versions("credit_check", "application_id", "authority"),
    )
    _recorded(
        "joint_signature",
        _text("subject"),
        _text("authority"),
        _whole("version"),
        _whole("subject_version"),
        _text("signed_on"),
        _text("officer"),
        sa.CheckConstraint("authority IN ('market_regulator', 'drc')", name="ck_joint_signature_authority"),
        *_versions("joint_signature", "subject", "authority"),
    )
    _recorded(
        "public_notice",
        _text("notice_id"),
        _whole("version"),
        _text("round_id"),
        _text("state"),
        _whole("list_version"),
        _text("opened_on", empty=True),
        _text("last_day", empty=True),
        _text("closed_on", empty=True),
        _text("reason", empty=True),
        sa.CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name="ck_public_notice_closed_has_day"),
        sa.CheckConstraint(
            "state = 'drafted' OR (opened_on IS NOT NULL AND last_day IS NOT NULL)",
            name="ck_public_notice_open_has_days",
        ),
        sa.CheckConstraint("state IN ('drafted', 'open', 'closed')", name="ck_public_notice_state"),
        *_versions("public_notice", "notice_id"),
    )
    op.create_index("ix_public_notice_round_id", "public_notice", ["round_id"])
    _recorded(
        "notice_entry",
        _text("notice_id"),
        _text("application_id"),
        _whole("version"),
        _whole("list_version"),
        _text("grade"),
        _text("state"),
        _text("reason", empty=True),
        sa.CheckConstraint("state = 'listed' OR reason IS NOT NULL", name="ck_notice_entry_removed_has_reason"),
        sa.CheckConstraint("state IN ('listed', 'removed')", name="ck_notice_entry_state"),
        *_versions("notice_entry", "notice_id", "application_id"),
    )
    op.create_index("ix_notice_entry_application_id", "notice_entry", ["application_id"])
    _recorded(
        "objection",
        _text("objection_id"),
        _whole("version"),
        _text("notice_id"),
        _text("application_id"),
        _text("state"),
        _text("received_on"),
        _text("received_from"),
        _text("substance"),
        _text("since"),
        _text("officer"),
        _text("reason", empty=True),
        sa.CheckConstraint(
            "state IN ('received', 'acknowledged') OR reason IS NOT NULL",
            name="ck_objection_decided_has_reason",
        ),
        sa.CheckConstraint(
            "state IN ('received', 'acknowledged', 'founded', 'groundless', 'withdrawn')",
            name="ck_objection_state",
        ),
        *_versions("objection", "objection_id"),
    )
    op.create_index("ix_objection_application_id", "objection", ["application_id"])
    op.create_index("ix_objection_notice_id", "objection", ["notice_id"])
    _recorded(
        "joint_document",
        _text("document_id"),
        _whole("version"),
        _text("round_id"),
        _text("number"),
        _text("state"),
        _whole("list_version"),
        _text("issued_on", empty=True),
        _text("reason", empty=True),
        sa.CheckConstraint("(state = 'issued') = (issued_on IS NOT NULL)", name="ck_joint_document_issued_has_day"),
        sa.CheckConstraint("state IN ('drafted', 'issued')", name="ck_joint_document_state"),
        *_versions("joint_document", "document_id"),
    )
    op.create_index("ix_joint_document_round_id", "joint_document", ["round_id"])
    _recorded(
        "document_entry",
        _text("document_id"),
        _text("application_id"),
        _whole("version"),
        _whole("list_version"),
        _text("grade"),
        _text("state"),
        _text("reason", empty=True),
        sa.CheckConstraint("state = 'listed' OR reason IS NOT NULL", name="ck_document_entry_removed_has_reason"),
        sa.CheckConstraint("state IN ('listed', 'removed')", name="ck_document_entry_state"),
        *_versions("document_entry", "document_id", "application_id"),
    )
    op.create_index("ix_document_entry_application_id", "document_entry", ["application_id"])


def _recorded(name: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        _whole("id"),
        _whole("entry"),
        *parts,
        sa.ForeignKeyConstraint(["entry"], ["chain_entry.sequence"], name=f"fk_{name}_entry"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )
    refuse_changes([name])


def _versions(name: str, *key: str) -> tuple[sa.Constraint, sa.Constraint]:
    return (
        sa.CheckConstraint("version >= 1", name=f"ck_{name}_version"),
        sa.UniqueConstraint(*key, "version", name=f"uq_{name}_{'_'.join(key)}_version"),
    )


def _text(name: str, *, empty: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=empty)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)
