"""Few runs draw at once; parts do not wait for whole pages, and nobody waits for ever."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

from dashboard import pacing

PART = RerunData(fragment_id="row")
QUEUED = RerunData(fragment_id_queue=["row", "progress"])
PAGE = RerunData()
SOON = 5.0


@dataclass
class Runs:
    """Runs that go on until they are let go, counted."""

    go: threading.Event = field(default_factory=threading.Event)
    begun: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    threads: list[threading.Thread] = field(default_factory=list)
    done: list[RerunData] = field(default_factory=list)

    def draw(self, _: Any, data: RerunData) -> None:
        self.begun.release()
        assert self.go.wait(SOON)
        self.done.append(data)

    def ask(self, data: RerunData) -> None:
        runner: Any = SimpleNamespace()
        thread = threading.Thread(target=pacing._run_in_turn, args=(runner, data))
        thread.start()
        self.threads.append(thread)

    def began(self, count: int) -> bool:
        """Whether so many more runs began, and no further one within a moment."""
        came = all(self.begun.acquire(timeout=SOON) for _ in range(count))
        return came and not self.begun.acquire(timeout=0.05)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Runs]:
    found = Runs()
    monkeypatch.setattr(pacing, "_run", found.draw)
    yield found
    found.go.set()
    for thread in found.threads:
        thread.join(SOON)


def test_no_more_than_a_few_parts_are_drawn_at_once_and_all_are_drawn(runs: Runs) -> None:
    asked = [PART, QUEUED, PART, QUEUED, PART]
    for data in asked:
        runs.ask(data)
    assert runs.began(pacing.AT_ONCE)
    runs.go.set()
    for thread in runs.threads:
        thread.join(SOON)
    assert len(runs.done) == len(asked)


def test_whole_pages_do_not_hold_up_who_types(runs: Runs) -> None:
    for _ in range(pacing.AT_ONCE + 2):
        runs.ask(PAGE)
    assert runs.began(pacing.AT_ONCE)
    runs.ask(PART)
    assert runs.began(1)


def test_nobody_waits_for_ever(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "PATIENCE", 0.1)
    for _ in range(pacing.AT_ONCE + 3):
        runs.ask(PART)
    assert all(runs.begun.acquire(timeout=SOON) for _ in range(pacing.AT_ONCE + 3))


def test_a_run_that_fails_gives_its_turn_back(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a page broke")

    monkeypatch.setattr(pacing, "_run", fail)
    runner: Any = SimpleNamespace()
    for _ in range(pacing.AT_ONCE + 1):
        with pytest.raises(RuntimeError, match="a page broke"):
            pacing._run_in_turn(runner, PART)
    monkeypatch.setattr(pacing, "_run", runs.draw)
    runs.ask(PART)
    assert runs.began(1)


def test_what_is_replaced_is_what_streamlit_runs() -> None:
    """Should this fail, Streamlit runs its pages otherwise, and nothing is paced any more."""
    assert pacing._run.__qualname__ == "ScriptRunner._run_script"
    assert list(pacing._run.__annotations__) == ["rerun_data", "return"]
    assert ScriptRunner._run_script in (pacing._run, pacing._run_in_turn)


def test_a_process_that_serves_lets_go_sooner_and_looks_for_rings_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    set_to: dict[str, Any] = {}
    monkeypatch.setattr(ScriptRunner, "_run_script", ScriptRunner._run_script)
    monkeypatch.setattr("sys.setswitchinterval", lambda seconds: set_to.update(switch=seconds))
    monkeypatch.setattr("gc.set_threshold", lambda *counts: set_to.update(counts=counts))
    pacing.pace()
    assert set_to == {"switch": pacing.LETTING_GO, "counts": pacing.COLLECTED_AFTER}
    assert ScriptRunner._run_script is pacing._run_in_turn
