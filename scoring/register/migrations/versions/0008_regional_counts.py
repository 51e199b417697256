"""Prepared counts by region: derived, outside of the chain, made anew at any time.

Revision ID: 0008
Revises: 0007
Create Date: 2026-11-26
"""

import sqlalchemy as sa
from alembic import op

from scoring.register.migrations.parts import one_of, text, whole

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_COUNTED = (
    "cube",
    "round_id",
    "place",
    "target_grade",
    "outcome",
    "proposed",
    "granted",
    "announced_on",
    "valid_until",
    "ended_on",
    "state",
)
_WAITED = ("round_id", "place", "target_grade", "step", "state", "days")


def upgrade() -> None:
    # No triggers: what is derived may change, and is never evidence.
    op.create_table(
        "regional_count",
        *map(text, _COUNTED),
        whole("applications"),
        sa.PrimaryKeyConstraint(*_COUNTED, name="pk_regional_count"),
        one_of("regional_count", "cube", "prefecture", "county", "industry", "size"),
        sa.CheckConstraint("applications >= 1", name="ck_regional_count_applications"),
    )
    op.create_table(
        "regional_wait",
        *map(text, _WAITED),
        whole("applications"),
        sa.PrimaryKeyConstraint(*_WAITED, name="pk_regional_wait"),
        one_of("regional_wait", "state", "passed", "waiting", "dropped"),
        sa.CheckConstraint("applications >= 1", name="ck_regional_wait_applications"),
    )
    op.create_table(
        "regional_mark",
        whole("id"),
        whole("upto"),
        text("hash"),
        sa.PrimaryKeyConstraint("id", name="pk_regional_mark"),
        sa.CheckConstraint("id = 1", name="ck_regional_mark_one"),
    )
