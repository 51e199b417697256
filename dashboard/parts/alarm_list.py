"""Alarms drawn: each a sentence with its count, what it is about, and the page on which it is looked into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard.parts import desk
from dashboard.parts.panel_words import moment
from dashboard.parts.rule_book_markup import opened
from dashboard.parts.wording import as_html
from dashboard.roles import VIEWS
from indicators.language import Translator
from scoring.flow import Alarm
from scoring.flow.alarms import DAYS

STYLE: Final = Path(__file__).with_name("alarm_list.css")
INSPECTOR: Final = VIEWS / "inspector"
#: What must never be there, what somebody has to look at, and what is told and may be in order.
GRAVE: Final = frozenset({"after_reveal", "recused_voting", "break_glass", "conflicts", "unsigned"})
TOLD: Final = frozenset({"identities"})
PAGES: Final[Mapping[str, Path]] = {
    "crossed": INSPECTOR / "integrity.py",
    "after_reveal": INSPECTOR / "integrity.py",
    "identities": INSPECTOR / "openings.py",
    "conflicts": INSPECTOR / "draws.py",
    "recused_voting": INSPECTOR / "draws.py",
    "unsigned": VIEWS / "admin" / "accounts.py",
}
_MOST: Final = 30


def style() -> None:
    """Put its look on the page."""
    st.html(STYLE)


def level(one: Alarm) -> str:
    """Return ``grave``, ``look``, ``told`` or ``quiet``."""
    if not one.count:
        return "quiet"
    return "grave" if one.kind in GRAVE else "told" if one.kind in TOLD else "look"


def counts(say: Translator, found: Sequence[Alarm]) -> None:
    """Draw how many kinds are grave, are to be looked at, are told, and are quiet."""
    colour = {"grave": "no", "look": "unknown", "told": "", "quiet": "yes"}
    st.header(say("watch.alarms"), anchor=False)
    desk.counts(
        (count, say(f"watch.count_{name}"), kind if count else "")
        for name, kind in colour.items()
        for count in [sum(level(one) == name for one in found)]
    )


def draw(say: Translator, found: Sequence[Alarm]) -> None:
    """Draw what rings, the gravest first, and fold what is quiet."""
    for name in ("grave", "look", "told"):
        for one in found:
            if level(one) == name:
                _line(say, one, name)
    quiet = [one for one in found if level(one) == "quiet"]
    if quiet:
        items = "".join(f"<li>{as_html(say(f'watch.quiet_{one.kind}', of=one.of, days=DAYS))}</li>" for one in quiet)
        summary = as_html(say("watch.quiet", count=len(quiet)))
        st.html(f'<div class="rb">{opened(summary, f"<ul>{items}</ul>", "al-quiet")}</div>')


def _line(say: Translator, one: Alarm, name: str) -> None:
    with st.container(key=f"watch-{name}-{one.kind}", horizontal=True, vertical_alignment="center", gap="medium"):
        st.html(_words(say, one), width="stretch")
        if one.kind in PAGES:
            st.page_link(
                PAGES[one.kind], label=say("watch.look_into"), icon=":material/arrow_forward:", width="content"
            )


def _words(say: Translator, one: Alarm) -> str:
    sentence = as_html(say(f"watch.alarm_{one.kind}", count=one.count, of=one.of, days=DAYS))
    about = []
    if one.last is not None:
        about.append(say("watch.last", at=moment(one.last)))
    if one.by_role:
        named = (say("watch.by_role", role=desk.role(role, say), count=count) for role, count in one.by_role)
        about.append(say("watch.by", roles=say("watch.between").join(named)))
    quiet = f"<p>{as_html(' · '.join(about))}</p>" if about else ""
    why = f"<p>{as_html(say(f'watch.why_{one.kind}'))}</p>"
    return f'<div class="al-line"><b>{sentence}</b>{quiet}{why}{_about(say, one)}{_acts(say, one)}</div>'


def _about(say: Translator, one: Alarm) -> str:
    if not one.about:
        return ""
    listed = say("watch.between").join(one.about[:_MOST])
    more = say("watch.more", count=len(one.about) - _MOST) if len(one.about) > _MOST else ""
    return opened(as_html(say("watch.applications", count=len(one.about))), f"<p>{as_html(listed + more)}</p>")


def _acts(say: Translator, one: Alarm) -> str:
    """Return the entries of the chain that have to be looked at each, without who is named in them."""
    if not one.acts:
        return ""
    rows = "".join(
        f"<p>{as_html(say(f'watch.act_{act.why}', number=act.sequence, act=act.act, role=desk.role(act.role, say)))}"
        f" · {moment(act.at)}</p>"
        for act in one.acts
    )
    more = (
        f"<p>{as_html(say('watch.more_acts', count=one.count - len(one.acts)))}</p>"
        if one.count > len(one.acts)
        else ""
    )
    return opened(as_html(say("watch.acts", count=one.count)), rows + more)
