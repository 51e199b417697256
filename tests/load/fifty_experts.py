"""Fifty experts at work: how long is it from the key to "saved", and is every acknowledged mark in the register?

Run from the project: ``.venv/bin/python tests/load/fifty_experts.py``. A register of sixty experts is made and served.
49 clients speak Streamlit's protocol over websockets: each opens a sheet of its own, marks an indicator every three to
eight seconds and turns the page when a class is done. Beside them one Chromium scores a sheet by keyboard; measured in
the page is the time from Enter until the row is drawn as saved. Prints the median, the 95th percentile and the longest
of it, and of the clients' times from message to acknowledgement; then holds all that was acknowledged against the
register. Exit code 1 where a mark is missing or a client failed. All share one machine: figures are on the safe side.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import repeat
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

PROJECT = Path(__file__).resolve().parents[2]
if str(PROJECT) not in sys.path:
    sys.path.insert(0, str(PROJECT))

import websockets  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from streamlit.proto.BackMsg_pb2 import BackMsg  # noqa: E402
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # noqa: E402

from indicators.load import shipped_rule_book  # noqa: E402
from indicators.regions import read_regions  # noqa: E402
from scoring import flow  # noqa: E402
from scoring.demonstration.steps import recommend, sign_papers  # noqa: E402
from scoring.model import Actor, Application, Enterprise, Expert  # noqa: E402
from scoring.procedure.uscc import make  # noqa: E402
from scoring.register import marks  # noqa: E402
from scoring.register.database import create_register, open_register  # noqa: E402
from tests.browser.conftest import CHROMIUM, FLAGS, Server  # noqa: E402
from tests.browser.sheet_page import BOX, ROUND, SheetPage, leaves, points  # noqa: E402

EXPERTS = tuple(f"E{number:02d}" for number in range(1, 61))
APPLICATIONS = tuple(f"2026-{number:04d}" for number in range(1, 61))
PANEL = 7
# Where the experts work: none of them marks firms of his own prefecture.
HOME = "320500"
CLASSES = tuple(dict.fromkeys(leaf.parent for leaf in leaves()))
PAUSE = (3.0, 8.0)
PATIENCE = 60
STANDING = re.compile(r'data-unsaved="0" data-typed="(\d)".*qc-chip good qc-saved">[^<]*第 (\d+) 版', re.DOTALL)
# From Enter to the first frame in which the row is drawn as saved with the digit that was typed.
MEASURE = """([row, digit]) => {
  window.qcTime = new Promise((done) => {
    const pressed = (event) => {
      if (event.key !== "Enter") return;
      document.removeEventListener("keydown", pressed, true);
      const from = performance.now();
      const look = () => {
        const held = document.querySelector(row + " .qc-standing");
        const saved = held?.querySelector(".qc-saved.good");
        const drawn = saved && saved.offsetParent !== null && held.dataset.typed === digit;
        if (drawn) done([performance.now() - from, saved.textContent]);
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    };
    document.addEventListener("keydown", pressed, true);
  });
}"""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A mark that was shown as saved, and how many milliseconds after it was sent."""

    expert: str
    application: str
    code: str
    version: int
    digit: str
    after: float


def prepare(path: Path) -> None:
    """Make a register in which sixty experts mark sixty applications, seven each."""
    now = datetime.now(UTC)
    secretary = Actor("S01", "S01", frozenset({"secretariat"}))
    holder = Actor("H01", "H01", frozenset({"assignment_holder"}))
    experts = [Expert(id_, f"专家{id_}", "某院", HOME, ("C34",), date(2025, 1, 1)) for id_ in EXPERTS]
    regions = read_regions()
    counties = [
        next(one.code for one in regions.counties() if one.parent == city.code)
        for city in regions.prefectures()
        if city.code != HOME
    ]
    applications = []
    for n, id_ in enumerate(APPLICATIONS, start=1):
        # Spread over the prefectures: each may recommend so many and no more.
        county, founded = counties[n % len(counties)], date(2010, 5, 4)
        firm = Enterprise(
            make(f"91{county}MA1ABCD{n:02d}"), f"某{n}公司", "legal_person", county, "C34", "medium", founded
        )
        applications.append(Application(id_, ROUND, firm, "AA", date(2026, 4, 1)))
    pairs = [(id_, EXPERTS[(at + k) % len(EXPERTS)]) for at, id_ in enumerate(APPLICATIONS) for k in range(PANEL)]
    with create_register(path, now=now, synthetic=True) as register:
        flow.create_round(register, secretary, now, shipped_rule_book(ROUND))
        sign_papers(register, repeat(now), ROUND, first_day=date(2026, 1, 1), last_day=now.date() + timedelta(days=30))
        flow.advance_round(register, secretary, now, ROUND, "open")
        flow.import_experts(register, holder, now, experts, source="load test")
        flow.import_applications(register, secretary, now, ROUND, applications, source="load test")
        recommend(register, repeat(now), ROUND, applications, regions)
        flow.assign(register, holder, now, ROUND, pairs)
        flow.advance_round(register, secretary, now, ROUND, "reviewing")


@dataclass
class Client:
    """An expert as the server sees one: a websocket, the widgets of his page, what he changes of them."""

    port: int
    expert: str
    application: str
    acknowledged: list[Acknowledged] = field(default_factory=list)
    states: dict[str, tuple[str, Any]] = field(default_factory=dict)
    boxes: dict[str, tuple[str, str]] = field(default_factory=dict)  # by indicator: id of the widget and its fragment
    standing: dict[str, tuple[str, int]] = field(default_factory=dict)  # by fragment: digit and version
    people: tuple[str, list[str]] = ("", [])
    after: str = ""
    page_hash: str = ""
    hashes: set[str] = field(default_factory=set)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)
    finished: int = 0
    socket: Any = None
    class_: str = CLASSES[0]

    async def work(self, ready: asyncio.Barrier, until: asyncio.Event) -> None:
        """Open the sheet, and mark it until it is time to stop."""
        url = f"ws://127.0.0.1:{self.port}/_stcore/stream"
        origin: Any = f"http://127.0.0.1:{self.port}"
        async with websockets.connect(
            url,
            subprotocols=["streamlit"],
            origin=origin,
            max_size=None,
            open_timeout=PATIENCE,  # type: ignore[list-item]
        ) as self.socket:
            reading = asyncio.create_task(self._read())
            try:
                await self._open()
                await ready.wait()
                await self._mark_until(until)
            finally:
                reading.cancel()

    async def _open(self) -> None:
        await self._run()
        # The demonstration's switch of experts.
        id_, options = self.people
        self.states[id_] = ("string_value", next(one for one in options if one.startswith(f"{self.expert} ")))
        await self._run()

    async def _mark_until(self, until: asyncio.Event) -> None:
        for class_ in CLASSES:
            for leaf in leaves(class_):
                pause = random.uniform(*PAUSE)
                try:
                    await asyncio.wait_for(until.wait(), pause)
                except TimeoutError:
                    await self._mark(leaf.code, random.choice("01234"))
                else:
                    return
            if class_ != CLASSES[-1]:
                await self._run(trigger=self.after, class_=CLASSES[CLASSES.index(class_) + 1])
        await until.wait()

    async def _mark(self, code: str, digit: str) -> None:
        id_, fragment = self.boxes[code]
        self.states[id_] = ("double_value", float(digit))
        before = time.perf_counter()
        await self._send(fragment=fragment)
        async with asyncio.timeout(PATIENCE), self.news:
            await self.news.wait_for(lambda: self.standing.get(fragment, ("", 0))[0] == digit)
        taken = 1000 * (time.perf_counter() - before)
        version = self.standing[fragment][1]
        self.acknowledged.append(Acknowledged(self.expert, self.application, code, version, digit, taken))

    async def _run(self, trigger: str = "", class_: str = CLASSES[0]) -> None:
        """Have the whole page run, and wait until it has."""
        before = self.finished
        if class_ != self.class_:
            self.boxes.clear()
        await self._send(trigger=trigger)
        self.class_ = class_
        async with asyncio.timeout(PATIENCE), self.news:
            await self.news.wait_for(lambda: self.finished > before)

    async def _send(self, fragment: str = "", trigger: str = "") -> None:
        message = BackMsg()
        run = message.rerun_script
        run.query_string = urlencode({"application": self.application, "class": self.class_})
        run.page_script_hash, run.fragment_id = self.page_hash, fragment
        if not self.page_hash:
            run.page_name = "expert_sheet"
        run.context_info.locale, run.context_info.timezone = "zh-CN", "Asia/Shanghai"
        run.context_info.url = f"http://127.0.0.1:{self.port}/expert_sheet"
        run.cached_message_hashes.extend(self.hashes)
        for id_, (kind, value) in self.states.items():
            setattr(run.widget_states.widgets.add(id=id_), kind, value)
        if trigger:
            run.widget_states.widgets.add(id=trigger).trigger_value = True
        await self.socket.send(message.SerializeToString())

    async def _read(self) -> None:
        async for raw in self.socket:
            message = ForwardMsg()
            message.ParseFromString(raw)
            if message.metadata.cacheable and message.hash:
                self.hashes.add(message.hash)
            kind = message.WhichOneof("type")
            if kind == "navigation":
                self.page_hash = message.navigation.page_script_hash
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                self._see(message.delta.new_element, message.delta.fragment_id)
            async with self.news:
                # 2: ended early, because it runs again at once.
                self.finished += kind == "script_finished" and message.script_finished != 2
                self.news.notify_all()

    def _see(self, element: Any, fragment: str) -> None:
        kind = element.WhichOneof("type")
        drawn = getattr(element, kind)
        if kind == "number_input":
            of = re.search(rf"typed-{self.expert}-{self.application}-([\d.]+)-\d+", drawn.id)
            if of:
                self.boxes[of[1]] = (drawn.id, fragment)
            if drawn.set_value:
                self.states[drawn.id] = ("double_value", drawn.value)
        elif kind == "selectbox" and "demonstration_expert" in drawn.id:
            self.people = (drawn.id, list(drawn.options))
        elif kind == "button" and "sheet-after" in drawn.id:
            self.after = drawn.id
        elif kind == "html":
            found = STANDING.search(drawn.body)
            if found:
                self.standing[fragment] = (found[1], int(found[2]))


def clients_at_work(clients: list[Client], ready: threading.Event, stop: threading.Event, faults: list[str]) -> None:
    """Let all clients work, in a thread of its own, until `stop`."""

    async def work() -> None:
        barrier, until = asyncio.Barrier(len(clients) + 1), asyncio.Event()
        tasks = [asyncio.create_task(client.work(barrier, until)) for client in clients]
        opened = asyncio.create_task(barrier.wait())
        await asyncio.wait([opened, *tasks], return_when=asyncio.FIRST_COMPLETED)
        ready.set()
        while not stop.is_set():
            await asyncio.sleep(0.2)
        until.set()
        opened.cancel()
        for ended in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(ended, BaseException):
                faults.append(f"{type(ended).__name__}: {ended}")

    asyncio.run(work())


def typed_in_chromium(url: str, expert: str, application: str, count: int) -> list[Acknowledged]:
    """Score a sheet by keyboard, a mark about every two seconds, and measure each."""
    done: list[Acknowledged] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        page = browser.new_page(locale="zh-CN", viewport={"width": 1440, "height": 900})
        page.set_default_timeout(1000 * PATIENCE)
        tab = SheetPage(page, url)
        while len(done) < count:
            turn = len(done) // len(leaves())
            for class_ in CLASSES:
                if len(done) >= count:
                    break
                if class_ == CLASSES[0]:
                    tab.open(expert, application, class_)
                else:
                    page.locator(".st-key-sheet-after button").click()
                    tab.wait_for_class(class_, expert)
                page.locator('[data-test-script-state="notRunning"]').wait_for()
                page.locator(BOX).first.click()
                for at, leaf in enumerate(leaves(class_)):
                    digit = str((at + turn) % 5)
                    row = f".st-key-sheet-row-{leaf.code.replace('.', '-')}"
                    page.evaluate(MEASURE, [row, digit])
                    page.keyboard.press("Control+A")
                    page.keyboard.press(digit)
                    page.keyboard.press("Enter")
                    after, words = page.evaluate("() => window.qcTime")
                    version = int(words.split("第 ")[1].split(" ")[0])
                    done.append(Acknowledged(expert, application, leaf.code, version, digit, after))
                    page.wait_for_timeout(random.uniform(1000, 2500))
        browser.close()
    return done


def missing(path: Path, acknowledged: list[Acknowledged]) -> int:
    """Return how many acknowledged marks the register does not hold, in just that version."""
    by_code, sheets = {leaf.code: leaf for leaf in leaves()}, {(one.expert, one.application) for one in acknowledged}
    with open_register(path) as register, register.read() as connection:
        kept = {
            sheet: marks.versions(connection, expert_id=sheet[0], application_id=sheet[1], stage="document_review")
            for sheet in sheets
        }
    lost = 0
    for one in acknowledged:
        held = kept[one.expert, one.application].get((one.code, one.version))
        wanted = points(by_code[one.code], one.digit)
        lost += held is None or held.value is None or float(held.value) != float(wanted)
    return lost


def _told(what: str, acknowledged: list[Acknowledged]) -> str:
    times = sorted(one.after for one in acknowledged)
    p50, p95 = (times[min(len(times) - 1, int(len(times) * share))] for share in (0.5, 0.95))
    return f"{what}: {len(times)} marks, p50 {p50:.0f} ms, p95 {p95:.0f} ms, max {times[-1]:.0f} ms"


def processor_seconds(server: Server) -> float:
    """Return how long a processor has worked for the server, as Linux counts it."""
    fields = Path(f"/proc/{server.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--clients", type=int, default=49)
    parser.add_argument("--marks", type=int, default=60, help="of the browser, at least")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.db"
        prepare(path)
        server = Server(path)
        server.start()
        # The first expert, who needs no switch, is the one in the browser.
        clients = [Client(server.port, EXPERTS[at], APPLICATIONS[at]) for at in range(1, chosen.clients + 1)]
        ready, stop, faults = threading.Event(), threading.Event(), list[str]()
        thread = threading.Thread(target=clients_at_work, args=(clients, ready, stop, faults))
        try:
            thread.start()
            ready.wait()
            load, began, worked = os.getloadavg()[0], time.monotonic(), processor_seconds(server)
            typed = typed_in_chromium(server.url, EXPERTS[0], APPLICATIONS[0], chosen.marks)
            share = (processor_seconds(server) - worked) / (time.monotonic() - began)
        finally:
            stop.set()
            thread.join()
            server.stop()
        sent = [one for client in clients for one in client.acknowledged]
        lost = missing(path, [*typed, *sent])
    print(_told("Chromium, from Enter to the row drawn as saved", typed))
    if sent:
        print(_told(f"{len(clients)} clients, from message to acknowledgement", sent))
    print(
        f"{len(typed) + len(sent)} marks acknowledged, {lost} of them not in the register; {len(faults)} clients failed"
    )
    print(f"load of the machine when the clients had opened their sheets: {load:.1f}; {os.cpu_count()} processors")
    print(f"the server worked {100 * share:.0f} % of one processor's time")
    for fault in faults[:5]:
        print(fault)
    return 1 if lost or faults else 0


if __name__ == "__main__":
    sys.exit(main())
