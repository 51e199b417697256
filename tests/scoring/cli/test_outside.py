"""Heads outside of the database, the chain for strangers, and the watch of each night."""

from __future__ import annotations

import email
import email.policy
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from scoring.cli import outside
from scoring.documents.head_words import head_words

Put = Callable[[str], Path]
Call = Callable[..., Result]
Answer = Callable[..., Any]
LETTER = ("--sender", "record@example.org", "--recipient", "inspector@example.org")


@pytest.fixture
def heads(folder: Path) -> Path:
    (folder / "heads").mkdir()
    return folder / "heads"


def spoil(file: Path, *statements: str) -> None:
    """Do what an owner of the file could."""
    connection = sqlite3.connect(file)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def cut(file: Path) -> None:
    """Take away everything after the first entry, as if nothing had been done since."""
    connection = sqlite3.connect(file)
    tables = [
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        if "entry" in {column[1] for column in connection.execute(f'PRAGMA table_info("{name}")')}
    ]
    connection.close()
    spoil(
        file,
        *(f'DELETE FROM "{name}" WHERE entry > 1' for name in tables),  # noqa: S608 - names of the file
        *(f"DELETE FROM {name} WHERE sequence > 1" for name in ("chain_salt", "chain_entry")),  # noqa: S608
    )


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_head_goes_out_once_a_day_and_entry(
    register: Put, call: Call, answer: Answer, heads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register("deciding")
    said = answer("head", "--to", heads)
    (name,) = said["files"]
    assert said["head"] == answer("verify")["head"]
    content = (heads / name).read_bytes()
    assert f"head {said['head']}\n" in content.decode()
    assert " ".join(head_words(said["head"].partition(":")[2])) in content.decode()
    assert answer("head", "--to", heads) == {"head": said["head"], "files": []}
    assert "today already" in call("head", "--to", heads).stdout
    assert (files(heads), (heads / name).read_bytes()) == ([name], content)
    tomorrow = outside.now() + timedelta(days=1)
    monkeypatch.setattr(outside, "now", lambda: tomorrow)
    assert answer("head", "--to", heads)["files"] == [max(files(heads))]
    assert len(files(heads)) == 2


def test_another_head_of_the_same_number_is_never_overwritten(register: Put, call: Call, heads: Path) -> None:
    register("empty")
    assert call("head", "--to", heads).exit_code == 0
    (file,) = heads.iterdir()
    other = file.read_text("utf-8").replace("head 1:", "head 1:" + "0" * 60, 1)
    other = "head 1:" + "0" * 64 + "\n"
    file.write_text(other, "utf-8")
    result = call("head", "--to", heads)
    assert result.exit_code == 1
    assert "the chain was written anew" in result.stderr
    assert (file.read_text("utf-8"), files(heads)) == (other, [file.name])


def test_a_letter_holds_the_head_and_nobodys_name(register: Put, call: Call, answer: Answer, heads: Path) -> None:
    register("deciding")
    spool = heads.parent / "spool"
    spool.mkdir()
    said = answer("head", "--to", heads, "--spool", spool, *LETTER, "--lang", "zh")
    (file,) = spool.iterdir()
    raw = file.read_bytes()
    letter = email.message_from_bytes(raw, policy=email.policy.default)
    assert (letter["From"], letter["To"]) == ("record@example.org", "inspector@example.org")
    assert letter["Message-ID"].endswith("@example.org>")
    assert letter["Date"].datetime.utcoffset() == timedelta(hours=8)
    body = letter.get_content()
    words = " ".join(head_words(said["head"].partition(":")[2]))
    assert said["head"] in body.splitlines()
    assert words in body.splitlines()
    # Neither experts nor applicants nor who ran the command.
    for name in ("E01", "江苏", "公司", outside.__name__, "inspector\n"):
        assert name not in body.replace("inspector@example.org", "")
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert answer("verify", "--heads", file)["head"] == said["head"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--to", "nowhere"), "no folder 'nowhere'"),
        (("--to", "heads", "--spool", "heads"), "go together"),
        (("--to", "heads", "--spool", "heads", "--sender", "a@b.cn\nBcc: c@d.cn", *LETTER[2:]), "is not one address"),
        (("--to", "heads", "--spool", "heads", *LETTER[:2], "--recipient", "甲 <a@b.cn>"), "is not one address"),
    ],
)
def test_bad_places_are_faults_of_the_call(
    register: Put, call: Call, heads: Path, arguments: tuple[str, ...], said: str
) -> None:
    register("empty")
    result = call("head", *arguments)
    assert (result.exit_code, files(heads)) == (2, [])
    assert said in " ".join(result.stderr.split())


def test_heads_of_a_folder_find_a_cut_tail_and_a_folder_without_any_is_refused(
    register: Put, call: Call, answer: Answer, faults: Callable[..., list[dict[str, Any]]], heads: Path
) -> None:
    file = register("deciding")
    empty = call("verify", "--heads", heads)
    assert empty.exit_code == 1
    assert "no head stands there" in empty.stderr
    answer("head", "--to", heads)
    assert "All 1 heads kept outside" in call("verify", "--heads", heads).stdout
    cut(file)
    assert call("verify").exit_code == 0
    (found,) = faults("verify", "--heads", heads)
    assert (found["seen"], found["expected"]) == ("1", "20")


def test_the_chain_for_strangers_holds_no_name_and_is_in_order(register: Put, call: Call, heads: Path) -> None:
    register("deciding")
    folder = heads.parent
    assert call("head", "--to", heads).exit_code == 0
    assert call("chain", "--to", "chain.jsonl", "--script", "check.py").exit_code == 0
    lines = [json.loads(line) for line in (folder / "chain.jsonl").read_text("utf-8").splitlines()]
    assert [line["table"] for line in lines] == ["register_fact"] + ["chain_entry"] * 20
    assert {key for line in lines[1:] for key in line["row"]} == {"sequence", "at", "act", "sealed", "previous", "hash"}
    done = subprocess.run(
        [sys.executable, "-I", "check.py", "chain.jsonl", "heads"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "IN ORDER\n", "")
    assert "is there already" in " ".join(call("chain", "--to", "chain.jsonl").stderr.split())
    assert call("chain").exit_code == 2


def test_a_night_in_which_all_is_well(register: Put, call: Call, answer: Answer, heads: Path) -> None:
    register("deciding")
    first = call("nightly", "--to", heads)
    assert (first.exit_code, len(files(heads))) == (0, 1)
    assert "no earlier head" in first.stderr
    second = call("nightly", "--to", heads)
    assert (second.exit_code, second.stderr, len(files(heads))) == (0, "", 1)


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        (lambda file: spoil(file, "UPDATE mark SET value = '0' WHERE id = 1"), "rows of mark"),
        (cut, "chain ends at entry 1"),
        (lambda file: file.write_bytes(b"not a database at all, but a text of some length"), "is not a register"),
    ],
)
def test_a_night_with_an_alarm(register: Put, call: Call, heads: Path, deed: Callable[[Path], None], said: str) -> None:
    file = register("deciding")
    assert call("nightly", "--to", heads).exit_code == 0
    before = files(heads)
    deed(file)
    result = call("nightly", "--to", heads)
    assert result.exit_code in (1, 3)
    (line,) = (heads / outside.ALARMS).read_text("utf-8").splitlines()
    assert line in result.stderr.splitlines()
    assert line.startswith("ALARM ")
    assert files(heads) == sorted([*before, outside.ALARMS])
    # The next night tells again; what was told is no head that was kept.
    assert call("nightly", "--to", heads).exit_code == result.exit_code
    assert len((heads / outside.ALARMS).read_text("utf-8").splitlines()) == 2
    assert said in result.stderr


def test_the_day_of_a_file_is_the_day_in_beijing(register: Put, answer: Answer, heads: Path, monkeypatch: Any) -> None:
    register("empty")
    monkeypatch.setattr(outside, "now", lambda: datetime.fromisoformat("2026-05-18T16:00:00+00:00"))
    assert answer("head", "--to", heads)["files"] == ["2026-05-19-000000001.head.txt"]
