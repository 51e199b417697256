"""The public register searched: what is looked for, kept in the address, and what is found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import source
from dashboard.parts import desk, frame, spoken
from dashboard.parts.card_table import card_table
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring.documents.certificate import FORM
from scoring.flow import PublicEntry, Search
from scoring.procedure.public_register import IN_FORCE, STANDINGS, in_one_box

STYLE: Final = Path(__file__).with_name("register.css")
WORDS, REGION, GRADE, STANDING, PAGE = "q", "area", "grade", "standing", "page"
A_PAGE: Final = 25
LONGEST: Final = 120
_LONGEST_CODE: Final = 200
_KINDS: Final = {"valid": "good", "expiring": "near", "suspended": "near", "revoked": "bad"}


def search_boxes(say: Translator, grades: Sequence[str]) -> Search:
    """Draw what may be looked for and return it; the address keeps it, so that a search can be passed on."""
    regions = source.regions()
    choices: dict[str, list[str]] = {
        REGION: ["", *(one.code for one in regions.prefectures()), *(one.code for one in regions.counties())],
        GRADE: ["", *grades],
        STANDING: ["", *STANDINGS],
    }
    with st.container(horizontal=True, key="register-search"):
        if not asked_to_check():
            _from_address(WORDS)
        words = st.text_input(
            say("lookup.words"),
            key=key_of(WORDS),
            max_chars=LONGEST,
            placeholder=say("lookup.words_hint"),
            icon=":material/search:",
            on_change=_kept,
            args=(WORDS,),
            width=360,
        )
        for name, options in choices.items():
            _from_address(name, options)
            st.selectbox(
                say(f"lookup.{name}"),
                options,
                key=spoken.keyed(key_of(name), say),
                format_func=partial(_choice, say, name),
                on_change=_kept,
                args=(name,),
                width={REGION: 220, GRADE: 140, STANDING: 190}[name],
            )
    wanted = {name: st.session_state[key_of(name)] or _stray(name, options) for name, options in choices.items()}
    return replace(in_one_box(words or ""), region=wanted[REGION], grade=wanted[GRADE], standing=wanted[STANDING])


def _choice(say: Translator, name: str, value: str) -> str:
    if not value:
        return say(f"lookup.any_{name}")
    if name == REGION:
        return desk.region(value)
    return say(f"publicregister.standing_{value}") if name == STANDING else value


def asked_to_check() -> str:
    """Return the text of a certificate's code that the address holds in place of words, empty where it holds none."""
    asked = "".join(st.query_params.get(WORDS, "").split())
    return asked[:_LONGEST_CODE] if asked.upper().startswith(f"{FORM}:") else ""


def key_of(name: str) -> str:
    """Return the key of a box."""
    return f"register-{name}"


def _from_address(name: str, options: Sequence[str] | None = None) -> None:
    """Take from the address what it asks for and this box has not been told yet."""
    key, asked = key_of(name), st.query_params.get(name)
    if asked is not None and st.session_state.get(f"{key}-asked") != asked and (options is None or asked in options):
        st.session_state[key] = asked[:LONGEST]
        st.session_state[f"{key}-asked"] = asked
        st.session_state[key_of(PAGE)] = 1


def _stray(name: str, options: Sequence[str]) -> str:
    """Return what the address asks for and no box offers: the register says what is wrong with it."""
    asked = st.query_params.get(name, "")
    return "" if asked in options else asked


def _kept(name: str) -> None:
    key = key_of(name)
    value = st.session_state.get(key) or ""
    st.session_state[f"{key}-asked"] = value
    st.session_state[key_of(PAGE)] = 1
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def counts(say: Translator, found: Sequence[PublicEntry], grades: Sequence[str]) -> None:
    """Draw how many were found, in force by grade, and how many may not be used."""
    in_force = Counter(one.grade for one in found if one.standing in IN_FORCE)
    cells: list[tuple[object, str, str]] = [(len(found), say("lookup.found"), "")]
    cells += [(in_force[grade], say("lookup.in_force", grade=grade), "yes") for grade in reversed(grades)]
    out = len(found) - in_force.total()
    desk.counts([*cells, (out, say("lookup.out_of_force"), "no" if out else "")])


def listing(say: Translator, found: Sequence[PublicEntry], *, searched: bool) -> None:
    """Draw a page of what was found."""
    if not found:
        frame.empty(say("lookup.nothing_found" if searched else "lookup.nothing_announced"))
        return
    pages = -(-len(found) // A_PAGE)
    place = st.empty()
    at = 1
    if pages > 1:
        with st.container(horizontal=True, horizontal_alignment="center"):
            at = st.pagination(pages, key=key_of(PAGE))
    place.html(_table(say, found[(at - 1) * A_PAGE : at * A_PAGE]))


def _table(say: Translator, shown: Sequence[PublicEntry]) -> str:
    heads = [say(f"lookup.column_{name}") for name in ("enterprise", "grade", "area", "term", "standing", "papers")]
    kinds = ["" if one.standing in IN_FORCE else "out" for one in shown]
    return card_table(heads, [_row(say, one) for one in shown], kinds=kinds)


def _row(say: Translator, one: PublicEntry) -> list[str]:
    marks = "".join(chip(say(f"certificate.mark_{mark}"), "near") for mark in one.marks)
    article = "" if one.article is None else f"<small>{as_html(say('lookup.by_article', article=one.article))}</small>"
    document = as_html(one.joint_document or say("lookup.no_document"))
    name = f"<b>{as_html(one.enterprise)}</b><small>{as_html(one.uscc)}</small>"
    return [
        f'{name}<div class="lk-marks">{marks}</div>',
        desk.grade_chip(one.grade),
        as_html(desk.region(one.county)),
        f'<span class="day">{one.valid_from}<br>{as_html(say("lookup.until", day=one.valid_until))}</span>',
        f"{chip(say(f'publicregister.standing_{one.standing}'), _KINDS.get(one.standing, ''))}{article}",
        f"{document}<small>{as_html(one.number)}</small>",
    ]
