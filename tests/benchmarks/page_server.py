"""Cold start and first page of a register as it is served: a process, http, a real websocket. No browser draws it."""

from __future__ import annotations

import asyncio
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.load.crowd_server import Served, processor
from tests.load.page_client import PageClient

VISITORS: Final = 10


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds until the server answers, until the first visitor of the process has his page, and of those after him.

    `..._cpu`: what the server's process used of the processor for it. A demonstration asks nobody to sign in: a visit
    is the page's frame over http, the connection, and a whole run of the first page.
    """

    cold: float
    cold_cpu: float
    first: float
    first_cpu: float
    visits: list[float] = field(default_factory=list)
    visits_cpu: list[float] = field(default_factory=list)


def start_of(register: Path) -> Start:
    """Serve a register, visit it, and end it."""
    served = Served(str(register))
    began = time.perf_counter()
    served.start()
    try:
        cold, cold_cpu = time.perf_counter() - began, processor(served.pid)
        taken = [_visit(served) for _ in range(1 + VISITORS)]
    finally:
        served.end()
    (first, first_cpu), *others = taken
    return Start(cold, cold_cpu, first, first_cpu, [one for one, _ in others], [used for _, used in others])


def _visit(served: Served) -> tuple[float, float]:
    began, used = time.perf_counter(), processor(served.pid)
    with urllib.request.urlopen(f"http://127.0.0.1:{served.port}/", timeout=60) as frame:
        frame.read()

    async def first_page() -> None:
        async with PageClient(served.port, "") as page:
            await page.run()

    asyncio.run(first_page())
    return time.perf_counter() - began, processor(served.pid) - used
