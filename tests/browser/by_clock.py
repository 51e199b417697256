"""Starts the dashboard with the clock of a test: the day stands in the file that the environment names.

A walk from application to certificate takes weeks of a notice and of working days; pages read `source.now` alone, and
here it is given the test's day, a second later at each reading. Where a moment stands in the file and no day, the
clock goes on from it, as clocks do, since the file was written (`running_clock`): for a sitting, and after a restart.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

from streamlit.web.cli import main

from dashboard import source
from tests.browser import running_clock

CLOCK = Path(os.environ["QUALITY_CREDIT_TEST_CLOCK"])
_seconds = count(1)


def _now() -> datetime:
    words = CLOCK.read_text("utf-8").strip()
    if "T" in words:
        return running_clock.now(CLOCK)
    day = date.fromisoformat(words)
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC) + timedelta(seconds=next(_seconds))


source.now = _now
sys.argv = ["streamlit", "run", "dashboard/serve.py", *sys.argv[1:]]
main()
