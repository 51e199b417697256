"""Minutes and paper pack out of a register by commands alone."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Call = Callable[..., Result]


def _loaded(name: str) -> Any:
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[2] / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


mr = _loaded("meeting_register")
rooms = _loaded("meeting_rooms")
SITTING = f"{mr.ROUND}-S1"


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A register before its sitting is opened, and after its decisions are locked early."""
    path, kept = tmp_path_factory.mktemp("cli") / "register.db", {}
    room = mr.build(path, 12)
    for name in ("prepared", "opened", "anchors"):
        rooms.WAYS[name][1](room)
        if name == "prepared":
            room.register.close()
            kept[name] = path.read_bytes()
            room.register = mr.open_register(path)
    room.phase("consent", "hard", "normal", "reserve", "review")
    room.sit(mr.meeting.lock_sitting, mr.CHAIR, reason="停电")
    room.register.close()
    kept["locked"] = path.read_bytes()
    return kept


def given(locked: dict[str, bytes], name: str) -> str:
    Path("register.db").write_bytes(locked[name])
    return "register.db"


def test_minutes_are_written_and_come_out_as_word_and_pdf(call: Call, locked) -> None:
    register = given(locked, "locked")
    common = ("minutes", "--register", register, "--sitting", SITTING)
    none = call(*common, "--out", "a.docx")
    assert (none.exit_code, "No minutes are written yet." in none.stderr) == (1, True)
    made = json.loads(call(*common, "--write", "--out", "a.docx", "--json").stdout)
    assert (made["items"], made["version"], made["signatures"]) == (12, 1, {"open": 13, "refused": 0, "signed": 0})
    assert made["entry"]["act"] == "sitting.minutes_written"
    assert made["head"].startswith(f"{made['entry']['sequence'] - 1}:")
    assert len(made["words"]) == 8
    assert Path("a.docx").read_bytes().startswith(b"PK")
    again = call(*common, "--out", "a.pdf")
    assert again.exit_code == 0, again.output
    assert Path("a.pdf").read_bytes().startswith(b"%PDF-")
    assert all(word in again.stdout for word in made["words"])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--public",), 1),  # no notice told anybody yet
        (("--role", "leader"), 1),
        (("--agenda", "--public"), 2),
        (("--write", "--role", "expert"), 1),
    ],
)
def test_what_may_not_be_had_is_refused_and_nothing_written(call: Call, locked, words, code) -> None:
    register = given(locked, "locked")
    found = call("minutes", "--register", register, "--sitting", SITTING, "--out", "a.docx", *words)
    assert found.exit_code == code, found.output
    assert not Path("a.docx").exists()


def test_the_paper_pack_is_had_by_the_chair(call: Call, locked) -> None:
    register = given(locked, "prepared")
    common = ("minutes", "--register", register, "--sitting", SITTING, "--agenda", "--out", "pack.docx")
    assert call(*common).exit_code == 1
    made = call(*common, "--role", "chair")
    assert made.exit_code == 0, made.output
    assert "12 items" in made.stdout
    assert Path("pack.docx").read_bytes().startswith(b"PK")
