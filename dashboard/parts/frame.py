"""What surrounds every page: style, the product's name, the banner of what is sample, errors and empty states."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NoReturn

import streamlit as st

from dashboard import identity, source
from dashboard.parts import live, page_mark
from dashboard.parts.wording import as_html, as_markdown
from indicators.faults import FaultsError
from indicators.language import LANGUAGES, Translator
from indicators.model import RuleBook
from scoring import access, flow
from scoring.errors import RecordError, SpokenError
from scoring.model import Actor
from scoring.register.canonical import moment

LOG: Final = logging.getLogger(__name__)
STYLE: Final = Path(__file__).with_name("style.css")
# A file of ours: a named Material symbol as the icon of the page is fetched from another host.
#: Of the gate: inside the page, because it must run before anything else of it.
WATCH: Final = Path(__file__).parents[1] / "gate" / "static" / "watch.js"
#: What the page says by itself when its server is away: of every run of every page, so read once.
AWAY: Final = Path(__file__).with_name("away.js").read_text("utf-8")
ICON: Final = Path(__file__).with_name("icon.svg")


def style(say: Translator) -> None:
    """Put the product's style on the page, what the theme cannot say, and its name above the pages."""
    st.html(STYLE)
    # Streamlit says English in every box for files: a style sheet says it in the language of the page.
    said = {"product": "page.product", "upload": "dossier.upload", "drop": "dossier.upload_limit"}
    words = {name: say(key).replace("\\", "").replace('"', "") for name, key in said.items()}
    named = " ".join(f'--qc-{name}: "{word}";' for name, word in words.items())
    st.html(f"<style>:root {{ {named} }}</style>")
    _language(say)


def _language(say: Translator) -> None:
    code = LANGUAGES[say.language].replace("_", "-")
    with st.container(key="page-language"):
        script = language_script(say)
        st.html(f'<script data-language="{code}">{script}</script>', unsafe_allow_javascript=True)


def language_script(say: Translator) -> str:
    """Tell the page its language, which is English for Streamlit whatever it shows, and what it says by itself."""
    code = LANGUAGES[say.language].replace("_", "-")
    away = json.dumps({name: say(f"page.away_{name}") for name in ("title", "body", "close")}).replace("<", "\\u003c")
    return f'document.documentElement.lang = "{code}"; window.qcAway = {away};\n{AWAY}'


def watch() -> None:
    """Let a page leave by itself when its session is locked or over; on a demonstration there is none."""
    with suppress(RecordError):
        if source.register().synthetic:
            return
        st.html(f"<script>{WATCH.read_text('utf-8')}</script>", unsafe_allow_javascript=True)


def header(say: Translator) -> None:
    """Say, on a demonstration, that nothing in it is real, and while no act is taken, that none is and why."""
    if source.register().synthetic:
        st.html(f'<div class="qc-synthetic" role="note">{as_html(say("page.synthetic"))}</div>')
    now = source.now()
    stops = flow.hindrances_of(source.register(), now)
    if stops.standstill is not None:
        since = moment(stops.standstill.at)
        _stopped(say("page.frozen"), say("page.frozen_since", at=since, reason=stops.standstill.reason))
    if stops.ahead is not None:
        last = moment(stops.ahead.at)
        _stopped(say("page.clock_back"), say("page.clock_back_what", now=now, last=last, entry=stops.ahead.sequence))


def _stopped(title: str, words: str) -> None:
    st.html(f'<div class="qc-sample" role="alert"><b>{as_html(title)}</b>{as_html(words)}</div>')


def open_page(page_id: str) -> tuple[Actor, Translator]:
    """Ask whether this person may open this page, before anything of it is computed.

    Every view begins with it, so that a view run by a direct address refuses as the frame would.
    """
    say = identity.say()
    try:
        person = identity.actor()
        if person is None:
            stop_with(say("gate.session_over"))
        access.require(person, "open", f"page_{page_id}")
    except SpokenError as error:
        stop_with(say(error.what))
    # The wall says nothing: it stays at its last frame.
    if page_id != "kiosk_wall":
        live.wait_for_power(say("rehearsal.power_cut"))
    if page_mark.is_marked(page_id):
        with told(say):
            page_mark.draw(person, say)
    return person, say


def title(say: Translator, key: str, **values: object) -> None:
    """Draw the page's title."""
    st.title(say(key, **values), anchor=False)


def banner(say: Translator, book: RuleBook) -> None:
    """Say what of the round is sample: on every page that shows something computed by it."""
    round_ = book.round
    if round_.status != "official":
        words = round_.banner if say.language == "zh" else round_.banner_en
        status = say(f"page.status_{round_.status}")
        st.html(f'<div class="qc-sample" role="note"><b>{as_html(status)}</b>{as_html(words)}</div>')


@contextmanager
def told(say: Translator) -> Iterator[None]:
    """Say what went wrong in the reader's words, and stop the page there."""
    try:
        yield
    except FaultsError as error:
        for fault in error.faults:
            st.error(as_markdown(fault.message(say)), icon=":material/error:")
        st.stop()
    except SpokenError as error:
        stop_with(say(error.what))


def stop_with(text: str) -> NoReturn:
    """Say one thing, and end the run."""
    st.warning(as_markdown(text), icon=":material/info:")
    st.stop()


def empty(text: str) -> None:
    """Say that there is nothing here yet, and what would bring something."""
    st.html(f'<div class="qc-empty">{as_html(text)}</div>')


def broken(error: Exception) -> bool:
    """Say in the reader's words that a page broke; what broke goes to the log under a number that he can name.

    What has words of its own, such as a disk that is full, is no slip of the program: those words are said.
    """
    if isinstance(error, SpokenError):
        LOG.warning("a page was refused what it needs: %s", error)
        st.warning(as_markdown(identity.say()(error.what)), icon=":material/info:")
        return True
    number = secrets.token_hex(4)
    LOG.error("page broke (%s)", number, exc_info=error)
    st.error(identity.say()("page.broken", number=number), icon=":material/error:")
    return True
