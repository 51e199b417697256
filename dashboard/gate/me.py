"""The page of one's own account: who one is here, where one is signed in, and out of it."""

from __future__ import annotations

from contextlib import suppress

from starlette.responses import RedirectResponse, Response

from dashboard import source
from dashboard.gate import cookies, markup, paths
from dashboard.gate.asking import Asking, of_record, show, turn_away
from dashboard.gate.markup import Page
from dashboard.gate.provider_pages import origin_there, sign_out_there
from dashboard.gate.sign_in import to_sign_in
from dashboard.parts.listing import listed
from dashboard.parts.wording import as_html
from indicators.language import Name, Translator
from scoring import access
from scoring.flow import accounts
from scoring.flow.accounts import SignInRefusedError

EVERYWHERE = "/account/sign-out-everywhere"
ONE = "/account/sign-out-one"


async def me(asking: Asking) -> Response:
    """Who one is, which sessions one has, and what may be done with them."""
    say, session = asking.say, asking.guest.session
    if session is None or not asking.guest.may_pass:
        return turn_away(asking)
    rows = [(say("gate.name"), session.actor.name), (say("gate.roles"), roles(session.roles, say))]
    if session.actor.region is not None:
        rows.append((say("gate.region"), say.say(source.regions().place(session.actor.region))))
    rows.append((say("gate.one_time"), say("gate.one_time_on" if session.one_time else "gate.one_time_off")))
    rows.append((say("gate.until"), say.say(session.ends)))
    acts = markup.link("/", say("gate.to_work"), "main")
    if not session.external:
        acts += markup.link(paths.NEW_PASSWORD, say("gate.new_password_title"), "quiet")
    if not session.one_time:
        acts += markup.link(paths.ENROL, say("gate.enrol_title"), "quiet")
    body = f'{markup.facts(rows)}<div class="acts">{acts}</div>{await _sessions(asking)}'
    ends = markup.button(paths.SIGN_OUT, say("gate.sign_out"), word=asking.word, kind="main")
    ends += markup.button(EVERYWHERE, say("gate.sign_out_everywhere"), word=asking.word)
    return show(
        asking,
        Page(say("gate.me_title"), f'{body}<div class="acts">{ends}</div>', wide=True),
        also=await _origin(asking),
    )


async def sign_out(asking: Asking) -> Response:
    """End this session; looked at, the page that asks."""
    say = asking.say
    if asking.request.method != "POST":
        if asking.guest.session is None:
            return turn_away(asking)
        lead = f"<p>{as_html(say('gate.sign_out_lead', name=asking.guest.session.actor.name))}</p>"
        body = markup.form(paths.SIGN_OUT, [], say("gate.sign_out"), word=asking.word)
        body += f'<p class="last">{markup.link("/", say("gate.stay"))}</p>'
        return show(asking, Page(say("gate.sign_out"), lead + body), also=await _origin(asking))
    if asking.token:
        await of_record(lambda: accounts.sign_out(source.register(), source.now(), asking.token))
    return await _gone(asking)


async def sign_out_everywhere(asking: Asking) -> Response:
    """End every session of his."""
    if asking.guest.session is None:
        return turn_away(asking)
    # A session that is over already leaves nothing to end from here: its browser is let go all the same.
    with suppress(SignInRefusedError):
        await of_record(lambda: accounts.sign_out_everywhere(source.register(), source.now(), asking.token))
    return await _gone(asking)


async def sign_out_one(asking: Asking) -> Response:
    """End one of his other sessions."""
    if asking.guest.session is None or not asking.guest.may_pass:
        return turn_away(asking)
    session_id = asking.fields.get("session", "")
    await of_record(
        lambda: accounts.sign_out_one(source.register(), source.now(), asking.token, session_id, device=asking.bound_to)
    )
    return RedirectResponse(paths.ME, 303)


def roles(found: frozenset[str], say: Translator) -> str:
    """Return roles by their names."""
    names = {one.id: say.say(Name(one.name, one.name_en)) for one in access.rules().role}
    return listed([name for id_, name in names.items() if id_ in found], say)


async def _sessions(asking: Asking) -> str:
    say = asking.say
    found = await of_record(
        lambda: accounts.my_sessions(source.register(), source.now(), asking.token, device=asking.bound_to)
    )
    rows = [
        (
            as_html(say.say(one.began)),
            as_html(say.say(one.last_used)),
            f"<b>{as_html(say('gate.this_one'))}</b>"
            if one.current
            else markup.button(ONE, say("gate.end"), word=asking.word, values=[("session", one.session_id)]),
        )
        for one in found
    ]
    columns = (say("gate.began"), say("gate.last_used"), say("gate.session"))
    return f"<h2>{as_html(say('gate.sessions'))}</h2>{markup.table(columns, rows)}"


async def _gone(asking: Asking) -> Response:
    """Let the browser forget the session, and sign out at the provider too where that was set up."""
    session = asking.guest.session
    there = None
    if session is not None and session.external and asking.given.subject is None:
        there = await sign_out_there(asking.settings, session.session_id)
    answer = to_sign_in("signed_out") if there is None else RedirectResponse(there, 303)
    for cookie in (cookies.SESSION, cookies.FORM):
        cookies.drop(answer, cookie, asking.settings)
    # Nothing of what the browser kept of these pages is there for whoever sits down next.
    answer.headers["clear-site-data"] = '"cache", "storage"'
    return answer


async def _origin(asking: Asking) -> str:
    session = asking.guest.session
    return await origin_there(asking.settings) if session is not None and session.external else ""
