"""A sitting's register, served to pages."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest


def _panel_register() -> ModuleType:
    if "panel_register" not in sys.modules:
        path = Path(__file__).parents[1] / "panel_register.py"
        spec = importlib.util.spec_from_file_location("panel_register", path)
        assert spec is not None
        assert spec.loader is not None
        sys.modules["panel_register"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["panel_register"])
    return sys.modules["panel_register"]


pr = _panel_register()


@pytest.fixture
def sitting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    with pr.served(tmp_path / "register.db", monkeypatch) as served:
        yield served
