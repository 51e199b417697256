"""To the provider and back: a new session each time, never one that a request before it knew."""

from __future__ import annotations

import logging
from collections import OrderedDict
from dataclasses import replace
from threading import Lock
from typing import Final

from starlette.responses import RedirectResponse, Response

from dashboard import source
from dashboard.gate import cookies, markup, paths, provider
from dashboard.gate.asking import Asking, enter, of_record, show
from dashboard.gate.markup import Page
from dashboard.gate.provider import ProviderError
from dashboard.gate.settings import GateSettings
from scoring.errors import RecordError, SpokenError
from scoring.flow import accounts

LOG: Final = logging.getLogger(__name__)

_MOST: Final = 10_000


class _Hints:
    """By which token the provider knows whom to sign out: kept beside the session, as long as this process runs."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._of: OrderedDict[str, str] = OrderedDict()

    def put(self, session_id: str, id_token: str) -> None:
        with self._lock:
            self._of[session_id] = id_token
            while len(self._of) > _MOST:
                self._of.popitem(last=False)

    def take(self, session_id: str) -> str | None:
        with self._lock:
            return self._of.pop(session_id, None)


_hints: Final = _Hints()


async def begin(asking: Asking) -> Response:
    """Send somebody to the provider."""
    browser = cookies.new_value()
    try:
        there = await of_record(lambda: provider.begin(asking.settings, browser, asking.next_))
    except (ProviderError, RecordError):
        LOG.exception("the provider, or the record, cannot be asked")
        return _failed(asking, 503)
    answer = RedirectResponse(there, 303)
    cookies.put(answer, cookies.PROVIDER, browser, asking.settings, seconds=600)
    return answer


async def back(asking: Asking) -> Response:
    """Take somebody in who comes back from the provider; each way back is good once, in the browser that began it."""
    browser = cookies.value(asking.request.cookies, cookies.PROVIDER, asking.settings)
    query = dict(asking.request.query_params)
    try:
        known, next_ = await of_record(lambda: provider.end(asking.settings, browser, query))
    except (ProviderError, RecordError) as error:
        LOG.warning("nobody is taken in: %s", error)
        return _forget(_failed(asking, 403), asking)
    try:
        found = await of_record(
            lambda: accounts.sign_in_external(
                source.register(),
                source.now(),
                issuer=known.issuer,
                subject=known.subject,
                device=asking.bound_to,
            )
        )
    except SpokenError as error:
        return _forget(_failed(asking, 403, asking.say(error.what)), asking)
    if asking.token:
        await of_record(lambda: accounts.sign_out(source.register(), source.now(), asking.token))
    _hints.put(found.session_id, known.id_token)
    return _forget(enter(replace(asking, next_=paths.safe_next(next_)), found), asking)


async def sign_out_there(settings: GateSettings, session_id: str) -> str | None:
    """Return the address at which he who had a session signs out of the provider too; ``None`` without one."""
    return await of_record(lambda: provider.sign_out_address(settings, _hints.take(session_id)))


async def origin_there(settings: GateSettings) -> str:
    """Return the origin of that address, for the policy of a page whose form leads there; empty without one."""
    there = await of_record(lambda: provider.sign_out_address(settings))
    return "/".join(there.split("/", 3)[:3]) if there else ""


def _forget(answer: Response, asking: Asking) -> Response:
    cookies.drop(answer, cookies.PROVIDER, asking.settings)
    return answer


def _failed(asking: Asking, status: int, words: str | None = None) -> Response:
    say = asking.say
    again = markup.link(paths.with_next(paths.SIGN_IN, asking.next_), say("gate.to_sign_in"), "main")
    told = (("bad", words or say("gate.provider_failed")),)
    return show(asking, Page(say("gate.trouble"), f'<p class="acts">{again}</p>', told, status))
