"""The idle lock: the password again, and what a page that is open asks by itself."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from dashboard import source
from dashboard.gate import markup, paths
from dashboard.gate.asking import Asking, dear, show, turn_away
from dashboard.gate.forms import is_from_here
from dashboard.gate.markup import Field, Page
from dashboard.gate.middleware import where
from dashboard.gate.settings import settings
from dashboard.gate.visitors import presented, visitor
from dashboard.parts.wording import as_html
from scoring.errors import RecordError, SpokenError
from scoring.flow import accounts


async def lock(asking: Asking) -> Response:
    """The page of a session that nobody has used for a while; its person alone opens it again."""
    say, session = asking.say, asking.guest.session
    if session is None or not session.locked:
        return turn_away(asking)
    told: tuple[tuple[str, str], ...] = ()
    if asking.request.method == "POST" and not session.external:
        password = asking.fields.get("password", "")
        try:
            await dear(
                lambda: accounts.unlock(
                    source.register(),
                    source.now(),
                    asking.token,
                    password,
                    device=asking.bound_to,
                    address=asking.caller,
                )
            )
        except SpokenError as error:
            told = (("bad", say(error.what)),)
        else:
            return RedirectResponse(asking.next_, 303)
    lead = f"<p>{as_html(say('gate.lock_lead', name=session.actor.name))}</p>"
    if session.external:
        to = paths.PROVIDER if asking.given.subject is None else paths.SIGN_IN
        body = (
            f'<p class="acts">{markup.link(paths.with_next(to, asking.next_), say("gate.unlock_outside"), "main")}</p>'
        )
    else:
        field = Field("password", say("gate.password"), "password", "current-password")
        body = markup.form(paths.LOCK, [field], say("gate.unlock"), word=asking.word, next_=asking.next_)
    other = markup.button(paths.SIGN_OUT, say("gate.not_me"), word=asking.word)
    page = Page(say("gate.lock_title"), f'{lead}{body}<div class="last">{other}</div>', told, 403 if told else 200)
    return show(asking, page)


async def state(request: Request) -> Response:
    """Say whether a page may stay, and if not, where its browser must go. Asking it keeps no session awake."""
    return await run_in_threadpool(_state, request, active=False)


async def alive(request: Request) -> Response:
    """Hear that a person did something on a page: his session stays awake."""
    if not is_from_here(request, settings()):
        return Response(status_code=403)
    return await run_in_threadpool(_state, request, active=True)


def _state(request: Request, *, active: bool) -> Response:
    given = presented(request.headers, request.cookies, settings())
    try:
        guest = visitor(given, active=active)
    except RecordError:
        return Response(status_code=503)
    go = None if guest.may_pass else paths.SCREEN if given.screen is not None else where(guest)
    return JSONResponse({"stay": go is None, "go": go}, headers={"cache-control": "no-store"})
