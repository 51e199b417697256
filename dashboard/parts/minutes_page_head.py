"""The head of the minutes: what they are, the words by which paper and record are compared, and what was decided."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from dashboard.parts import desk
from dashboard.parts.minutes_page_view import View
from dashboard.parts.panel_words import moment
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html, grouped
from indicators.language import Translator
from scoring.documents.head_words import head_words
from scoring.documents.minutes import MinutesFacts
from scoring.documents.minutes_items import OUTCOMES
from scoring.flow.meeting import Written


def draw(view: View, written: Written) -> None:
    """Draw the head."""
    say, facts = view.say, written.facts
    if not written.intact:
        st.error(say("minutespage.not_intact"), icon=":material/gpp_bad:")
    st.html(
        f'<section class="mp-head"><div class="mp-lines">{_chips(view, written)}'
        f"<p>{as_html(_held(facts, say))}</p></div>{_words(facts, say)}</section>"
    )
    desk.counts(_counts(facts, say))
    st.caption(say("minutespage.only_proposals"))


def _chips(view: View, written: Written) -> str:
    say = view.say
    marks = "".join(chip(say(f"certificate.mark_{mark}"), "near") for mark in written.facts.marks)
    version = chip(say("minutes.version_internal" if view.internal else "minutes.version_public"))
    same = chip(say("minutespage.intact"), "good") if written.intact else chip(say("minutespage.differs"), "bad")
    made = say("minutespage.made", version=written.version, at=moment(written.at))
    return f"<p>{marks}{version}{same}</p><p>{as_html(made)}</p>"


def _held(facts: MinutesFacts, say: Translator) -> str:
    started, ended = moment(facts.started_at.isoformat()), moment(facts.ended_at.isoformat())
    values = {"started": started, "ended": ended[11:] if ended[:10] == started[:10] else ended}
    held = say("minutespage.held", **values)
    return say("minutespage.held_at", held=held, place=facts.place) if facts.place else held


def _words(facts: MinutesFacts, say: Translator) -> str:
    words = "".join(f"<b>{as_html(word)}</b>" for word in head_words(facts.head.hash, say.language))
    told = say("minutespage.head", sequence=facts.head.sequence, entries=facts.head.entries)
    return (
        f'<div class="mp-code"><span class="mp-quiet">{as_html(say("minutespage.words"))}</span>'
        f'<div class="mp-words">{words}</div><span class="mp-quiet">{as_html(told)}</span>'
        f"<code>{as_html(grouped(facts.head.hash))}</code></div>"
    )


def _counts(facts: MinutesFacts, say: Translator) -> list[tuple[object, str, str]]:
    counted = Counter(item.outcome for item in facts.items)
    there = facts.attendance
    present = say("minutespage.present_of", present=there.present, entitled=there.entitled)
    cells: list[tuple[object, str, str]] = [(len(facts.items), say("minutespage.items"), "")]
    cells += [(counted[one], say(f"minutes.outcome_{one or 'none'}"), "") for one in OUTCOMES if counted[one]]
    return [*cells, (present, say("minutespage.present"), "")]
