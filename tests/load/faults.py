"""Faults under a served register: what an expert sees, and what is lost (nothing).

Run from the project, as root where mounts are wanted: ``.venv/bin/python -m tests.load.faults``. One after the other a
disk is full, PostgreSQL is stopped and started again, PostgreSQL hangs (SIGSTOP), and the server's clock is set back
three hours (libfaketime, for the server's process alone). An expert types a mark before, one during, one after; what
his row says during, what a page says that is opened during, and how long after the end a mark is saved again is
printed; then everything that was shown as saved is held against the register. A network that is cut has its tests in a
browser (`tests/browser/test_sheet_faults.py`). Exit code 1 where something is lost, doubled or never works again.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import html
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import requests

PROJECT = Path(__file__).resolve().parents[2]
if str(PROJECT) not in sys.path:
    sys.path.insert(0, str(PROJECT))

from tests.load import page_client  # noqa: E402
from tests.load.cluster import Cluster  # noqa: E402
from tests.load.crowd_check import compare  # noqa: E402
from tests.load.crowd_clients import Door, Sheet, Typed  # noqa: E402
from tests.load.crowd_register import Crowd, make  # noqa: E402
from tests.load.crowd_server import Served, database, for_serving  # noqa: E402
from tests.load.killing import classes  # noqa: E402

_WHY: Final = re.compile(r'<p class="qc-why">(.*?)</p>', re.DOTALL)
_TOLD: Final = re.compile(r'<p class="told [^>]*>(.*?)</p>', re.DOTALL)
_FAKETIME: Final = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
Act = Callable[[], None]


@dataclass
class Looking(Sheet):
    """An expert who reads what his rows say is wrong."""

    why: list[str] = field(default_factory=list)

    def _see(self, element: Any, fragment: str) -> None:
        super()._see(element, fragment)
        if element.WhichOneof("type") == "html":
            self.why += [html.unescape(re.sub("<[^>]+>", "", one)) for one in _WHY.findall(element.html.body)]

    async def type_one(self, code: str) -> Typed:
        """Type one mark, and return it at once."""
        await self._type(code, time.perf_counter())
        return self.typed[-1]


@dataclass
class Trial:
    """A served register on which something goes wrong."""

    url: str
    crowd: Crowd
    server: Served
    typed: list[Typed] = field(default_factory=list)

    async def undergo(self, break_: Act, heal: Act, lasts: float) -> tuple[list[str], float]:
        """Let the fault happen; returns what was seen, and the seconds from its end until a mark is saved again."""
        door = Door(self.server.port)
        await asyncio.to_thread(door.sign_in, self.crowd.experts[0])
        codes = next(iter(classes().values()))
        seen: list[str] = []
        async with self._sheet(door) as sheet:
            first = await sheet.type_one(codes[0])
            await asyncio.gather(*sheet.waiting)
            assert first.version, "nothing was wrong yet"
            sheet.waiting.clear()
            await asyncio.to_thread(break_)
            began = time.perf_counter()
            with contextlib.suppress(Exception):
                await sheet.type_one(codes[1])
            await asyncio.sleep(min(lasts, 8))
            during = sheet.typed[-1]
            state = "shown as saved" if during.version else "not shown as saved"
            seen.append(f"the mark typed during it is {state}; the connection is {'cut' if sheet.is_over else 'up'}")
            seen += [f"the row says: {one}" for one in dict.fromkeys(sheet.why)]
            seen.append(await asyncio.to_thread(self._page, door))
            await asyncio.sleep(max(lasts - (time.perf_counter() - began), 0))
            await asyncio.to_thread(heal)
            healed = time.perf_counter()
            for task in sheet.waiting:
                with contextlib.suppress(TimeoutError, asyncio.CancelledError, ConnectionError):
                    await asyncio.wait_for(task, 10)
            if during.version and state.startswith("not"):
                seen.append("after the end the mark typed during it was saved by itself")
            self.typed += sheet.typed
        await self._again(door, codes[2])
        return seen, time.perf_counter() - healed

    async def _again(self, door: Door, code: str) -> None:
        """Open the sheet anew, as often as it takes, and have a mark saved."""
        until = time.perf_counter() + 90
        while True:
            try:
                async with self._sheet(door) as sheet:
                    await sheet.type_one(code)
                    await asyncio.gather(*sheet.waiting)
                    self.typed += sheet.typed
                    if sheet.typed[-1].version:
                        return
            except Exception:
                if time.perf_counter() > until:
                    raise
            assert time.perf_counter() < until, "no mark is saved any more"
            await asyncio.sleep(0.5)

    @contextlib.asynccontextmanager
    async def _sheet(self, door: Door) -> Any:
        person = self.crowd.experts[0]
        one = Looking(self.server.port, "expert_sheet", person.login, cookies=door.cookies, person=person, fresh=True)
        one.classes = classes()
        await one.__aenter__()
        try:
            await one.arrive()
            yield one
        finally:
            with contextlib.suppress(Exception):
                await one.__aexit__(None, None, None)

    def _page(self, door: Door) -> str:
        """Return what a page says that is opened now."""
        url, cookies = f"http://127.0.0.1:{self.server.port}/expert_tasks", {"cookie": door.cookies}
        try:
            answer = requests.get(url, headers=cookies, timeout=15, allow_redirects=False)
        except requests.RequestException as error:
            return f"a page opened during it: {type(error).__name__}"
        told = " ".join(html.unescape(one) for one in _TOLD.findall(answer.text))
        return f"a page opened during it: {answer.status_code} {answer.headers.get('location', '')} {told}".rstrip()


@contextmanager
def trial(
    stack: ExitStack, server: str | None, folder: Path, environment: dict[str, str] | None = None
) -> Iterator[Trial]:
    """Make and serve a register."""
    with database(server, folder) as url:
        crowd = make(url, 5, sitting=False)
        served = Served(for_serving(url), environment=environment or {})
        served.start()
        try:
            yield Trial(url, crowd, served)
        finally:
            served.end(signal.SIGKILL)


def full_disk(stack: ExitStack, root: Path) -> tuple[Trial, Act, Act]:
    """The disk that the register lies on is filled to the last byte."""
    folder = root / "small"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)], check=True)
    stack.callback(subprocess.run, ["umount", "-l", str(folder)], check=False)
    here = stack.enter_context(trial(stack, None, folder))
    stuffing = folder / "stuffing"

    def fill() -> None:
        with contextlib.suppress(OSError), stuffing.open("wb", buffering=0) as file:
            while True:
                file.write(b"0" * 4096)

    return here, fill, stuffing.unlink


def stopped(stack: ExitStack, root: Path) -> tuple[Trial, Act, Act]:
    """PostgreSQL is stopped, and started again."""
    cluster = stack.enter_context(Cluster(root / "stopped"))
    return stack.enter_context(trial(stack, cluster.url, root)), cluster.stop, cluster.start


def hanging(stack: ExitStack, root: Path) -> tuple[Trial, Act, Act]:
    """PostgreSQL hangs: all its processes are stopped by a signal, and go on."""
    cluster = stack.enter_context(Cluster(root / "hanging"))

    def send(how: signal.Signals) -> Act:
        def do() -> None:
            children = Path(f"/proc/{cluster.postmaster}/task/{cluster.postmaster}/children").read_text("utf-8")
            for one in (cluster.postmaster, *map(int, children.split())):
                os.kill(one, how)

        return do

    return stack.enter_context(trial(stack, cluster.url, root)), send(signal.SIGSTOP), send(signal.SIGCONT)


def clock_back(stack: ExitStack, root: Path) -> tuple[Trial, Act, Act]:
    """The server's clock is set back three hours, and right again."""
    offset = root / "offset"
    offset.write_text("+0s", "utf-8")
    environment = {
        "LD_PRELOAD": str(_FAKETIME[0]),
        "FAKETIME_TIMESTAMP_FILE": str(offset),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    here = stack.enter_context(trial(stack, None, root, environment))
    return here, lambda: void(offset.write_text("-3h", "utf-8")), lambda: void(offset.write_text("+0s", "utf-8"))


def void(_: object) -> None:
    """Nothing is wanted of it."""


FAULTS: Final = {"full_disk": full_disk, "stopped": stopped, "hanging": hanging, "clock_back": clock_back}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("faults", nargs="*", choices=[*FAULTS, []], help="all of them by default")
    parser.add_argument("--seconds", type=float, default=30, help="that a fault lasts")
    chosen = parser.parse_args(arguments)
    page_client.PATIENCE = 45
    clean = True
    for name in chosen.faults or FAULTS:
        root = Path(tempfile.mkdtemp(prefix="fault-"))
        root.chmod(0o755)
        try:
            with ExitStack() as stack:
                here, break_, heal = FAULTS[name](stack, root)
                seen, after = asyncio.run(here.undergo(break_, heal, chosen.seconds))
                found = compare(here.url, here.typed)
        finally:
            shutil.rmtree(root, ignore_errors=True)
        print(f"{name}: {FAULTS[name].__doc__}")
        print(*(f"  {line}" for line in seen), sep="\n")
        print(
            f"  a mark was saved again {after:.1f} s after its end; {found.acknowledged} acknowledged, "
            f"{found.lost} lost, {found.doubled} doubled, {found.strange} strange, "
            f"{found.chain_faults} faults of the chain",
            flush=True,
        )
        clean = clean and found.clean
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
