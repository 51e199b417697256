"""Work of a loop beside this thread, which has a loop of the browser's where tests of pages ran before."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Answered = TypeVar("Answered")


def in_its_own_loop(work: Coroutine[Any, Any, Answered]) -> Answered:
    """Run it in a thread of its own, and return what comes of it."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
