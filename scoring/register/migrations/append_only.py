"""The triggers that keep a table append-only, for the migrations after the first."""

from __future__ import annotations

from collections.abc import Iterable

from alembic import op


def refuse_changes(tables: Iterable[str]) -> None:
    """Let the database refuse UPDATE and DELETE (PostgreSQL: TRUNCATE too) on tables that were just made.

    The names are ours, never input. On PostgreSQL the function was made by the first migration.
    """
    for table in tables:
        if op.get_context().dialect.name == "postgresql":
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION register_append_only()"
            )
            continue
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'the record is append-only: {table}'); END"
            )
