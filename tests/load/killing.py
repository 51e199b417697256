"""kill -9 of server, worker and database at random moments under load: is what pages showed as saved still there?

Run from the project: ``.venv/bin/python -m tests.load.killing --rounds 100``; PostgreSQL is a cluster of the tool's
own. Each round experts type marks through the gate of a served register; what a page shows as
saved goes to a file beside the register, on disk (fsync), before anything else happens. At a random moment one of these
is killed:

- ``server``: the only process that serves, on SQLite or PostgreSQL;
- ``worker``: one of two processes that serve one register; who is at the other goes on;
- ``database``: the postmaster of PostgreSQL with all its processes;
- ``backend``: one process of PostgreSQL that serves a connection, whereupon PostgreSQL ends them all and recovers.

What was killed is started again, the sessions go on with their cookies, and the register is held against the file: no
acknowledged mark lost, none doubled, none that nobody typed, and the chain whole. Exit code 1 otherwise.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, TextIO

PROJECT = Path(__file__).resolve().parents[2]
if str(PROJECT) not in sys.path:
    sys.path.insert(0, str(PROJECT))

from indicators.load import shipped_rule_book  # noqa: E402
from tests.load import crowd_server, page_client  # noqa: E402
from tests.load.cluster import Cluster  # noqa: E402
from tests.load.crowd_check import Compared, compare  # noqa: E402
from tests.load.crowd_clients import Door, Sheet, Typed  # noqa: E402
from tests.load.crowd_register import Crowd, make  # noqa: E402
from tests.load.crowd_server import Served, database, for_serving  # noqa: E402

#: How rounds are shared out, kind by database.
KINDS: Final = (
    ("server", "SQLite"),
    ("worker", "SQLite"),
    ("server", "PostgreSQL"),
    ("worker", "PostgreSQL"),
    ("database", "PostgreSQL"),
    ("backend", "PostgreSQL"),
)
EVERY: Final = 0.4
_TRIES: Final = 5
#: Seconds that a page is waited for: on a machine that others use it is slow, and that is no fault looked for here.
_PATIENCE: Final = 180


class NotBegunError(Exception):
    """Somebody's sheet did not open: nothing was typed and nothing killed."""


@dataclass
class Acknowledging(Sheet):
    """An expert whose saved marks go to a file on disk as soon as his page shows them."""

    file: TextIO | None = None

    def saved(self, one: Typed) -> None:
        assert self.file is not None
        line = [one.expert, one.application, one.code, one.digit, one.version, time.time()]
        self.file.write(json.dumps(line) + "\n")
        self.file.flush()
        os.fsync(self.file.fileno())


@dataclass
class Field:
    """A served register, those who mark in it, and all that was typed so far."""

    url: str
    crowd: Crowd
    servers: list[Served]
    acknowledgements: Path
    cluster: Cluster | None
    doors: list[Door] = field(default_factory=list)
    typed: list[Typed] = field(default_factory=list)
    failed: int = 0

    def sign_in(self) -> None:
        """Let everybody sign in, once: sessions are in the record and survive."""
        for at, person in enumerate(self.crowd.experts):
            self.doors.append(Door(self.servers[at % len(self.servers)].port))
            self.doors[-1].sign_in(person)

    async def type_until_killed(self, kind: str, longest: float) -> None:
        """Let everybody open his sheet and type, kill something in the midst of it, and start it again."""
        until = asyncio.Event()
        with self.acknowledgements.open("a", encoding="utf-8") as file:
            async with AsyncExitStack() as stack:
                try:
                    sheets = await asyncio.gather(*(self._sheet(stack, at, file) for at in range(len(self.doors))))
                except (TimeoutError, AssertionError, OSError) as error:
                    raise NotBegunError from error
                tasks = [asyncio.create_task(one.mark_until(until, EVERY)) for one in sheets]
                await asyncio.sleep(random.uniform(0.2, longest))
                again = self._kill(kind)
                await asyncio.to_thread(again)
                await asyncio.sleep(0.3)
                until.set()
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                for one in sheets:
                    for waiting in one.waiting:
                        waiting.cancel()
                    await asyncio.gather(*one.waiting, return_exceptions=True)
                    self.typed += one.typed

    async def _sheet(self, stack: AsyncExitStack, at: int, file: TextIO) -> Sheet:
        port, person = self.servers[at % len(self.servers)].port, self.crowd.experts[at]
        one = Acknowledging(
            port, "expert_sheet", person.login, cookies=self.doors[at].cookies, person=person,
            classes=classes(), fresh=True, file=file,
        )  # fmt: skip
        await stack.enter_async_context(_quietly(one))
        await one.arrive()
        return one

    def _kill(self, kind: str) -> Any:
        """Kill something, and return what starts it again."""
        if kind == "database":
            assert self.cluster is not None
            self.cluster.kill()
            return self.cluster.start
        if kind == "backend":
            assert self.cluster is not None
            os.kill(random.choice(self.cluster.backends()), signal.SIGKILL)
            return self._until_recovered
        server = random.choice(self.servers)
        server.end(signal.SIGKILL)
        return server.start

    def _until_recovered(self) -> None:
        import psycopg

        assert self.cluster is not None
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with contextlib.suppress(psycopg.OperationalError), psycopg.connect(self.cluster.url):
                return
            time.sleep(0.1)
        raise AssertionError("PostgreSQL did not recover")

    def compared(self) -> Compared:
        """Hold the register against what the file says was acknowledged, not against what is remembered here."""
        lines = [json.loads(line) for line in self.acknowledgements.read_text("utf-8").splitlines()]
        heard = {(expert, application, code, version): digit for expert, application, code, digit, version, _ in lines}
        versions: dict[tuple[str, str, str], list[int]] = {}
        for expert, application, code, version in heard:
            versions.setdefault((expert, application, code), []).append(version)
        known = [
            replace(one, version=one.version if (one.expert, one.application, one.code, one.version) in heard else 0)
            for one in self.typed
        ]
        assert sum(bool(one.version) for one in known) == len(heard), "an acknowledgement of a mark nobody typed"
        return compare(self.url, known)


@contextlib.asynccontextmanager
async def _quietly(one: Sheet) -> Any:
    """Leave a page whose server may be dead."""
    await one.__aenter__()
    try:
        yield one
    finally:
        with contextlib.suppress(Exception):
            await one.__aexit__(None, None, None)


def classes() -> dict[str, tuple[str, ...]]:
    """Return the indicators of each class."""
    found: dict[str, tuple[str, ...]] = {}
    for leaf in shipped_rule_book("2026-sample").round.indicator_table.leaves():
        found[leaf.parent or ""] = (*found.get(leaf.parent or "", ()), leaf.code)
    return found


def campaign(
    kind: str, store: str, rounds: int, experts: int, longest: float, cluster: Cluster | None
) -> Iterator[Any]:
    """Make and serve a register, and yield what each round came to."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(database(None if store == "SQLite" or cluster is None else cluster.url, folder))
        crowd = make(url, experts, sitting=False)
        served = for_serving(url)
        servers = [Served(served, folder / f"server-{at}.log") for at in range(2 if kind == "worker" else 1)]
        for one in servers:
            stack.callback(one.end)
            one.start()
        here = Field(url, crowd, servers, folder / "acknowledged.jsonl", cluster)
        here.sign_in()
        for _ in range(rounds):
            _one_round(here, kind, longest)
            found = here.compared()
            # A tool that is stopped midway has said what it had found by then.
            print(f"{kind} {store}: {found}", file=sys.stderr, flush=True)
            yield found


def _one_round(here: Field, kind: str, longest: float) -> None:
    """Play a round; one that could not begin is begun again, and said."""
    for left in reversed(range(_TRIES)):
        try:
            asyncio.run(here.type_until_killed(kind, longest))
        except NotBegunError as error:
            print(f"{kind}: a sheet did not open ({error.__cause__!r}); begun again", file=sys.stderr, flush=True)
            if not left:
                raise
        else:
            return


def shares(rounds: int, kinds: tuple[tuple[str, str], ...]) -> list[tuple[str, str, int]]:
    """Share the rounds out as evenly as can be."""
    return [(*kind, rounds // len(kinds) + (at < rounds % len(kinds))) for at, kind in enumerate(kinds)]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--experts", type=int, default=5)
    parser.add_argument("--longest", type=float, default=3, help="seconds of typing before something is killed")
    parser.add_argument("--only", help="one kind alone")
    parser.add_argument("--store", choices=("SQLite", "PostgreSQL"), help="one database alone")
    chosen = parser.parse_args(arguments)
    random.seed(os.urandom(8))
    page_client.PATIENCE = _PATIENCE
    crowd_server.START_SECONDS = 600
    kinds = tuple(one for one in KINDS if chosen.only in (None, one[0]) and chosen.store in (None, one[1]))
    print(
        f"{'killed':<10} {'register':<11} {'times':>5} {'acknowledged':>12} {'recorded':>9} {'lost':>5} {'doubled':>8} "
        f"{'strange':>8} {'unheard':>8} {'chain':>6}",
        flush=True,
    )
    clean = True
    # PostgreSQL's own user must reach the folder.
    parent = Path(tempfile.mkdtemp(prefix="killing-"))
    parent.chmod(0o755)
    try:
        with ExitStack() as stack:
            needs = any(store == "PostgreSQL" for _, store in kinds)
            cluster = stack.enter_context(Cluster(parent / "cluster")) if needs else None
            for kind, store, rounds in shares(chosen.rounds, kinds):
                found = list(campaign(kind, store, rounds, chosen.experts, chosen.longest, cluster)) if rounds else []
                clean = clean and all(one.clean for one in found) and (not found or found[-1].acknowledged > 0)
                # The last comparison holds all rounds: nothing may go missing later either.
                last = found[-1] if found else Compared(0, 0, 0, 0, 0, 0, 0)
                print(
                    f"{kind:<10} {store:<11} {len(found):>5} {last.acknowledged:>12} {last.recorded:>9} "
                    f"{max((one.lost for one in found), default=0):>5} "
                    f"{max((one.doubled for one in found), default=0):>8} "
                    f"{max((one.strange for one in found), default=0):>8} {last.unheard:>8} "
                    f"{max((one.chain_faults for one in found), default=0):>6}",
                    flush=True,
                )
    finally:
        shutil.rmtree(parent, ignore_errors=True)
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
