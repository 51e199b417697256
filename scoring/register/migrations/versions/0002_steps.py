"""Steps of Article 12, attachments, the opening of a round.

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-26
"""

import sqlalchemy as sa
from alembic import op

from scoring.register.migrations.parts import one_of, recorded, text, unique, versions, whole

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _opening()
    _steps()
    _dossiers()


def _opening() -> None:
    recorded(
        "opening_paper",
        text("round_id"),
        text("kind"),
        whole("version"),
        text("rule_book_digest"),
        text("title"),
        text("number", empty=True),
        text("content"),
        text("first_day", empty=True),
        text("last_day", empty=True),
        text("reason", empty=True),
        one_of("opening_paper", "kind", "annual_plan", "opening_notice"),
        sa.CheckConstraint(
            "(kind = 'opening_notice') = (first_day IS NOT NULL)", name="ck_opening_paper_notice_has_first_day"
        ),
        sa.CheckConstraint("(first_day IS NULL) = (last_day IS NULL)", name="ck_opening_paper_both_days"),
        *versions("opening_paper", "round_id", "kind"),
    )
    recorded(
        "opening_signature",
        text("round_id"),
        text("kind"),
        whole("paper_version"),
        text("authority"),
        text("signer"),
        text("signed_at"),
        one_of("opening_signature", "kind", "annual_plan", "opening_notice"),
        one_of("opening_signature", "authority", "market_regulator", "drc"),
        unique("opening_signature", "round_id", "kind", "paper_version", "authority"),
    )


def _steps() -> None:
    recorded(
        "step_act",
        text("application_id"),
        whole("version"),
        text("act"),
        text("verdict"),
        whole("application_version"),
        text("signer"),
        text("role"),
        text("acted_on"),
        text("clause", empty=True),
        text("reason", empty=True),
        one_of("step_act", "verdict", "signed", "returned", "refused", "completed", "resumed"),
        sa.CheckConstraint("verdict = 'signed' OR reason IS NOT NULL", name="ck_step_act_halt_has_reason"),
        *versions("step_act", "application_id"),
    )
    recorded(
        "withdrawal",
        text("application_id"),
        whole("version"),
        text("withdrawn_on"),
        text("reason"),
        *versions("withdrawal", "application_id"),
    )


def _dossiers() -> None:
    recorded(
        "attachment",
        text("application_id"),
        text("digest"),
        whole("version"),
        text("name"),
        text("kind"),
        whole("size"),
        text("provider", empty=True),
        text("provider_code", empty=True),
        text("state"),
        text("reason", empty=True),
        one_of("attachment", "state", "held", "withdrawn"),
        sa.CheckConstraint("state = 'held' OR reason IS NOT NULL", name="ck_attachment_withdrawn_has_reason"),
        *versions("attachment", "application_id", "digest"),
    )
    op.create_index("ix_attachment_digest", "attachment", ["digest"])
    recorded(
        "attachment_part",
        text("digest"),
        whole("part"),
        text("content"),
        unique("attachment_part", "digest", "part"),
    )
