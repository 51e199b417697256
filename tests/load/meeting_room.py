"""Fifteen devices in a room: how long is it from an act of the sitting until each of them has drawn it?

Run from the project: ``.venv/bin/python tests/load/meeting_room.py``. A sitting of forty is served at its hard block;
twelve members, the chair, the secretary and the wall follow it over websockets, by the one question a second of
`dashboard/parts/live.py`. Items are taken through their steps, an act every few seconds, and where twelve vote or five
score again, one after the other as people do. Measured is the time from the acknowledgement of an act, on disk, until
the last word of a page that has drawn it, for each act and device. Prints the table; exit code 1 where the 95th
percentile is above two seconds or a device never saw an act. Clients, acts and server share one machine: figures are
on the safe side.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
if str(PROJECT) not in sys.path:
    sys.path.insert(0, str(PROJECT))

from scoring.flow import meeting  # noqa: E402
from tests import meeting_register  # noqa: E402
from tests.browser.conftest import Server  # noqa: E402
from tests.load.fifty_experts import processor_seconds  # noqa: E402
from tests.load.page_client import PageClient  # noqa: E402

CHAIR, SECRETARY, EXPERTS = meeting_register.CHAIR, meeting_register.SECRETARY, tuple(meeting_register.EXPERTS)
LIMIT = 2.0
#: Seconds that a room takes for a step of an item in this measurement, from and to.
PAUSE = (2.5, 4.0)
#: Seconds within which all twelve vote, and within which a panel hands in.
VOTING, HANDING_IN = 12.0, 6.0


@dataclass(frozen=True, slots=True)
class Acted:
    """An act that is on disk: when that was known, and what each kind of device has to draw after it.

    Attributes
    ----------
    revision : int
        The sitting's.
    own : mapping of str to int
        That of each member's desk which the act changes; what others do for themselves changes nobody else's.
    crowd : bool
        Others act as well, each at his own device.
    """

    what: str
    at: float
    revision: int
    own: Mapping[str, int]
    crowd: bool


class LiveRoom(meeting_register.Room):
    """A room whose clock is the machine's."""

    def tick(self, seconds: float = 1) -> datetime:
        self.now = datetime.now(UTC)
        return self.now


def prepare(path: Path) -> LiveRoom:
    """Make a sitting of forty at its hard block, the consent list voted on."""
    made = meeting_register.build(path)
    room = LiveRoom(made.register)
    room.prepare()
    room.seated()
    room.consent()
    room.phase("hard")
    return room


def revision_of(room: LiveRoom) -> int:
    """Return the sitting's revision."""
    return meeting.sitting_revision(room.register, CHAIR, sitting_id=room.sitting)


class Meeting:
    """Acts through `flow`, in a thread beside the clients, each noted with its acknowledgement."""

    def __init__(self, room: LiveRoom) -> None:
        self.room = room
        self.done: list[Acted] = []

    async def act(self, what: str, step: Callable[[], object], *, crowd: bool = False) -> None:
        before = await asyncio.to_thread(self._of_members)
        await asyncio.to_thread(step)
        at = time.perf_counter()
        revision = await asyncio.to_thread(revision_of, self.room)
        after = await asyncio.to_thread(self._of_members)
        own = {one: number for one, number in after.items() if number != before[one]}
        self.done.append(Acted(what, at, revision, own, crowd))

    def _of_members(self) -> dict[str, int]:
        return {
            one: meeting.member_revision(self.room.register, meeting_register.member(one), sitting_id=self.room.sitting)
            for one in EXPERTS
        }

    async def chair(self, act: Any, **values: Any) -> None:
        await self.act(act.__name__, lambda: self.room.sit(act, CHAIR, **values))
        await asyncio.sleep(random.uniform(*PAUSE))

    async def each(self, seconds: float, what: str, steps: Sequence[Callable[[], object]]) -> None:
        """Let several people act within some seconds."""
        for step in steps:
            await self.act(what, step, crowd=True)
            await asyncio.sleep(random.uniform(0, 2 * seconds / len(steps)))
        await asyncio.sleep(random.uniform(*PAUSE))

    async def item(self) -> None:
        """Take the next item through its steps, from the table to its decision."""
        following = self.room.desk().following[0]
        id_ = following.application_id
        await self.chair(meeting.take_item, application_id=id_)
        for step in ("report", "questions"):
            await self.chair(meeting.step_item, step=step)
        await self.chair(meeting.open_rescoring)
        await self.each(HANDING_IN, "hand_in_rescore", [self._handing_in(one, id_) for one in self._panel()])
        await self.chair(meeting.close_rescoring)
        await self.chair(meeting.open_voting, motions={id_: "defer"})
        desks = {one: self.room.member_desk(one).vote for one in EXPERTS}
        votes = [(one, vote.voting_id) for one, vote in desks.items() if vote is not None]
        await self.each(VOTING, "cast_ballot", [self._casting(one, voting) for one, voting in votes])
        await self.chair(meeting.close_voting)
        await self.chair(meeting.decide_item, outcome="defer", reason="材料待补充")

    def _panel(self) -> list[str]:
        return [one for one in EXPERTS if self.room.member_desk(one).rescore is not None]

    def _handing_in(self, expert: str, id_: str) -> Callable[[], object]:
        who = meeting_register.member(expert)
        return lambda: self.room.sit(meeting.hand_in_rescore, who, application_id=id_)

    def _casting(self, expert: str, voting_id: str) -> Callable[[], object]:
        who = meeting_register.member(expert)
        return lambda: self.room.do(meeting.cast_ballot, who, voting_id=voting_id, choice="in_favour")


async def enter(stack: AsyncExitStack, port: int, room: LiveRoom) -> list[PageClient]:
    """Let everybody take his place at his page, and wait until it stands."""
    places = [("expert_sitting", "expert", one) for one in EXPERTS]
    places += [("chair_sitting", "chair", ""), ("secretariat_sitting", "secretariat", ""), ("kiosk_wall", "kiosk", "")]
    everybody = []
    for page, role, expert in places:
        client = await stack.enter_async_context(PageClient(port, page, expert or role))
        await client.open(role, expert)
        if role == "kiosk":
            code = await asyncio.to_thread(lambda: room.do(meeting.offer_wall, SECRETARY, sitting_id=room.sitting))
            client.fill("wall-code", code)
            await client.press("wall-pair-now")
        everybody.append(client)
    await asyncio.gather(*(one.until_drawn(1) for one in everybody))
    return everybody


def waited(acts: Iterable[Acted], clients: Iterable[PageClient]) -> list[list[float]]:
    """Return the seconds from each act to each device's picture of it; infinite where it never came."""
    every = list(clients)
    found = []
    for act in acts:
        row = []
        for one in every:
            due = act.own.get(one.name) if one.name in EXPERTS else act.revision
            if due is not None:
                row.append(min((d.at for d in one.drawn if d.revision >= due), default=math.inf) - act.at)
        found.append(row)
    return found


def told(name: str, seconds: Iterable[float]) -> str:
    """Return a line of the table."""
    ordered = sorted(seconds)
    if not ordered:
        return f"{name:<44} none"
    p50, p95 = (ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95))
    return f"{name:<44} {len(ordered):>5} {p50:>6.2f} {p95:>6.2f} {ordered[-1]:>6.2f}"


def p95(seconds: Iterable[float]) -> float:
    """Return the 95th percentile."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


async def measure(server: Server, room: LiveRoom, items: int) -> int:
    """Let the room sit through some items, and print what it came to."""
    async with AsyncExitStack() as stack:
        clients = await enter(stack, server.port, room)
        held = Meeting(room)
        began, worked = time.perf_counter(), processor_seconds(server)
        for client in clients:
            client.counted.clear()
            client.drawn.clear()
        load = os.getloadavg()[0]
        for _ in range(items):
            await held.item()
        await asyncio.sleep(LIMIT)
        lasted = time.perf_counter() - began
        share = (processor_seconds(server) - worked) / lasted
        report(held.done, clients, lasted)
    print(f"the server worked {100 * share:.0f} % of one processor's time; load when it began {load:.1f}")
    each = [seconds for row in waited(held.done, clients) for seconds in row]
    return 1 if math.inf in each or p95(each) > LIMIT else 0


def report(acts: Sequence[Acted], clients: Sequence[PageClient], lasted: float) -> None:
    """Print the table: from act to picture, by kind of act and of page, and what went over the lines."""
    print(f"{len(acts)} acts in {lasted:.0f} s, {len(clients)} devices; {os.cpu_count()} processors")
    print(f"{'seconds from acknowledgement to picture':<44} {'n':>5} {'p50':>6} {'p95':>6} {'worst':>6}")
    calm, crowd = [one for one in acts if not one.crowd], [one for one in acts if one.crowd]
    print(told("every act, every device", (one for row in waited(acts, clients) for one in row)))
    print(told("the chair's acts", (one for row in waited(calm, clients) for one in row)))
    print(told("while others vote or hand in", (one for row in waited(crowd, clients) for one in row)))
    print(told("every act, until the last device has it", (max(row) for row in waited(acts, clients) if row)))
    for page in dict.fromkeys(one.page for one in clients):
        here = [one for one in clients if one.page == page]
        print(told(f"  {page} ({len(here)})", (one for row in waited(acts, here) for one in row)))
    print("seconds that a page took to draw")
    for page in dict.fromkeys(one.page for one in clients):
        print(told(f"  {page}", (d.took for one in clients if one.page == page for d in one.drawn)))
    lines = [one.counted for one in clients]
    print(
        f"to the server {sum(one.sent for one in lines) / lasted:.0f} messages and "
        f"{sum(one.bytes_sent for one in lines) / lasted / 1000:.0f} kB a second, from it "
        f"{sum(one.received for one in lines) / lasted:.0f} and "
        f"{sum(one.bytes_received for one in lines) / lasted / 1000:.0f} kB"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--items", type=int, default=3, help="taken from the table to their decision")
    chosen = parser.parse_args()
    random.seed(7)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.db"
        room = prepare(path)
        server = Server(path, starter="tests.load.meeting_server")
        server.start()
        try:
            return asyncio.run(measure(server, room, chosen.items))
        finally:
            server.stop()


if __name__ == "__main__":
    sys.exit(main())
