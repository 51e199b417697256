"""Many at once, as users: experts type marks, others follow a sitting, its chair takes it through its items.

Run from the project: ``.venv/bin/python -m tests.load.crowd --experts 200 --watching 12 --seconds 120``, with
``--postgres URL`` of a server for a database of its own there, ``--minutes 30`` for a soak, ``--json FILE``.

A real register is made (`crowd_register`) and served by ``quality-credit serve``; everybody signs in at the gate by
name and password and then speaks Streamlit's protocol. An expert types a mark every five seconds on time, whether or
not the last one is acknowledged, and turns the page after each class; each begins at another indicator. Those who watch
are members, who vote by their page's buttons, the chair, who presses his, the office, and the wall, each asking once a
second what is new.

Measured are: from Enter until the page has the mark as saved; turning a page; the first page; signing in; an ask of a
page that follows, and from the chair's press until each page has drawn it. Afterwards all that was shown as saved is
held against the register, version by version. Exit code 1 where a mark is lost or doubled, or somebody failed.
Clients, server and database share one machine: figures are on the safe side.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
if str(PROJECT) not in sys.path:
    sys.path.insert(0, str(PROJECT))

from indicators.load import shipped_rule_book  # noqa: E402
from scoring.flow import meeting  # noqa: E402
from scoring.register.database import open_register  # noqa: E402
from tests.load.crowd_check import compare  # noqa: E402
from tests.load.crowd_clients import ALIVE, Chair, Door, Sheet, Watcher, ended_before  # noqa: E402
from tests.load.crowd_register import SECRETARY, Crowd, Person, make  # noqa: E402
from tests.load.crowd_server import Served, database, for_serving, memory, postgres_processor, processor  # noqa: E402

SAMPLE = 10.0


@dataclass
class Sampled:
    """What the servers used, looked at every ten seconds: seconds since the beginning, MB, processors' seconds."""

    at: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)


@dataclass
class Party:
    """Everybody, once he is at his page, and what went wrong."""

    url: str
    servers: list[Served]
    crowd: Crowd
    classes: dict[str, tuple[str, ...]]
    sheets: list[Sheet] = field(default_factory=list)
    watchers: list[Watcher] = field(default_factory=list)
    doors: list[Door] = field(default_factory=list)
    signed_in: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    sampled: Sampled = field(default_factory=Sampled)

    def port(self, place: int) -> int:
        """Return which server somebody is at, and stays."""
        return self.servers[place % len(self.servers)].port

    async def expert(self, stack: AsyncExitStack, place: int) -> None:
        """Let an expert sign in and open his sheet."""
        person = self.crowd.experts[place]
        door = await self._door(place, person)
        port, name = self.port(place), person.login
        one = Sheet(port, "expert_sheet", name, cookies=door.cookies, person=person, classes=self.classes, fresh=True)
        one.begins = 7 * place  # apart from his neighbours, or all would turn their pages at once
        await self._seat(stack, one)
        self.sheets.append(one)

    async def watcher(self, stack: AsyncExitStack, place: int, kind: type[Watcher], page: str, person: Person) -> None:
        """Let somebody of the sitting sign in and take his place."""
        door = await self._door(place, person)
        one = kind(self.port(place), page, person.login, cookies=door.cookies)
        await self._seat(stack, one)
        self.watchers.append(one)

    async def wall(self, stack: AsyncExitStack, place: int) -> None:
        """Pair the screen of the hall by the code that the office reads out."""
        code = await asyncio.to_thread(self._wall_code)
        door = Door(self.port(place))
        query = await asyncio.to_thread(door.pair, code)
        one = Watcher(self.port(place), "kiosk_wall", "wall", cookies=door.cookies, query=query)
        await self._seat(stack, one)
        self.watchers.append(one)

    def _wall_code(self) -> str:
        with open_register(self.url) as register:
            return meeting.offer_wall(register, SECRETARY, datetime.now(UTC), sitting_id=self.crowd.sitting)

    async def _door(self, place: int, person: Person) -> Door:
        door = Door(self.port(place))
        self.signed_in.append(await asyncio.to_thread(door.sign_in, person))
        self.doors.append(door)
        return door

    async def _seat(self, stack: AsyncExitStack, one: Sheet | Watcher) -> None:
        began = time.perf_counter()
        await stack.enter_async_context(one)
        await one.arrive()
        self.first.append(time.perf_counter() - began)

    async def enter(self, stack: AsyncExitStack, experts: int, watching: int, ramp: float) -> None:
        """Let everybody come within some seconds."""
        crowd, coming = self.crowd, list[Callable[[int], Awaitable[None]]]()
        sitting: list[tuple[type[Watcher], str, Person]] = [
            (Chair, "chair_sitting", crowd.chair),
            (Watcher, "secretariat_sitting", crowd.secretary),
            *((Watcher, "expert_sitting", one) for one in crowd.members),
        ]
        coming += [lambda at: self.wall(stack, at)] if watching > 2 else []
        coming += [
            lambda at, of=of: self.watcher(stack, at, *of)  # type: ignore[misc]
            for of in sitting[: max(watching - len(coming), 0)]
        ]
        coming += [lambda at, one=one: self.expert(stack, one) for one in range(experts)]  # type: ignore[misc]
        await asyncio.gather(*(self._after(ramp * at / len(coming), one, at) for at, one in enumerate(coming)))

    async def _after(self, seconds: float, come: Callable[[int], Awaitable[None]], at: int) -> None:
        await asyncio.sleep(seconds)
        await self._guarded(come(at))

    async def _guarded(self, what: Awaitable[None]) -> None:
        try:
            await what
        except Exception as error:  # everything that befalls a user counts
            self.faults.append(f"{type(error).__name__}: {error}"[:200])

    async def work(self, seconds: float, every: float, pace: float) -> None:
        """Let everybody do what he is there for."""
        until = asyncio.Event()
        doing: list[Awaitable[None]] = [one.mark_until(until, every) for one in self.sheets]
        doing += [one.vote_until(until) for one in self.watchers if one.page == "expert_sitting"]
        doing += [one.preside_until(until, pace) for one in self.watchers if isinstance(one, Chair)]
        doing += [self._alive(until), self._sample(until)]
        tasks = [asyncio.create_task(self._guarded(one)) for one in doing]
        await asyncio.sleep(seconds)
        until.set()
        await asyncio.gather(*tasks)

    async def _alive(self, until: asyncio.Event) -> None:
        """Say once a minute that each person is there, spread over the minute, as his browser does while he types."""
        while not until.is_set():
            for door in self.doors:
                if await ended_before(until, time.perf_counter() + ALIVE / len(self.doors)):
                    return
                await asyncio.to_thread(door.alive)

    async def _sample(self, until: asyncio.Event) -> None:
        began = time.perf_counter()
        while True:
            kept = self.sampled
            kept.at.append(round(time.perf_counter() - began, 1))
            kept.memory.append(round(sum(memory(one.pid) for one in self.servers), 1))
            kept.worked.append(round(sum(processor(one.pid) for one in self.servers), 2))
            kept.database.append(round(postgres_processor(), 2) if "://" in self.url else 0.0)
            if until.is_set():
                return
            await ended_before(until, time.perf_counter() + SAMPLE)


def percentiles(seconds: Iterable[float]) -> dict[str, float | int]:
    """Return count, median, 95th and 99th percentile and the longest, in milliseconds, by nearest rank."""
    ordered = sorted(seconds)
    if not ordered:
        return {"n": 0}
    at = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "max": 1.0}
    ranks = {name: max(-(-len(ordered) * int(share * 100) // 100), 1) - 1 for name, share in at.items()}
    return {"n": len(ordered)} | {name: round(1000 * ordered[rank], 1) for name, rank in ranks.items()}


def pictures(watchers: Iterable[Watcher]) -> dict[str, list[float]]:
    """Return, by page, the seconds from each press of the chair until each page began after it and was there."""
    every = list(watchers)
    chair = next((one for one in every if isinstance(one, Chair)), None)
    found: dict[str, list[float]] = {}
    for began, _ in chair.acts if chair else ():
        for one in every:
            drawn = next((ended for start, ended in one.pictures if start > began), None)
            if drawn is not None:
                found.setdefault(one.page, []).append(drawn - began)
    return found


def report(party: Party, alone: float, lasted: float) -> dict[str, Any]:
    """Return all figures of a run."""
    typed = [one for sheet in party.sheets for one in sheet.typed]
    sampled, present = party.sampled, len(party.sheets) + len(party.watchers)
    times = {
        "key to saved": percentiles(one.took for one in typed if one.took is not None),
        "turn a page": percentiles(one for sheet in party.sheets for one in sheet.turns),
        "first page": percentiles(party.first),
        "sign in": percentiles(party.signed_in),
    }
    for page in sorted({one.page for one in party.watchers}):
        here = [one for one in party.watchers if one.page == page]
        times[f"{page} asks what is new"] = percentiles(
            a.took for one in here for a in one.asked if a.kind == "poll" and a.took is not None
        )
    times |= {f"{page} has drawn an act": percentiles(found) for page, found in pictures(party.watchers).items()}
    worked = sampled.worked[-1] - sampled.worked[0]
    return {
        "machine": f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}",
        "database": "PostgreSQL" if "://" in party.url else "SQLite",
        "servers": len(party.servers),
        "experts": len(party.sheets),
        "watching": len(party.watchers),
        "seconds": round(lasted, 1),
        "marks_a_second": round(len(typed) / lasted, 1),
        "milliseconds": times,
        "typed": len(typed),
        "marks": asdict(compare(party.url, typed)),
        "chair_acts": sum(len(one.acts) for one in party.watchers if isinstance(one, Chair)),
        "memory_mb": {"idle": round(alone, 1), "first": sampled.memory[0], "last": sampled.memory[-1]},
        "memory_mb_a_session": round((sampled.memory[0] - alone) / max(present, 1), 2),
        "processors": {
            "server": round(worked / lasted, 2),
            "database": round((sampled.database[-1] - sampled.database[0]) / lasted, 2),
        },
        "samples": asdict(sampled),
        "faults": party.faults,
    }


def told(found: dict[str, Any], load: tuple[float, float]) -> str:
    """Return the table."""
    head = "{experts} experts, {watching} watching, {seconds} s on {database}, {servers} server(s); {machine}"
    lines = [head.format(**found), f"{'milliseconds':<40} {'n':>7} {'p50':>9} {'p95':>9} {'p99':>9} {'max':>9}"]
    for name, of in found["milliseconds"].items():
        figures = " ".join(f"{of[one]:>9.1f}" for one in ("p50", "p95", "p99", "max")) if of["n"] else ""
        lines.append(f"{name:<40} {of['n']:>7} {figures}")
    marks, used, memory_ = found["marks"], found["processors"], found["memory_mb"]
    lines += [
        f"{found['typed']} marks typed ({found['marks_a_second']} a second), {marks['acknowledged']} shown as saved: "
        f"{marks['lost']} lost, {marks['doubled']} doubled, {marks['strange']} strange, {marks['unheard']} saved and "
        f"not heard of; {marks['chain_faults']} faults of the chain; {found['chair_acts']} acts of the chair",
        f"memory of the server: {memory_['idle']} MB with one page, {memory_['first']} MB with everybody, "
        f"{memory_['last']} MB at the end; {found['memory_mb_a_session']} MB a session",
        f"processors at work: server {used['server']}, database {used['database']}; load of the machine when it "
        f"began {load[0]:.1f}, when it ended {load[1]:.1f} (clients included)",
        f"{len(found['faults'])} users failed",
        *found["faults"][:5],
    ]
    return "\n".join(lines)


async def hold(party: Party, chosen: argparse.Namespace) -> tuple[float, float]:
    """Let everybody come, work and go; returns the memory with one page, and how long they worked."""
    async with AsyncExitStack() as stack:
        await party.expert(stack, 0)
        alone = sum(memory(one.pid) for one in party.servers)
    party.sheets.clear()
    party.first.clear()
    async with AsyncExitStack() as stack:
        ramp = chosen.experts / chosen.arrivals
        await party.enter(stack, chosen.experts, chosen.watching, ramp)
        began = time.perf_counter()
        await party.work(60 * chosen.minutes if chosen.minutes else chosen.seconds, chosen.every, chosen.pace)
        return alone, time.perf_counter() - began


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--experts", type=int, default=20)
    parser.add_argument("--watching", type=int, default=3, help="chair, office, wall, then members; 14 at most")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--minutes", type=float, default=0, help="for a soak, in the place of seconds")
    parser.add_argument("--every", type=float, default=5, help="seconds from an expert's mark to his next")
    parser.add_argument("--pace", type=float, default=8, help="seconds from the chair's press to his next")
    parser.add_argument("--arrivals", type=float, default=4, help="experts who come each second")
    parser.add_argument("--servers", type=int, default=1, help="processes on the one register, people spread over them")
    parser.add_argument("--postgres", metavar="URL", help="of a server on which a database may be made; else SQLite")
    parser.add_argument("--json", type=Path, help="where all figures go")
    chosen = parser.parse_args(arguments)
    random.seed(7)
    classes: dict[str, tuple[str, ...]] = {}
    for leaf in shipped_rule_book("2026-sample").round.indicator_table.leaves():
        classes[leaf.parent or ""] = (*classes.get(leaf.parent or "", ()), leaf.code)
    with tempfile.TemporaryDirectory() as folder, database(chosen.postgres, Path(folder)) as url:
        crowd = make(url, chosen.experts, sitting=chosen.watching > 0)
        served = for_serving(url)
        servers = [Served(served, Path(folder) / f"server-{at}.log") for at in range(chosen.servers)]
        party = Party(url, servers, crowd, classes)
        try:
            for server in servers:
                server.start()
            before = os.getloadavg()[0]
            alone, lasted = asyncio.run(hold(party, chosen))
            load = (before, os.getloadavg()[0])
        finally:
            for server in servers:
                server.end()
            for door in party.doors:
                door.close()
        found = report(party, alone, lasted) | {"load": load}
        wrong = [line for one in servers if one.log for line in one.log.read_text("utf-8", "replace").splitlines()]
    print(told(found, load))
    errors = [line for line in wrong if "Error" in line or "Traceback" in line]
    print(f"{len(errors)} lines of the server's log tell of errors", *errors[:5], sep="\n")
    if chosen.json:
        chosen.json.write_text(json.dumps(found, ensure_ascii=False, indent=1), "utf-8")
    marks = found["marks"]
    failed = party.faults or marks["lost"] or marks["doubled"] or marks["strange"] or marks["chain_faults"]
    return 1 if failed or not marks["acknowledged"] else 0


if __name__ == "__main__":
    sys.exit(main())
