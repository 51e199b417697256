"""Registers to write in, on SQLite and on PostgreSQL where there is a server; a hand that gets past their guards."""

from __future__ import annotations

import gc
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit, urlunsplit

import pytest
from hypothesis import settings
from sqlalchemy import URL, Engine, NullPool, create_engine

from scoring.identity import passwords
from scoring.register import engines, tables
from scoring.register.database import Register, create_register, open_register
from scoring.register.engines import address

# Examples are drawn from the test itself, so that a gate is red or green twice alike; whoever looks for new ones sets
# the variable. No example is timed: a busy machine is no fault.
settings.register_profile("alike", derandomize=True, deadline=None, max_examples=50)
settings.register_profile("anew", deadline=None, max_examples=200)
settings.load_profile("anew" if os.environ.get("QUALITY_CREDIT_NEW_EXAMPLES") else "alike")

POSTGRES = "QUALITY_CREDIT_TEST_POSTGRES"
NOW = datetime(2026, 5, 18, 1, 30, 15, 250_000, tzinfo=UTC)
#: Fixtures that put a copy where `register_url` says.
COPIED: Final = frozenset({"register", "office", "decided", "whole"})
Made = TypeVar("Made")


def pytest_collection_finish() -> None:
    """Leave what was collected out of the search for garbage: it stays to the end, and each search would read it."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _statements_are_compiled_once() -> Iterator[None]:
    """Let registers share what SQLAlchemy compiles: a process serves one, a run of tests opens thousands."""
    known: dict[str, Engine] = {}
    make = engines.create_engine

    def made(where: URL, **values: Any) -> Engine:
        engine = make(where, **values, query_cache_size=5_000)
        first = known.setdefault(engine.dialect.driver, engine)
        if first.dialect.server_version_info is None:  # it never got to its database
            known[engine.dialect.driver] = engine
        else:
            engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "create_engine", made)
        yield


@pytest.fixture
def now() -> datetime:
    return NOW


class Templates:
    """Registers made once a session and copied for each test: making the tables takes ten times as long as a copy."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[tuple[str, bool], tuple[str, Any]] = {}

    def copy(self, name: str, url: str, make: Callable[[str], Made]) -> Made:
        """Put a copy of a register where `url` says, where nothing is yet, and return what `make` returned.

        `make(url)` makes the register and closes it; it is asked once a session and kind of database.
        """
        on_server = "://" in url
        if (name, on_server) not in self._made:
            there = _database(f"template_{uuid.uuid4().hex}") if on_server else str(self._folder / f"{name}.db")
            if on_server:
                _on_server(f"CREATE DATABASE {_name(there)}")
            self._made[name, on_server] = there, make(there)
        there, made = self._made[name, on_server]
        if on_server:
            _on_server(f"CREATE DATABASE {_name(url)} TEMPLATE {_name(there)}")
        else:
            shutil.copyfile(there, url)
        return made

    def drop(self) -> None:
        """Take the templates away from the server."""
        for there, _ in self._made.values():
            if "://" in there:
                _on_server(f"DROP DATABASE {_name(there)} WITH (FORCE)")


def _on_server(statement: str) -> None:
    import psycopg

    with psycopg.connect(os.environ[POSTGRES], autocommit=True) as connection:
        connection.execute(statement.encode())


def _database(name: str) -> str:
    """Return the address of another database of the server."""
    return urlunsplit(urlsplit(os.environ[POSTGRES])._replace(path=f"/{name}"))


def _name(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Templates]:
    made = Templates(tmp_path_factory.mktemp("templates"))
    yield made
    made.drop()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def register_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a register may be made: a file of the test, or a database of its own on the server.

    For tests that ask for a register as well it names a place where that will be.
    """
    if request.param == "sqlite":
        yield str(tmp_path / "register.db")
        return
    if not os.environ.get(POSTGRES):
        pytest.skip(f"{POSTGRES} names no PostgreSQL server")
    url = _database(f"test_{uuid.uuid4().hex}")
    if not COPIED & set(request.fixturenames):
        _on_server(f"CREATE DATABASE {_name(url)}")
    yield url
    _on_server(f"DROP DATABASE IF EXISTS {_name(url)} WITH (FORCE)")


def _make_empty(url: str) -> Random:
    salts = Random(7)
    create_register(url, now=NOW, salts=salts.randbytes, register_id="test").close()
    return salts


def _opened(templates: Templates, url: str) -> Register:
    """Open a copy of an empty register, whose salts go on as those of the one that was made."""
    salts = Random()
    salts.setstate(templates.copy("empty", url, _make_empty).getstate())
    return open_register(url, salts=salts.randbytes)


@pytest.fixture
def register(register_url: str, templates: Templates) -> Iterator[Register]:
    """A new register whose salts, id and time come out alike each time."""
    with _opened(templates, register_url) as made:
        yield made


@pytest.fixture
def sqlite_register(tmp_path: Path, templates: Templates) -> Iterator[Register]:
    """A new register in a file, for tests of what only files can suffer."""
    with _opened(templates, str(tmp_path / "register.db")) as made:
        yield made


@pytest.fixture
def tamper() -> Callable[..., None]:
    """Do what an owner of the database could: take the guards away and write what he likes."""

    def tampering(url: str, *statements: str) -> None:
        engine = create_engine(address(url), poolclass=NullPool)
        with engine.begin() as connection:
            if engine.dialect.name == "sqlite":
                # All at once: dropped one by one, each reads the whole schema again. The connection knows them still.
                connection.exec_driver_sql("PRAGMA writable_schema = ON")
                connection.exec_driver_sql("DELETE FROM sqlite_master WHERE type = 'trigger'")
                version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
                connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
            else:
                off = (f"ALTER TABLE {table.name} DISABLE TRIGGER USER" for table in tables.GUARDED)
                connection.exec_driver_sql("; ".join(off))
        with engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    return tampering


@pytest.fixture
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords at the least cost there is: only tests can, the program reads its cost from a checked file."""
    monkeypatch.setattr(passwords, "cost", lambda: (8, 1, 1))
