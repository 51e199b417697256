"""A screen of the hall, on a register that is no demonstration: paired by its code, without anybody's account.

It keeps a word of its own, sees the wall and nothing else, and goes dark when the desk pairs another.
"""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from dashboard import source
from dashboard.gate import cookies, markup, paths
from dashboard.gate.asking import Asking, of_record, show
from dashboard.gate.markup import Field, Page
from dashboard.gate.visitors import BETWEEN, KIOSK
from dashboard.parts.wording import as_html
from scoring.errors import SpokenError
from scoring.flow import meeting

_PARAMETER = "screen"


async def screen(asking: Asking) -> Response:
    """The page on which a screen is paired, and the code that was sent by it."""
    say = asking.say
    told: tuple[tuple[str, str], ...] = ()
    if asking.request.method == "POST":
        code = "".join(asking.fields.get("code", "").split())
        try:
            found = await of_record(lambda: meeting.pair_wall(source.register(), KIOSK, source.now(), code=code))
        except SpokenError as error:
            told = (("bad", say(error.what)),)
        else:
            word = f"{found.sitting_id}{BETWEEN}{found.token}"
            answer = RedirectResponse(f"/kiosk_wall?{_PARAMETER}={quote(word)}", 303)
            cookies.put(answer, cookies.SCREEN, word, asking.settings)
            return answer
    field = Field("code", say("screen.code"), "code")
    body = f"<p>{as_html(say('screen.how_to_pair'))}</p>" + markup.form(
        paths.SCREEN, [field], say("screen.pair"), word=asking.word
    )
    return show(asking, Page(say("page.kiosk_wall"), body, told, 403 if told else 200))
