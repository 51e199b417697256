"""The enterprises of a prefecture: counted, searched, and listed with what everybody may know of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard.parts import desk, frame, spoken
from dashboard.parts.card_table import card_table
from dashboard.parts.paging import page_of
from dashboard.parts.regional_words import place_name
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.language import Translator
from indicators.model import RuleBook
from indicators.plain_text import plain
from scoring.flow.regional.enterprises import RegionalEnterprise

LONGEST: Final = 120
NONE: Final = "none"
"""The choice of those that no grade was announced of."""
WORDS, GRADE, PAGE = "drill-words", "drill-grade", "drill-page"
_KINDS: Final = {"valid": "good", "suspended": "near", "revoked": "bad"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for in a list: part of a name or of a code, and a grade, `NONE`, or nothing."""

    words: str = ""
    grade: str = ""


def grades_of(book: RuleBook) -> tuple[str, ...]:
    """Return the grades of a round, the highest first."""
    return tuple(reversed([one for one in book.regulation.accredited_grades() if one in book.round.grades_open]))


def counts(say: Translator, every: Sequence[RegionalEnterprise], book: RuleBook) -> None:
    """Draw how many applied, how many of each grade were announced, and how many not."""
    granted = Counter(one.grade for one in every)
    cells: list[tuple[object, str, str]] = [(len(every), say("drill.applied"), "")]
    cells += [(granted[grade], say("drill.granted", grade=grade), "") for grade in grades_of(book)]
    desk.counts([*cells, (granted[None], say("drill.not_granted"), "")])


def search_boxes(say: Translator, book: RuleBook) -> Wanted:
    """Draw what may be looked for, and return it."""
    with st.container(horizontal=True, key="drill-search"):
        words = st.text_input(
            say("drill.words"),
            key=WORDS,
            max_chars=LONGEST,
            placeholder=say("drill.words_hint"),
            icon=":material/search:",
            on_change=_to_the_first_page,
            width=360,
        )
        grade = st.selectbox(
            say("drill.grade"),
            ["", *grades_of(book), NONE],
            key=spoken.keyed(GRADE, say),
            format_func=lambda one: (
                say(f"drill.any_{one}" if one == NONE else "drill.any_grade") if one in ("", NONE) else one
            ),
            on_change=_to_the_first_page,
            width=180,
        )
    return Wanted(words or "", grade or "")


def matching(every: Sequence[RegionalEnterprise], wanted: Wanted) -> list[RegionalEnterprise]:
    """Return the enterprises that are looked for; full width, case and blanks play no part."""
    words = plain(wanted.words)
    return [
        one
        for one in every
        if (words in plain(one.name) or words in plain(one.uscc))
        and (not wanted.grade or (one.grade or NONE) == wanted.grade)
    ]


def listing(say: Translator, found: Sequence[RegionalEnterprise]) -> None:
    """Draw a page of the list."""
    if not found:
        frame.empty(say("drill.nothing_found"))
        return
    shown = page_of(say, PAGE, found)
    heads = [say(f"drill.column_{name}") for name in ("enterprise", "county", "target", "grade", "standing", "reason")]
    st.html(card_table(heads, [_row(say, one) for one in shown], kinds=[_kind(one) for one in shown]))


def _row(say: Translator, one: RegionalEnterprise) -> list[str]:
    standing = ""
    if one.standing is not None:
        until = "" if one.valid_until is None else f"<small>{as_html(say('drill.until', day=one.valid_until))}</small>"
        standing = chip(say(f"publicregister.standing_{one.standing}"), _KINDS.get(one.standing, "")) + until
    return [
        f"<b>{as_html(one.name)}</b><small>{as_html(one.uscc)}</small>",
        as_html(place_name(one.county, say)),
        as_html(one.target_grade),
        "" if one.grade is None else desk.grade_chip(one.grade),
        standing,
        as_html(say(one.reason)),
    ]


def _kind(one: RegionalEnterprise) -> str:
    return "" if one.standing in ("valid", None) else "out"


def _to_the_first_page() -> None:
    st.session_state[PAGE] = 0
