"""The players in the server, and the power that a rehearsal cuts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard import rehearsing, source
from scoring.demonstration import rehearsal
from scoring.errors import RecordError
from scoring.flow import meeting
from scoring.model import Actor
from scoring.register.database import create_register, open_register

NOW = datetime(2026, 6, 2, 1, 0, tzinfo=UTC)
CHAIR = Actor("chair", "chair", frozenset({"chair"}))


@pytest.fixture(autouse=True)
def power() -> Iterator[None]:
    yield
    source.cut_power(False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    path = tmp_path_factory.mktemp("rehearsing") / "r.db"
    return path, rehearsal.build(path, NOW, items=3)


def test_the_players_act_when_the_chair_has_opened(made: Any) -> None:
    path, sitting_id = made
    with open_register(path) as register:
        assert rehearsing.tick(register, NOW + timedelta(seconds=1))
        assert meeting.chair_desk(register, CHAIR, NOW, sitting_id=sitting_id).present == 0
        meeting.move_sitting(register, CHAIR, NOW + timedelta(seconds=2), sitting_id=sitting_id, phase="opened")
        rehearsing.tick(register, NOW + timedelta(seconds=12))
        assert meeting.chair_desk(register, CHAIR, NOW, sitting_id=sitting_id).present == 7


def test_nobody_is_played_on_another_register(tmp_path: Path) -> None:
    for synthetic in (True, False):
        with create_register(tmp_path / f"{synthetic}.db", now=NOW, synthetic=synthetic) as register:
            before = register.register_id
            assert not rehearsing.tick(register, NOW)
            assert register.register_id == before


def test_it_begins_only_where_it_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[object] = []
    monkeypatch.setattr(rehearsing.threading.Thread, "start", lambda thread: begun.append(thread))
    monkeypatch.delenv(rehearsing.ENVIRONMENT, raising=False)
    rehearsing.begin_if_asked()
    assert begun == []
    monkeypatch.setenv(rehearsing.ENVIRONMENT, "1")
    rehearsing.begin_if_asked()
    assert len(begun) == 1


def test_without_power_nothing_is_asked_and_nothing_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "register", lambda: None)
    source.cut_power(True)
    for step in (source.ask, source.act):
        with pytest.raises(RecordError) as caught:
            step(lambda *_: "done", CHAIR)
        assert caught.value.what.key == "rehearsal.power_cut"
    source.cut_power(False)
    assert source.ask(lambda *_: "done", CHAIR) == "done"


def test_the_power_goes_and_comes_back_with_the_plan(made: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path, _ = made
    with open_register(path) as register:
        came: dict[str, int | None] = {"of": None}
        monkeypatch.setattr(rehearsal, "play", lambda *_, **__: came["of"])
        rehearsing.tick(register, NOW)
        assert source.power_is_cut()
        came["of"] = 0
        rehearsing.tick(register, NOW)
        assert not source.power_is_cut()
