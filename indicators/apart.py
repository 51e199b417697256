"""Files from anybody's machine taken apart in a process of their own: memory and time within limits, and no network.

``grid_of(data, file)``, ``names_of(data)``, and `form.form_of` by ``read_apart``: what `spreadsheet.read_spreadsheet`,
`form.read_form` and a look at the names in a ZIP give, by way of a child of the nursery of `apart_child`. What comes
back is not trusted either: it is JSON, and anything in it that such an answer cannot hold is no answer. A child that
gave none (memory, time, a fault of the parser) is a plain fault of the file.

Where there is no POSIX the same readers run in the process itself.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
from typing import Any, Final

from indicators.cells import BadCell, Grid
from indicators.faults import Fault, FaultsError
from indicators.language import Message

LONGEST_ANSWER: Final = 2**30
#: Seconds that are waited for an answer: somewhat more than a child has.
PATIENCE: Final = 200
_AT_ONCE: Final = 2**20
_AREAS: Final = ("tabular.", "form.")
_START: Final = "import json, sys; sys.path[:] = json.loads(sys.argv[2]); "
_SERVE: Final = "from indicators.apart_child import serve; serve(int(sys.argv[1]))"


class _Nursery:
    """The process that makes the children, started when it is first needed, and again when it is gone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._orders: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def line(self) -> socket.socket:
        """Return a socket at whose other end a child of its own waits for one file."""
        with self._lock:
            for last in (False, True):
                ours, theirs = socket.socketpair()
                with theirs:
                    try:
                        socket.send_fds(self._ready(), [b"."], [theirs.fileno()])
                    except OSError:
                        ours.close()
                        self._end()
                        if last:
                            raise
                    else:
                        return ours
        raise AssertionError  # one of the two rounds has returned or raised

    def _ready(self) -> socket.socket:
        if self._orders is not None and self._owner == os.getpid():
            return self._orders
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
                [sys.executable, "-c", _START + _SERVE, str(theirs.fileno()), json.dumps(sys.path)],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={"PATH": os.defpath, "LANG": "C.UTF-8"},  # nothing of what the server was told
            )
        self._orders, self._owner = ours, os.getpid()
        return ours

    def _end(self) -> None:
        if self._orders is not None:
            self._orders.close()
        if self._process is not None and self._owner == os.getpid():
            self._process.wait()
        self._orders = self._process = None

    def end(self) -> None:
        """End the process; the next file starts another."""
        with self._lock:
            self._end()


_NURSERY: Final = _Nursery()
atexit.register(_NURSERY.end)
POSSIBLE: Final = hasattr(os, "fork") and hasattr(socket, "send_fds")
"""Whether this system has processes that can be made so."""


def grid_of(data: bytes, file: str) -> Grid:
    """Return the cells of the first worksheet, as `spreadsheet.read_spreadsheet`.

    Raises
    ------
    FaultsError
        As there, and where no answer came within the limits.
    """
    if not POSSIBLE:
        from indicators.spreadsheet import read_spreadsheet

        return read_spreadsheet(data, file)
    told = read_apart("spreadsheet", data, file)
    try:
        return Grid(
            rows=[(int(row), [_text(cell) for cell in cells]) for row, cells in told["rows"]],
            bad=[
                BadCell(int(row), None if column is None else int(column), _key(key), _text(seen))
                for row, column, key, seen in told["bad"]
            ],
            notices=[_message(notice) for notice in told["notices"]],
            full_width=[(int(row), int(column)) for row, column in told["full_width"]],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise no_answer(file) from error


def names_of(data: bytes) -> list[str] | None:
    """Return the names of what is in a ZIP, ``None`` where it is none, or cannot be read within the limits."""
    try:
        told = read_apart("names", data, "")
        return None if told is None else [_text(name) for name in told]
    except (FaultsError, TypeError, ValueError):
        return None


def read_apart(reader: str, data: bytes, file: str) -> Any:
    """Return what a reader of `apart_child` says of a file, as JSON types that nobody has looked at yet.

    Raises
    ------
    FaultsError
        The faults that it found; one of its own where no answer came.
    """
    try:
        answer = json.loads(_asked(json.dumps({"reader": reader, "file": file}).encode() + b"\n", data))
        if "read" in answer:
            return answer["read"]
        faults = [_fault(fault) for fault in answer["faults"]]
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise no_answer(file) from error
    raise FaultsError(faults)


def _asked(order: bytes, data: bytes) -> bytes:
    """Return the bytes that a child answers; none where it ended."""
    with _NURSERY.line() as line:
        line.settimeout(PATIENCE)
        # A child that has ended already closes its end: then it has no answer either.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(order)
            line.sendall(data)
            line.shutdown(socket.SHUT_WR)
        parts: list[bytes] = []
        length = 0
        while part := line.recv(_AT_ONCE):
            length += len(part)
            if length > LONGEST_ANSWER:
                raise ValueError("an answer without end")
            parts.append(part)
    return b"".join(parts)


def no_answer(file: str) -> FaultsError:
    """Return the fault of a file that could not be read within the limits."""
    return FaultsError([Fault(Message("tabular.not_read_within_limits"), file=file)])


def _fault(told: dict[str, Any]) -> Fault:
    texts = {name: None if told[name] is None else _text(told[name]) for name in _TEXTS}
    row = None if told["row"] is None else int(told["row"])
    return Fault(_message(told["what"]), row=row, **texts)


_TEXTS: Final = ("file", "column", "entry", "seen", "expected")


def _message(told: Any) -> Message:
    key, values = told
    if not all(isinstance(value, str | int) for value in values.values()):
        raise TypeError(key)
    return Message(_key(key), values)


def _key(key: Any) -> str:
    if not _text(key).startswith(_AREAS):
        raise ValueError(key)
    return _text(key)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
