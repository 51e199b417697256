"""What goes wrong under `faults`: a served register, what breaks it, what heals it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.browser.tcp_proxy import TcpProxy
from tests.load.cluster import Cluster
from tests.load.crowd_register import Crowd, make
from tests.load.crowd_server import Served, database, for_serving

_FAKETIME: Final = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
Act = Callable[[], None]


@dataclass
class Place:
    """A served register: `port` is where people come to it, by a network that may break."""

    url: str
    crowd: Crowd
    server: Served
    port: int


@dataclass(frozen=True, slots=True)
class Broken:
    """A register that is served, what breaks it, and what heals it."""

    place: Place
    break_: Act
    heal: Act


@contextmanager
def _served(server: str | None, folder: Path, environment: dict[str, str] | None = None) -> Iterator[Place]:
    """Make and serve a register."""
    with database(server, folder) as url:
        crowd = make(url, 5, sitting=False)
        served = Served(for_serving(url), environment=environment or {})
        served.start()
        try:
            yield Place(url, crowd, served, served.port)
        finally:
            served.end(signal.SIGKILL)


def full_disk(stack: ExitStack, root: Path) -> Broken:
    """The disk that the register lies on is filled to the last byte."""
    folder = root / "small"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)], check=True)
    stack.callback(subprocess.run, ["umount", "-l", str(folder)], check=False)
    here = stack.enter_context(_served(None, folder))
    stuffing = folder / "stuffing"

    def fill() -> None:
        with contextlib.suppress(OSError), stuffing.open("wb", buffering=0) as file:
            while True:
                file.write(b"0" * 4096)

    return Broken(here, fill, stuffing.unlink)


def read_only_disk(stack: ExitStack, root: Path) -> Broken:
    """The disk fails and Linux makes it read-only under the server; mended, mounted and served again by hand.

    A disk that is only remounted cannot become so while a register is open: the kernel refuses. It does so by itself
    after an error, which ext4 can be told to have had.
    """
    image, folder = root / "disk", root / "mounted"
    folder.mkdir()
    with image.open("wb") as file:
        file.truncate(96 << 20)
    subprocess.run(["mkfs.ext4", "-q", str(image)], check=True)
    mount = ["mount", "-o", "loop,errors=remount-ro", str(image), str(folder)]
    subprocess.run(mount, check=True)
    stack.callback(subprocess.run, ["umount", "-l", str(folder)], check=False)
    here = stack.enter_context(_served(None, folder))

    def fail() -> None:
        found = subprocess.run(["findmnt", "-no", "SOURCE", str(folder)], check=True, capture_output=True, text=True)
        Path(f"/sys/fs/ext4/{Path(found.stdout.strip()).name}/trigger_fs_error").write_text("1", "ascii")

    def mend() -> None:
        here.server.end(signal.SIGTERM)
        subprocess.run(["umount", str(folder)], check=True)
        # 1: errors were found and mended.
        assert subprocess.run(["e2fsck", "-p", str(image)], stdout=subprocess.DEVNULL).returncode in (0, 1)
        subprocess.run(mount, check=True)
        here.server.start()

    return Broken(here, fail, mend)


def database_stopped(stack: ExitStack, root: Path) -> Broken:
    """PostgreSQL is stopped, and started again."""
    cluster = stack.enter_context(Cluster(root / "stopped"))
    return Broken(stack.enter_context(_served(cluster.url, root)), cluster.stop, cluster.start)


def database_hanging(stack: ExitStack, root: Path) -> Broken:
    """PostgreSQL hangs: all its processes are stopped by a signal, and go on."""
    cluster = stack.enter_context(Cluster(root / "hanging"))

    def send(how: signal.Signals) -> Act:
        def do() -> None:
            children = Path(f"/proc/{cluster.postmaster}/task/{cluster.postmaster}/children").read_text("utf-8")
            for one in (cluster.postmaster, *map(int, children.split())):
                os.kill(one, how)

        return do

    here = stack.enter_context(_served(cluster.url, root))
    # Whatever happens meanwhile: a cluster that hangs can be neither asked nor stopped.
    stack.callback(send(signal.SIGCONT))
    return Broken(here, send(signal.SIGSTOP), send(signal.SIGCONT))


def network_cut(stack: ExitStack, root: Path) -> Broken:
    """The network between browser and server breaks: every connection is cut, new ones are refused."""
    here = stack.enter_context(_served(None, root))
    network = stack.enter_context(TcpProxy(here.port))
    here.port = int(network.url.rpartition(":")[2])
    return Broken(here, network.cut, network.let_through)


def clock_back(stack: ExitStack, root: Path) -> Broken:
    """The clock of the server's process alone is set back three hours, and right again."""
    offset = root / "offset"
    offset.write_text("+0s", "utf-8")
    environment = {
        "LD_PRELOAD": str(_FAKETIME[0]),
        "FAKETIME_TIMESTAMP_FILE": str(offset),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    here = stack.enter_context(_served(None, root, environment))

    def set_by(how: str) -> Act:
        def do() -> None:
            offset.write_text(how, "utf-8")

        return do

    return Broken(here, set_by("-3h"), set_by("+0s"))


FAULTS: Final = {
    "full_disk": full_disk,
    "read_only_disk": read_only_disk,
    "database_stopped": database_stopped,
    "database_hanging": database_hanging,
    "network_cut": network_cut,
    "clock_back": clock_back,
}
