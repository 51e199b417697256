"""A browser without a browser: requests and websockets straight into the application, with a jar of cookies."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pyotp
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from dashboard import source
from dashboard.gate import middleware
from dashboard.gate.middleware import Gate
from dashboard.gate.routes import routes
from dashboard.gate.settings import GateSettings
from dashboard.gate.settings import settings as settings_of_process
from scoring.flow import accounts
from scoring.register.database import Register, create_register
from tests.dashboard.own_loop import in_its_own_loop

START = datetime(2026, 5, 18, 1, 30, tzinfo=UTC)
PASSWORD = "sieben-kalte-Fische-41"  # noqa: S105 - of these tests alone


class Clock:
    """The server's clock, in the test's hand."""

    def __init__(self) -> None:
        self.now = START

    def on(self, **passed: int) -> None:
        """Let time pass."""
        self.now += timedelta(**passed)


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    text: str

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)

    @property
    def to(self) -> str | None:
        return self.header("location")

    @property
    def set_cookies(self) -> list[str]:
        return [value for key, value in self.headers if key == "set-cookie"]


@dataclass
class Browser:
    """A browser: its cookies, the address it calls from, the host it asks for."""

    app: Any
    jar: dict[str, str] = field(default_factory=dict)
    client: tuple[str, int] = ("10.1.2.3", 51_000)
    host: str = "127.0.0.1:8501"
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def word(self) -> str:
        """What a form of this browser must bring along."""
        return self.jar.get("__Host-qc-form") or self.jar.get("qc-form", "")

    def get(self, address: str, **headers: str) -> Answer:
        return self.ask("GET", address, headers=headers)

    def post(self, address: str, *, origin: str | None = "", word: str | None = None, **fields: str) -> Answer:
        """Send a form as one of the product's own pages would; `origin` and `word` to forge it."""
        # A page of ours that is open: that of the form, or where it only leads on, that of the account.
        for page in (address, "/account/me"):
            if word is None and not self.word:
                self.get(page)
        fields["form"] = self.word if word is None else word
        headers = {"content-type": "application/x-www-form-urlencoded"}
        if origin is not None:
            headers["origin"] = origin or f"http://{self.host}"
        return self.ask("POST", address, headers=headers, body=urlencode(fields).encode())

    def ask(self, method: str, address: str, *, headers: dict[str, str], body: bytes = b"") -> Answer:
        answer = in_its_own_loop(self._ask(method, address, headers, body))
        for line in answer.set_cookies:
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0":
                    self.jar.pop(name, None)
                else:
                    self.jar[name] = morsel.value
        return answer

    def websocket(self, *messages: bytes, before_each: Any = None, **headers: str) -> list[dict[str, Any]]:
        """Open a page's websocket, send messages, and return everything that the server said."""
        return in_its_own_loop(self._websocket(messages, before_each, headers))

    def _scope(self, kind: str, address: str, headers: dict[str, str]) -> dict[str, Any]:
        path, _, query = address.partition("?")
        sent = {"host": self.host, **self.headers, **{name.replace("_", "-"): text for name, text in headers.items()}}
        if self.jar:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.jar.items())
        return {
            "type": kind,
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "scheme": "ws" if kind == "websocket" else "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.lower().encode(), text.encode("latin-1")) for name, text in sent.items()],
            "client": self.client,
            "server": ("127.0.0.1", 8501),
            "subprotocols": [],
        }

    async def _ask(self, method: str, address: str, headers: dict[str, str], body: bytes) -> Answer:
        said: list[dict[str, Any]] = []
        scope = {**self._scope("http", address, headers), "method": method}

        bodies = iter([body])

        async def receive() -> dict[str, Any]:
            part = next(bodies, None)
            if part is None:
                # Nothing more comes; whoever waits for the end of the connection waits until he is told to stop.
                await asyncio.Event().wait()
            return {"type": "http.request", "body": part, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            said.append(message)

        await self.app(scope, receive, send)
        start = next(one for one in said if one["type"] == "http.response.start")
        text = b"".join(one.get("body", b"") for one in said if one["type"] == "http.response.body")
        found = [(name.decode().lower(), value.decode("latin-1")) for name, value in start["headers"]]
        return Answer(start["status"], found, text.decode("utf-8", "replace"))

    async def _websocket(self, messages: tuple[bytes, ...], before: Any, headers: dict[str, str]) -> list[Any]:
        said: list[dict[str, Any]] = []
        waiting = iter(messages)
        opened = False

        async def receive() -> dict[str, Any]:
            nonlocal opened
            if not opened:
                opened = True
                return {"type": "websocket.connect"}
            message = next(waiting, None)
            if message is None:
                return {"type": "websocket.disconnect", "code": 1000}
            if before is not None:
                before()
            return {"type": "websocket.receive", "bytes": message}

        async def send(message: dict[str, Any]) -> None:
            said.append(message)

        await self.app(self._scope("websocket", "/_stcore/stream", headers), receive, send)
        return said


async def _stream(websocket: WebSocket) -> None:
    """Answer each message with whose page it is."""
    await websocket.accept()
    async for _ in websocket.iter_bytes():
        await websocket.send_text(",".join(websocket.headers.getlist("x-qc-visitor")))


async def _shown(request: Any) -> PlainTextResponse:
    return PlainTextResponse(f"shown to {request.headers.get('x-remote-user', '-')}")


@pytest.fixture(scope="session")
def application() -> Any:
    shown = [Route(f"/{path}", _shown, methods=["GET", "POST", "PUT"]) for path in ("", "{rest:path}")]
    stream = WebSocketRoute("/_stcore/stream", _stream)
    return Starlette(routes=[*routes(), stream, *shown], middleware=[Middleware(Gate)])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Register, dict[str, str]]]:
    """A register that is no demonstration, its first accounts, and their first passwords by login."""
    path = tmp_path_factory.mktemp("gate") / "register.db"
    with create_register(str(path), now=START) as register:
        first = accounts.first_accounts(register, START, by="tester")
        yield register, {one.login: one.password for one in first}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(source, "now", lambda: found.now)
    return found


@pytest.fixture
def real(made: tuple[Register, dict[str, str]], monkeypatch: pytest.MonkeyPatch) -> Register:
    """The register of the process is one on which people sign in."""
    monkeypatch.setattr(source, "register", lambda: made[0])
    return made[0]


@pytest.fixture
def set_up(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set the gate up as a file would."""

    def put(found: GateSettings) -> None:
        for module in ("middleware", "asking", "lock"):
            monkeypatch.setattr(f"dashboard.gate.{module}.settings", lambda: found)

    settings_of_process.cache_clear()
    assert middleware.settings() == GateSettings()
    return put


@pytest.fixture
def browser(application: Any, real: Register, clock: Clock, set_up: Any) -> Browser:
    """A browser at the door, that nobody has used."""
    return Browser(application)


@pytest.fixture(scope="module")
def owned(made: tuple[Register, dict[str, str]]) -> dict[str, pyotp.TOTP]:
    """Of each login its source of one-time codes, once somebody has enrolled."""
    return {}


@pytest.fixture
def signed_in(browser: Browser, made: Any, owned: dict[str, pyotp.TOTP], clock: Clock) -> Browser:
    """A browser in which the inspector is wholly signed in."""
    enter(browser, made[1]["inspector"], owned, clock)
    return browser


def enter(browser: Browser, first: str, owned: dict[str, pyotp.TOTP], clock: Clock, login: str = "inspector") -> None:
    """Sign somebody in: the first time with a password of his own and the app, later with both."""
    if login not in owned:
        assert browser.post("/account/sign-in", login=login, password=first).to == "/account/new-password"
        done = browser.post("/account/new-password", old=first, new=PASSWORD, again=PASSWORD)
        assert done.to == "/account/one-time", done.text
        secret = re.search(r"<code>(.*?)</code>", browser.get("/account/one-time").text)
        assert secret is not None
        owned[login] = pyotp.TOTP(secret[1].replace(" ", ""))
        step = "/account/one-time"
    else:
        assert browser.post("/account/sign-in", login=login, password=PASSWORD).to == "/account/code"
        step = "/account/code"
    # A code is good once: the next one is that of the next half minute.
    used = getattr(owned[login], "used", None)
    while used is not None and owned[login].timecode(clock.now) <= used:
        clock.on(seconds=30)
    owned[login].used = owned[login].timecode(clock.now)  # type: ignore[attr-defined]
    done = browser.post(step, code=owned[login].at(clock.now))
    assert done.to == "/", done.text


@pytest.fixture
def config_file(tmp_path: Path) -> Path:
    return tmp_path / "gate.toml"


@pytest.fixture
def enter_as() -> Any:
    """`enter`, for tests that sign in themselves."""
    return enter
