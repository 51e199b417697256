"""Faults under a served register: what an expert sees, and what is lost (nothing).

Run from the project, as root where mounts are wanted: ``.venv/bin/python -m tests.load.faults``. One after the other a
disk is full, a disk becomes read-only, PostgreSQL is stopped and started again, PostgreSQL hangs (SIGSTOP), the network
is cut, and the server's clock is set back three hours (libfaketime, for the server's process alone). An expert types a
mark before, one during, one after; what his row says during, what a page says that is opened during, and how long after
the end a mark is saved again is printed; then everything that was shown as saved is held against the register. With
``--pictures FOLDER`` Chromium looks on, on a wide screen and a phone; a fault then lasts until it has looked. Exit code
1 where something is lost, doubled or never works again.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import html
import re
import shutil
import sys
import tempfile
import time
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import requests

PROJECT = Path(__file__).resolve().parents[2]
if str(PROJECT) not in sys.path:
    sys.path.insert(0, str(PROJECT))

from tests.load import crowd_server, page_client  # noqa: E402
from tests.load.crowd_check import compare  # noqa: E402
from tests.load.crowd_clients import Door, Sheet, Typed  # noqa: E402
from tests.load.faults_made import FAULTS, Act, Broken, Place  # noqa: E402
from tests.load.faults_seen import Eye  # noqa: E402
from tests.load.killing import classes  # noqa: E402

_WHY: Final = re.compile(r'<p class="qc-why">(.*?)</p>', re.DOTALL)
_TOLD: Final = re.compile(r'<p class="told [^>]*>(.*?)</p>', re.DOTALL)


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
    """A fault and who undergoes it. `pictures`: the folder for what Chromium sees, if it looks on."""

    name: str
    here: Place
    pictures: Path | None = None
    typed: list[Typed] = field(default_factory=list)
    lasted: float = 0.0

    async def undergo(self, break_: Act, heal: Act, lasts: float) -> tuple[list[str], float]:
        """Let the fault happen; returns what was seen, and the seconds from its end until a mark is saved again."""
        door = Door(self.here.port)
        await asyncio.to_thread(door.sign_in, self.here.crowd.experts[0])
        codes = next(iter(classes().values()))
        seen: list[str] = []
        async with AsyncExitStack() as stack:
            eye = await self._eye(stack, door, codes)
            sheet = await stack.enter_async_context(self._sheet(door))
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
            if eye is not None:
                seen += await eye.look(self.name)
            await asyncio.sleep(max(lasts - (time.perf_counter() - began), 0))
            await asyncio.to_thread(heal)
            healed = time.perf_counter()
            self.lasted = healed - began
            for task in sheet.waiting:
                with contextlib.suppress(TimeoutError, asyncio.CancelledError, ConnectionError):
                    await asyncio.wait_for(task, 10)
            if during.version and state.startswith("not"):
                seen.append("after the end the mark typed during it was saved by itself")
            self.typed += sheet.typed
            await self._again(door, codes[2])
            took = time.perf_counter() - healed
            if eye is not None:
                seen += await eye.after(self.name)
        return seen, took

    async def _eye(self, stack: AsyncExitStack, door: Door, codes: tuple[str, ...]) -> Eye | None:
        if self.pictures is None:
            return None
        where = f"/expert_sheet?application={self.here.crowd.experts[0].application}&class={next(iter(classes()))}"
        url = f"http://127.0.0.1:{self.here.port}"
        return await stack.enter_async_context(Eye(url, door.cookies, where, codes[3:5], self.pictures))

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
        person = self.here.crowd.experts[0]
        one = Looking(self.here.port, "expert_sheet", person.login, cookies=door.cookies, person=person, fresh=True)
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
        url, cookies = f"http://127.0.0.1:{self.here.port}/expert_tasks", {"cookie": door.cookies}
        try:
            answer = requests.get(url, headers=cookies, timeout=15, allow_redirects=False)
        except requests.RequestException as error:
            return f"a page opened during it: {type(error).__name__}"
        told = " ".join(html.unescape(one) for one in _TOLD.findall(answer.text))
        return f"a page opened during it: {answer.status_code} {answer.headers.get('location', '')} {told}".rstrip()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("faults", nargs="*", choices=[*FAULTS, []], help="all of them by default")
    parser.add_argument("--seconds", type=float, default=30, help="that a fault lasts")
    parser.add_argument("--pictures", type=Path, help="folder for what Chromium sees meanwhile")
    chosen = parser.parse_args(arguments)
    page_client.PATIENCE = 120
    crowd_server.START_SECONDS = 600
    if chosen.pictures is not None:
        chosen.pictures.mkdir(parents=True, exist_ok=True)
    clean = True
    for name in chosen.faults or FAULTS:
        root = Path(tempfile.mkdtemp(prefix="fault-"))
        root.chmod(0o755)
        try:
            with ExitStack() as stack:
                broken: Broken = FAULTS[name](stack, root)
                here = Trial(name, broken.place, chosen.pictures)
                seen, after = asyncio.run(here.undergo(broken.break_, broken.heal, chosen.seconds))
                found = compare(broken.place.url, here.typed)
        finally:
            shutil.rmtree(root, ignore_errors=True)
        print(f"{name}: {(FAULTS[name].__doc__ or name).splitlines()[0]}")
        print(*(f"  {line}" for line in seen), sep="\n")
        print(
            f"  it lasted {here.lasted:.0f} s, a mark was saved again {after:.1f} s after its end; "
            f"{found.acknowledged} acknowledged, "
            f"{found.lost} lost, {found.doubled} doubled, {found.strange} strange, "
            f"{found.chain_faults} faults of the chain",
            flush=True,
        )
        clean = clean and found.clean
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
