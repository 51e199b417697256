"""A bad network between browser and server: a TCP proxy that loses words, cuts connections and refuses new ones."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

BLOCK = 65536
# Ends a connection as a broken line does, by a reset and no goodbye.
RESET = struct.pack("ii", 1, 0)


@dataclass(eq=False)
class _Line:
    """One connection, passed on. What is `lost` ("to_server", "to_browser") is taken from one end and given to none."""

    browser: socket.socket
    server: socket.socket
    websocket: bool = False
    lost: set[str] = field(default_factory=set)

    def break_(self) -> None:
        for end in (self.browser, self.server):
            with contextlib.suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                end.shutdown(socket.SHUT_RDWR)
            end.close()


class TcpProxy:
    """Listens on a port of its own and passes everything on to another, unless it is told otherwise."""

    def __init__(self, port: int) -> None:
        self._to = ("127.0.0.1", port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._lines: set[_Line] = set()
        self._lock = threading.Lock()
        self._refusing = False
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cut()
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def lose(self, direction: str) -> None:
        """Lose what websockets that are open now send "to_server" or "to_browser"; the ends believe they are heard."""
        with self._lock:
            for line in self._lines:
                if line.websocket:
                    line.lost.add(direction)

    def cut(self) -> None:
        """Break every connection, and refuse new ones until `let_through`."""
        with self._lock:
            self._refusing = True
            lines, self._lines = self._lines, set()
        for line in lines:
            line.break_()

    def let_through(self) -> None:
        """Take new connections again."""
        with self._lock:
            self._refusing = False

    def _accept(self) -> None:
        while True:
            try:
                browser, _address = self._listening.accept()
            except OSError:
                return
            try:
                line = _Line(browser, socket.create_connection(self._to))
            except OSError:
                browser.close()
                continue
            with self._lock:
                refused = self._refusing
                if not refused:
                    self._lines.add(line)
            if refused:
                line.break_()
                continue
            for direction in ("to_server", "to_browser"):
                threading.Thread(target=self._pass_on, args=(line, direction), daemon=True).start()

    def _pass_on(self, line: _Line, direction: str) -> None:
        ends = (line.browser, line.server) if direction == "to_server" else (line.server, line.browser)
        with contextlib.suppress(OSError):
            while block := ends[0].recv(BLOCK):
                if direction == "to_server" and b"upgrade: websocket" in block.lower():
                    line.websocket = True
                if direction not in line.lost:
                    ends[1].sendall(block)
        with self._lock:
            known = line in self._lines
            self._lines.discard(line)
        if known:
            line.break_()
