"""The players of a rehearsal, in a thread of the server that shows it; and the power that it cuts.

Begun by ``quality-credit serve --rehearsal`` alone. What is no rehearsal on a demonstration is never played
(`scoring.demonstration.rehearsal`).
"""

from __future__ import annotations

import logging
import os
import threading
from datetime import datetime
from typing import Final

from dashboard import source
from scoring.demonstration import rehearsal
from scoring.register.database import Register

LOG: Final = logging.getLogger(__name__)
ENVIRONMENT: Final = "QUALITY_CREDIT_REHEARSAL"
SECONDS: Final = 1.0


def begin_if_asked() -> None:
    """Let the players play, once a second, where the server was started for a rehearsal."""
    if os.environ.get(ENVIRONMENT):
        threading.Thread(target=_play_on, name="players", daemon=True).start()


def tick(register: Register, now: datetime) -> bool:
    """Let the players do what is due, and cut the power or bring it back; return whether there is a rehearsal."""
    sitting_id = rehearsal.rehearsal_of(register)
    if sitting_id is None:
        source.cut_power(False)
        return False
    source.cut_power(rehearsal.play(register, now, sitting_id=sitting_id) is None)
    return True


def _play_on() -> None:
    pause = threading.Event()
    while not pause.wait(SECONDS):
        # Whatever goes wrong, the next second tries again; the chair must not be left without players.
        try:
            tick(source.register(), source.now())
        except Exception:
            LOG.exception("the players stumbled")
