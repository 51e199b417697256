"""An expert's desk: approaches reported, sheets asked back, practice.

Revision ID: 0006
Revises: 0005
Create Date: 2026-11-26
"""

import sqlalchemy as sa
from alembic import op

from scoring.register.migrations.parts import one_of, recorded, text, versions, whole

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    recorded(
        "approach_report",
        text("report_id"),
        whole("version"),
        text("expert_id"),
        text("application_id", empty=True),
        text("channel"),
        text("approached_by"),
        text("account"),
        text("happened_on"),
        text("state"),
        text("reason", empty=True),
        one_of(
            "approach_report", "channel", "visit", "telephone", "message", "meal_or_gift", "through_others", "other"
        ),
        one_of("approach_report", "state", "reported", "taken_up", "closed"),
        sa.CheckConstraint("state = 'reported' OR reason IS NOT NULL", name="ck_approach_report_moved_has_reason"),
        *versions("approach_report", "report_id"),
    )
    op.create_index("ix_approach_report_expert_id", "approach_report", ["expert_id"])
    recorded(
        "reopening",
        text("application_id"),
        text("expert_id"),
        text("stage"),
        whole("version"),
        text("state"),
        text("reason"),
        text("at"),
        one_of("reopening", "stage", "document_review", "on_site_verification"),
        one_of("reopening", "state", "asked", "granted", "declined", "taken_back"),
        *versions("reopening", "application_id", "expert_id", "stage"),
    )
    recorded(
        "practice_mark",
        text("case_id"),
        text("expert_id"),
        text("indicator"),
        whole("version"),
        text("state"),
        text("value", empty=True),
        text("note", empty=True),
        text("at"),
        one_of("practice_mark", "state", "missing", "scored", "not_applicable", "insufficient"),
        sa.CheckConstraint("(state = 'scored') = (value IS NOT NULL)", name="ck_practice_mark_value_where_scored"),
        *versions("practice_mark", "case_id", "expert_id", "indicator"),
    )
    op.create_index("ix_practice_mark_expert_id", "practice_mark", ["expert_id"])
