"""Bars, measures, complaints, oversight, misconduct.

Revision ID: 0005
Revises: 0004
Create Date: 2026-11-26
"""

import sqlalchemy as sa
from alembic import op

from scoring.register.migrations.append_only import refuse_changes

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _recorded(
        "bar",
        _text("bar_id"),
        _whole("version"),
        _text("uscc"),
        _text("application_id"),
        _text("debarred_from"),
        _text("debarred_until"),
        _text("document"),
        _text("clause"),
        _text("reason"),
        _text("state"),
        _one_of("bar", "state", "standing", "lifted"),
        sa.CheckConstraint("debarred_from <= debarred_until", name="ck_bar_from_before_until"),
        *_versions("bar", "bar_id"),
    )
    op.create_index("ix_bar_uscc", "bar", ["uscc"])


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


def _one_of(name: str, column: str, *values: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({', '.join(map(repr, values))})", name=f"ck_{name}_{column}")


def _text(name: str, *, empty: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=empty)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)
