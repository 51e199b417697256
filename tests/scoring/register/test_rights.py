"""The application's role is refused by the server of the database itself: without our triggers, without our code."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest

from scoring.errors import RecordError
from scoring.register import rights, tables
from scoring.register.chain import Act, record
from scoring.register.database import Register, migrate, open_register
from scoring.register.verify import verify_chain

SERVER = os.environ.get("QUALITY_CREDIT_TEST_POSTGRES", "")
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(not SERVER, reason="QUALITY_CREDIT_TEST_POSTGRES names no PostgreSQL server"),
]


def _server(statement: str) -> None:
    import psycopg

    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(statement.encode())


@pytest.fixture(scope="module")
def application() -> Iterator[str]:
    """A role as the guide makes it."""
    name = f"app_{uuid.uuid4().hex[:12]}"
    _server(f"CREATE ROLE {name} LOGIN PASSWORD 'secret' NOSUPERUSER NOCREATEDB NOCREATEROLE")
    yield name
    _server(f"DROP ROLE {name}")


@pytest.fixture
def granted(whole: Register, register_url: str, application: str) -> Iterator[Register]:
    """The register, opened by the application's role."""
    if "://" not in register_url:
        pytest.skip("SQLite knows no roles")
    with whole.write() as connection:
        rights.grant(connection, application)
    parts = urlsplit(register_url)
    netloc = f"{application}:secret@{parts.hostname}:{parts.port}"
    with open_register(urlunsplit(parts._replace(netloc=netloc))) as opened:
        yield opened
    with whole.write() as connection:
        connection.exec_driver_sql(f"DROP OWNED BY {application}")


def _answer(register: Register, statement: str) -> str:
    """Return the server's code for a statement, past everything of ours: on a bare connection of that role."""
    import psycopg

    address = register._engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        try:
            connection.execute(statement.encode())
        except psycopg.Error as error:
            return str(error.sqlstate)
    return "done"


NO_RIGHT = "42501"


def test_every_table_of_the_record_can_only_be_read_and_added_to(granted: Register) -> None:
    names = [table.name for table in tables.GUARDED]
    first = {table.name: next(iter(table.c)).name for table in tables.GUARDED}
    statements = ("DELETE FROM {t}", "UPDATE {t} SET {c} = {c}", "TRUNCATE {t}", "DROP TABLE {t}",
                  "ALTER TABLE {t} DISABLE TRIGGER ALL", "DROP TRIGGER {t}_append_only ON {t}",
                  "ALTER TABLE {t} ADD COLUMN x text")  # fmt: skip
    # One table for every statement, every table for the first three: each is a connection of its own.
    said = {
        (name, statement): _answer(granted, statement.format(t=name, c=first[name]))
        for name in names
        for statement in (statements if name in ("mark", "chain_entry") else statements[:1])
    }
    assert {pair: answer for pair, answer in said.items() if answer != NO_RIGHT} == {}


@pytest.mark.parametrize(
    "statement",
    [
        "SET session_replication_role = replica",
        "CREATE TABLE shadow (x text)",
        "CREATE OR REPLACE FUNCTION register_append_only() RETURNS trigger LANGUAGE plpgsql AS ''",
        "DROP FUNCTION register_append_only() CASCADE",
        "UPDATE alembic_version SET version_num = '0001'",
        "DELETE FROM urn",
        "UPDATE urn SET choice = 'against'",
        "TRUNCATE sign_in_session",
        "ALTER TABLE sign_in_session ADD COLUMN x text",
        "GRANT DELETE ON mark TO PUBLIC",
    ],
)
def test_what_else_the_server_refuses(granted: Register, statement: str) -> None:
    answer = _answer(granted, statement)
    if statement.startswith("GRANT"):  # the server warns and grants nothing
        assert _answer(granted, "DELETE FROM mark") == NO_RIGHT
    else:
        assert answer == NO_RIGHT


def test_the_program_works_with_these_rights(granted: Register, now: datetime) -> None:
    """Adding, counting in an urn, sessions and what is derived; the record verifies."""
    failure: dict[str, Any] = {"key": "k", "kind": "login", "failures": 1, "last": "2026"}
    with granted.write() as connection:
        record(connection, Act("e1", "expert", "mark.saved", "sheet/a1/e1", now))
        connection.execute(tables.urn.update().values(cast=tables.urn.c.cast + 1))
        connection.execute(tables.sign_in_failure.insert(), failure)
        connection.execute(tables.sign_in_failure.update().values(failures=2))
        for table in (*tables.DERIVED, *tables.TRANSIENT):
            connection.execute(table.delete())
    assert verify_chain(granted).faults == ()
    with granted.read() as connection:
        assert rights.excess(connection) == ()
        assert rights.granted_to(connection) == (granted._engine.url.username,)


def test_every_table_has_its_rights_and_no_other(whole: Register) -> None:
    assert set(rights.RIGHTS) == {rights.VERSION_TABLE, *(table.name for table in tables.METADATA.sorted_tables)}
    assert {rights.RIGHTS[table.name] for table in tables.GUARDED} == {"SELECT, INSERT"}


def test_what_a_role_may_too_much_is_told(granted: Register, whole: Register, application: str) -> None:
    with whole.read() as connection:
        assert [fault.what.key for fault in rights.excess(connection)] == ["rights.superuser"]
    with whole.write() as connection:
        connection.exec_driver_sql(f"GRANT UPDATE (value), DELETE ON mark TO {application}")
        connection.exec_driver_sql(f"GRANT CREATE ON SCHEMA public TO {application}")
        connection.exec_driver_sql(f"GRANT SET ON PARAMETER session_replication_role TO {application}")
    with granted.read() as connection:
        found = [(fault.what.key, fault.what.values.get("rights")) for fault in rights.excess(connection)]
    assert found == [
        ("rights.may_change", "UPDATE, DELETE"), ("rights.may_make_tables", None), ("rights.may_pass_triggers", None),
    ]  # fmt: skip
    with whole.write() as connection:
        rights.grant(connection, application)  # takes away what it had there
        connection.exec_driver_sql(f"REVOKE SET ON PARAMETER session_replication_role FROM {application}")
    with granted.read() as connection:
        assert rights.excess(connection) == ()
    with whole.write() as connection:
        connection.exec_driver_sql(f"ALTER TABLE mark OWNER TO {application}")
    with granted.read() as connection:
        assert [fault.what.key for fault in rights.excess(connection)] == ["rights.owner"]
    with whole.write() as connection:
        connection.exec_driver_sql("ALTER TABLE mark OWNER TO CURRENT_USER")


def test_the_application_does_not_migrate(granted: Register, register_url: str, tamper: Any, now: datetime) -> None:
    tamper(register_url, "UPDATE alembic_version SET version_num = '0010'")
    url = granted._engine.url.render_as_string(hide_password=False)
    with pytest.raises(RecordError) as error:
        migrate(url, now=now)
    assert error.value.what.key == "register.no_right"


def test_only_who_is_bound_is_granted(register: Register, register_url: str) -> None:
    if "://" not in register_url:
        with register.write() as connection, pytest.raises(RecordError, match="no_roles_here"):
            rights.grant(connection, "anybody")
        with register.read() as connection:
            assert (rights.excess(connection), rights.granted_to(connection)) == ((), ())
        return
    with register.write() as connection:
        with pytest.raises(RecordError, match="no_such_role"):
            rights.grant(connection, 'nobody"; DROP TABLE mark; --')
        with pytest.raises(RecordError, match="not_bound"):
            rights.grant(connection, str(urlsplit(register_url).username))
