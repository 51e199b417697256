"""A register copied from either database to either: nothing lost, nothing half, nothing over something else."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.exc import DBAPIError

from scoring.errors import FaultsError, RecordError
from scoring.register import contents, copying, tables
from scoring.register.chain import Act, record
from scoring.register.contents import read_contents
from scoring.register.copying import PASSES, copy_register, is_unfinished
from scoring.register.database import Register, create_register, migrate, open_register
from scoring.register.invariants import check
from scoring.register.restoring import go_on
from scoring.register.verify import verify_chain
from scoring.register.versions import HEAD

MakeAct = Callable[..., Act]
Tamper = Callable[..., None]


@pytest.fixture
def elsewhere(register_url: str, tmp_path: Path) -> Iterator[str]:
    """A place on the other database where there is a server, another file where there is none."""
    server = os.environ.get("QUALITY_CREDIT_TEST_POSTGRES")
    if "://" in register_url or not server:
        yield str(tmp_path / "copy.db")
        return
    import psycopg

    name = f"test_copy_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0".encode())
    yield f"{server.rpartition('/')[0]}/{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _contents(register: Register) -> tuple[contents.TableContents, ...]:
    with register.read() as connection:
        return read_contents(connection)


def _sound(register: Register) -> tuple[Any, ...]:
    """What the chain says of a copy, and whether its guards stand."""
    unguarded = [fault for fault in check(register) if fault.what.key == "invariant.guards_in_place"]
    return (*verify_chain(register).faults, *unguarded)


def _said(error: RecordError) -> str:
    return error.what.key


def test_there_and_back_is_the_same(whole: Register, elsewhere: str, tmp_path: Path) -> None:
    rows: list[int] = []
    copied = copy_register(whole, elsewhere, check=_sound, told=rows.append)
    assert copied.tables == _contents(whole)
    assert {one.name for one in copied.tables if one.rows} >= {table.name for table in tables.RECORDED}
    assert sum(rows) == PASSES * copied.rows
    with open_register(elsewhere) as there:
        facts = (there.register_id, there.hash_name, there.synthetic)
        assert facts == (whole.register_id, whole.hash_name, whole.synthetic)
        assert copy_register(there, tmp_path / "back.db", check=_sound) == copied
    with open_register(tmp_path / "back.db") as back:
        assert _contents(back) == copied.tables
        assert verify_chain(back, expected_head=str(copied.head)).faults == ()
    assert (tmp_path / "back.db").stat().st_mode & 0o077 == 0


def test_texts_come_over_as_they_are(register: Register, act: MakeAct, elsewhere: str) -> None:
    """What COPY, CSV or JSON would take for a sign of their own, and characters from everywhere but NUL."""
    random = Random(11)
    anything = [chr(n) for n in (*range(1, 0xD800), *range(0xE000, 0x110000, 97))]
    texts = [
        "\\N",
        "\\.",
        "\t",
        "\\t",
        "\n\r\n",
        "'",
        '"',
        ",",
        "{}",
        "null",
        "\ufeff",
        "\u202e",
        "é",
        "é",
        "👩‍🏭",
        "　",
    ]
    texts += ["".join(random.choices(anything, k=random.randrange(200))) for _ in range(60)]
    with register.write() as connection:
        for text in texts:
            record(connection, act(reason=text, object_=text))
    copy_register(register, elsewhere, check=_sound)
    with open_register(elsewhere) as there, there.read() as connection:
        of_texts = select(tables.chain_entry.c.object).order_by(tables.chain_entry.c.sequence).offset(1)
        assert list(connection.scalars(of_texts)) == texts


def test_tables_that_are_no_record_come_along_in_the_order_of_bytes(register: Register, elsewhere: str) -> None:
    """Keys of text are sorted alike, whatever the language of the server's database."""
    keys = ["a", "B", "_", "ä", "张", "Z", "a b", "a-b", "aB", "\U0001f600", "\uffee"]
    failure = {"kind": "login", "failures": 1, "last": "2026"}
    with register.write() as connection:
        connection.execute(tables.sign_in_failure.insert(), [failure | {"key": key} for key in keys])
    copied = copy_register(register, elsewhere, check=_sound)
    assert {one.name: one.rows for one in copied.tables}["sign_in_failure"] == len(keys)


def test_a_copy_goes_on_where_its_source_was(whole: Register, act: MakeAct, elsewhere: str) -> None:
    """Numbers are given by the program: a database that counted by itself would begin at one again."""
    copied = copy_register(whole, elsewhere, check=_sound)
    with open_register(elsewhere) as there:
        with there.write() as connection:
            inspected = inspect(connection)
            counted = [
                (table.name, column["name"])
                for table in tables.METADATA.sorted_tables
                for column in inspected.get_columns(table.name)
                if column.get("identity") or "nextval" in str(column.get("default"))
            ]
            entry = record(connection, act())
        assert (counted, entry.sequence) == ([], copied.head.sequence + 1)
        assert verify_chain(there).faults == ()


def test_the_guards_of_the_copy_stand(whole: Register, elsewhere: str) -> None:
    copy_register(whole, elsewhere, check=_sound)
    with open_register(elsewhere) as there:
        for statement in ("UPDATE mark SET value = '9'", "DELETE FROM chain_salt"):
            with pytest.raises(DBAPIError, match="append-only"), there.write() as connection:
                connection.exec_driver_sql(statement)


class _Crash(BaseException):
    pass


@pytest.mark.parametrize("share", [0.5, 1.0], ids=["writing", "counting"])
def test_a_copy_that_breaks_off_is_no_register(whole: Register, elsewhere: str, now: datetime, share: float) -> None:
    with whole.read() as connection:
        due = PASSES * contents.count_rows(connection) * share
    done = 0

    def told(rows: int) -> None:
        nonlocal done
        done += rows
        if done >= due:
            raise _Crash

    with pytest.raises(_Crash):
        copy_register(whole, elsewhere, check=_sound, told=told)
    assert is_unfinished(elsewhere)
    refused = {
        "open": lambda: open_register(elsewhere),
        "migrate": lambda: migrate(elsewhere, now=now),
        "restore": lambda: go_on(elsewhere, now=now, actor_id="x", reason="x"),
        "copy over": lambda: copy_register(whole, elsewhere, check=_sound),
    }
    for name, refusing in refused.items():
        with pytest.raises(RecordError) as error:
            refusing()
        assert _said(error.value) == "register.unfinished_copy", name
    with pytest.raises(RecordError, match="already_there"):
        create_register(elsewhere, now=now)
    assert copy_register(whole, elsewhere, check=_sound, anew=True).tables == _contents(whole)
    assert not is_unfinished(elsewhere)


def test_what_its_check_finds_leaves_it_unfinished(
    whole: Register, register_url: str, tamper: Tamper, elsewhere: str
) -> None:
    """A register that was written over is copied as it is, and refused as what it is."""
    tamper(register_url, "UPDATE mark SET value = '9' WHERE id = 1")
    with pytest.raises(FaultsError) as error:
        copy_register(whole, elsewhere, check=_sound)
    assert [fault.what.key for fault in error.value.faults] == ["verify.rows_changed"]
    with pytest.raises(RecordError, match="unfinished_copy"):
        open_register(elsewhere)


@pytest.mark.parametrize("anew", [False, True])
def test_nothing_is_copied_over_something(
    whole: Register, elsewhere: str, now: datetime, tmp_path: Path, anew: bool
) -> None:
    with create_register(elsewhere, now=now) as other:
        before = _contents(other)
        with pytest.raises(RecordError, match="already_there"):
            copy_register(whole, elsewhere, check=_sound, anew=anew)
        assert _contents(other) == before
    file = tmp_path / "a letter.db"
    file.write_bytes(b"Dear Sir" * 2_000)
    with pytest.raises(RecordError, match="already_there"):
        copy_register(whole, file, check=_sound, anew=anew)
    assert file.read_bytes() == b"Dear Sir" * 2_000


def test_an_older_register_is_brought_up_to_date_first(
    whole: Register, register_url: str, tamper: Tamper, elsewhere: str
) -> None:
    tamper(register_url, "UPDATE alembic_version SET version_num = '0009'")
    with pytest.raises(RecordError, match="older_version"):
        open_register(register_url)
    tamper(register_url, f"UPDATE alembic_version SET version_num = '{HEAD}'")  # noqa: S608 - a number of ours
    assert copy_register(whole, elsewhere, check=_sound).version == HEAD


def test_what_only_one_database_keeps_is_told_all_at_once(
    sqlite_register: Register, tmp_path: Path, tamper: Tamper
) -> None:
    """SQLite takes whatever it is given: a NUL in a text, a number of eight bytes, a text for a number, bytes."""
    failure = "INSERT INTO sign_in_failure (key, kind, failures, last) VALUES"
    tamper(
        str(tmp_path / "register.db"),
        f"{failure} ('a', 'login', 3000000000, '2026'), ('b', 'login', 1, 'a' || char(0) || 'b')",
        f"{failure} ('c', 'login', 'many', '2026'), ('d', 'login', 1, x'ff')",
    )
    with pytest.raises(FaultsError) as error:
        copy_register(sqlite_register, tmp_path / "copy.db", check=_sound)
    found = [(fault.what.key, fault.entry, fault.column) for fault in error.value.faults]
    assert found == [
        ("copying.not_alike_number", "a", "failures"),
        ("copying.not_alike_number", "c", "failures"),
        ("copying.not_alike_text", "b", "last"),
        ("copying.not_alike_text", "d", "last"),
    ]
    assert not (tmp_path / "copy.db").exists()


def test_the_source_is_one_moment(
    whole: Register, act: MakeAct, elsewhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written while it is copied is not in the copy, in no table."""
    before = _contents(whole)
    written = []

    def meanwhile(rows: int) -> None:
        if not written:
            with whole.write() as connection:
                written.append(record(connection, act()))

    monkeypatch.setattr(contents, "BLOCK", 3)  # blocks so small that it is read on after that
    copied = copy_register(whole, elsewhere, check=_sound, told=meanwhile)
    assert (len(written), copied.tables) == (1, before)
    assert _contents(whole) != before


def test_a_difference_is_told_by_its_table(whole: Register, elsewhere: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that is lost on the way, and one that comes over changed."""
    write = copying._write

    def careless(connection: Any, table: Any, block: Any) -> None:
        if table is tables.reading:
            return
        if table is tables.minutes_signature:
            block = [tuple("x" if name == "at" else value for name, value in zip(table.c.keys(), row, strict=True))
                     for row in block]  # fmt: skip
        write(connection, table, block)

    monkeypatch.setattr(copying, "_write", careless)
    with pytest.raises(FaultsError) as error:
        copy_register(whole, elsewhere, check=_sound)
    assert {(fault.what.key, fault.entry) for fault in error.value.faults} == {
        ("copying.rows_differ", "reading"),
        ("copying.digest_differs", "minutes_signature"),
    }


def test_a_restored_register_says_so_and_nobody_is_signed_in(whole: Register, elsewhere: str, now: datetime) -> None:
    session = {"session_id": "s1", "token": "t", "account_id": "account-0001", "device": "d", "began": "2026",
               "last_used": "2026", "ends": "2027", "epoch": 1, "needs": "nothing", "external": 0}  # fmt: skip
    with whole.write() as connection:
        connection.execute(tables.sign_in_session.insert(), session)
    copied = copy_register(whole, elsewhere, check=_sound)
    entry = go_on(elsewhere, now=now, actor_id="admin", reason="磁盘损坏")
    assert (entry.act, entry.sequence) == ("register.restored", copied.head.sequence + 1)
    with open_register(elsewhere) as there, there.read() as connection:
        ended = connection.execute(select(tables.sign_in_session.c.ended, tables.sign_in_session.c.ended_at)).one()
        content = connection.scalar(select(tables.chain_entry.c.content).where(
            tables.chain_entry.c.sequence == entry.sequence))  # fmt: skip
    assert ended.ended == "restored"
    assert ended.ended_at is not None
    assert str(copied.head) in str(content)
