from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select

from scoring.register import marks, tables
from scoring.register.chain import Act, Entry, Head, head, published, record
from scoring.register.database import Register, create_register, open_register
from scoring.register.marks import Mark
from scoring.register.verify import verify_chain

MakeAct = Callable[..., Act]
MakeMark = Callable[..., Mark]
Save = Callable[..., Entry]


def _by_hand(hash_name: str, row: Any, salt: str) -> str:
    """The formula of the module, written a second time with nothing of it."""

    def c(value: object) -> bytes:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    inner = c([row.actor, row.role, row.object, row.content])
    sealed = hashlib.new(hash_name, bytes.fromhex(salt) + inner).hexdigest()
    return hashlib.new(hash_name, c([row.sequence, row.at, row.act, sealed, row.previous])).hexdigest()


def test_an_act_and_its_rows_are_one_entry(register: Register, act: MakeAct, mark: MakeMark) -> None:
    rows = marks.add([mark("1.1"), mark("1.2", value=None)])
    with register.write() as connection:
        entry = record(connection, act("sheet.imported", reason="纸质评分表补录"), {tables.mark: rows})
    with register.read() as connection:
        written = connection.execute(select(tables.mark).order_by(tables.mark.c.id)).all()
        last = connection.execute(select(tables.chain_entry).where(tables.chain_entry.c.sequence == 2)).one()
    assert (entry.sequence, entry.at, entry.hash) == (2, "2026-05-18T01:30:15.250000Z", last.hash)
    assert [(row.id, row.entry, row.value, row.state) for row in written] == [
        (1, 2, "12.50", "scored"),
        (2, 2, None, "missing"),
    ]
    lines = [{key: value for key, value in row.items() if value is not None} for row in rows]
    digest = hashlib.sha256(json.dumps(lines, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    assert json.loads(last.content) == {
        "details": {},
        "reason": "纸质评分表补录",
        "rows": {"mark": {"count": 2, "digest": digest, "first": 1}},
    }


def test_hashes_are_those_of_the_formula(register: Register, save: Save, mark: MakeMark) -> None:
    for version in (1, 2, 3):
        save(register, mark(version=version))
    with register.read() as connection:
        joined = select(tables.chain_entry, tables.chain_salt.c.salt).join(tables.chain_salt)
        rows = connection.execute(joined.order_by(tables.chain_entry.c.sequence)).all()
    previous = ""
    for row in rows:
        assert row.previous == previous
        assert row.hash == _by_hand("sha256", row, row.salt)
        previous = row.hash
    assert len(rows) == 4


def test_the_same_acts_give_the_same_head_on_every_database(register: Register, save: Save, mark: MakeMark) -> None:
    save(register, mark(value="80"), mark("1.2", value=None))
    save(register, mark(value="80.5", version=2), object_="评分表/a1/e1")
    with register.read() as connection:
        assert str(head(connection)) == HEAD_OF_TWO_SAVES


# Of salts, id and times that never change: a hash that no longer comes out is a record that no longer verifies.
HEAD_OF_TWO_SAVES = "3:d642fd865e0423bb5296e1a21430c14b6094869991e8470116f9560100959fe4"


def test_what_is_published_can_be_checked_and_says_nothing_more(register: Register, save: Save, mark: MakeMark) -> None:
    save(register, mark())
    with register.read() as connection:
        entries = list(published(connection))
    for entry in entries:
        line = json.dumps([entry.sequence, entry.at, entry.act, entry.sealed, entry.previous], separators=(",", ":"))
        assert hashlib.sha256(line.encode()).hexdigest() == entry.hash
    assert [entry.previous for entry in entries] == ["", entries[0].hash]


def test_the_same_act_twice_is_sealed_differently(tmp_path: Path, now: datetime, act: MakeAct) -> None:
    with create_register(tmp_path / "random.db", now=now) as register:
        for _ in range(2):
            with register.write() as connection:
                record(connection, act())
        with register.read() as connection:
            sealed = [entry.sealed for entry in published(connection)]
    assert len(set(sealed)) == 3


def test_nothing_is_written_where_the_work_fails(register: Register, act: MakeAct, mark: MakeMark) -> None:
    def half_done() -> None:
        with register.write() as connection:
            record(connection, act(), {tables.mark: marks.add([mark()])})
            raise RuntimeError("power cut between act and end")

    with pytest.raises(RuntimeError, match="power cut"):
        half_done()
    with register.read() as connection:
        assert head(connection).sequence == 1
        assert connection.scalar(select(func.count()).select_from(tables.mark)) == 0
        assert connection.scalar(select(func.count()).select_from(tables.chain_salt)) == 1


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"colour": "red"}, "no column .*colour"),
        ({"value": 12.5}, "text and whole numbers"),
        ({"version": True}, "text and whole numbers"),
    ],
)
def test_rows_that_have_no_one_form_are_refused(
    register: Register, act: MakeAct, mark: MakeMark, row: dict[str, Any], words: str
) -> None:
    given = [{**marks.add([mark()])[0], **row}]
    with register.write() as connection, pytest.raises(TypeError, match=words):
        record(connection, act(), {tables.mark: given})


def test_only_recorded_tables_take_rows(register: Register, act: MakeAct) -> None:
    with register.write() as connection, pytest.raises(TypeError, match="only recorded tables"):
        record(connection, act(), {tables.chain_salt: [{"sequence": 9, "salt": "00"}]})


def test_an_act_needs_a_connection_that_writes(register: Register, act: MakeAct) -> None:
    with register.read() as connection, pytest.raises(TypeError, match=r"Register\.write"):
        record(connection, act())


@pytest.mark.parametrize("text", ["", "7", "7:", ":" + "a" * 64, "x:" + "a" * 64, "7:" + "g" * 64, "7:" + "a" * 63])
def test_a_head_is_a_number_and_a_hash(text: str) -> None:
    with pytest.raises(ValueError, match="no head of a chain"):
        Head.parse(text)


def test_a_head_is_read_as_it_was_printed() -> None:
    printed = Head(sequence=7, hash="ab" * 32)
    assert Head.parse(f" {printed}\n") == printed
    assert Head.parse(str(printed).upper()) == printed


def test_threads_take_turns(register: Register, act: MakeAct, mark: MakeMark) -> None:
    def work(number: int) -> None:
        for version in range(1, 6):
            with register.write() as connection:
                row = mark(f"1.{number}", version=version)
                record(connection, act(), {tables.mark: marks.add([row])})

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report = verify_chain(register)
    assert (report.faults, report.entries, report.rows) == ((), 31, 33)


WRITER = """
import sys
from datetime import UTC, datetime
from scoring.register import tables
from scoring.register.chain import Act, record
from scoring.register.database import open_register
url, name = sys.argv[1:]
with open_register(url) as register:
    for number in range(25):
        with register.write() as connection:
            now = datetime.now(UTC)
            row = {"round_id": name, "version": number + 1, "state": "open"}
            record(connection, Act(name, "chair", "round.changed", name, now), {tables.round_state: [row]})
"""


def test_processes_take_turns(register_url: str, register: Register) -> None:
    commands = [[sys.executable, "-c", WRITER, register_url, name] for name in ("one", "two")]
    root = Path(__file__).parents[3]
    writers = [subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True) for command in commands]
    ended = [(*writer.communicate(timeout=120), writer.returncode) for writer in writers]
    assert [code for _, _, code in ended] == [0, 0], ended
    with open_register(register_url) as reopened:
        report = verify_chain(reopened)
    assert (report.faults, report.entries) == ((), 51)


def test_sm3_by_choice(tmp_path: Path, now: datetime, save: Save, mark: MakeMark) -> None:
    path = tmp_path / "sm3.db"
    with create_register(path, now=now, hash_name="sm3", salts=Random(7).randbytes) as register:
        save(register, mark())
    with open_register(path) as register:
        report = verify_chain(register)
        with register.read() as connection:
            row = connection.execute(select(tables.chain_entry).where(tables.chain_entry.c.sequence == 2)).one()
            salt = connection.scalar(select(tables.chain_salt.c.salt).where(tables.chain_salt.c.sequence == 2))
    assert (report.faults, register.hash_name) == ((), "sm3")
    assert row.hash == _by_hand("sm3", row, str(salt))
