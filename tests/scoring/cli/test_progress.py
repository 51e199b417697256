from __future__ import annotations

import io
import time

from scoring.cli.progress import progress
from scoring.texts import translator


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, *, patience: float, work: bool = False) -> str:
    with progress(2, translator("en"), stream=stream, patience=patience) as steps:
        steps.step()
        if work:
            until = time.monotonic() + 10
            while not stream.getvalue() and time.monotonic() < until:
                time.sleep(0.01)
        steps.step()
    return stream.getvalue()


def test_somebody_who_waits_at_a_terminal_sees_a_bar() -> None:
    bar = shown(Terminal(), patience=0.0, work=True)
    assert "Working" in bar
    assert "100%" in bar


def test_quick_work_shows_nothing() -> None:
    assert shown(Terminal(), patience=60.0) == ""


def test_what_is_no_terminal_gets_nothing() -> None:
    assert shown(io.StringIO(), patience=0.0) == ""
