"""The record checked from outside: what was done to it, seen by the product and by a script that knows nothing of it.

Statements are made of names and texts of this file.
"""

# ruff: noqa: S608

from __future__ import annotations

import hashlib
import json
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from scoring.documents import chain_script
from scoring.register import chain, tables
from scoring.register.canonical import canonical
from scoring.register.chain import Entry, Head, head
from scoring.register.database import Register
from scoring.register.marks import Mark
from scoring.register.verify import verify_chain

Tamper = Callable[..., None]
SCRIPT = Path(chain_script.__file__)
_CHECK = runpy.run_path(str(SCRIPT))["check"]

CUT = (
    "DELETE FROM mark WHERE entry >= 5",
    "DELETE FROM chain_salt WHERE sequence >= 5",
    "DELETE FROM chain_entry WHERE sequence >= 5",
)
# What somebody does who does not know the chain, or cannot compute it anew.
DEEDS = {
    "edit of a row": ("UPDATE mark SET value = '99' WHERE id = 1",),
    "edit of an entry": ("UPDATE chain_entry SET actor = 'e2' WHERE sequence = 3",),
    "edit of a time": ("UPDATE chain_entry SET at = '2026-05-18T01:30:17.250001Z' WHERE sequence = 3",),
    "insert": (
        "INSERT INTO chain_entry SELECT 7, at, actor, role, act, object, content, hash, hash "
        "FROM chain_entry WHERE sequence = 6",
        "INSERT INTO chain_salt SELECT 7, salt FROM chain_salt WHERE sequence = 6",
    ),
    "insert of a row": (
        "INSERT INTO mark (id, entry, application_id, expert_id, stage, indicator, version, state, saved_at) "
        "SELECT 8, 6, 'a1', 'e1', stage, '9.9', 1, 'missing', saved_at FROM mark WHERE id = 1",
    ),
    "reorder": (
        "CREATE TABLE swap AS SELECT * FROM chain_entry WHERE sequence IN (3, 6)",
        *(
            "UPDATE chain_entry SET (at, actor, role, act, object, content, previous, hash) = "
            "(SELECT at, actor, role, act, object, content, previous, hash FROM swap "
            f"WHERE swap.sequence = {9 - one}) WHERE sequence = {one}"
            for one in (3, 6)
        ),
        "DROP TABLE swap",
    ),
    "delete in the middle": (
        "DELETE FROM mark WHERE entry = 3",
        "DELETE FROM chain_salt WHERE sequence = 3",
        "DELETE FROM chain_entry WHERE sequence = 3",
    ),
    "delete of a row": ("DELETE FROM mark WHERE id = 7",),
}
ROWS_ALONE = {"edit of a row", "insert of a row", "delete of a row"}


@pytest.fixture
def saved(register: Register, save: Callable[..., Entry], mark: Callable[..., Mark]) -> Register:
    """Entries 2 to 6: four single marks, and between them an import of three in one act."""
    save(register, replace(mark("1.1", value="87.125"), note="第 3 页 =1+1 \u00e9🙂"))
    save(register, mark("1.2"))
    save(register, mark("2.1"), mark("2.2"), mark("2.3"), name="sheet.imported", object_="sheet/a1/e1/import")
    save(register, mark("1.1", value="88", version=2))
    save(register, mark("1.3"))
    return register


def check(record: Path, *heads: object) -> list[str]:
    """Return what the script says of a record, with heads or places of heads."""
    return list(_CHECK(str(record), *map(str, heads)))


def whole(register: Register, to: Path) -> Path:
    """Write every guarded table as its owner would with psql, or leave SQLite's own file as it is."""
    with register.read() as connection:
        if connection.dialect.name == "sqlite":
            return Path(str(register._engine.url.database))
        lines = [
            json.dumps({"table": table.name, "row": row}, ensure_ascii=False)
            for table in (*tables.RECORDED, tables.chain_entry, tables.chain_salt)
            for row in connection.scalars(text(f"SELECT row_to_json(t) FROM {table.name} t"))
        ]
    to.write_text("\n".join(lines) + "\n", "utf-8")
    return to


def public(register: Register, to: Path) -> Path:
    """Write hashes alone, as `quality-credit chain` does."""
    with register.read() as connection:
        rows: Iterator[tuple[str, dict[str, Any]]] = (
            ("chain_entry", {name: getattr(one, name) for name in one.__slots__}) for one in chain.published(connection)
        )
        lines = [("register_fact", {"id": 1, "key": "hash_name", "value": register.hash_name}), *rows]
    to.write_text("".join(json.dumps({"table": name, "row": row}) + "\n" for name, row in lines), "utf-8")
    return to


def heads_kept(register: Register, folder: Path) -> Path:
    """Keep the head of today outside, among other papers."""
    folder.mkdir()
    with register.read() as connection:
        (folder / "2026-05-18.txt").write_text(f"会议纪要\nhead {head(connection)}\n", "utf-8")
    return folder


def newest(register: Register) -> Head:
    with register.read() as connection:
        return head(connection)


def by_product(register: Register, *heads: Head) -> bool:
    return bool(verify_chain(register, heads=heads).faults)


def by_script(register: Register, folder: Path, *heads: object) -> bool:
    return bool(check(whole(register, folder / "whole.jsonl"), *heads))


def written_anew(register: Register, tamper: Tamper, url: str) -> None:
    """Change a mark in entry 2 and compute every hash from there on anew: what the owner of a database can do."""
    name = register.hash_name
    tamper(url, "UPDATE mark SET value = '99' WHERE id = 1")
    with register.read() as connection:
        entries = connection.execute(
            text("SELECT e.*, s.salt FROM chain_entry e JOIN chain_salt s USING (sequence) ORDER BY sequence")
        ).all()
        names = [column.name for column in tables.business_columns(tables.mark)]
        row = connection.execute(text(f"SELECT {', '.join(names)} FROM mark WHERE id = 1")).one()
    digest = hashlib.new(name, canonical([{n: v for n, v in zip(names, row, strict=True) if v is not None}]).encode())
    statements, previous = [], ""
    for entry in entries:
        content = json.loads(entry.content)
        if entry.sequence == 2:
            content["rows"]["mark"]["digest"] = digest.hexdigest()
        sealed = chain.seal(
            name, salt=entry.salt, actor=entry.actor, role=entry.role, object_=entry.object, content=canonical(content)
        )
        anew = chain.entry_hash(
            name, sequence=entry.sequence, at=entry.at, act=entry.act, sealed=sealed, previous=previous
        )
        told = canonical(content).replace("'", "''")
        statements.append(
            f"UPDATE chain_entry SET content = '{told}', previous = '{previous}', hash = '{anew}' "
            f"WHERE sequence = {entry.sequence}"
        )
        previous = anew
    tamper(url, *statements)


def test_an_untouched_record_is_in_order_for_both(saved: Register, tmp_path: Path) -> None:
    kept = heads_kept(saved, tmp_path / "heads")
    assert not by_product(saved, newest(saved))
    assert check(whole(saved, tmp_path / "whole.jsonl"), kept, newest(saved)) == []
    assert check(public(saved, tmp_path / "public.jsonl"), kept) == []


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_is_found_by_both_without_any_head(
    saved: Register, register_url: str, tamper: Tamper, tmp_path: Path, deed: str
) -> None:
    tamper(register_url, *DEEDS[deed])
    assert (by_product(saved), by_script(saved, tmp_path)) == (True, True)
    # Hashes alone show what was done to the chain, and cannot show what was done to rows behind it.
    seen = bool(check(public(saved, tmp_path / "public.jsonl")))
    assert seen is (deed not in ROWS_ALONE)


def test_a_cut_tail_is_found_by_both_with_the_head_outside_alone(
    saved: Register, register_url: str, tamper: Tamper, tmp_path: Path
) -> None:
    kept, before = heads_kept(saved, tmp_path / "heads"), newest(saved)
    tamper(register_url, *CUT)
    assert (by_product(saved), by_script(saved, tmp_path)) == (False, False)
    assert (by_product(saved, before), by_script(saved, tmp_path, kept)) == (True, True)
    hashes = public(saved, tmp_path / "public.jsonl")
    assert check(hashes) == []
    (found,) = check(hashes, kept)
    assert found.endswith("knows entry 6, and the record ends with 4")


def test_a_record_written_anew_is_found_by_both_with_the_head_outside_alone(
    saved: Register, register_url: str, tamper: Tamper, tmp_path: Path
) -> None:
    kept, before = heads_kept(saved, tmp_path / "heads"), newest(saved)
    written_anew(saved, tamper, register_url)
    assert newest(saved).sequence == before.sequence
    assert (by_product(saved), by_script(saved, tmp_path)) == (False, False)
    assert (by_product(saved, before), by_script(saved, tmp_path, kept)) == (True, True)
    hashes = public(saved, tmp_path / "public.jsonl")
    assert (check(hashes), len(check(hashes, kept))) == ([], 1)


def test_several_heads_are_each_compared(
    saved: Register, save: Callable[..., Entry], mark: Callable[..., Mark], tmp_path: Path
) -> None:
    good, other = newest(saved), Head(3, "0" * 64)
    save(saved, mark("3.1"))
    assert not by_product(saved, good, newest(saved))
    keys = [fault.what.key for fault in verify_chain(saved, str(good), [other, Head(99, "1" * 64)]).faults]
    assert keys == ["verify.head_differs", "verify.tail_cut"]
    assert len(check(whole(saved, tmp_path / "w"), good, other, f"99:{'1' * 64}")) == 2


def test_a_folder_without_any_head_proves_nothing(saved: Register, tmp_path: Path) -> None:
    (tmp_path / "heads").mkdir()
    (found,) = check(whole(saved, tmp_path / "w"), tmp_path / "heads")
    assert found.endswith("no head stands there")


def test_the_script_stands_alone_is_short_and_changes_nothing(
    sqlite_register: Register, tmp_path: Path, tamper: Tamper
) -> None:
    lines = SCRIPT.read_text("utf-8").splitlines()
    assert len(lines) <= 80
    assert not [line for line in lines if line.lstrip().startswith(("from scoring", "import scoring"))]
    file = tmp_path / "register.db"
    before = file.read_bytes()
    # -I: no path but Python's own, so that nothing of the project could be imported.
    call = [sys.executable, "-I", str(SCRIPT), str(file)]
    done = subprocess.run(call, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "IN ORDER\n", "")
    assert file.read_bytes() == before
    sqlite_register.close()
    tamper(str(file), "UPDATE register_fact SET value = 'yes' WHERE key = 'synthetic'")
    done = subprocess.run(call, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert "entry 1: rows of register_fact are not what was recorded" in done.stdout
