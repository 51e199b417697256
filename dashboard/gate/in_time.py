"""The record asked beside the server's loop, by what must answer even where the record hangs: doors and health."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

import anyio

from indicators.language import Message
from scoring.errors import RecordError

#: Seconds that are waited for: a record that hangs, and does not say so, is one that does not answer.
WAITS: Final = 10.0
_AT_ONCE: Final = 20
_Found = TypeVar("_Found")
_asking: anyio.CapacityLimiter | None = None


async def in_time(step: Callable[[], _Found]) -> _Found:
    """Return what a step that asks the record returns, no later than after `WAITS`.

    What is asked of a record that hangs goes on in its thread until the record comes back; there are twenty such
    threads and no more, which nothing else needs.

    Raises
    ------
    RecordError
        It says that it does not answer, or it says nothing.
    """
    global _asking
    _asking = _asking or anyio.CapacityLimiter(_AT_ONCE)
    try:
        with anyio.fail_after(WAITS):
            return await anyio.to_thread.run_sync(step, abandon_on_cancel=True, limiter=_asking)
    except TimeoutError as late:
        raise RecordError(Message("gate.no_record")) from late
