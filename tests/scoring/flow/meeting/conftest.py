"""Rooms in which a sitting of twelve stands where a test begins; each is a copy of one that was led there once."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from scoring.register.database import open_register


def _loaded(name: str) -> ModuleType:
    """Load a register's maker by its path: tests are no package, and take it from `sys.modules`."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[3] / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


mr = _loaded("meeting_register")
_rooms = _loaded("meeting_rooms")
#: Of each situation: the register's file, the time, and the sitting.
_STOOD: dict[str, tuple[bytes, Any, str]] = {}


def led(path: Path, situation: str) -> Any:
    """Return a room in a situation of `meeting_rooms.WAYS` or `BESIDE`."""
    if situation not in _STOOD:
        before, steps = (_rooms.WAYS | _rooms.BESIDE)[situation]
        room = mr.build(path, items=12) if before is None else led(path, before)
        steps(room)
        room.register.close()
        _STOOD[situation] = path.read_bytes(), room.now, room.sitting
    stood, now, sitting = _STOOD[situation]
    path.write_bytes(stood)
    for left in ("-wal", "-shm"):
        path.with_name(path.name + left).unlink(missing_ok=True)
    return mr.Room(open_register(path), now, sitting)


@pytest.fixture
def room_at(tmp_path: Path) -> Iterator[Callable[[str], Any]]:
    """Give rooms by their situation."""
    opened: list[Any] = []

    def at(situation: str) -> Any:
        opened.append(led(tmp_path / f"room{len(opened)}.db", situation))
        return opened[-1]

    yield at
    for one in opened:
        one.register.close()


@pytest.fixture
def seated(room_at: Callable[[str], Any]) -> Any:
    """A sitting at its anchors, everybody there."""
    return room_at("anchors")
