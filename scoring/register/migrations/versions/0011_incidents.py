"""The record can be frozen; whoever is at a provider of identities is known to every process of the server.

Revision ID: 0011
Revises: 0010
Create Date: 2026-11-27
"""

import sqlalchemy as sa
from alembic import op

from scoring.register.migrations.parts import one_of, recorded, text, versions, whole

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    recorded(
        "standstill",
        text("standstill_id"),
        whole("version"),
        text("state"),
        text("by"),
        text("role"),
        text("reason"),
        text("at"),
        *versions("standstill", "standstill_id"),
        one_of("standstill", "state", "frozen", "thaw_asked", "thaw_declined", "thawed"),
    )
    op.create_table(
        "sign_in_away",
        text("state"),
        text("browser"),
        text("nonce"),
        text("verifier"),
        text("next"),
        text("until"),
        sa.PrimaryKeyConstraint("state", name="pk_sign_in_away"),
    )
    op.create_index("ix_sign_in_away_until", "sign_in_away", ["until"])
