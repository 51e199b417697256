"""Versions of the register's tables, by Alembic; the scripts stand in ``migrations``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Column, Connection, MetaData, Table, Text, inspect, select, update

from indicators.language import Message
from scoring.errors import RecordError

SCRIPTS: Final = Path(__file__).parent / "migrations"
KNOWN: Final = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011", "0012", "0013")
"""Every version that this program can read or bring up to date, oldest first; a test holds it to the scripts."""
HEAD: Final = KNOWN[-1]
UNFINISHED: Final = "unfinished-copy"
"""Stands in place of a version until a copy is whole (`copying`): this program, and any older one, refuses it."""

_alembic_version: Final = Table("alembic_version", MetaData(), Column("version_num", Text))


def found(connection: Connection, name: str) -> str:
    """Return the version of a register.

    Raises
    ------
    RecordError
        If the database is not a register, or one of a newer version than this program.
    """
    tables = set(inspect(connection).get_table_names())
    if not {"alembic_version", "chain_entry", "register_fact"} <= tables:
        raise RecordError(Message("register.not_a_register", {"name": name, "seen": ", ".join(sorted(tables)) or "–"}))
    seen = connection.scalar(select(_alembic_version.c.version_num)) or "–"
    if seen == UNFINISHED:
        raise RecordError(Message("register.unfinished_copy", {"name": name}))
    if seen not in KNOWN:
        raise RecordError(Message("register.newer_version", {"name": name, "seen": seen, "expected": HEAD}))
    return seen


def stated(connection: Connection) -> str | None:
    """Return what a database says its version is; ``None`` where it says nothing, being no register."""
    if "alembic_version" not in inspect(connection).get_table_names():
        return None
    found: str | None = connection.scalar(select(_alembic_version.c.version_num))
    return found


def set_version(connection: Connection, version: str) -> None:
    """Say which version the tables have, in the transaction of the connection."""
    connection.execute(update(_alembic_version).values(version_num=version))


def upgrade(connection: Connection) -> None:
    """Bring the tables to the newest version, inside the transaction of the connection."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
