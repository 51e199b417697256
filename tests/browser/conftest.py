"""A real Chromium on a real server: one server a session, one context a test, nothing may leave the machine.

Debian's Chromium is used and none is downloaded; where it or Playwright is missing the tests are skipped and say so.
"""

from __future__ import annotations

import atexit
import importlib.util
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
START_SECONDS = 120


def _by_path(path: Path) -> ModuleType:
    if path.stem not in sys.modules:
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec is not None
        assert spec.loader is not None
        sys.modules[path.stem] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[path.stem])
    return sys.modules[path.stem]


forking = _by_path(ROOT / "tests" / "forking.py")
_by_path(ROOT / "tests" / "dashboard" / "straight.py")
small_register = _by_path(ROOT / "tests" / "dashboard" / "small_register.py")
procedure_register = _by_path(ROOT / "tests" / "dashboard" / "procedure_register.py")
_by_path(ROOT / "tests" / "meeting_register.py")
# Drivers of pages, for tests to take from `sys.modules`; the desks' own rest on the first three.
for _name in (
    "steady",
    "windows",
    "desk_page",
    "sheet_page",
    "tcp_proxy",
    "running_clock",
    *sorted(file.stem for file in Path(__file__).parent.glob("desk_*.py")),
    *sorted(file.stem for file in Path(__file__).parent.glob("*_sitting.py")),
    "whole_room",
):
    _by_path(Path(__file__).with_name(f"{_name}.py"))


@cache
def _forks() -> Any:
    """Return who makes servers: he has imported all that pages are made of, but no page and not the server."""
    files = (file.relative_to(ROOT).with_suffix("") for file in sorted((ROOT / "dashboard").rglob("[!_]*.py")))
    parts = [".".join(file.parts) for file in files if "views" not in file.parts]
    begin = {"dashboard.app", "dashboard.serve"}
    made = forking.Forks("streamlit.web.cli", "uvicorn", *(one for one in parts if one not in begin))
    atexit.register(made.end)
    return made


class Server:
    """The dashboard on a register, as a process that can be killed and started again on the same port."""

    def __init__(self, register: Path, clock: Path | None = None, starter: str = "") -> None:
        """With a `clock`, a file that holds a day, pages take it for today (`by_clock`); a `starter` starts it."""
        self.register = register
        self.clock = clock
        self.starter = starter
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: Any = None

    def start(self) -> None:
        """Start and wait until it answers."""
        command = ["streamlit", "run", "dashboard/serve.py"]
        environment = {**os.environ, "QUALITY_CREDIT_REGISTER": str(self.register)}
        if self.clock is not None:
            environment["QUALITY_CREDIT_TEST_CLOCK"] = str(self.clock)
        if self.starter or self.clock is not None:
            command = [self.starter or "tests.browser.by_clock"]
        command += ["--server.port", str(self.port), "--server.address", "127.0.0.1"]
        self._process = _forks().run(command, environment)
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1):  # noqa: S310
                    return
            except (urllib.error.URLError, OSError):
                assert not self._process.ended(), "the server ended while it started"
                assert time.monotonic() < until, "the server did not start"
                # Asked without a pause it would be kept from starting by who waits for it.
                time.sleep(0.05)

    @property
    def pid(self) -> int:
        """Return which process it is."""
        return int(self._process.pid)

    def on(self, day: date) -> None:
        """Let it become a day."""
        assert self.clock is not None
        self.clock.write_text(day.isoformat(), "utf-8")

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it politely."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            assert self._process.ended(30), "the server did not end"
            self._process = None


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not there: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield browser
        browser.close()


def _server(folder: Path) -> Iterator[Server]:
    path = folder / "register.db"
    small_register.build(path).close()
    server = Server(path)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def server(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from _server(tmp_path_factory.mktemp("browser"))


@pytest.fixture
def mortal_server(chromium: Any, tmp_path: Path) -> Iterator[Server]:
    """A server of the test's own, to be killed."""
    yield from _server(tmp_path)


@pytest.fixture(scope="module")
def server_of(chromium: Any) -> Iterator[Callable[[Path], Server]]:
    """Make servers of registers, for tests that start them themselves; they are stopped after their module."""
    made: list[Server] = []

    def make(register: Path) -> Server:
        made.append(Server(register))
        return made[-1]

    yield make
    for server in made:
        server.stop()


@pytest.fixture
def hall_server(chromium: Any, tmp_path: Path) -> Iterator[Callable[[str], Server]]:
    """Serve a register whose procedure is as far as a named stage, on the day that it has come to."""
    started: list[Server] = []

    def serve(until: str) -> Server:
        path = tmp_path / f"{until}.db"
        hall = procedure_register.build(path, until)
        hall.register.close()
        server = Server(path, tmp_path / f"{until}.day")
        server.on(hall.now.date())
        server.start()
        started.append(server)
        return server

    yield serve
    for server in started:
        server.stop()


@pytest.fixture
def sitting_server(chromium: Any, tmp_path: Path) -> Iterator[tuple[Server, Any]]:
    """A server of the test's own on a sitting of forty that is prepared, and its room, by one clock."""
    path = tmp_path / "sitting.db"
    room = sys.modules["whole_room"].prepared(path)
    server = Server(path, room.clock)
    server.start()
    yield server, room
    server.stop()
    room.register.close()


@pytest.fixture
def context(chromium: Any) -> Iterator[Any]:
    """A browser of the test's own; fails if anything it shows asks another host."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(60_000)
    context.add_init_script(sys.modules["steady"].WATCH)
    sys.modules["windows"].each_its_own(context)
    outside: list[str] = []
    context.on("request", lambda request: outside.append(request.url) if _leaves(request.url) else None)
    yield context
    context.close()
    assert not outside, f"requests left the machine: {outside}"


def _leaves(url: str) -> bool:
    return url.startswith(("http", "ws")) and "//127.0.0.1:" not in url
