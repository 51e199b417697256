"""The expert's own totals beside the bands of others, and what would have been decided without him."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard.parts import panel_words
from dashboard.parts.mirror_habits import number, severity_words, why
from dashboard.parts.wording import as_html
from indicators.language import Translator
from indicators.model import RuleBook
from scoring.statistics.mirror.mirror import Mirror, OwnTotal

STYLE: Final = Path(__file__).with_name("mirror.css")
FIRST: Final = 20
_FULL: Final = 100
_TENS: Final = 10


def answers(say: Translator, found: Mirror) -> None:
    """Say first what an expert wants to know: how strict, where he differs, what hung on him."""
    severity = why(say, found, "severity") if found.severity is None else severity_words(say, found.severity)
    outside = [one for one in found.applications if one.others.position(one.total) != "within"]
    hung = [one for one in found.applications if one.grade != one.grade_without]
    lines = (
        (say("mirror.answer_severity"), severity),
        (say("mirror.answer_totals"), say("mirror.totals_say", count=len(found.applications), outside=len(outside))),
        (
            say("mirror.answer_without"),
            say("mirror.without_says" if hung else "mirror.without_nothing", count=len(hung)),
        ),
    )
    panel_words.answers(lines)


def totals(say: Translator, found: Mirror, names: Mapping[str, str], book: RuleBook, key: str) -> None:
    """Draw his totals, those that lie outside the others' band first."""
    ordered = sorted(found.applications, key=_distance, reverse=True)
    every = len(ordered) > FIRST and st.toggle(say("mirror.show_all", count=len(ordered)), key=key)
    lines = [float(cut.min_score) for cut in book.round.cut_scores]
    shown = ordered if every else ordered[:FIRST]
    from_ = floor(min([*lines, *(min(one.total, one.others.low) for one in shown)]) / _TENS) * _TENS
    rows = "".join(_row(say, one, names, lines, from_) for one in shown)
    heads = [say("mirror.column_application"), say("mirror.column_own"), say("mirror.column_band", low=from_)]
    heads += [say("mirror.column_others"), say("mirror.column_without")]
    head = "".join(f"<span>{as_html(one)}</span>" for one in heads)
    st.html(f'<div class="mi-rows"><div class="mi-row head">{head}</div>{rows}</div>')
    if found.withheld:
        st.caption(say("mirror.withheld", count=found.withheld))


def _distance(one: OwnTotal) -> float:
    return max(one.others.low - one.total, one.total - one.others.high, 0.0)


def _row(say: Translator, one: OwnTotal, names: Mapping[str, str], lines: Sequence[float], from_: int) -> str:
    def at(points: float) -> float:
        return (points - from_) / (_FULL - from_) * 100

    position = one.others.position(one.total)
    kind = "" if position == "within" else ' class="out"'
    cuts = "".join(f'<s style="left:{at(line):.1f}%"></s>' for line in lines)
    left, right, mine = at(one.others.low), at(min(one.others.high, _FULL)), at(one.total)
    others = say("mirror.limits", low=number(one.others.low), high=number(one.others.high))
    label = say(f"mirror.position_{position}", own=number(one.total, 2), others=others)
    bar = (
        f'<div class="mi-bar" role="img" aria-label="{as_html(label)}">{cuts}'
        f'<i style="left:{left:.1f}%;width:{right - left:.1f}%"></i><b{kind} style="left:{mine:.1f}%"></b></div>'
    )
    without = say("mirror.same_grade")
    if one.grade != one.grade_without:
        without = say("mirror.other_grade", grade=_grade(say, one.grade), without=_grade(say, one.grade_without))
    name = f"{as_html(names[one.application_id])}<small>{as_html(one.application_id)}</small>"
    return (
        f'<div class="mi-row"><span class="name">{name}</span><span class="num">{number(one.total, 2)}</span>{bar}'
        f'<span class="num whole">{as_html(others)}</span><span class="whole">{as_html(without)}</span></div>'
    )


def _grade(say: Translator, grade: str | None) -> str:
    return say("mirror.no_grade") if grade in (None, "none") else str(grade)
