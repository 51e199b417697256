"""Numbers about this process in Prometheus' text format, counted here: a dependency would be larger than the format.

``timed(kind)`` measures reads, acts, marks and reruns of pages; ``exposition(...)`` writes everything down. A process
is asked at its own port. The format: https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from __future__ import annotations

import os
import resource
import time
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Final, Literal

from scoring.flow.vital import VitalSigns

Kind = Literal["read", "act", "mark", "rerun"]
KINDS: Final[tuple[Kind, ...]] = ("read", "act", "mark", "rerun")
#: Seconds; the budgets of pages and saves lie among them.
BOUNDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_STARTED: Final = time.time()


class Histogram:
    """How long one kind of work took, counted into bounds; threads add at once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts = [0] * (len(BOUNDS) + 1)
        self._sum = 0.0
        self._failed = 0

    def add(self, seconds: float, *, failed: bool) -> None:
        """Count one piece of work."""
        with self._lock:
            self._counts[bisect_left(BOUNDS, seconds)] += 1
            self._sum += seconds
            self._failed += failed

    def lines(self, kind: str) -> Iterator[str]:
        """Yield its samples; buckets are cumulative, as the format has them."""
        with self._lock:
            counts, total = list(self._counts), self._sum
        name, below = "quality_credit_work_seconds", 0
        for bound, count in zip((*map(str, BOUNDS), "+Inf"), counts, strict=True):
            below += count
            yield f'{name}_bucket{{kind="{kind}",le="{bound}"}} {below}'
        yield f'{name}_sum{{kind="{kind}"}} {total:.6f}'
        yield f'{name}_count{{kind="{kind}"}} {below}'

    @property
    def failed(self) -> int:
        """How often it ended with an error or a refusal."""
        with self._lock:
            return self._failed


class Gauge:
    """A number that rises and falls."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._value = 0

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """Count one as long as the block lasts."""
        self._add(1)
        try:
            yield
        finally:
            self._add(-1)

    @property
    def value(self) -> int:
        """How many there are now."""
        with self._lock:
            return self._value

    def _add(self, number: int) -> None:
        with self._lock:
            self._value += number


_work: Final = {kind: Histogram() for kind in KINDS}
websockets: Final = Gauge()
"""Pages that are open in browsers, at this process."""


@contextmanager
def timed(kind: Kind) -> Iterator[None]:
    """Measure a piece of work; what ends it early is counted as failed, and goes on."""
    began, failed = time.perf_counter(), False
    try:
        yield
    except Exception:  # a run that Streamlit ends, to begin another, is none
        failed = True
        raise
    finally:
        _work[kind].add(time.perf_counter() - began, failed=failed)


def exposition(signs: VitalSigns | None) -> str:
    """Return everything as text; `signs` of the record, ``None`` where it does not answer."""
    lines: list[str] = []

    def put(name: str, kind: str, help_: str, *samples: str) -> None:
        lines.extend((f"# HELP {name} {help_}", f"# TYPE {name} {kind}", *samples))

    def one(name: str, kind: str, help_: str, value: float) -> None:
        put(name, kind, help_, f"{name} {value}")

    one("quality_credit_database_up", "gauge", "Whether the record answers.", int(signs is not None))
    if signs is not None:
        one("quality_credit_chain_entries", "gauge", "Number of the newest entry of the chain.", signs.entries)
        one("quality_credit_sessions", "gauge", "Sessions that are open, at all processes together.", signs.sessions)
        one("quality_credit_frozen", "gauge", "Whether the record stands still.", int(signs.frozen))
    one("quality_credit_websockets", "gauge", "Pages open in browsers, at this process.", websockets.value)
    samples = [line for kind, histogram in _work.items() for line in histogram.lines(kind)]
    put("quality_credit_work_seconds", "histogram", "Reads, acts, saved marks and reruns of pages.", *samples)
    failed = [f'quality_credit_work_failed_total{{kind="{kind}"}} {one.failed}' for kind, one in _work.items()]
    put("quality_credit_work_failed_total", "counter", "Of these, refused or ended by an error.", *failed)
    one("process_resident_memory_bytes", "gauge", "Resident memory.", _resident())
    one("process_cpu_seconds_total", "counter", "Processor time.", _processor())
    one("process_start_time_seconds", "gauge", "When this process began, Unix time.", round(_STARTED, 3))
    return "\n".join(lines) + "\n"


def _resident() -> int:
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:  # not Linux: the most it ever was
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return round(used.ru_utime + used.ru_stime, 3)
