"""To whom something leads that turned up: who took it when, by what it is known, whether it is unchanged."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import desk, frame
from dashboard.parts.card_table import card_table
from dashboard.parts.panel_words import moment
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.tracing_given import Given
from dashboard.parts.wording import as_html, as_markdown, grouped
from indicators.language import Translator
from scoring import flow
from scoring.flow import ScreenTraced, Traced
from scoring.model import Actor

_MOST: Final = 50


def draw(person: Actor, say: Translator, given: Given) -> None:
    """Draw what was found, most telling first."""
    with frame.told(say):
        leak = source.ask(flow.trace_leak, person, texts=given.texts, file=given.file)
    st.header(say("tracing.found", count=len(leak.exports) + len(leak.screens)), anchor=False)
    if leak.digest is not None:
        line = say("tracing.digest", file=given.name, digest=grouped(leak.digest))
        st.html(f'<p class="dk-quiet">{as_html(line)}</p>')
    if not leak.exports and not leak.screens:
        frame.empty(say("tracing.nothing"))
        return
    for one in leak.screens:
        _screen(say, one)
    if leak.exports:
        heads = [say(f"tracing.column_{name}") for name in ("taker", "what", "number", "how", "bytes")]
        st.html(card_table(heads, [_row(say, one) for one in leak.exports[:_MOST]]))
    if len(leak.exports) > _MOST:
        st.caption(say("tracing.more", count=len(leak.exports) - _MOST))
    if any("name" in one.how for one in leak.exports):
        st.caption(say("tracing.by_name"))


def kind(say: Translator, what: str) -> str:
    """Return what kind of file it is; one of another version of the product stands for itself."""
    key = f"tracing.what_{what}"
    return say(key) if key in say.keys else what


def _screen(say: Translator, one: ScreenTraced) -> None:
    words = say("tracing.screen", code=one.code, persons=say("chair.comma").join(one.persons))
    st.warning(as_markdown(words), icon=":material/photo_camera:")


def _row(say: Translator, one: Traced) -> list[str]:
    made = one.export
    role = as_html(desk.role(made.role, say))
    who = f"<b>{as_html(made.taker)}</b><small>{role}</small><small>{moment(made.at)}</small>"
    what = f"{as_html(kind(say, made.what))}<small>{as_html(made.about or say('tracing.of_all'))}</small>"
    ways = " ".join(chip(say(f"tracing.how_{way}"), "good") for way in one.how)
    if one.name:
        ways += f"<small>{as_html(say('tracing.entry', name=one.name))}</small>"
    if one.borne:
        ways += f"<small>{as_html(say('tracing.borne'))}</small>"
    number = f'<span class="pn-hash">{as_html(made.export_id)}</span>'
    return [who, what, number, ways, _bytes(say, one)]


def _bytes(say: Translator, one: Traced) -> str:
    """Return whether the file is as it was taken, and what its digest was then."""
    states = {True: ("tracing.unchanged", "good"), False: ("tracing.changed", "bad"), None: ("tracing.no_file", "")}
    key, look = states[one.unchanged]
    digest = one.export.digest
    return f'{chip(say(key), look)}<small class="pn-hash" title="{as_html(digest)}">{as_html(digest[:16])}…</small>'
