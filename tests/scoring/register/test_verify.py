from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scoring.register.chain import Entry, head
from scoring.register.database import Register
from scoring.register.marks import Mark
from scoring.register.verify import ChainReport, verify_chain
from scoring.texts import translator

MakeMark = Callable[..., Mark]
Save = Callable[..., Entry]
Tamper = Callable[..., None]


@pytest.fixture
def saved(register: Register, save: Save, mark: MakeMark) -> Register:
    """Entries 2 to 6: four single marks, and between them an import of three in one act."""
    save(register, mark("1.1", value="87.125"))
    save(register, mark("1.2"))
    save(register, mark("2.1"), mark("2.2"), mark("2.3"), name="sheet.imported", object_="sheet/a1/e1/import")
    save(register, mark("1.1", value="88", version=2))
    save(register, mark("1.3"))
    return register


def _found(report: ChainReport) -> list[tuple[str, str | None, int | None]]:
    """Key, entry and row of each fault; each can be said in both languages."""
    for fault in report.faults:
        assert all(fault.message(translator(language)) for language in ("zh", "en"))
    return [(fault.what.key.removeprefix("verify."), fault.entry, fault.row) for fault in report.faults]


def _head(register: Register) -> str:
    with register.read() as connection:
        return str(head(connection))


def test_an_untouched_record_is_clean(saved: Register) -> None:
    report = verify_chain(saved, _head(saved))
    assert (report.faults, report.entries, report.rows, str(report.head)) == ((), 6, 10, _head(saved))


def test_an_older_head_is_still_in_a_longer_chain(saved: Register, save: Save, mark: MakeMark) -> None:
    earlier = _head(saved)
    save(saved, mark("3.1"))
    assert verify_chain(saved, earlier).faults == ()


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE mark SET value = '87.126' WHERE id = 1", [("row_changed", "2", 1)]),
        ("UPDATE mark SET note = 'x' WHERE id = 4", [("rows_changed", "4", 3)]),
        ("UPDATE mark SET expert_id = 'e9' WHERE id = 7", [("row_changed", "6", 7)]),
        ("UPDATE mark SET entry = 2 WHERE id = 4", [("row_of_another_entry", "4", 4)]),
        ("UPDATE mark SET id = 99 WHERE id = 2", [("rows_missing", "3", 2), ("rows_without_entry", "3", 99)]),
        ("DELETE FROM mark WHERE id = 4", [("rows_missing", "4", 4)]),
        ("DELETE FROM mark WHERE id = 7", [("rows_missing", "6", 7)]),
        (
            "INSERT INTO mark (id, entry, application_id, expert_id, stage, indicator, version, state, saved_at) "
            "SELECT 8, 6, 'a1', 'e1', stage, '9.9', 1, 'missing', saved_at FROM mark WHERE id = 1",
            [("rows_without_entry", "6", 8)],
        ),
        ("UPDATE register_fact SET value = 'no' WHERE id = 2", [("rows_changed", "1", 1)]),
        (
            "UPDATE chain_entry SET at = '2026-05-18T01:30:17.250001Z' WHERE sequence = 3",
            [("entry_changed", "3", None)],
        ),
        ("UPDATE chain_entry SET actor = 'e2' WHERE sequence = 3", [("entry_changed", "3", None)]),
        ("UPDATE chain_entry SET role = 'chair' WHERE sequence = 3", [("entry_changed", "3", None)]),
        ("UPDATE chain_entry SET act = 'sheet.seen' WHERE sequence = 3", [("entry_changed", "3", None)]),
        ("UPDATE chain_entry SET object = 'sheet/a2/e1' WHERE sequence = 3", [("entry_changed", "3", None)]),
        (
            'UPDATE chain_entry SET content = replace(content, \'"reason":""\', \'"reason":"x"\') WHERE sequence = 3',
            [("entry_changed", "3", None)],
        ),
        (
            "UPDATE chain_entry SET content = '{}' WHERE sequence = 3",
            [("entry_changed", "3", None), ("content_unreadable", "3", None), ("rows_without_entry", "3", 2)],
        ),
        (
            "UPDATE chain_entry SET content = replace(content, '\"first\":2', '\"first\":20000000') WHERE sequence = 3",
            [("entry_changed", "3", None), ("rows_without_entry", "3", 2)],
        ),
        (
            "UPDATE chain_entry SET hash = 'ab' WHERE sequence = 3",
            [("entry_changed", "3", None), ("previous_differs", "4", None)],
        ),
        (
            "UPDATE chain_entry SET previous = 'ab' WHERE sequence = 3",
            [("previous_differs", "3", None), ("entry_changed", "3", None)],
        ),
        ("UPDATE chain_salt SET salt = '00' WHERE sequence = 3", [("entry_changed", "3", None)]),
        ("UPDATE chain_salt SET salt = 'no salt' WHERE sequence = 3", [("salt_missing", "3", None)]),
        ("DELETE FROM chain_salt WHERE sequence = 3", [("salt_missing", "3", None)]),
    ],
)
def test_tampering_is_found_and_its_entry_named(
    saved: Register,
    register_url: str,
    tamper: Tamper,
    statement: str,
    expected: list[tuple[str, str | None, int | None]],
) -> None:
    tamper(register_url, statement)
    assert _found(verify_chain(saved)) == expected


def test_a_fault_says_which_act(saved: Register, register_url: str, tamper: Tamper) -> None:
    tamper(register_url, "UPDATE mark SET value = '99' WHERE id = 4")
    (fault,) = verify_chain(saved).faults
    said = fault.message(translator("en"))
    for word in ("entry 4", "sheet.imported", "sheet/a1/e1/import", "2026-05-18T01:30:18.250000Z", "mark"):
        assert word in said


def test_deleting_an_entry_in_the_middle(saved: Register, register_url: str, tamper: Tamper) -> None:
    tamper(
        register_url,
        "DELETE FROM mark WHERE entry = 3",
        "DELETE FROM chain_salt WHERE sequence = 3",
        "DELETE FROM chain_entry WHERE sequence = 3",
    )
    assert _found(verify_chain(saved)) == [("gap", "4", None), ("previous_differs", "4", None)]


def test_two_entries_in_the_other_order(saved: Register, register_url: str, tamper: Tamper) -> None:
    swapped = (
        "UPDATE chain_entry SET (at, actor, role, act, object, content, previous, hash) = "
        "(SELECT at, actor, role, act, object, content, previous, hash FROM swap WHERE swap.sequence = :other) "
        "WHERE sequence = :one"
    )
    tamper(
        register_url,
        "CREATE TABLE swap AS SELECT * FROM chain_entry WHERE sequence IN (3, 6)",
        swapped.replace(":other", "6").replace(":one", "3"),
        swapped.replace(":other", "3").replace(":one", "6"),
        "DROP TABLE swap",
    )
    found = _found(verify_chain(saved))
    assert {entry for key, entry, _ in found if key == "entry_changed"} == {"3", "6"}
    assert {entry for key, entry, _ in found if key == "previous_differs"} == {"3", "4", "6"}


def test_an_entry_written_into_the_chain_by_hand(saved: Register, register_url: str, tamper: Tamper) -> None:
    tamper(
        register_url,
        "INSERT INTO chain_entry SELECT 7, at, actor, role, act, object, content, hash, hash "
        "FROM chain_entry WHERE sequence = 6",
        "INSERT INTO chain_salt SELECT 7, salt FROM chain_salt WHERE sequence = 6",
    )
    assert _found(verify_chain(saved)) == [("entry_changed", "7", None)]


def test_only_an_earlier_head_finds_that_the_tail_was_cut(saved: Register, register_url: str, tamper: Tamper) -> None:
    earlier = _head(saved)
    tamper(
        register_url,
        "DELETE FROM mark WHERE entry >= 5",
        "DELETE FROM chain_salt WHERE sequence >= 5",
        "DELETE FROM chain_entry WHERE sequence >= 5",
    )
    assert verify_chain(saved).faults == ()
    report = verify_chain(saved, earlier)
    assert _found(report) == [("tail_cut", None, None)]
    assert report.faults[0].message(translator("en")).startswith("The chain ends at entry 4, but the head kept")


def test_only_an_earlier_head_finds_a_chain_written_anew(
    saved: Register, register_url: str, tamper: Tamper, save: Save, mark: MakeMark
) -> None:
    earlier = _head(saved)
    tamper(
        register_url,
        "DELETE FROM mark WHERE entry >= 6",
        "DELETE FROM chain_salt WHERE sequence >= 6",
        "DELETE FROM chain_entry WHERE sequence >= 6",
    )
    save(saved, mark("1.3", value="1"))
    assert verify_chain(saved).faults == ()
    assert _found(verify_chain(saved, earlier)) == [("head_differs", "6", None)]


def test_an_empty_chain(register: Register, register_url: str, tamper: Tamper) -> None:
    tamper(register_url, "DELETE FROM register_fact", "DELETE FROM chain_salt", "DELETE FROM chain_entry")
    assert _found(verify_chain(register)) == [("empty", None, None)]


def test_a_salt_without_its_entry(sqlite_register: Register, tmp_path: Path, tamper: Tamper) -> None:
    path = str(tmp_path / "register.db")
    tamper(path, "INSERT INTO chain_salt VALUES (9, '00')")
    assert _found(verify_chain(sqlite_register)) == [("salt_without_entry", "9", None)]


def test_no_head_is_told_at_once(register: Register) -> None:
    with pytest.raises(ValueError, match="no head of a chain"):
        verify_chain(register, "the one on the minutes")


@pytest.mark.parametrize("byte", [b"9", b"\xff", b"\x00"])
def test_one_byte_of_a_mark_in_the_file(
    sqlite_register: Register, tmp_path: Path, save: Save, mark: MakeMark, byte: bytes
) -> None:
    save(sqlite_register, mark("1.1", value="87.125"))
    save(sqlite_register, mark("1.2"))
    sqlite_register.close()
    path = tmp_path / "register.db"
    content = path.read_bytes()
    assert content.count(b"87.125") == 1
    path.write_bytes(content.replace(b"87.125", b"87." + byte + b"25"))
    assert _found(verify_chain(sqlite_register)) == [("row_changed", "2", 1)]


def test_bytes_where_a_text_was(
    sqlite_register: Register, tmp_path: Path, save: Save, mark: MakeMark, tamper: Tamper
) -> None:
    save(sqlite_register, mark())
    tamper(str(tmp_path / "register.db"), "UPDATE mark SET value = x'31322e3530'")
    assert _found(verify_chain(sqlite_register)) == [("row_changed", "2", 1)]


def test_more_rows_than_one_block(
    sqlite_register: Register, tmp_path: Path, save: Save, mark: MakeMark, tamper: Tamper
) -> None:
    save(sqlite_register, *(mark(f"{number}") for number in range(12_001)))
    save(sqlite_register, mark("last"))
    assert verify_chain(sqlite_register).faults == ()
    tamper(
        str(tmp_path / "register.db"),
        "DELETE FROM mark WHERE id IN (5000, 5001, 12001)",
        "UPDATE mark SET note = 'x' WHERE id = 12002",
    )
    assert _found(verify_chain(sqlite_register)) == [
        ("rows_missing", "2", 5000),
        ("rows_missing", "2", 12001),
        ("row_changed", "3", 12002),
    ]
