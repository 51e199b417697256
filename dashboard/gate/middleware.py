"""The gate itself: one middleware before everything, over http and websocket.

A websocket is asked at its opening and again before each message that it carries: whoever was signed out, locked or
given other rights does nothing more on a page that is still open, neither by its buttons nor by words of his own.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import Final
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.gate import cookies, markup, paths
from dashboard.gate.in_time import in_time
from dashboard.gate.paths import Kind
from dashboard.gate.settings import GateSettings, settings
from dashboard.gate.visitors import Presented, Visitor, presented, visitor
from dashboard.texts import translator
from indicators.language import LANGUAGES
from scoring.errors import RecordError

LOG: Final = logging.getLogger(__name__)
#: Tells Streamlit whose page it is, so that it gives a page back to nobody else; taken off whatever comes from outside.
VISITOR_HEADER: Final = b"x-qc-visitor"
#: Seconds after which a page that found no record asks again.
_AGAIN: Final = 15
_POLICY_VIOLATION: Final = 1008
_NEEDED: Final = {"new_password": paths.NEW_PASSWORD, "one_time_code": paths.CODE, "enrol_one_time": paths.ENROL}


class Gate:
    """Lets in whom the record knows."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it in the product's place."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        found = settings()
        scope = {**scope, "headers": _believable(scope, found)}
        if not _host_is_ours(scope, found):
            await _refuse(scope, receive, send, PlainTextResponse("bad host", 400))
            return
        kind = paths.kind(scope["path"])
        if kind is Kind.CLOSED:
            await _refuse(scope, receive, send, PlainTextResponse("not found", 404))
        elif kind is Kind.OPEN and scope["type"] == "http":
            await self._app(scope, receive, send)
        else:
            await self._ask(scope, receive, send, kind)

    async def _ask(self, scope: Scope, receive: Receive, send: Send, kind: Kind) -> None:
        connection = HTTPConnection(scope)
        given = presented(connection.headers, connection.cookies, settings())
        try:
            guest = await in_time(partial(visitor, given))
        except RecordError:
            LOG.exception("nobody is let in while the record does not answer")
            await _refuse(scope, receive, send, _away(scope, kind))
            return
        if not guest.may_pass or (guest.kind == "screen" and not paths.for_a_screen(scope["path"])):
            await _refuse(scope, receive, send, _answer(scope, kind, guest))
        elif scope["type"] == "http":
            await self._app(scope, receive, send)
        else:
            named = {**scope, "headers": [*scope["headers"], (VISITOR_HEADER, guest.name.encode())]}
            await self._app(named, _Checked(receive, send, given, guest), send)


class _Checked:
    """Receives what a websocket carries, as long as he who opened it may still pass."""

    def __init__(self, receive: Receive, send: Send, given: Presented, guest: Visitor) -> None:
        self._receive = receive
        self._send = send
        self._given = given
        self._guest = guest

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] != "websocket.receive" or self._guest.kind == "demonstration":
            return message
        if await run_in_threadpool(_still, self._given, self._guest):
            return message
        await self._send({"type": "websocket.close", "code": _POLICY_VIOLATION})
        return {"type": "websocket.disconnect", "code": _POLICY_VIOLATION}


def _still(given: Presented, guest: Visitor) -> bool:
    try:
        now = visitor(given)
    except Exception:  # whatever it is: a screen keeps what it shows, a person does nothing more
        LOG.exception("who is at a page could not be asked")
        return guest.kind == "screen"
    return now.may_pass and now.name == guest.name


def _believable(scope: Scope, found: GateSettings) -> list[tuple[bytes, bytes]]:
    """Return the headers without those that only we, or a proxy that we trust, may set."""
    client = scope.get("client") or ("", 0)
    drop = {VISITOR_HEADER}
    if found.proxy.user_header is not None:
        header = found.proxy.user_header.lower().encode("latin-1", "replace")
        named = [value for name, value in scope["headers"] if name.lower() == header]
        # Port 0: the server has put the address there that an `X-Forwarded-For` claims, not the one that called.
        if len(named) != 1 or not client[1] or not found.trusts(client[0]):
            drop.add(header)
    return [(name, value) for name, value in scope["headers"] if name.lower() not in drop]


def _host_is_ours(scope: Scope, found: GateSettings) -> bool:
    """Whether the host that was asked for is ours: a page of another name that leads here is not answered."""
    if not found.hosts or scope["path"] == "/_stcore/health":
        return True
    try:
        return urlsplit(f"//{Headers(scope=scope).get('host', '')}").hostname in found.hosts
    except ValueError:
        return False


def _away(scope: Scope, kind: Kind) -> Response:
    """Say that the record does not answer: to a person in words, on a page that asks again by itself."""
    if kind is not Kind.PAGE or scope.get("method") != "GET":
        return PlainTextResponse("the record does not answer", 503)
    asked = cookies.value(HTTPConnection(scope).cookies, cookies.LANGUAGE, settings())
    say = translator(asked if asked in LANGUAGES else "zh")
    query = scope["query_string"].decode("latin-1")
    here = paths.safe_next(scope["path"] + (f"?{query}" if query else ""))
    body = f'<p class="acts">{markup.link(here, say("gate.try_again"), "main")}</p>'
    told = (("bad", say("gate.record_away")), ("note", say("gate.record_away_what", seconds=_AGAIN)))
    answer = markup.render(markup.Page(say("gate.trouble"), body, told, 503), say, address=here)
    answer.headers["refresh"] = answer.headers["retry-after"] = str(_AGAIN)
    return answer


def _answer(scope: Scope, kind: Kind, guest: Visitor) -> Response:
    if kind is Kind.DATA or scope["method" if scope["type"] == "http" else "type"] not in ("GET", "HEAD", "websocket"):
        return PlainTextResponse("sign in first", 401)
    query = scope["query_string"].decode("latin-1")
    return RedirectResponse(where(guest, scope["path"] + (f"?{query}" if query else "")), 303)


def where(guest: Visitor, next_: str = "/") -> str:
    """Return the page of the gate to which somebody is sent who may not pass yet."""
    next_ = paths.safe_next(next_)
    if guest.session is None:
        return paths.with_next(paths.SIGN_IN, next_)
    if guest.session.needs != "nothing":
        return paths.with_next(_NEEDED[guest.session.needs], next_)
    return paths.with_next(paths.LOCK, next_)


async def _refuse(scope: Scope, receive: Receive, send: Send, answer: Response) -> None:
    if scope["type"] == "http":
        await answer(scope, receive, send)
        return
    # Closed before it was accepted: the server answers the opening with 403.
    await receive()
    await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
