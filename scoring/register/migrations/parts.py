"""What the migrations after the first make their tables of; the names are those of `tables.columns`."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from scoring.register.migrations.append_only import refuse_changes


def recorded(name: str, *parts: sa.schema.SchemaItem) -> None:
    """Make a recorded table, which refuses to be changed."""
    op.create_table(
        name,
        whole("id"),
        whole("entry"),
        *parts,
        sa.ForeignKeyConstraint(["entry"], ["chain_entry.sequence"], name=f"fk_{name}_entry"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )
    refuse_changes([name])


def versions(name: str, *key: str) -> tuple[sa.Constraint, sa.Constraint]:
    """Return the rules of a versioned row."""
    return sa.CheckConstraint("version >= 1", name=f"ck_{name}_version"), unique(name, *key, "version")


def unique(name: str, *columns: str) -> sa.UniqueConstraint:
    """Return the rule that no two rows say the same in some columns."""
    # Marked as made by the convention of names: longer than PostgreSQL allows it is shortened, as the tables' own is.
    return sa.UniqueConstraint(*columns, name=sa.schema.conv(f"uq_{name}_{'_'.join(columns)}"))


def one_of(name: str, column: str, *values: str) -> sa.CheckConstraint:
    """Return the rule that a column holds one of some words."""
    return sa.CheckConstraint(f"{column} IN ({', '.join(map(repr, values))})", name=f"ck_{name}_{column}")


def text(name: str, *, empty: bool = False) -> sa.Column[str]:
    """Return a column of text."""
    return sa.Column(name, sa.Text(), nullable=empty)


def whole(name: str) -> sa.Column[int]:
    """Return a column of whole numbers."""
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)
