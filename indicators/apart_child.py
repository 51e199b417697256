"""The process in which files from anybody's machine are taken apart: a nursery that makes a child for each file.

The nursery is started once and holds one thread, so that it can fork at once and safely, which the server with its many
threads cannot. A child reads one file from its socket, gives up everything it will not need (`_give_up`), parses, and
writes JSON. What it may have become by then, it can open no file and no connection any more, write nothing to disk, and
take no more memory and time than a workbook needs.

POSIX only; ``serve(descriptor)`` is all that is called, from the line of start in `apart`.
"""

from __future__ import annotations

import codecs
import contextlib
import ctypes
import io
import json
import os
import resource
import signal
import socket
import sys
import zipfile
from collections.abc import Callable
from typing import Any, Final

from indicators.faults import Fault, FaultsError
from indicators.form import read_form
from indicators.language import Message
from indicators.spreadsheet import read_spreadsheet

GIGABYTE: Final = 2**30
#: Address space (bytes), processor seconds, seconds on the clock.
LIMITS: Final = {
    "spreadsheet": (3 * GIGABYTE, 120, 180),
    "form": (GIGABYTE, 20, 40),
    "names": (GIGABYTE, 20, 40),
}
_NO_NEW_PRIVILEGES: Final = 38
# Looked up while files can still be opened: names in a ZIP, XML of any program.
for _encoding in ("cp437", "utf-8", "utf-16", "iso-8859-1", "ascii", "gb18030"):
    codecs.lookup(_encoding)


def serve(descriptor: int) -> None:
    """Make a child for each socket that comes, until whoever started this is gone."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children that ended need nobody to wait for them
    # What ends the server at a terminal ends its end of the socket too; this process then leaves by itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(fileno=descriptor) as orders:
        while True:
            message, descriptors, _, _ = socket.recv_fds(orders, 1, 1)
            if not message:
                return
            with socket.socket(fileno=descriptors[0]) as line:
                if os.fork() == 0:
                    _work(line)


def _work(line: socket.socket) -> None:
    """Answer one question and end, whatever happens."""
    try:
        with line.makefile("rb") as stream:
            order = json.loads(stream.readline())
            data = stream.read()
        _give_up(*LIMITS[order["reader"]])
        line.sendall(json.dumps(_answer(order["reader"], data, order["file"]), ensure_ascii=False).encode("utf-8"))
    except BaseException:  # also one that stands for memory or time: no answer is an answer
        os._exit(1)
    os._exit(0)


def _give_up(memory: int, processor: int, seconds: int) -> None:
    """Give up, for good, everything that parsing does not need."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, processor),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 0),  # no file, no socket, no pipe; those that are open stay
    ):
        resource.setrlimit(what, (most, most))
    signal.alarm(seconds)
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)


def _answer(reader: str, data: bytes, file: str) -> dict[str, Any]:
    try:
        return {"read": _READERS[reader](data, file)}
    except FaultsError as error:
        return {"faults": [_plain_fault(fault) for fault in error.faults]}


def _spreadsheet(data: bytes, file: str) -> dict[str, Any]:
    grid = read_spreadsheet(data, file)
    return {
        "rows": grid.rows,
        "bad": [[cell.row, cell.column, cell.key, cell.seen] for cell in grid.bad],
        "notices": [_plain_message(notice) for notice in grid.notices],
        "full_width": grid.full_width,
    }


def _form(data: bytes, file: str) -> dict[str, Any]:
    form = read_form(data, file)
    cells = [[row, column, cell.text, cell.kind] for (row, column), cell in form.cells.items()]
    return {"file": form.file, "sheet": form.sheet, "cells": cells}


def _names(data: bytes, file: str) -> list[str] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return None


_READERS: Final[dict[str, Callable[[bytes, str], Any]]] = {"spreadsheet": _spreadsheet, "form": _form, "names": _names}


def _plain_fault(fault: Fault) -> dict[str, Any]:
    told = {name: getattr(fault, name) for name in ("file", "row", "column", "entry", "seen")}
    expected = fault.expected
    return {**told, "what": _plain_message(fault.what), "expected": expected if isinstance(expected, str) else None}


def _plain_message(message: Message) -> list[Any]:
    return [message.key, dict(message.values)]
