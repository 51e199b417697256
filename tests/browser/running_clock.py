"""A clock that a server and a test share and a restart does not stop: a moment in a file, and when it was written."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from pathlib import Path


def start(file: Path, at: datetime) -> None:
    """Let it be a moment now."""
    file.write_text(at.isoformat(), "utf-8")


def now(file: Path) -> datetime:
    """Return what time it is."""
    return datetime.fromisoformat(file.read_text("utf-8").strip()) + timedelta(
        seconds=time.time() - file.stat().st_mtime
    )
