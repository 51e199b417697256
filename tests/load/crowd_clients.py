"""The devices of `crowd`: an expert at his sheet, a member, the chair and the office in a sitting, the wall.

Each signs in at the gate by http, as a browser does, and then speaks Streamlit's protocol over a websocket that the
gate lets through. What they do they do through the page's own widgets; nothing is written behind it.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import Any, Final
from urllib.parse import urlencode

import pyotp
import requests

from tests.load.crowd_register import PASSWORD, Person
from tests.load.page_client import PATIENCE, PageClient

STANDING: Final = re.compile(r'data-unsaved="0" data-typed="(\d)".*qc-chip good qc-saved">[^<]*第 (\d+) 版', re.DOTALL)
TYPED: Final = re.compile(r"^typed-.+-(\d[\d.]*)-\d+$")
DRAWN: Final = re.compile(r'class="ch-drawn" data-revision="(\d+)"')
_FORM: Final = re.compile(r'name="form" value="([^"]+)"')
#: How often a browser says that its person is there, at most.
ALIVE: Final = 60.0


class RefusedError(Exception):
    """The gate did not let somebody in."""


class Door:
    """A browser's http: its cookies, and the pages of the gate."""

    def __init__(self, port: int) -> None:
        self._url = f"http://127.0.0.1:{port}"
        self._session = requests.Session()

    def sign_in(self, person: Person) -> float:
        """Sign in, with a one-time code where one is due; returns the seconds that the answers took."""
        began = time.perf_counter()
        answer = self._send("/account/sign-in", login=person.login, password=PASSWORD)
        if person.secret is not None:
            # The code of this half minute may have been used when the app was enrolled: the next one is good as well.
            code = pyotp.TOTP(person.secret).at(datetime.now(UTC) + timedelta(seconds=30))
            answer = self._send("/account/code", code=code)
        if answer.status_code != 303 or "/account/" in answer.headers.get("location", ""):
            raise RefusedError(f"{person.login}: {answer.status_code} {answer.headers.get('location', '')}")
        return time.perf_counter() - began

    def pair(self, code: str) -> str:
        """Pair a screen of the hall, and return the query of its page."""
        answer = self._send("/account/screen", code=code)
        if answer.status_code != 303:
            raise RefusedError(f"screen: {answer.status_code}")
        return answer.headers["location"].partition("?")[2]

    def alive(self) -> None:
        """Say that a person is there, as each page's script does."""
        self._session.post(f"{self._url}/account/alive", headers={"origin": self._url}, timeout=PATIENCE)

    def close(self) -> None:
        """Close the browser."""
        self._session.close()

    @property
    def cookies(self) -> str:
        """What a websocket's opening carries."""
        return "; ".join(f"{one.name}={one.value}" for one in self._session.cookies)

    def _send(self, path: str, **fields: str) -> requests.Response:
        url = self._url + path
        found = _FORM.search(self._session.get(url, timeout=PATIENCE).text)
        if found is None:
            raise RefusedError(f"no form at {path}")
        fields["form"] = found[1]
        headers = {"origin": self._url}
        return self._session.post(url, data=fields, headers=headers, timeout=PATIENCE, allow_redirects=False)


@dataclass(slots=True)
class Typed:
    """A mark that an expert typed.

    Attributes
    ----------
    due, sent : float
        When he pressed Enter, and when the message left: a client that is late is no excuse for the server.
    took : float or None
        Seconds from `due` until his page had it as saved; ``None``: never.
    version : int
        As which it was shown as saved, 0: never.
    """

    expert: str
    application: str
    code: str
    digit: str
    due: float
    sent: float = 0.0
    took: float | None = None
    version: int = 0


@dataclass
class Sheet(PageClient):
    """An expert who marks his sheet, class by class, and begins again at the first when he is through."""

    person: Person = field(default_factory=lambda: Person(""))
    classes: dict[str, tuple[str, ...]] = field(default_factory=dict)  # the indicators of each class
    typed: list[Typed] = field(default_factory=list)
    standing: dict[str, tuple[str, int]] = field(default_factory=dict)  # by indicator: digit and version
    boxes: dict[str, str] = field(default_factory=dict)  # by indicator: key of its box
    at: dict[str, str] = field(default_factory=dict)  # by fragment: which indicator
    waiting: list[asyncio.Task[None]] = field(default_factory=list)
    turns: list[float] = field(default_factory=list)  # seconds that turning a page took
    fresh: bool = False
    begins: int = 0  # indicators that he has behind him: not everybody turns the page in the same second

    async def arrive(self) -> None:
        first, _ = self._places()[0]
        self.query = urlencode({"application": self.person.application, "class": first})
        await super().arrive()

    def _places(self) -> list[tuple[str, str]]:
        """Return all indicators with their classes, from the one at which he begins."""
        places = [(class_, code) for class_, codes in self.classes.items() for code in codes]
        begins = self.begins % len(places)
        return places[begins:] + places[:begins]

    async def mark_until(self, until: asyncio.Event, every: float) -> None:
        """Type a mark every so many seconds, on time, whether or not the last one has been acknowledged."""
        due = time.perf_counter() + random.uniform(0, every)
        at = self._places()[0][0] if self.fresh else None
        for class_, code in cycle(self._places()):
            if class_ != at:
                await self._turn(class_, self.classes[class_])
                at = class_
            if await ended_before(until, due):
                await asyncio.gather(*self.waiting)
                return
            await self._type(code, due)
            due = max(due + every, time.perf_counter())

    async def _turn(self, class_: str, codes: tuple[str, ...]) -> None:
        await asyncio.gather(*self.waiting)
        self.waiting.clear()
        self.boxes.clear()
        began = time.perf_counter()
        await self.press(f"sheet-class-{class_}")
        await self.until(lambda: all(code in self.boxes for code in codes))
        self.turns.append(time.perf_counter() - began)

    async def _type(self, code: str, due: float) -> None:
        before = self.standing.get(code, ("", 0))[0]
        digit = random.choice([one for one in "01234" if one != before])
        of = self.widgets[self.boxes[code]]
        one = Typed(self.person.expert_id or "", self.person.application, code, digit, due, time.perf_counter())
        self.typed.append(one)
        self.states[of.id] = ("double_value", float(digit))
        self.waiting.append(asyncio.create_task(self._until_saved(one)))
        await self._send(fragment=of.fragment)

    async def _until_saved(self, one: Typed) -> None:
        try:
            await self.until(lambda: self.standing.get(one.code, ("", 0))[0] == one.digit)
        except TimeoutError:
            return
        one.took, one.version = time.perf_counter() - one.due, self.standing[one.code][1]
        self.saved(one)

    def saved(self, one: Typed) -> None:
        """Note a mark that the page shows as saved."""

    def _see(self, element: Any, fragment: str) -> None:
        super()._see(element, fragment)
        kind = element.WhichOneof("type")
        if kind == "number_input":
            key = element.number_input.id.split("-", 2)[2]
            if of := TYPED.match(key):
                self.boxes[of[1]], self.at[fragment] = key, of[1]
        elif kind == "html" and fragment in self.at and (found := STANDING.search(element.html.body)):
            self.standing[self.at[fragment]] = found[1], int(found[2])


@dataclass
class Watcher(PageClient):
    """Somebody who follows the sitting, and redraws his page when it moves on."""

    pictures: list[tuple[float, float]] = field(default_factory=list)  # when a whole page began, and was there
    revision: int = 0
    _whole: bool = False
    _shown: str = ""

    def _take(self, message: Any) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._whole = not message.metadata.run.fragment_ids
            if self._whole:
                self.widgets.clear()
        super()._take(message)
        if kind == "script_finished" and message.script_finished != 2 and self._whole:
            self._whole = False
            self.pictures.append((self._began, time.perf_counter()))

    def _see(self, element: Any, fragment: str) -> None:
        super()._see(element, fragment)
        if element.WhichOneof("type") != "html":
            return
        if of := DRAWN.search(element.html.body):
            self.revision = int(of[1])
        if self.page == "kiosk_wall" and fragment:
            # The wall draws in the run that asks; without its clocks' digits a frame is that of the sitting's state.
            shown = re.sub(r"\d", "", element.html.body)
            if shown != self._shown:
                self._shown = shown
                self.pictures.append((self._began, time.perf_counter()))

    async def vote_until(self, until: asyncio.Event) -> None:
        """Cast a ballot in favour, some seconds after it is asked for, by the two touches that a member makes."""
        while not until.is_set():
            for key in ("attending-vote-in_favour", "attending-cast"):
                if key in self.widgets and not await ended_before(until, time.perf_counter() + random.uniform(0.5, 2)):
                    await self.press_if_there(key)
            await ended_before(until, time.perf_counter() + 0.5)

    async def press_if_there(self, key: str) -> None:
        """Press a button, unless the page has moved on meanwhile."""
        if key in self.widgets:
            await self.press(key)


@dataclass
class Chair(Watcher):
    """Presses the one big button every so many seconds, and leaves time where others vote."""

    acts: list[tuple[float, float]] = field(default_factory=list)  # when pressed, and when his own page had it

    async def preside_until(self, until: asyncio.Event, every: float) -> None:
        while not await ended_before(until, time.perf_counter() + every):
            if "chairing-next" not in self.widgets:
                continue
            before, began = self.revision, time.perf_counter()
            await self.press("chairing-next")
            if self.revision > before:
                self.acts.append((began, time.perf_counter()))


async def ended_before(until: asyncio.Event, due: float) -> bool:
    """Wait for a moment, and say whether everything ended before it."""
    try:
        await asyncio.wait_for(until.wait(), max(due - time.perf_counter(), 0.001))
    except TimeoutError:
        return False
    return True
