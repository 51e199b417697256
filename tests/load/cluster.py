"""A PostgreSQL cluster of one's own, to be stopped, frozen and killed: nobody else's is touched."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from tests.load.crowd_server import free_port

_BINARIES: Final = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
_PATIENCE: Final = 60


@dataclass
class Cluster:
    """A cluster in a folder, with fsync on; run by the user `postgres` where we are root, which PostgreSQL refuses."""

    folder: Path
    port: int = 0

    def __enter__(self) -> Self:
        self.port = free_port()
        self.folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync")
        with (self.folder / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(f"port = {self.port}\nlisten_addresses = '127.0.0.1'\nfsync = on\n")
            file.write(f"unix_socket_directories = '{self.folder}'\nmax_connections = 200\n")
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(subprocess.CalledProcessError):
            self._run("pg_ctl", "stop", "-m", "immediate", "-w")

    @property
    def url(self) -> str:
        """The address of its first database."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    @property
    def postmaster(self) -> int:
        """Return which process it is."""
        return int((self.folder / "postmaster.pid").read_text("utf-8").split("\n", 1)[0])

    def backends(self) -> list[int]:
        """Return the processes that serve connections."""
        children = Path(f"/proc/{self.postmaster}/task/{self.postmaster}/children").read_text("utf-8").split()
        found = []
        for one in children:
            with contextlib.suppress(OSError):
                line = Path(f"/proc/{one}/cmdline").read_text("utf-8")
                found += [int(one)] if "127.0.0.1" in line else []
        return found

    def start(self) -> None:
        """Start it, and wait until it answers; after a crash that is when it has recovered."""
        self._run("pg_ctl", "start", "-w", "-t", str(_PATIENCE), "-l", str(self.folder / "log"))

    def stop(self) -> None:
        """Stop it as an administrator does."""
        self._run("pg_ctl", "stop", "-m", "fast", "-w")

    def kill(self) -> None:
        """Kill the postmaster, as a power cut would, and wait until its children have noticed."""
        here = self.postmaster
        children = Path(f"/proc/{here}/task/{here}/children").read_text("utf-8").split()
        os.kill(here, signal.SIGKILL)
        for one in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(one), signal.SIGKILL)
        until = time.monotonic() + _PATIENCE
        while any(Path(f"/proc/{one}").exists() for one in (here, *children)):
            assert time.monotonic() < until, "a process of the cluster does not end"
            time.sleep(0.02)

    def _run(self, name: str, *arguments: str) -> None:
        command = [str(_BINARIES[-1] / name), "-D", str(self.folder), *arguments]
        if os.geteuid() == 0:
            command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
