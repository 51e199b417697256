"""How long a call takes: processor time, so that whatever else the machine does is not counted."""

from __future__ import annotations

import gc
import time
import tracemalloc
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_LEAST_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds of processor time of one call, over several repeats, and what the call returned."""

    least: float
    median: float
    answer: Any


def taken(call: Callable[[], Any], repeats: int = 7) -> Taken:
    """Time a call after one that does not count; calls too short for the clock are made many times over."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        answer, first = _once(call, 1)
        times = 1 if first > _LEAST_SECONDS else int(_LEAST_SECONDS / max(first, 1e-6)) + 1
        seconds = sorted(_once(call, times)[1] for _ in range(repeats))
    return Taken(seconds[0], seconds[repeats // 2], answer)


def _once(call: Callable[[], Any], times: int) -> tuple[Any, float]:
    gc.collect()
    gc.disable()
    try:
        started = time.process_time()
        for _ in range(times):
            answer = call()
        return answer, (time.process_time() - started) / times
    finally:
        gc.enable()


def peak(call: Callable[[], Any]) -> int:
    """Return the most bytes that a call holds at once beyond what was there before and what it answers with."""
    call()
    gc.collect()
    tracemalloc.start()
    try:
        answer = call()
        held, most = tracemalloc.get_traced_memory()
        del answer
        return most - held
    finally:
        tracemalloc.stop()
