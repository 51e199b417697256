"""``demo``: what is said of it; it touches nothing that is there and leaves nothing half built; `build` is stubbed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args

import pytest
from click.testing import Result

from indicators.language import Message
from scoring.cli import demo as module
from scoring.demonstration.plan import Plan
from scoring.demonstration.planted import Kind, Planting
from scoring.errors import RecordError
from scoring.register.chain import Head
from scoring.texts import translator

Call = Callable[..., Result]
Answer = Callable[..., Any]


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Calls of `build`, which makes a file and takes no time."""
    calls: list[dict[str, Any]] = []

    def build(url: str, *, seed: int, plan: Plan, progress: Callable[[int, int], None]) -> SimpleNamespace:
        calls.append({"url": url, "seed": seed, "times": plan.times})
        Path(url).write_text("register", "utf-8")
        progress(1, 6)
        planted = (Planting("veto", "2026-sample", ("a1",)), Planting("veto", "2026-sample", ("a2",)))
        return SimpleNamespace(head=Head(7, "ab" * 32), current_round="2026-sample", planted=planted)

    monkeypatch.setattr(module, "build", build)
    return calls


def test_what_was_built_and_planted(built: list[dict[str, Any]], call: Call, answer: Answer) -> None:
    said = answer("demo", "--register", "demo.db", "--seed", "5")
    assert built == [{"url": "demo.db", "seed": 5, "times": 1}]
    assert (said["round_id"], said["head"], said["synthetic"]) == ("2026-sample", "7:" + "ab" * 32, True)
    assert [one["applications"] for one in said["planted"]] == [["a1"], ["a2"]]
    text = call("demo", "--register", "other.db").stdout
    assert "everything in it is made up" in text
    assert text.splitlines()[-1].split() == ["vetoes", "2"]


def test_how_many_times_as_large(built: list[dict[str, Any]], call: Call) -> None:
    assert call("demo", "--register", "large.db", "--times", "10").exit_code == 0
    assert [one["times"] for one in built] == [10]
    refused = call("demo", "--register", "larger.db", "--times", "11")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "from 1 to 10" in refused.stderr
    assert len(built) == 1


def test_a_register_that_is_there_is_not_touched(built: list[dict[str, Any]], call: Call, folder: Path) -> None:
    (folder / "demo.db").write_text("mine", "utf-8")
    result = call("demo", "--register", "demo.db")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "'demo.db' is there already" in result.stderr
    assert (folder / "demo.db").read_text("utf-8") == "mine"
    assert built == []


def test_nothing_half_built_is_left_behind(call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def build(url: str, **_: Any) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(url + ending).write_text("half", "utf-8")
        raise RecordError(Message("register.disk_full", {"name": "demo.db", "seen": "full"}))

    monkeypatch.setattr(module, "build", build)
    result = call("demo", "--register", "demo.db")
    assert result.exit_code == 3
    assert "is full" in result.stderr
    assert list(folder.iterdir()) == []


def test_only_who_may_builds_one(built: list[dict[str, Any]], call: Call) -> None:
    assert call("demo", "--role", "secretariat").exit_code == 1
    assert built == []


def test_every_kind_of_trouble_has_its_words() -> None:
    for language in ("zh", "en"):
        assert {f"demo.kind_{kind}" for kind in get_args(Kind)} <= translator(language).keys
