"""``copy``, ``backup``, ``restore``, as the office calls them: with words, exit codes, and heads kept outside."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import Result

Put = Callable[[str], Path]
Call = Callable[..., Result]
Answer = Callable[..., Any]


def test_a_register_is_copied_and_the_copy_is_one(register: Put, call: Call, answer: Answer) -> None:
    register("deciding")
    said = answer("copy", "--from", "quality-credit.db", "--to", "copy.db")
    verified = answer("verify", "--register", "copy.db")
    assert said["head"] == verified["head"] == answer("verify")["head"]
    filled = {one["table"]: one["rows"] for one in said["tables"] if one["rows"]}
    assert filled["mark"] > 0
    assert sum(filled.values()) == said["rows"]
    again = call("copy", "--from", "quality-credit.db", "--to", "copy.db")
    assert (again.exit_code, again.stdout) == (3, "")
    assert "'copy.db' is there already" in again.stderr


def test_whoever_may_not_make_a_register_copies_none(register: Put, call: Call, folder: Path) -> None:
    register("empty")
    refused = call("copy", "--from", "quality-credit.db", "--to", "copy.db", "--role", "expert")
    assert refused.exit_code == 1
    assert not (folder / "copy.db").exists()


def test_an_unfinished_copy_is_refused_in_words(register: Put, call: Call) -> None:
    register("empty")
    assert call("copy", "--from", "quality-credit.db", "--to", "copy.db").exit_code == 0
    with sqlite3.connect("copy.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'unfinished-copy'")
    connection.close()
    for command in ("verify", "check", "migrate", "head --to .", "round list"):
        refused = call(*command.split(), "--register", "copy.db")
        assert refused.exit_code == 3, command
        assert "was not finished" in refused.stderr, command
    assert call("copy", "--from", "quality-credit.db", "--to", "copy.db", "--anew").exit_code == 0
    assert call("verify", "--register", "copy.db").exit_code == 0


def test_a_backup_is_named_by_its_moment_and_restored_elsewhere(
    register: Put, call: Call, answer: Answer, folder: Path
) -> None:
    register("deciding")
    for name in ("backups", "heads"):
        (folder / name).mkdir()
    assert call("head", "--to", "heads").exit_code == 0
    said = answer("backup", "--to", "backups", "--heads", "heads")
    (file,) = (folder / "backups").iterdir()
    assert file.name == said["register"].rpartition("/")[2]
    assert file.stem.startswith("quality-credit-20")
    lost = folder / "quality-credit.db"
    lost.unlink()
    restored = answer("restore", "--from", file, "--reason", "disk broken", "--heads", "heads")
    assert restored["head"] == said["head"]
    assert answer("verify", "--heads", "heads")["entries"] == int(said["head"].partition(":")[0]) + 1
    over = call("restore", "--from", file, "--reason", "again")
    assert over.exit_code == 3
    assert "is there already" in over.stderr


def test_a_backup_without_what_left_the_building_is_no_backup(register: Put, call: Call, folder: Path) -> None:
    """The head of a later moment: from an older backup what came since is missing, and that is said."""
    register("deciding")
    (folder / "heads").mkdir()
    assert call("head", "--to", "heads").exit_code == 0
    register("marked")
    refused = call("backup", "--to", "backup.db", "--heads", "heads")
    assert refused.exit_code == 1
    assert "the newest entries were deleted" in refused.stderr
    assert call("verify", "--register", "backup.db").exit_code == 3


def test_every_value_that_cannot_come_along_is_listed(register: Put, call: Call) -> None:
    file = register("empty")
    with sqlite3.connect(file) as connection:
        bad = "INSERT INTO sign_in_failure (key, kind, failures, last) VALUES (?, 'login', ?, ?)"
        connection.executemany(bad, [("a", 2**40, "2026"), ("b", 1, "a\0b")])
    connection.close()
    refused = call("copy", "--from", "quality-credit.db", "--to", "copy.db")
    assert refused.exit_code == 1
    assert "1099511627776" in refused.stderr
    assert "column last" in refused.stderr
    assert "Traceback" not in refused.stderr
