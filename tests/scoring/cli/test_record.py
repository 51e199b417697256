"""The record as a whole: verified, checked, made, migrated; and registers that cannot be used."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from scoring.register import engines
from scoring.register.invariants import INVARIANTS
from scoring.register.versions import HEAD

Put = Callable[[str], Path]
Call = Callable[..., Result]
Answer = Callable[..., Any]
Rows = list[list[str]]


def test_a_register_is_made_where_there_is_none(call: Call, answer: Answer) -> None:
    said = answer("migrate", "--create")
    assert (said["register"], said["hash"]) == ("quality-credit.db", "sha256")
    assert answer("verify")["entries"] == 1
    again = call("migrate", "--create")
    assert (again.exit_code, again.stdout) == (3, "")
    assert "'quality-credit.db' is there already" in again.stderr
    assert answer("migrate") == {"before": HEAD, "after": HEAD}
    assert "nothing to do" in call("migrate").stdout


def test_a_hash_is_chosen_once(call: Call, answer: Answer) -> None:
    late = call("migrate", "--hash", "sm3")
    assert late.exit_code == 2
    assert "--hash goes with --create" in late.stderr
    assert call("migrate", "--create", "--hash", "md5").exit_code == 2


def test_where_there_is_nothing_to_migrate(call: Call, folder: Path) -> None:
    result = call("migrate")
    assert result.exit_code == 3
    assert "There is no register quality-credit.db." in result.stderr
    assert list(folder.iterdir()) == []


def test_the_head_is_printed_and_what_it_is_for(register: Put, call: Call, answer: Answer) -> None:
    register("deciding")
    said = answer("verify")
    assert said.keys() == {"head", "entries", "rows", "decisions", "faults", "times_back"}
    assert said["times_back"] == []
    assert said["head"].startswith("20:")
    text = call("verify").stdout
    assert "20 entries," in text
    assert f"quality-credit verify --head {said['head']}" in text
    assert "The head given is still in the chain." in call("verify", "--head", said["head"]).stdout


@pytest.mark.parametrize("text", ["9", "9:xyz", "nine:" + "0" * 64])
def test_what_is_no_head_is_a_fault_of_the_call(register: Put, call: Call, text: str) -> None:
    register("empty")
    result = call("verify", "--head", text)
    assert result.exit_code == 2
    assert "is no head of a chain" in result.stderr


def test_a_head_of_another_chain(register: Put, faults: Callable[..., list[dict[str, Any]]]) -> None:
    register("planned")
    found = faults("verify", "--head", "2:" + "0" * 64)
    assert [fault["entry"] for fault in found] == ["2"]


def test_every_sentence_is_checked(register: Put, call: Call, answer: Answer) -> None:
    register("deciding")
    assert answer("check") == {"invariants": [one.name for one in INVARIANTS], "faults": [], "times_back": []}
    lines = call("check", "--lang", "zh").stdout.splitlines()
    assert len(lines) == len(INVARIANTS) + 1
    assert lines[-1] == f"共 {len(INVARIANTS)} 项，全部满足。"


def test_a_register_of_a_newer_version_is_left_alone(register: Put, call: Call) -> None:
    file = register("planned")
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
    connection.close()
    before = file.read_bytes()
    for arguments in (("round", "list"), ("verify",), ("check",), ("migrate",), ("round", "create", "2025-synthetic")):
        result = call(*arguments)
        assert (result.exit_code, result.stdout) == (3, "")
        assert f"is of a newer version (0999) than this program knows ({HEAD})" in result.stderr
    assert file.read_bytes() == before


def test_a_file_that_is_no_register(call: Call, folder: Path) -> None:
    (folder / "quality-credit.db").write_text("not a database at all, but a text of some length", "utf-8")
    result = call("verify")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "'quality-credit.db' is not a register" in result.stderr


def test_a_disk_full_while_a_file_enters(
    register: Put, call: Call, answer: Answer, monkeypatch: pytest.MonkeyPatch,
    table: Callable[[str, Rows], Path], files: dict[str, Callable[[], Rows]],
) -> None:  # fmt: skip
    register("reviewing")
    before = answer("verify")["head"]
    prepare = engines._prepare_sqlite

    def no_more_pages(connection: Any, record: object) -> None:
        prepare(connection, record)
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    file = table("sheets.csv", files["sheets"]())
    with monkeypatch.context() as patched:
        patched.setattr(engines, "_prepare_sqlite", no_more_pages)
        result = call("import", "sheets", file)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "is full (code SQLITE_FULL)" in result.stderr
    assert "The database's own words: database or disk is full" in result.stderr
    assert answer("verify")["head"] == before


def test_a_disk_that_is_read_only(register: Put, call: Call, answer: Answer, folder: Path) -> None:
    register("planned")
    url = f"sqlite:///file:{folder / 'quality-credit.db'}?mode=ro&uri=true"
    assert answer("verify", "--register", url)["entries"] == 2
    result = call("round", "create", "2025-synthetic", "--register", url)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "is read-only" in result.stderr
    assert str(folder) not in result.stderr
