"""Registers to write in, on SQLite and on PostgreSQL where there is a server; a hand that gets past their guards."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import create_engine, text

from scoring.register import tables
from scoring.register.database import Register, create_register
from scoring.register.engines import address

POSTGRES = "QUALITY_CREDIT_TEST_POSTGRES"
NOW = datetime(2026, 5, 18, 1, 30, 15, 250_000, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def register_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a register may be made: a file of the test, or a schema of its own on the server."""
    if request.param == "sqlite":
        yield str(tmp_path / "register.db")
        return
    server = os.environ.get(POSTGRES)
    if not server:
        pytest.skip(f"{POSTGRES} names no PostgreSQL server")
    import psycopg

    schema = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}".encode())
    mark = "&" if "?" in server else "?"
    yield f"{server}{mark}options=-csearch_path%3D{schema}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP SCHEMA {schema} CASCADE".encode())


@pytest.fixture
def register(register_url: str, now: datetime) -> Iterator[Register]:
    """A new register whose salts, id and time come out alike each time."""
    with create_register(register_url, now=now, salts=Random(7).randbytes, register_id="test") as made:
        yield made


@pytest.fixture
def sqlite_register(tmp_path: Path, now: datetime) -> Iterator[Register]:
    """A new register in a file, for tests of what only files can suffer."""
    with create_register(tmp_path / "register.db", now=now, salts=Random(7).randbytes, register_id="test") as made:
        yield made


@pytest.fixture
def tamper() -> Callable[..., None]:
    """Do what an owner of the database could: take the guards away and write what he likes."""

    def tampering(url: str, *statements: str) -> None:
        engine = create_engine(address(url))
        with engine.begin() as connection:
            if engine.dialect.name == "sqlite":
                for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                    connection.execute(text(f"DROP TRIGGER {name}"))
            else:
                for table in tables.METADATA.sorted_tables:
                    connection.execute(text(f"ALTER TABLE {table.name} DISABLE TRIGGER USER"))
            for statement in statements:
                connection.exec_driver_sql(statement)
        engine.dispose()

    return tampering
