"""A sitting's register, served to pages."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest


def _loaded(name: str, folder: Path = Path(__file__).parents[1]) -> ModuleType:
    """Load a register's maker by its path: tests are no package, and take it from `sys.modules`."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


_loaded("straight")
_loaded("twins")
_loaded("small_register")
pr = _loaded("panel_register")
_loaded("procedure_register")
_loaded("hidden_things")
_loaded("meeting_register", Path(__file__).parents[2])
_loaded("meeting_rooms", Path(__file__).parents[2])


@pytest.fixture
def sitting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    with pr.served(tmp_path / "register.db", monkeypatch) as served:
        yield served
