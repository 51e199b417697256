"""Judgements in pairs: brought as a table or entered for one node, their consistency, and what they come to."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any, Final

import streamlit as st

from dashboard.parts import acting, frame, studio_outcome, studio_table
from dashboard.parts.card_table import card_table
from dashboard.parts.listing import listed
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.studio_fields import Sheet
from dashboard.parts.studio_work import Work, do
from dashboard.parts.wording import as_html
from indicators.drafting import children_of
from indicators.language import Message, Translator
from indicators.tabular import Table
from indicators.weighting import Judgement, Priorities, ahp, by_parent, read_judgements, tree_of
from scoring.model import Actor

_GIVEN: Final = "studio-judgements"
SCALE: Final = tuple([Fraction(1, n) for n in range(9, 1, -1)] + [Fraction(n) for n in range(1, 10)])


def draw(sheet: Sheet, _person: Actor, page: str) -> None:
    """Draw the node, the judgements about it, and what they come to."""
    studio_outcome.side_by_side(sheet, page, (bring, _enter), _result)


def given(work: Work) -> list[Judgement]:
    """Return the judgements on the desk, of this draft."""
    kept: Any = st.session_state.setdefault(_GIVEN, {})
    return list(kept.get(work.opened.draft.draft_id, []))


def about(work: Work, code: str) -> list[Judgement]:
    """Return the judgements about the children of a node."""
    below = {one.code for one in children_of(work.round, code or None)}
    return [one for one in given(work) if one.first in below and one.second in below]


def keep(work: Work, judgements: Sequence[Judgement]) -> None:
    """Put judgements on the desk, in the place of those that are there."""
    st.session_state[_GIVEN] = {**st.session_state.get(_GIVEN, {}), work.opened.draft.draft_id: list(judgements)}


def bring(sheet: Sheet, code: str, page: str) -> None:
    """Draw the way in for a table of judgements."""
    children = [one.code for one in children_of(sheet.work.round, code or None)]
    studio_table.bring(sheet.say, _FORM, ((a, b, "1") for a, b in combinations(children, 2)), page)


def _take(work: Work, table: Table, file: str) -> None:
    read = read_judgements(table)
    by_parent(read, tree_of(work.round.indicator_table), file=file)
    # Whoever is in the file said everything anew.
    speaking = {one.expert for one in read}
    keep(work, [*(one for one in given(work) if one.expert not in speaking), *read])


_FORM: Final = studio_table.Form("judgement", ("expert", "first", "second", "judgement"), _take)


def _enter(sheet: Sheet, code: str, page: str) -> None:
    say = sheet.say
    below = children_of(sheet.work.round, code or None)
    with st.expander(say("studio.enter_judgements"), icon=":material/edit:"), st.form("studio-judging", border=False):
        st.text_input(say("studio.expert"), key="studio-expert", max_chars=60)
        pairs = list(combinations(below, 2))
        for first, second in pairs:
            st.select_slider(
                say("studio.pair", first=f"{first.code} {first.name}", second=f"{second.code} {second.name}"),
                SCALE,
                value=Fraction(1),
                format_func=lambda one: _said(one, say),
                key=f"studio-pair-{first.code}-{second.code}",
            )
        codes = tuple((first.code, second.code) for first, second in pairs)
        st.form_submit_button(say("studio.judgement_enter"), on_click=_entered, args=(codes, page))


def _entered(pairs: tuple[tuple[str, str], ...], page: str) -> None:
    expert = (st.session_state.get("studio-expert") or "").strip()
    if not expert:
        acting.refuse(page, [Message("studio.expert_missing")])
        return

    def change(work: Work) -> None:
        own = [Judgement(expert, a, b, Fraction(st.session_state[f"studio-pair-{a}-{b}"])) for a, b in pairs]
        judged = {frozenset(pair) for pair in pairs}
        rest = [one for one in given(work) if one.expert != expert or frozenset((one.first, one.second)) not in judged]
        keep(work, [*rest, *own])

    do(change)


def _said(value: Fraction, say: Translator) -> str:
    if value == 1:
        return say("studio.alike")
    return str(value.numerator) if value > 1 else f"1/{value.denominator}"


def _result(sheet: Sheet, code: str, page: str) -> None:
    work, say = sheet.work, sheet.say
    st.html(f'<h3 class="st-head">{as_html(say("studio.priorities"))}</h3>')
    mine = about(work, code)
    if not mine:
        frame.empty(say("studio.no_judgements"))
        return
    several = by_parent(mine, tree_of(work.round.indicator_table))[code or None]
    found = ahp(several)
    shares = dict(zip(found.items, map(float, found.weights), strict=True))
    unit = studio_outcome.weights(sheet, code, shares)
    st.html(_experts(say, found))
    if found.inconsistent:
        words = say("studio.inconsistent", experts=listed(found.inconsistent, say))
        st.html(f'<p class="st-sum bad" role="note">{as_html(words)}</p>')
    studio_outcome.take_over(sheet, code, shares, unit, _record(mine, found), page)


def _record(judgements: Sequence[Judgement], found: Priorities) -> dict[str, object]:
    """Return what is kept of the weights: the method, and everything that they were computed from."""
    ratio = found.consistency.ratio
    return {
        "method": "ahp",
        "ratio": None if ratio is None else f"{ratio:.4f}",
        "inconsistent": list(found.inconsistent),
        "judgements": [[one.expert, one.first, one.second, str(one.value)] for one in judgements],
    }


def _experts(say: Translator, found: Priorities) -> str:
    """Return who judged how consistently, and where least so."""
    heads = [say(f"studio.expert_{name}") for name in ("name", "ratio", "verdict", "where")]
    rows = []
    for one in found.experts:
        told = one.consistency
        word = "unknown" if told.acceptable is None else "fit" if told.acceptable else "unfit"
        kind = {"fit": "good", "unfit": "bad"}.get(word, "")
        where = "\u2013"
        if told.worst is not None and told.acceptable is False:
            values = {"first": told.worst.first, "second": told.worst.second, "given": f"{told.worst.given:.3g}"}
            rest = told.worst.rest
            where = say("studio.worst", **values, rest="\u2013" if rest is None else f"{rest:.3g}")
        ratio = "\u2013" if told.ratio is None else f"{told.ratio:.3f}"
        rows.append([f"<b>{as_html(one.expert)}</b>", ratio, chip(say(f"studio.verdict_{word}"), kind), as_html(where)])
    group = found.consistency.ratio
    rows.append([f"<b>{as_html(say('studio.together'))}</b>", "\u2013" if group is None else f"{group:.3f}", "", ""])
    return card_table(heads, rows)
