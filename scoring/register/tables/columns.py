"""What all tables are made of."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, MetaData, Table, Text, UniqueConstraint

METADATA: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def text(name: str, *, empty: bool = False) -> Column[str]:
    """Return a column of text; `empty`: it may be left out."""
    return Column(name, Text, nullable=empty)


def whole(name: str) -> Column[int]:
    """Return a column of whole numbers."""
    return Column(name, Integer, nullable=False)


def one_of(name: str, *values: str) -> CheckConstraint:
    """Return the rule that a column holds one of some words; the words are ours, never input."""
    return CheckConstraint(f"{name} IN ({', '.join(repr(value) for value in values)})", name=name)


def versions(*key: str) -> tuple[UniqueConstraint, CheckConstraint]:
    """Return the rules of a versioned row: one row a version, counted from 1."""
    return UniqueConstraint(*key, "version"), CheckConstraint("version >= 1", name="version")


def recorded(name: str, *parts: Any) -> Table:
    """Return a recorded table, with ``id`` and ``entry`` before its own columns."""
    return Table(
        name,
        METADATA,
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("entry", Integer, ForeignKey("chain_entry.sequence"), nullable=False),
        *parts,
    )
