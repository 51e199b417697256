"""A page as the server sees it: a websocket, widgets, and fragments that run again every so often, as a browser asks.

``async with PageClient(port, "chair_sitting") as page: await page.open("chair")``. It draws nothing and keeps no
picture; it notes when a run ended, and which revision of the sitting it has drawn (`meeting_server`).
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.texts import translator

PATIENCE = 60
SAY = translator("zh")
REVISION = re.compile(r'data-load-revision="(\d+)"')
# The key that a widget's id ends with: ``$$ID-<hash>-<key>``.
KEY = re.compile(r"^\$\$ID-[0-9a-f]+-(.+)$")
KINDS = {
    "text_input": "string_value",
    "text_area": "string_value",
    "selectbox": "string_value",
    "radio": "string_value",
    "checkbox": "bool_value",
    "number_input": "double_value",
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A whole page that was drawn: which revision of the sitting, when its last word came, how long it was sent."""

    revision: int
    at: float
    took: float


@dataclass(slots=True)
class Asked:
    """A run that this device asked for: of the whole "page", of a "part" of it, or by itself, as a page that "poll"s.

    `took`: seconds until its last word; ``None`` while it is under way.
    """

    at: float
    kind: str
    took: float | None = None


@dataclass(frozen=True, slots=True)
class Widget:
    """Something that can be typed into or pressed, as the server drew it last."""

    id: str
    kind: str
    fragment: str
    options: tuple[str, ...]


@dataclass
class Counted:
    """What went over the line."""

    sent: int = 0
    received: int = 0
    bytes_sent: int = 0
    bytes_received: int = 0

    def clear(self) -> None:
        """Begin to count anew."""
        self.sent = self.received = self.bytes_sent = self.bytes_received = 0


@dataclass
class PageClient:
    """One device at one page."""

    port: int
    page: str
    name: str = ""
    drawn: list[Drawn] = field(default_factory=list)
    counted: Counted = field(default_factory=Counted)
    states: dict[str, tuple[str, Any]] = field(default_factory=dict)
    widgets: dict[str, Widget] = field(default_factory=dict)  # by key
    pages: dict[str, str] = field(default_factory=dict)  # by path: the hash of its script
    hashes: set[str] = field(default_factory=set)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)
    finished: int = 0
    said: list[str] = field(default_factory=list)
    query: str = ""
    cookies: str = ""  # as a browser sends them, on a register that is no demonstration
    asked: list[Asked] = field(default_factory=list)
    _open: list[Asked] = field(default_factory=list)
    _ended: bool = False
    _script: str = ""
    _revision: int = 0
    _began: float = 0.0
    _timers: dict[str, tuple[float, asyncio.Task[None]]] = field(default_factory=dict)
    _socket: Any = None
    _reading: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._socket = await websockets.connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            origin=f"http://127.0.0.1:{self.port}",  # type: ignore[arg-type]
            additional_headers={"Cookie": self.cookies} if self.cookies else None,
            max_size=None,
            open_timeout=PATIENCE,
        )
        self._reading = asyncio.create_task(self._read())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop_timers()
        if self._reading is not None:
            self._reading.cancel()
        await self._socket.close()

    async def open(self, role: str, expert: str = "") -> None:
        """Take a role of the demonstration's switch, and an expert's name, and go to the page."""
        await self.run()
        await self.choose("demonstration_role", SAY(f"page.role_{role}"))
        if expert:
            await self.choose("demonstration_expert", f"{expert} ")
        # The first of a role's pages has no path.
        self._script = self.pages.get(self.page) or self.pages[""]
        await self.run()

    async def arrive(self) -> None:
        """Go to the page by its address, as somebody who has signed in."""
        await self.run()
        if self._script not in (self.pages.get(self.page), self.pages.get("")):
            raise AssertionError(f"{self.name} has no page {self.page}, but {sorted(self.pages)}")

    async def choose(self, key: str, words: str) -> None:
        """Choose the option that begins with some words."""
        of = self.widgets[key]
        self.states[of.id] = (KINDS[of.kind], next(one for one in of.options if one.startswith(words)))
        await self.run(fragment=of.fragment)

    def fill(self, key: str, value: Any) -> None:
        """Type something; the page hears of it with its next run, as of what stands in a form."""
        of = self.widgets[key]
        self.states[of.id] = (KINDS[of.kind], value)

    async def press(self, key: str) -> None:
        """Press a button."""
        of = self.widgets[key]
        await self.run(trigger=of.id, fragment=of.fragment)

    async def run(self, trigger: str = "", fragment: str = "") -> None:
        """Have the page run, or a fragment of it, and wait until it has."""
        before = self.finished
        await self._send(fragment=fragment, trigger=trigger)
        await self.until(lambda: self.finished > before)

    async def until_drawn(self, revision: int) -> None:
        """Wait until a revision of the sitting, or a later one, stands on the page."""
        await self.until(lambda: bool(self.drawn) and self.drawn[-1].revision >= revision)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds of what came; what befell the connection meanwhile is raised here.

        Raises
        ------
        TimeoutError
        ConnectionError
        """
        async with asyncio.timeout(PATIENCE), self.news:
            await self.news.wait_for(lambda: holds() or self.is_over)
        if not holds():
            error = None if self._reading is None or self._reading.cancelled() else self._reading.exception()
            raise ConnectionError(f"{self.name}: {error or 'the server closed the connection'}")

    @property
    def is_over(self) -> bool:
        """Whether nothing comes any more."""
        return self._ended

    async def _send(self, fragment: str = "", trigger: str = "", *, by_itself: bool = False) -> None:
        message = BackMsg()
        run = message.rerun_script
        run.page_script_hash, run.fragment_id, run.is_auto_rerun = self._script, fragment, by_itself
        if not self._script:
            run.page_name = self.page
        run.query_string = self.query
        run.context_info.locale, run.context_info.timezone = "zh-CN", "Asia/Shanghai"
        run.context_info.url = f"http://127.0.0.1:{self.port}/{self.page}"
        run.cached_message_hashes.extend(self.hashes)
        for id_, (kind, value) in self.states.items():
            setattr(run.widget_states.widgets.add(id=id_), kind, value)
        if trigger:
            run.widget_states.widgets.add(id=trigger).trigger_value = True
        raw = message.SerializeToString()
        self.counted.sent += 1
        self.counted.bytes_sent += len(raw)
        self._open.append(Asked(time.perf_counter(), "poll" if by_itself else "part" if fragment else "page"))
        self.asked.append(self._open[-1])
        await self._socket.send(raw)

    async def _read(self) -> None:
        try:
            await self._listen()
        finally:
            async with self.news:
                self._ended = True
                self.news.notify_all()

    async def _listen(self) -> None:
        async for raw in self._socket:
            self.counted.received += 1
            self.counted.bytes_received += len(raw)
            message = ForwardMsg()
            message.ParseFromString(raw)
            if message.metadata.cacheable and message.hash:
                self.hashes.add(message.hash)
            self._take(message)
            async with self.news:
                self.news.notify_all()

    def _take(self, message: Any) -> None:
        kind, whole = message.WhichOneof("type"), not message.metadata.run.fragment_ids
        if kind == "navigation":
            self.pages = {one.url_pathname: one.page_script_hash for one in message.navigation.app_pages}
            self._script = self._script or message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "new_session":
            self._revision, self._began = 0, time.perf_counter()
            if whole:
                # As the browser does: a page that is drawn anew starts its fragments' clocks anew.
                self._stop_timers()
                self.said.clear()
        elif kind == "auto_rerun":
            self._start_timer(message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "stop_auto_rerun":
            for id_ in message.stop_auto_rerun.fragment_ids:
                self._stop_timer(id_)
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._see(message.delta.new_element, message.delta.fragment_id)
        elif kind == "script_finished" and message.script_finished != 2:  # 2: ended early, it runs again at once
            self.finished += 1
            self._answered()
            if self._revision and (not self.drawn or self.drawn[-1].revision < self._revision):
                now = time.perf_counter()
                self.drawn.append(Drawn(self._revision, now, now - self._began))

    def _answered(self) -> None:
        """Note what was asked before the run that has ended now began: several questions may be answered by one."""
        now = time.perf_counter()
        for one in self._open:
            if one.at < self._began:
                one.took = now - one.at
        self._open = [one for one in self._open if one.took is None]

    def _see(self, element: Any, fragment: str) -> None:
        kind = element.WhichOneof("type")
        drawn = getattr(element, kind)
        if found := KEY.match(getattr(drawn, "id", "") or ""):
            self.widgets[found[1]] = Widget(drawn.id, kind, fragment, tuple(getattr(drawn, "options", ())))
            if getattr(drawn, "set_value", False) and kind in KINDS:
                self._set(drawn, KINDS[kind])
        elif kind == "html":
            self.said.append(drawn.body)
            if of := REVISION.search(drawn.body):
                self._revision = int(of[1])

    def _set(self, drawn: Any, state: str) -> None:
        """Take over what the server has put into a widget; an emptied one has no state."""
        name = next(one for one in ("raw_value", "value") if one in drawn.DESCRIPTOR.fields_by_name)
        of = drawn.DESCRIPTOR.fields_by_name[name]
        if of.has_presence and not drawn.HasField(name):
            self.states.pop(drawn.id, None)
        else:
            self.states[drawn.id] = (state, getattr(drawn, name))

    def _start_timer(self, fragment: str, interval: float) -> None:
        if fragment in self._timers and self._timers[fragment][0] == interval:
            return
        self._stop_timer(fragment)
        self._timers[fragment] = (interval, asyncio.create_task(self._again_every(fragment, interval)))

    def _stop_timer(self, fragment: str) -> None:
        if fragment in self._timers:
            self._timers.pop(fragment)[1].cancel()

    def _stop_timers(self) -> None:
        for fragment in list(self._timers):
            self._stop_timer(fragment)

    async def _again_every(self, fragment: str, interval: float) -> None:
        due = time.perf_counter() + interval
        while True:
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            due += interval
            await self._send(fragment=fragment, by_itself=True)
