"""Judgements in pairs: brought as a table or entered for one node, their consistency, and what they come to."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import streamlit as st

from dashboard.parts import acting, file_button, frame
from dashboard.parts.card_table import card_table
from dashboard.parts.listing import listed
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.studio_fields import Sheet
from dashboard.parts.studio_work import Work, do
from dashboard.parts.wording import as_html, points
from indicators.drafting import children_of, reweighed
from indicators.faults import FaultsError
from indicators.language import Message, Translator
from indicators.model import Round
from indicators.tabular import read_table
from indicators.weighting import Judgement, Priorities, ahp, as_points, by_parent, read_judgements, tree_of
from scoring.model import Actor

NODE: Final = "studio-judged-node"
_GIVEN: Final = "studio-judgements"
_TOP: Final = ""
UNITS: Final = (Decimal("0.1"), Decimal("0.25"), Decimal("0.5"), Decimal(1))
SCALE: Final = tuple([Fraction(1, n) for n in range(9, 1, -1)] + [Fraction(n) for n in range(1, 10)])
_EXAMPLE: Final = "expert,first,second,judgement\n"
_LARGEST: Final = 2


def draw(sheet: Sheet, _person: Actor, page: str) -> None:
    """Draw the node, the judgements about it, and what they come to."""
    work, say = sheet.work, sheet.say
    nodes = nodes_of(work.round)
    if not nodes:
        frame.empty(say("studio.no_nodes"))
        return
    names = {one.code: f"{one.code} {one.name}" for one in work.round.indicator_table.indicators}
    if st.session_state.get(NODE) not in nodes:
        st.session_state[NODE] = nodes[0]
    code = st.selectbox(
        say("studio.judged_node"),
        nodes,
        format_func=lambda one: names.get(one, say("studio.at_the_top")),
        key=NODE,
    )
    left, right = st.columns([2, 3], gap="large")
    with left:
        if work.is_editable:
            _bring(sheet, code, page)
            _enter(sheet, code, page)
    with right:
        _result(sheet, code, page)


def nodes_of(round_: Round) -> list[str]:
    """Return the nodes with two children and more, the top first as an empty code."""
    every = [None, *(one.code for one in round_.indicator_table.indicators)]
    return [code or _TOP for code in every if len(children_of(round_, code)) > 1]


def given(work: Work) -> list[Judgement]:
    """Return the judgements on the desk, of this draft."""
    kept: Any = st.session_state.setdefault(_GIVEN, {})
    return list(kept.get(work.opened.draft.draft_id, []))


def _keep(work: Work, judgements: Sequence[Judgement]) -> None:
    st.session_state[_GIVEN] = {**st.session_state.get(_GIVEN, {}), work.opened.draft.draft_id: list(judgements)}


def _bring(sheet: Sheet, code: str, page: str) -> None:
    say = sheet.say
    st.html(f'<h3 class="st-head">{as_html(say("studio.bring_judgements"))}</h3>')
    children = [one.code for one in children_of(sheet.work.round, code or None)]
    rows = "".join(f"{say('studio.expert_one')},{a},{b},1\n" for a, b in combinations(children, 2))
    file_button.open_to_all(
        say("studio.judgement_form"),
        lambda: ("\ufeff" + _EXAMPLE + rows).encode(),
        file_name="judgements.csv",
        mime="text/csv",
        key="studio-judgement-form",
    )
    key = "studio-judgement-file"
    st.file_uploader(say("studio.judgement_file"), type=["csv", "xlsx"], key=key, max_upload_size=_LARGEST)
    st.button(say("studio.judgement_take"), key="studio-judgement-take", on_click=_take, args=(key, page))


def _take(key: str, page: str) -> None:
    file: Any = st.session_state.get(key)
    if file is None:
        acting.refuse(page, [Message("studio.no_file")])
        return

    def change(work: Work) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / Path(file.name).name
            path.write_bytes(file.getvalue())
            read = read_judgements(read_table(path))
        by_parent(read, tree_of(work.round.indicator_table), file=file.name)
        # Whoever is in the file said everything anew.
        speaking = {one.expert for one in read}
        _keep(work, [*(one for one in given(work) if one.expert not in speaking), *read])

    try:
        do(change)
    except FaultsError as error:
        acting.refuse(page, error.faults)
        return
    acting.succeed(page, Message("studio.judgements_taken", {"file": file.name}))


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
        _keep(work, [*rest, *own])

    do(change)


def _said(value: Fraction, say: Translator) -> str:
    if value == 1:
        return say("studio.alike")
    return str(value.numerator) if value > 1 else f"1/{value.denominator}"


def _result(sheet: Sheet, code: str, page: str) -> None:
    work, say = sheet.work, sheet.say
    st.html(f'<h3 class="st-head">{as_html(say("studio.priorities"))}</h3>')
    below = [one.code for one in children_of(work.round, code or None)]
    mine = [one for one in given(work) if one.first in below and one.second in below]
    if not mine:
        frame.empty(say("studio.no_judgements"))
        return
    several = by_parent(mine, tree_of(work.round.indicator_table))[code or None]
    found = ahp(several)
    unit = st.selectbox(say("studio.unit"), UNITS, index=2, format_func=lambda one: points(one), key="studio-unit")
    whole = sum((one.max_score for one in children_of(work.round, code or None)), Decimal(0))
    shares = dict(zip(found.items, map(float, found.weights), strict=True))
    new = as_points(shares, full_marks=whole, unit=unit).of if not whole % unit else {}
    st.html(_priorities(sheet, found, shares, new, code))
    st.html(_experts(say, found))
    if found.inconsistent:
        words = say("studio.inconsistent", experts=listed(found.inconsistent, say))
        st.html(f'<p class="st-sum bad" role="note">{as_html(words)}</p>')
    st.button(
        say("studio.take_over"),
        key="studio-take-over",
        type="primary",
        icon=":material/download_done:",
        disabled=not work.is_editable,
        on_click=_over,
        args=(code, shares, unit, _record(mine, found, unit), page),
    )
    st.html(f'<p class="dk-quiet">{as_html(say("studio.take_over_what"))}</p>')


def _record(judgements: Sequence[Judgement], found: Priorities, unit: Decimal) -> dict[str, object]:
    """Return what is kept of the weights: the method, and everything that they were computed from."""
    ratio = found.consistency.ratio
    return {
        "method": "ahp",
        "unit": f"{unit}",
        "ratio": None if ratio is None else f"{ratio:.4f}",
        "inconsistent": list(found.inconsistent),
        "judgements": [[one.expert, one.first, one.second, str(one.value)] for one in judgements],
    }


def _over(code: str, shares: dict[str, float], unit: Decimal, source: dict[str, object], page: str) -> None:
    def change(work: Work) -> None:
        work.replace(reweighed(work.round, code or None, shares, unit=unit), {**work.sources, code: source})

    try:
        do(change)
    except FaultsError as error:
        acting.refuse(page, error.faults)
        return
    acting.succeed(page, Message("studio.taken_over"))


def _priorities(sheet: Sheet, found: Priorities, shares: dict[str, float], new: object, code: str) -> str:
    say = sheet.say
    by_code = {one.code: one for one in children_of(sheet.work.round, code or None)}
    heads = [say(f"studio.priority_{name}") for name in ("indicator", "share", "now", "new")]
    rows = [
        [
            f"<b>{as_html(item)}</b> {as_html(by_code[item].name)}",
            f"{shares[item]:.1%}",
            points(by_code[item].max_score),
            f"<b>{points(new[item])}</b>" if isinstance(new, dict) and item in new else "\u2013",
        ]
        for item in found.items
    ]
    return card_table(heads, rows)


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
