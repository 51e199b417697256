"""Guards that are switched off in turn: each is still there, and the table of the last run says that tests noticed."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
ROW = re.compile(r"^\| (.+) \| (\d+) \| (\d+) \| (.+) \|$", re.MULTILINE)


def _loaded() -> Any:
    if "guards_off" not in sys.modules:
        spec = importlib.util.spec_from_file_location("guards_off", ROOT / "tests/guards/guards_off.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules["guards_off"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["guards_off"])
    return sys.modules["guards_off"]


guards_off = _loaded()
GUARDS = guards_off.guards()
TOLD = {name: (int(red), int(of)) for name, red, of, _ in ROW.findall((ROOT / "docs/guards.md").read_text("utf-8"))}


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_what_it_switches_off_is_there_and_so_are_its_tests(guard: Any) -> None:
    place, _, key = guard.place.partition(" ")
    if ":" in place:
        guards_off._at(place)
        if key:
            guards_off.condition_of(place, key)
    for tests in guard.tests:
        assert [one for one in tests if one.endswith(".py") and not (ROOT / one).is_file()] == []


def test_the_table_has_every_guard_and_each_made_tests_go_red() -> None:
    assert set(TOLD) == {guard.name for guard in GUARDS}
    assert [name for name, (red, of) in TOLD.items() if not 0 < red <= of] == []
