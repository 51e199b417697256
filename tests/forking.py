"""Processes that start at once: one that has imported what they need becomes each of them, by a fork.

Run by ``python -m tests.forking MODULE …``, the modules to import beforehand; `Forks` starts it and asks it for
processes. What is forked runs a module as ``python -m`` does, in an environment of its own; nothing of the test is in
it. Imports alone take three of the four seconds of processor in which a server starts.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import runpy
import select
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

PROJECT = Path(__file__).parents[1]


class Forked:
    """A process, as `subprocess.Popen` has them."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        try:
            self._it = os.pidfd_open(pid)
        except ProcessLookupError:
            self._it = -1

    def ended(self, seconds: float = 0) -> bool:
        """Whether it has ended, or does so within some seconds."""
        if self._it >= 0 and select.select([self._it], [], [], seconds)[0]:
            os.close(self._it)
            self._it = -1
        return self._it < 0

    def send_signal(self, how: signal.Signals) -> None:
        """Send it a signal, if it is there."""
        if not self.ended():
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._it, how)


class Forks:
    """Who is asked for processes."""

    def __init__(self, *modules: str) -> None:
        command = [sys.executable, "-m", "tests.forking", *modules]
        self._process = subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def run(self, arguments: Sequence[str], environment: Mapping[str, str], output: Path | None = None) -> Forked:
        """Run a module with its arguments; what it prints goes to a file, or nowhere."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(
            json.dumps([list(arguments), dict(environment), str(output or os.devnull)]).encode() + b"\n"
        )
        self._process.stdin.flush()
        return Forked(int(self._process.stdout.readline()))

    def end(self) -> None:
        """Ask for no more; processes go on."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()


def _asked() -> tuple[list[str], dict[str, str]] | None:
    """Fork a process for each line that is read, and return in it what it is to be; None when no more is asked."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while line := sys.stdin.buffer.readline():
        if pid := os.fork():
            print(pid, flush=True)
            continue
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        arguments, environment, output = json.loads(line)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream, to in enumerate((nowhere, os.open(output, os.O_WRONLY), nowhere)):
            os.dup2(to, stream)
        return arguments, environment
    return None


def main(modules: Sequence[str]) -> None:
    """Import, and become what is asked for."""
    for module in modules:
        importlib.import_module(module)
    asked = _asked()
    if asked is not None:
        arguments, environment = asked
        os.environ.clear()
        os.environ.update(environment)
        sys.argv = arguments
        runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1:])
