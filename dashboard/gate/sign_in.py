"""Signing in: name and password, then what is still missing: a new password, a one-time code, the app for it."""

from __future__ import annotations

from typing import Final

import segno
from starlette.responses import RedirectResponse, Response

from dashboard import source
from dashboard.gate import markup, paths
from dashboard.gate.asking import Asking, dear, enter, of_record, show, turn_away
from dashboard.gate.markup import Field, Page
from dashboard.gate.visitors import PROXY_ISSUER
from dashboard.parts.wording import as_html
from indicators.faults import FaultsError
from scoring.errors import SpokenError
from scoring.flow import accounts
from scoring.identity.terms import terms

#: Why somebody is at the page of signing in, as its address says it.
_WHY: Final = {
    "signed_out": "good",
    "over": "note",
    "elsewhere": "note",
    "by_administrator": "note",
    "changed": "note",
}


async def sign_in(asking: Asking) -> Response:
    """The page of signing in, and what was sent by it."""
    if asking.request.method == "POST":
        return await _try(asking)
    session = asking.guest.session
    if session is not None:
        return turn_away(asking)
    why = asking.request.query_params.get("why") or await _why_ended(asking)
    if asking.given.subject is not None and why != "signed_out":
        return await _by_proxy(asking)
    told = ((_WHY[why], asking.say(f"gate.why_{why}")),) if why in _WHY else ()
    return show(asking, _form(asking, told=told))


async def _try(asking: Asking) -> Response:
    login, password = asking.fields.get("login", "").strip(), asking.fields.get("password", "")
    try:
        found = await dear(
            lambda: accounts.sign_in(
                source.register(), source.now(), login, password, device=asking.bound_to, address=asking.caller
            )
        )
    except SpokenError as error:
        return show(asking, _form(asking, login, told=(("bad", asking.say(error.what)),), status=403))
    await _end_former(asking)
    return enter(asking, found)


async def _by_proxy(asking: Asking) -> Response:
    subject = asking.given.subject or ""
    try:
        found = await of_record(
            lambda: accounts.sign_in_external(
                source.register(), source.now(), issuer=PROXY_ISSUER, subject=subject, device=asking.bound_to
            )
        )
    except SpokenError as error:
        return show(asking, _form(asking, told=(("bad", asking.say(error.what)),), status=403))
    await _end_former(asking)
    return enter(asking, found)


async def code(asking: Asking) -> Response:
    """The one-time code, asked after the password."""
    say, session = asking.say, asking.guest.session
    if session is None or session.needs != "one_time_code":
        return turn_away(asking)
    told: tuple[tuple[str, str], ...] = ()
    if asking.request.method == "POST":
        try:
            found = await dear(
                lambda: accounts.pass_one_time(
                    source.register(),
                    source.now(),
                    asking.token,
                    _digits(asking),
                    device=asking.bound_to,
                    address=asking.caller,
                )
            )
        except SpokenError as error:
            told = (("bad", say(error.what)),)
        else:
            return enter(asking, found)
    field = Field("code", say("gate.code"), "code", "one-time-code", say("gate.code_hint"))
    body = markup.form(paths.CODE, [field], say("gate.go_on"), word=asking.word, next_=asking.next_)
    return show(asking, Page(say("gate.code_title"), body + _other_person(asking), told, _status(told)))


async def new_password(asking: Asking) -> Response:
    """A new password: the first own one, or because he wants to."""
    say, session = asking.say, asking.guest.session
    if session is None or session.needs not in ("nothing", "new_password") or session.locked or session.external:
        return turn_away(asking)
    told: tuple[tuple[str, str], ...] = ()
    if asking.request.method == "POST":
        new, again = asking.fields.get("new", ""), asking.fields.get("again", "")
        try:
            if new != again:
                told = (("bad", say("gate.not_the_same")),)
            else:
                found = await dear(
                    lambda: accounts.change_password(
                        source.register(),
                        source.now(),
                        asking.token,
                        asking.fields.get("old", ""),
                        new,
                        device=asking.bound_to,
                    )
                )
                return enter(asking, found)
        except FaultsError as error:
            told = tuple(("bad", fault.message(say)) for fault in error.faults)
        except SpokenError as error:
            told = (("bad", say(error.what)),)
    first = session.needs == "new_password"
    hint = say("gate.password_hint", shortest=terms().password.shortest)
    fields = [
        Field("old", say("gate.first_password" if first else "gate.old_password"), "password", "current-password"),
        Field("new", say("gate.new_password"), "password", "new-password", hint),
        Field("again", say("gate.password_again"), "password", "new-password"),
    ]
    lead = f"<p>{as_html(say('gate.first_password_lead'))}</p>" if first else ""
    body = lead + markup.form(
        paths.NEW_PASSWORD, fields, say("gate.set_password"), word=asking.word, next_=asking.next_
    )
    title = say("gate.first_password_title" if first else "gate.new_password_title")
    return show(asking, Page(title, body + (_other_person(asking) if first else _back(asking)), told, _status(told)))


async def one_time(asking: Asking) -> Response:
    """The app for one-time codes: its square to scan, and the first code out of it."""
    say, session = asking.say, asking.guest.session
    if session is None or session.needs not in ("nothing", "enrol_one_time") or session.locked or session.one_time:
        return RedirectResponse(paths.ME, 303) if asking.guest.may_pass else turn_away(asking)
    told: tuple[tuple[str, str], ...] = ()
    try:
        if asking.request.method == "POST":
            found = await dear(
                lambda: accounts.confirm_one_time(
                    source.register(), source.now(), asking.token, _digits(asking), device=asking.bound_to
                )
            )
            return enter(asking, found)
    except SpokenError as error:
        told = (("bad", say(error.what)),)
    secret = await of_record(
        lambda: accounts.begin_one_time(source.register(), source.now(), asking.token, device=asking.bound_to)
    )
    square = segno.make(secret.uri, error="m", micro=False).svg_data_uri(scale=5, border=2, dark="#1b2430")
    by_hand = " ".join(secret.secret[at : at + 4] for at in range(0, len(secret.secret), 4))
    steps = "".join(f"<li>{as_html(say(f'gate.enrol_step_{step}'))}</li>" for step in ("app", "scan", "code"))
    body = (
        f'<ol class="steps">{steps}</ol>'
        f'<figure><img src="{as_html(square)}" alt="{as_html(say("gate.square"))}" width="220" height="220">'
        f"<figcaption>{as_html(say('gate.by_hand'))}<code>{as_html(by_hand)}</code></figcaption></figure>"
    )
    field = Field("code", say("gate.code"), "code", "one-time-code", say("gate.code_hint"))
    body += markup.form(paths.ENROL, [field], say("gate.confirm"), word=asking.word, next_=asking.next_)
    last = _other_person(asking) if session.needs == "enrol_one_time" else _back(asking)
    return show(asking, Page(say("gate.enrol_title"), body + last, told, _status(told)))


def _form(asking: Asking, login: str = "", *, told: tuple[tuple[str, str], ...] = (), status: int = 200) -> Page:
    say = asking.say
    fields = [
        Field("login", say("gate.login"), "text", "username", value=login[:200]),
        Field("password", say("gate.password"), "password", "current-password"),
    ]
    body = markup.form(paths.SIGN_IN, fields, say("gate.sign_in"), word=asking.word, next_=asking.next_)
    provider = asking.settings.oidc
    if provider is not None:
        name = provider.name if say.language == "zh" else provider.name_en
        by = markup.link(paths.with_next(paths.PROVIDER, asking.next_), say("gate.by_provider", name=name), "main")
        body = f'<p class="acts">{by}</p><p class="or"><span>{as_html(say("gate.or"))}</span></p>{body}'
    if asking.given.subject is not None:
        by = markup.link(paths.with_next(paths.SIGN_IN, asking.next_), say("gate.by_proxy"), "main")
        body = f'<p class="acts">{by}</p>{body}'
    body += f'<p class="quiet">{as_html(say("gate.help"))}</p>'
    return Page(say("gate.sign_in_title"), body, told, status)


async def _why_ended(asking: Asking) -> str | None:
    if not asking.token:
        return None
    return await of_record(lambda: accounts.why_ended(source.register(), asking.token))


async def _end_former(asking: Asking) -> None:
    """End the session that this browser had: nobody goes on with it after somebody signed in anew."""
    if asking.token:
        await of_record(lambda: accounts.sign_out(source.register(), source.now(), asking.token))


def _digits(asking: Asking) -> str:
    return "".join(asking.fields.get("code", "").split())


def _other_person(asking: Asking) -> str:
    return f'<div class="last">{markup.button(paths.SIGN_OUT, asking.say("gate.not_me"), word=asking.word)}</div>'


def _back(asking: Asking) -> str:
    return f'<p class="last">{markup.link(paths.ME, asking.say("gate.back_to_account"))}</p>'


def _status(told: tuple[tuple[str, str], ...]) -> int:
    return 403 if told else 200


def to_sign_in(why: str) -> RedirectResponse:
    """Send somebody to the page of signing in, which says why."""
    return RedirectResponse(f"{paths.SIGN_IN}?why={why}", 303)
