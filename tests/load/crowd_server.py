"""What `crowd` and `killing` serve and where: `quality-credit serve` as processes of its own, a database for a run."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from scoring import flow
from scoring.model import Actor
from scoring.register.database import open_register

PROJECT: Final = Path(__file__).resolve().parents[2]
_TICKS: Final = os.sysconf("SC_CLK_TCK")
#: That a server may take to answer; on a machine that is full a tool may allow more.
START_SECONDS = 120
_ROLE: Final = "quality_credit_load"
_ADMINISTRATOR: Final = Actor("load test", "load test", frozenset({"system_admin"}))


@dataclass
class Served:
    """A server of a register, as a user of the command line starts it."""

    register: str
    log: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    port: int = 0
    _process: subprocess.Popen[bytes] | None = None

    def start(self, *, wait: bool = True) -> None:
        """Start it, and wait until it answers."""
        if not self.port:
            self.port = free_port()
        code = "from scoring.cli import main; main()"
        command = [sys.executable, "-c", code, "serve", "--register", self.register, "--port", str(self.port)]
        log: Any = subprocess.DEVNULL if self.log is None else self.log.open("ab")
        self._process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env={"QUALITY_CREDIT_AS_OWNER": "1", **os.environ, **self.environment},
            stdout=log,
            stderr=log,
        )
        if self.log is not None:
            log.close()
        if wait:
            self.wait()

    def wait(self) -> None:
        """Wait until it answers."""
        until = time.monotonic() + START_SECONDS
        while not self.answers():
            assert self._process is not None
            assert self._process.poll() is None, "the server ended while it started"
            assert time.monotonic() < until, "the server did not start"
            time.sleep(0.05)

    def answers(self) -> bool:
        """Whether it is up; not whether the record is."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/_stcore/health", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            return False

    @property
    def pid(self) -> int:
        """Return which process it is."""
        assert self._process is not None
        return self._process.pid

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it: politely, or by SIGKILL as a power cut would."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(30)
            self._process = None


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def memory(pid: int) -> float:
    """Return the resident memory of a process in MB, as Linux counts it."""
    for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    return float("nan")


def processor(pid: int) -> float:
    """Return how many seconds a processor has worked for a process."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def postgres_processor() -> float:
    """Return how long processors have worked for every process of PostgreSQL on this machine, those that ended too."""
    total = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            head, _, rest = stat.read_text("utf-8").rpartition(")")
        except OSError:
            continue
        if head.partition("(")[2].startswith("postgres"):
            fields = rest.split()
            total += sum(int(one) for one in fields[11:15]) / _TICKS
    return total


@contextmanager
def database(server: str | None, folder: Path) -> Iterator[str]:
    """Give a place for a register: a file in a folder, or a database of its own on a server, dropped afterwards."""
    if server is None:
        yield str(folder / "register.db")
        return
    import psycopg

    name = f"load_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def for_serving(url: str) -> str:
    """Return the address by which a register is served: on PostgreSQL that of a role which may read and add alone."""
    if "://" not in url:
        return url
    import psycopg
    from psycopg import sql

    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [_ROLE]).fetchone() is None:
            made = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(_ROLE), sql.Literal(_ROLE))
            connection.execute(made)
    with open_register(url) as register:
        flow.grant_register(register, _ADMINISTRATOR, datetime.now(UTC), role=_ROLE)
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{_ROLE}:{_ROLE}@{host}"))
