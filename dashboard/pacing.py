"""Few runs at a time: a mark that is being saved does not stand behind everybody's pages.

Python runs one thread at a time, and whoever comes back from the database waits until another lets go, which it does
every five milliseconds or when it must. Saving a mark asks the database about twenty times. Of 83 saves a second two
busy threads left 4.5 and six 1.2; where threads let go ten times as often, 20 and 4.5. And everybody's saves stand
behind that one, for one act at a time goes into the record (`docs/performance.md`). So threads let go more often, and
no more than a few runs draw at once; the others wait for their turn, whole pages apart from parts, so that a long page
does not hold up whoever types.

Nobody waits for ever: where the runs that draw are held up themselves, by a database that hangs, the next ones go
ahead after `PATIENCE` and say so on their own pages.
"""

from __future__ import annotations

import gc
import sys
import threading
from functools import wraps
from typing import Final

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

AT_ONCE: Final = 2
PATIENCE: Final = 8.0
"""Seconds that a run waits for its turn."""
LETTING_GO: Final = 0.0005
"""Seconds after which a thread lets another go on; Python's own is ten times that."""
COLLECTED_AFTER: Final = (10_000, 20, 20)
"""New objects, and collections of the younger, before Python looks for what only holds itself; its own are 700, 10, 10.

An answer about five thousand applications is tens of thousands of objects, of which none is such a ring: pages after
an act spent a sixth to a third of their time on looking (`docs/performance.md`).
"""

_run: Final = ScriptRunner._run_script
_parts: Final = threading.BoundedSemaphore(AT_ONCE)
_pages: Final = threading.BoundedSemaphore(AT_ONCE)


def pace() -> None:
    """Let the runs of this process take turns, and Python look for rings less often; once is enough."""
    sys.setswitchinterval(LETTING_GO)
    gc.set_threshold(*COLLECTED_AFTER)
    ScriptRunner._run_script = _run_in_turn  # type: ignore[method-assign]


@wraps(_run)
def _run_in_turn(self: ScriptRunner, rerun_data: RerunData) -> None:
    turns = _parts if rerun_data.fragment_id or rerun_data.fragment_id_queue else _pages
    if not turns.acquire(timeout=PATIENCE):
        _run(self, rerun_data)
        return
    try:
        _run(self, rerun_data)
    finally:
        turns.release()
