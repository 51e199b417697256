from __future__ import annotations

import hashlib
import os
import shutil
import socket
import sqlite3
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, MetaData, Table, Text, create_engine, insert
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateTable

from scoring.errors import ConflictError, RecordError
from scoring.register import database, engines, marks, tables, versions
from scoring.register.chain import Act, Entry, head, record
from scoring.register.database import Migration, Register, create_register, migrate, open_register
from scoring.register.marks import Mark
from scoring.register.migrations.parts import unique
from scoring.register.verify import verify_chain
from scoring.texts import translator

MakeAct = Callable[..., Act]
MakeMark = Callable[..., Mark]
Save = Callable[..., Entry]
Tamper = Callable[..., None]


def _said(error: pytest.ExceptionInfo[RecordError]) -> str:
    """The key of the message, which can be said in both languages and shows no path of the machine."""
    texts = [translator(language)(error.value.what) for language in ("zh", "en")]
    assert all(str(Path.cwd().anchor) + "tmp" not in text for text in texts)
    # The driver's English is for the command line: no sentence quotes it.
    assert all(str(error.value.what.values.get("detail") or "?!") not in text for text in texts)
    return error.value.what.key


def test_a_register_is_opened_as_it_was_made(register_url: str, now: datetime) -> None:
    with create_register(register_url, now=now, synthetic=True) as made:
        pass
    with open_register(register_url) as opened:
        assert (opened.hash_name, opened.register_id, opened.synthetic) == ("sha256", made.register_id, True)
        with opened.read() as connection:
            assert head(connection).sequence == 1


def test_tables_are_those_of_the_migrations(register: Register) -> None:
    with register.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.METADATA) == []


def test_a_name_made_of_many_columns_is_no_longer_than_postgresql_takes() -> None:
    columns = ("sitting_id", "application_id", "turn", "expert_id", "indicator", "version")
    table = Table("rescore", MetaData(), *(Column(one, Text) for one in columns), unique("rescore", *columns))
    assert "UNIQUE" in str(CreateTable(table).compile(dialect=postgresql.dialect()))


def test_versions_are_those_of_the_scripts() -> None:
    scripts = ScriptDirectory(str(versions.SCRIPTS))
    assert [script.revision for script in scripts.walk_revisions()][::-1] == list(versions.KNOWN)
    assert scripts.get_heads() == [versions.HEAD]


def test_sqlite_keeps_what_it_acknowledged(sqlite_register: Register) -> None:
    with sqlite_register.write() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}


@pytest.mark.parametrize("statement", ["DELETE FROM {table}", "UPDATE {table} SET {column} = {column}"])
def test_the_database_itself_refuses_changes(whole: Register, statement: str) -> None:
    """One register for all tables: what is refused leaves everything as it was."""
    names = [table.name for table in tables.GUARDED]
    said = {}
    for name in names:
        column = {"chain_entry": "hash", "chain_salt": "salt"}.get(name, "entry")
        try:
            with whole.write() as connection:
                connection.exec_driver_sql(statement.format(table=name, column=column))
            said[name] = "done"
        except DBAPIError as error:
            said[name] = "append-only" if "append-only" in str(error) else str(error)
    assert said == dict.fromkeys(names, "append-only")


def test_replacing_a_row_is_refused(sqlite_register: Register) -> None:
    with pytest.raises(DBAPIError, match="append-only"), sqlite_register.write() as connection:
        connection.exec_driver_sql("INSERT OR REPLACE INTO register_fact SELECT * FROM register_fact")


def test_emptying_a_table_is_refused_on_postgresql(register: Register) -> None:
    with register.read() as connection:
        if connection.dialect.name != "postgresql":
            pytest.skip("SQLite knows no TRUNCATE")
    with pytest.raises(DBAPIError, match="append-only"), register.write() as connection:
        connection.exec_driver_sql("TRUNCATE chain_salt")


def test_reading_cannot_write(register: Register) -> None:
    row = {"sequence": 1, "salt": "00"}
    with pytest.raises(RecordError) as error, register.read() as connection:
        connection.execute(insert(tables.chain_salt), row)
    assert _said(error) == "register.read_only"


def test_a_version_that_is_there_is_a_conflict(register: Register, save: Save, mark: MakeMark) -> None:
    save(register, mark())
    with pytest.raises(ConflictError, match=r"register\.somebody_was_first"):
        save(register, mark(value="13"))


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="not_there") as error:
        open_register(tmp_path / "none.db")
    assert _said(error) == "register.not_there"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_register(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="not_a_file"):
        open_register(tmp_path)


@pytest.mark.parametrize("content", [b"", b"applicant,expert,score\n" * 200, b"\x00" * 5000])
def test_another_file_is_no_register(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "marks.db").write_bytes(content)
    with pytest.raises(RecordError, match="not_a_register") as error:
        open_register(tmp_path / "marks.db")
    assert _said(error) == "register.not_a_register"
    assert (tmp_path / "marks.db").read_bytes() == content


def test_another_database_is_no_register(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    connection.close()
    with pytest.raises(RecordError, match="not_a_register"):
        open_register(tmp_path / "other.db")


def test_a_newer_register_is_left_alone(register_url: str, register: Register, tamper: Tamper, now: datetime) -> None:
    tamper(register_url, "UPDATE alembic_version SET version_num = '0999'")
    with pytest.raises(RecordError, match="newer_version") as error:
        open_register(register_url)
    assert _said(error) == "register.newer_version"
    with pytest.raises(RecordError, match="newer_version"):
        migrate(register_url, now=now)


NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "{head}", None, None


def upgrade() -> None:
    op.add_column("mark", sa.Column("later", sa.Text()))
"""


def test_an_older_register_is_brought_up_to_date(
    register_url: str,
    register: Register,
    save: Save,
    mark: MakeMark,
    now: datetime,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    save(register, mark())
    scripts = tmp_path / "migrations"
    shutil.copytree(versions.SCRIPTS, scripts)
    head = versions.HEAD
    (scripts / "versions" / "9999_next.py").write_text(NEXT.format(head=head), "utf-8")
    for name, value in {"SCRIPTS": scripts, "KNOWN": (*versions.KNOWN, "9999"), "HEAD": "9999"}.items():
        monkeypatch.setattr(versions, name, value)
    with pytest.raises(RecordError, match="older_version") as error:
        open_register(register_url)
    assert _said(error) == "register.older_version"
    assert migrate(register_url, now=now, actor_id="admin") == Migration(before=head, after="9999")
    assert migrate(register_url, now=now) == Migration(before="9999", after="9999")
    with open_register(register_url) as opened:
        report = verify_chain(opened)
        with opened.read() as connection:
            row = connection.execute(tables.chain_entry.select().where(tables.chain_entry.c.sequence == 3)).one()
    assert (report.faults, report.entries) == ((), 3)
    assert (row.act, row.actor) == ("register.migrated", "admin")
    assert f'"after":"9999","before":"{head}"' in row.content


def test_a_register_is_never_made_over_something(register_url: str, register: Register, now: datetime) -> None:
    with pytest.raises(RecordError, match="already_there") as error:
        create_register(register_url, now=now)
    assert _said(error) == "register.already_there"
    assert verify_chain(register).faults == ()


def test_a_register_needs_its_folder(tmp_path: Path, now: datetime) -> None:
    with pytest.raises(RecordError, match="no_folder"):
        create_register(tmp_path / "none" / "register.db", now=now)


@pytest.mark.parametrize("url", ["mysql://somewhere/register", "postgresql://host:port/register", "://"])
def test_an_address_must_be_one(url: str) -> None:
    with pytest.raises(RecordError, match="bad_url"):
        open_register(url)


def test_a_server_that_does_not_answer(now: datetime) -> None:
    pytest.importorskip("psycopg", reason="without the driver no server is asked")
    with pytest.raises(RecordError, match="unreachable") as error:
        open_register("postgresql://someone:secret@127.0.0.1:1/register")
    assert _said(error) == "register.unreachable"
    assert "secret" not in str(error.value)


def test_a_server_that_hangs_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("psycopg", reason="without the driver no server is asked")
    monkeypatch.setattr(engines, "CONNECT_SECONDS", 2)  # the least that the driver knows
    with socket.create_server(("127.0.0.1", 0)) as silent:
        # Takes the connection and says nothing, as a server does whose processes are stopped.
        url = f"postgresql://someone@127.0.0.1:{silent.getsockname()[1]}/register"
        began = time.monotonic()
        with pytest.raises(RecordError, match="unreachable"):
            open_register(url)
        assert time.monotonic() - began < 10


@pytest.mark.parametrize("name", ["md5", "", "SHA256"])
def test_only_the_two_hashes(tmp_path: Path, now: datetime, name: str) -> None:
    with pytest.raises(RecordError, match="hash_unknown"):
        create_register(tmp_path / "register.db", now=now, hash_name=name)
    assert list(tmp_path.iterdir()) == []


def test_sm3_where_openssl_has_it_not(tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def without_sm3(name: str, *_: object) -> object:
        raise ValueError(f"unsupported hash type {name}")

    monkeypatch.setattr(database.hashlib, "new", without_sm3)  # type: ignore[attr-defined]
    with pytest.raises(RecordError, match="hash_not_here") as error:
        create_register(tmp_path / "register.db", now=now, hash_name="sm3")
    assert _said(error) == "register.hash_not_here"
    assert hashlib.sha256(b"").hexdigest()


def test_a_full_disk_changes_nothing(sqlite_register: Register, act: MakeAct, mark: MakeMark) -> None:
    with sqlite_register.read() as connection:
        before = head(connection)
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    many = marks.add([mark(f"1.{number}") for number in range(5_000)])
    with pytest.raises(RecordError, match="disk_full") as error, sqlite_register.write() as connection:
        record(connection, act(), {tables.mark: many})
    assert _said(error) == "register.disk_full"
    assert error.value.what.values["seen"] == "SQLITE_FULL"
    assert error.value.what.values["detail"] == "database or disk is full"
    with sqlite_register.read() as connection:
        assert head(connection) == before
    assert verify_chain(sqlite_register).rows == 3


def test_a_read_only_register_can_be_read_and_verified(
    sqlite_register: Register, tmp_path: Path, save: Save, mark: MakeMark
) -> None:
    save(sqlite_register, mark())
    url = f"sqlite:///file:{tmp_path / 'register.db'}?mode=ro&uri=true"
    with open_register(url) as register:
        assert verify_chain(register).faults == ()
        with pytest.raises(RecordError, match="read_only") as error:
            save(register, mark(version=2))
    assert _said(error) == "register.read_only"


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes where nobody may")
def test_a_file_without_write_permission(sqlite_register: Register, tmp_path: Path, save: Save, mark: MakeMark) -> None:
    sqlite_register.close()
    (tmp_path / "register.db").chmod(0o444)
    with open_register(tmp_path / "register.db") as register, pytest.raises(RecordError, match="read_only"):
        save(register, mark())


def test_another_process_that_does_not_end(
    sqlite_register: Register, tmp_path: Path, save: Save, mark: MakeMark, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "BUSY_MILLISECONDS", 20)
    other = sqlite3.connect(tmp_path / "register.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_register(tmp_path / "register.db") as register, pytest.raises(RecordError, match="locked") as error:
        save(register, mark())
    other.close()
    assert _said(error) == "register.locked"


def test_another_thread_that_does_not_end(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.02)
    with register.write(), pytest.raises(RecordError, match="locked"), register.write():
        pass


def test_a_damaged_file_is_said_to_be(sqlite_register: Register, tmp_path: Path, save: Save, mark: MakeMark) -> None:
    save(sqlite_register, *(mark(f"1.{number}") for number in range(2_000)))
    sqlite_register.close()
    path = tmp_path / "register.db"
    content = bytearray(path.read_bytes())
    content[8_192:] = b"\xa5" * (len(content) - 8_192)
    path.write_bytes(content)
    with pytest.raises(RecordError, match="damaged") as error, open_register(path) as register:
        verify_chain(register)
    assert _said(error) == "register.damaged"


def test_slips_of_ours_are_not_the_users(register: Register) -> None:
    with pytest.raises(DBAPIError, match="nowhere"), register.read() as connection:
        connection.exec_driver_sql("SELECT * FROM nowhere")


def test_a_connection_from_elsewhere_is_refused(tmp_path: Path, act: MakeAct) -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection, pytest.raises(TypeError, match="not given by a Register"):
        record(connection, act())
    engine.dispose()
