"""Three rounds of the load test that is run by hand with fifty."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.load import kill9  # noqa: E402


def test_no_acknowledged_mark_is_lost(register_url: str) -> None:
    outcomes = list(kill9.rounds_of_killing(register_url, 3))
    assert [outcome for outcome in outcomes if not outcome.clean] == []
    assert sum(outcome.acknowledged for outcome in outcomes) >= 3
