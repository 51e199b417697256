"""Signs in a round's marks for the inspector: what was found, how to read it, what to do; no name anywhere."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard.parts import panel_words
from dashboard.parts.panel_words import MINUS, shown
from dashboard.parts.rule_book_markup import chip, table
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring.flow import OfExpert, OfSheet, RoundSigns
from scoring.statistics.reasons import Reason

LEVEL: Final = 0.05
MOST: Final = 10
OF_EXPERTS: Final = ("favour", "severity", "drift", "halo", "influence")
OF_SHEETS: Final = ("unusual", "identical", "straight_lined", "hurried", "ranges")


def answers(say: Translator, signs: RoundSigns) -> None:
    """Say in three sentences whether anything asks for a closer look."""
    lines = [(say("signs.answer_favour"), _favour(say, signs))]
    counts = {name: len(getattr(signs, name)) for name in OF_SHEETS if name != "unusual"}
    counts["unusual"] = sum(one.p_value is not None and one.p_value <= LEVEL for one in signs.unusual)
    lines.append((say("signs.answer_sheets"), say("signs.sheets", **counts)))
    flagged = {name: sum(_significant(one) for one in getattr(signs, name)) for name in ("favour", "drift", "halo")}
    lines.append((say("signs.answer_experts"), say("signs.experts", **flagged, of=signs.experts)))
    panel_words.answers(lines)


def _favour(say: Translator, signs: RoundSigns) -> str:
    found = signs.home_favour
    estimate, low, high, p_value = (float(one) for one in (found.estimate, found.low, found.high, found.p_value))
    if math.isnan(estimate):
        reason = signs.reasons["home_favour"].message
        return say(reason) if reason else say("signs.unknown")
    key = "signs.favour_found" if p_value <= LEVEL else "signs.favour_not_found"
    return say(
        key,
        points=_signed(estimate),
        low=_signed(low),
        high=_signed(high),
        home=int(found.home_marks),
        other=int(found.other_marks),
    )


def of_experts(say: Translator, signs: RoundSigns, name: str) -> None:
    """Draw what one test found about experts, each list in an order of its own."""
    found: Sequence[OfExpert] = getattr(signs, name)
    _head(say, name, len(found))
    if not found:
        _nothing(say, signs, name)
        return
    head = [say("signs.column_place"), say(f"signs.size_{name}")]
    judged = any(one.q_value is not None for one in found)
    counted = any(one.of for one in found)
    head += [say("signs.column_of")] * counted + [say("signs.column_q")] * judged
    rows = []
    for place, one in enumerate(found[:MOST], start=1):
        row = [str(place), _size(one.size, name)]
        row += [str(one.of)] * counted
        row += [_chance(one.q_value, say)] * judged
        rows.append(row)
    st.html(f'<div class="rb pn-bands">{table(head, rows)}</div>')
    _more(say, len(found))


def of_sheets(say: Translator, signs: RoundSigns, name: str) -> None:
    """Draw what one test found about sheets: the application, never whose sheet."""
    found: Sequence[OfSheet] = getattr(signs, name)
    _head(say, name, len(found))
    if not found:
        _nothing(say, signs, name)
        return
    chance = any(one.p_value is not None for one in found)
    head = [say("signs.column_application"), say(f"signs.size_{name}")]
    head += [say("signs.column_p")] * chance
    rows = []
    for one in found[:MOST]:
        who = f'<span class="pn-id">{as_html(one.application_id)}</span> {as_html(one.name)}'
        row = [who + (f" {chip(say('signs.home'), 'near')}" if one.home else ""), _size(one.size, name)]
        row += [_chance(one.p_value, say)] * chance
        rows.append(row)
    st.html(f'<div class="rb pn-bands qu-sheets">{table(head, rows)}</div>')
    _more(say, len(found))


def _head(say: Translator, name: str, count: int) -> None:
    st.subheader(say(f"signs.{name}", count=count), anchor=False)
    st.caption(say(f"signs.{name}_reading"))


def _nothing(say: Translator, signs: RoundSigns, name: str) -> None:
    reason = signs.reasons.get("home_favour" if name == "favour" else name, Reason.NONE).message
    st.html(f'<div class="qc-empty">{as_html(say(reason) if reason else say("signs.nothing"))}</div>')


def _more(say: Translator, count: int) -> None:
    if count > MOST:
        st.caption(say("signs.more", shown=MOST, count=count))


def _significant(one: OfExpert) -> bool:
    return one.q_value is not None and one.q_value <= LEVEL


def _size(value: float, name: str) -> str:
    if name in ("identical", "straight_lined"):
        return f"{value:.0%}"
    if name in ("favour", "severity", "drift", "unusual"):
        return _signed(value)
    return shown(value, 0 if name == "influence" else 2 if name == "halo" else 1)


def _signed(value: float) -> str:
    return f"{MINUS if value < 0 else '+'}{shown(abs(value), 1)}"


def _chance(value: float | None, say: Translator) -> str:
    if value is None:
        return "–"
    words = "<0.001" if value < 0.001 else f"{value:.3f}"
    return chip(words, "near") if value <= LEVEL else as_html(words)
