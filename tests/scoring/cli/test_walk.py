"""The whole way by commands alone: from nothing to exported sheets, and a record that was tampered with."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Put = Callable[[str], Path]
Call = Callable[..., Result]
Answer = Callable[..., Any]


def test_from_nothing_to_scores(register: Put, call: Call, answer: Answer) -> None:
    register("deciding")
    shown = answer("round", "show", "2026-sample")["round"]
    assert (shown["state"], shown["applications"]) == ("deciding", {"AA": 2})
    assert call("export", "sheets", "--to", "sheets.csv").exit_code == 0
    scores = answer("score", "sheets.csv")["panels"][0]["applicants"]
    assert [one["applicant"] for one in scores] == ["2026-0001", "2026-0002"]
    # Three quarters of 100 points, over 49 indicators; without weights the total is their mean.
    assert [one["total"] for one in scores] == [pytest.approx(75 / 49)] * 2
    assert [one["experts"] for one in scores] == [5, 5]
    assert call("verify").exit_code == 0
    assert call("check").exit_code == 0


def test_one_changed_byte_is_found_and_its_entry_named(register: Put, call: Call, answer: Answer) -> None:
    file = register("deciding")
    before = answer("verify")
    data, note = file.read_bytes(), "第 49 页".encode()
    assert note in data
    file.write_bytes(data.replace(note, "第 48 页".encode(), 1))
    found = call("verify")
    assert found.exit_code == 1
    assert found.stdout == ""
    assert "The record does not hold: 1 findings." in found.stderr
    assert "written by entry 19 (sheets.imported, round/2026-sample" in found.stderr
    as_json = call("verify", "--json")
    assert as_json.exit_code == 1
    assert [fault["entry"] for fault in json.loads(as_json.stdout)["faults"]] == ["19"]
    assert before["entries"] == 20


def test_entries_cut_off_are_found_by_the_head_kept_elsewhere(register: Put, call: Call, answer: Answer) -> None:
    file = register("deciding")
    head = answer("verify")["head"]
    assert answer("verify", "--head", head)["head"] == head
    with sqlite3.connect(file) as connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        for table in ("round_state", "chain_salt", "chain_entry"):
            column = "sequence" if table.startswith("chain") else "entry"
            connection.execute(f"DELETE FROM {table} WHERE {column} = 20")  # noqa: S608
    connection.close()
    assert answer("verify")["entries"] == 19
    found = call("verify", "--head", head)
    assert found.exit_code == 1
    assert "The chain ends at entry 19, but the head kept elsewhere is entry 20" in found.stderr
    broken = call("check")
    assert broken.exit_code == 1
    assert "sentences about the record are broken" in broken.stderr
