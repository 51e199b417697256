"""A progress bar for a person who waits: on a terminal only, and only after two seconds."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Timer
from typing import Final, TextIO

import click

from indicators.language import Message, Translator

PATIENCE: Final = 2.0
"""Seconds before the bar appears."""


class Progress:
    """Steps done out of steps to do. Drawn once patience is over, by a timer: a single step may take long."""

    def __init__(self, total: int, *, label: str, stream: TextIO) -> None:
        self._bar = click.progressbar(length=total, label=label, file=stream)
        self._lock = Lock()
        self._shown = False

    def show(self) -> None:
        """Draw the bar from now on."""
        with self._lock:
            self._shown = True
            self._bar.render_progress()

    def step(self, steps: int = 1) -> None:
        """Count steps as done."""
        with self._lock:
            self._bar.make_step(steps)
            if self._shown:
                self._bar.render_progress()

    def finish(self) -> None:
        """End the line of the bar."""
        with self._lock:
            if self._shown:
                self._bar.render_finish()


@contextmanager
def progress(
    total: int, say: Translator, *, stream: TextIO | None = None, patience: float = PATIENCE
) -> Iterator[Progress]:
    """Count `total` steps of work, shown on standard error where that is a terminal."""
    stream = sys.stderr if stream is None else stream
    bar = Progress(total, label=say(Message("cli.working")), stream=stream)
    timer = Timer(patience, bar.show)
    timer.daemon = True
    if stream.isatty():
        timer.start()
    try:
        yield bar
    finally:
        timer.cancel()
        bar.finish()
