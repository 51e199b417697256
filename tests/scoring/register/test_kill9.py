"""Three rounds of the load test that is run by hand with fifty."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "load" / "kill9.py"


def test_no_acknowledged_mark_is_lost(register_url: str) -> None:
    spec = importlib.util.spec_from_file_location("kill9", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    kill9 = importlib.util.module_from_spec(spec)
    sys.modules["kill9"] = kill9
    spec.loader.exec_module(kill9)
    outcomes = list(kill9.rounds_of_killing(register_url, 3))
    assert [outcome for outcome in outcomes if not outcome.clean] == []
    assert sum(outcome.acknowledged for outcome in outcomes) >= 3
