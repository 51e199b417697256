"""One request to a page of the gate: who asks, in which language, with which form, and the answer to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Final, TypeVar

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dashboard.gate import cookies, markup, paths
from dashboard.gate.forms import FormRefusedError, posted
from dashboard.gate.in_time import in_time
from dashboard.gate.middleware import where
from dashboard.gate.settings import GateSettings, settings
from dashboard.gate.visitors import Presented, Visitor, bound, caller, presented, visitor
from dashboard.texts import translator
from indicators.language import LANGUAGES, Translator
from scoring.errors import RecordError
from scoring.flow.accounts import SignedIn

_Found = TypeVar("_Found")
#: A password costs memory and time by design: so many are looked at at once, and the rest waits.
_AT_ONCE: Final = 4
_limiter: anyio.CapacityLimiter | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """A request.

    Attributes
    ----------
    request : Request
    settings : GateSettings
    say : Translator
    given : Presented
    guest : Visitor
    fields : mapping
        Of the form that was sent; empty where a page is only looked at.
    word : str
        What the next form of this browser must bring along.
    device : str
        The browser's own word: that which it brought, or a new one.
    next_ : str
        Where he wants to go afterwards.
    """

    request: Request
    settings: GateSettings
    say: Translator
    given: Presented
    guest: Visitor
    fields: Mapping[str, str]
    word: str
    device: str
    next_: str

    @property
    def address(self) -> str:
        """The page's own path and query."""
        query = self.request.url.query
        return str(self.request.scope["path"]) + (f"?{query}" if query else "")

    @property
    def token(self) -> str:
        """The session's; empty where there is none, which no session has."""
        return self.given.token or ""

    @property
    def bound_to(self) -> str:
        """To what a session of this request is bound."""
        return bound(self.device, self.given.subject)

    @property
    def caller(self) -> str | None:
        """The address that calls, behind a proxy that is ours the one it names; ``None``: it may be anybody's."""
        return caller(self.request, self.settings)


Handler = Callable[[Asking], Awaitable[Response]]


def page(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Let a handler answer requests: on a demonstration, where nobody signs in, none is needed."""

    @wraps(handler)
    async def answer(request: Request) -> Response:
        found = settings()
        say = translator(_language(request, found))
        try:
            fields = await posted(request, found) if request.method == "POST" else {}
        except FormRefusedError:
            return _keep(_trouble(say, "gate.form_refused", 403), request, found)
        given = presented(_headers(request), request.cookies, found)
        try:
            guest = await in_time(lambda: visitor(given, active=True))
        except RecordError:
            return _trouble(say, "gate.no_record", 503)
        if guest.kind == "demonstration":
            return RedirectResponse("/", 303)
        word = cookies.value(request.cookies, cookies.FORM, found) or cookies.new_value()
        device = cookies.value(request.cookies, cookies.DEVICE, found) or cookies.new_value()
        next_ = paths.safe_next(fields.get("next") or request.query_params.get("next"))
        return await handler(Asking(request, found, say, given, guest, fields, word, device, next_))

    return answer


async def dear(step: Callable[[], _Found]) -> _Found:
    """Do what costs as much as a password, not too many at once."""
    global _limiter
    _limiter = _limiter or anyio.CapacityLimiter(_AT_ONCE)
    return await anyio.to_thread.run_sync(step, limiter=_limiter)


def show(asking: Asking, page: markup.Page, *, also: str = "") -> HTMLResponse:
    """Return a page, and let the browser keep what its form must bring along."""
    answer = markup.render(page, asking.say, address=asking.address, also=also)
    cookies.put(answer, cookies.FORM, asking.word, asking.settings, same_site="strict")
    _keep(answer, asking.request, asking.settings)
    return answer


def enter(asking: Asking, signed_in: SignedIn) -> Response:
    """Send somebody on who has signed in, with a session that no request before this one knew."""
    needs = {"new_password": paths.NEW_PASSWORD, "one_time_code": paths.CODE, "enrol_one_time": paths.ENROL}
    to = paths.with_next(needs[signed_in.needs], asking.next_) if signed_in.needs in needs else asking.next_
    answer = RedirectResponse(to, 303)
    cookies.put(answer, cookies.SESSION, signed_in.token, asking.settings)
    cookies.put(answer, cookies.DEVICE, asking.device, asking.settings, seconds=cookies.DEVICE_SECONDS)
    # A form that was open before must not be sent by whoever is here now; a screen is no person.
    cookies.drop(answer, cookies.FORM, asking.settings)
    if asking.given.screen is not None:
        cookies.drop(answer, cookies.SCREEN, asking.settings)
    return answer


def turn_away(asking: Asking) -> Response:
    """Send somebody to the page that comes first for him."""
    if asking.guest.may_pass and asking.guest.session is not None:
        return RedirectResponse(asking.next_, 303)
    return RedirectResponse(where(asking.guest, asking.next_), 303)


async def of_record(step: Callable[[], _Found]) -> _Found:
    """Ask the record, beside the server's loop."""
    return await run_in_threadpool(step)


def _headers(request: Request) -> Mapping[str, str]:
    return request.headers


def _language(request: Request, found: GateSettings) -> str:
    asked = request.query_params.get("lang") or cookies.value(request.cookies, cookies.LANGUAGE, found)
    return asked if asked in LANGUAGES else "zh"


def _keep(answer: HTMLResponse, request: Request, found: GateSettings) -> HTMLResponse:
    chosen = request.query_params.get("lang")
    if chosen in LANGUAGES:
        cookies.put(answer, cookies.LANGUAGE, str(chosen), found, seconds=cookies.DEVICE_SECONDS)
    return answer


def _trouble(say: Translator, key: str, status: int) -> HTMLResponse:
    again = markup.link(paths.SIGN_IN, say("gate.to_sign_in"), "main")
    body = f'<p class="acts">{again}</p>'
    return markup.render(
        markup.Page(say("gate.trouble"), body, (("bad", say(key)),), status), say, address=paths.SIGN_IN
    )
