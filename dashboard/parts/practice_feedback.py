"""A finished reference case: what the differences come to, in sentences, then each with the reason of its reference."""

from __future__ import annotations

import streamlit as st

from dashboard.parts import acting
from dashboard.parts.card_table import card_table
from dashboard.parts.mirror_habits import number
from dashboard.parts.practice_case import JUST_CLOSED, PLACE
from dashboard.parts.rule_book_markup import opened
from dashboard.parts.sheet_words import mark_words, name
from dashboard.parts.wording import as_html, points
from indicators.language import Translator
from scoring.flow import IndicatorFeedback, PracticeFeedback
from scoring.model import MarkState
from scoring.statistics.mirror.practice import MeanDifference

_NAMED = 3
# The button that ended the case stands at the foot of a long page; what comes of it is read from its head.
_TO_THE_HEAD = "<script>document.querySelector('[data-testid=\"stMain\"]').scrollTo(0, 0)</script>"
_PERCENT = 100


def summary(say: Translator, found: PracticeFeedback) -> None:
    """Say first how near the marks are, then how strict, then where they differ most."""
    acting.tell(PLACE, say)
    if st.session_state.pop(JUST_CLOSED, False):
        st.html(_TO_THE_HEAD, unsafe_allow_javascript=True)
    values = found.comparison
    lines = [
        (
            say("own_practice.answer_same"),
            say("own_practice.same", all=len(found.feedback), exact=values.exact, near=values.within_one),
        )
    ]
    if values.points is not None and values.shares is not None:
        lines.append((say("own_practice.answer_severity"), _severity(say, values.points, values.shares)))
        size = say(
            "own_practice.size",
            count=values.compared,
            points=number(values.points.absolute, 2),
            share=number(_PERCENT * values.shares.absolute, 0),
        )
        lines.append((say("own_practice.answer_size"), size))
    if values.largest:
        largest = [found.feedback[place].indicator for place in values.largest[:_NAMED]]
        named = say("own_practice.between").join(f"{leaf.code} {name(say, leaf)}" for leaf in largest)
        lines.append((say("own_practice.answer_largest"), named))
    st.html(
        "".join(f'<div class="pr-answer"><b>{as_html(one)}</b><span>{as_html(two)}</span></div>' for one, two in lines)
    )
    st.caption(say("own_practice.reading"))


def table(say: Translator, found: PracticeFeedback) -> None:
    """Draw own mark, reference mark and reason, the largest differences first, what is the same last."""
    first = found.comparison.largest
    places = [*first, *(place for place in range(len(found.feedback)) if place not in first)]
    columns = [say(f"own_practice.column_{one}") for one in ("indicator", "own", "reference", "difference", "reason")]
    rows = [_row(say, found.feedback[place], same=place not in first) for place in places]
    st.header(say("own_practice.each"), anchor=False)
    st.html(f'<div class="pr-feedback">{card_table(columns, rows)}</div>')


def _severity(say: Translator, mean: MeanDifference, share: MeanDifference) -> str:
    """Return how strict the marks are in points, then as a share of full marks, which weighs the indicators alike."""
    if mean.absolute == 0:
        return say("own_practice.severity_nothing")
    points_, shares = _leaning(say, mean, "points", 1, 2), _leaning(say, share, "shares", _PERCENT, 0)
    if mean.low is None or mean.high is None:
        return say("own_practice.severity_plain", points=points_, shares=shares)
    key = "own_practice.severity_open" if mean.low <= 0 <= mean.high else "own_practice.severity_sure"
    return say(key, points=points_, shares=shares)


def _leaning(say: Translator, mean: MeanDifference, unit: str, scale: int, decimals: int) -> str:
    way = say(
        "own_practice.stricter" if mean.value > 0 else "own_practice.milder" if mean.value < 0 else "own_practice.even"
    )
    size = number(scale * abs(mean.value), decimals)
    if mean.low is None or mean.high is None:
        return say(f"own_practice.in_{unit}", way=way, size=size)
    low, high = number(scale * mean.low, decimals), number(scale * mean.high, decimals)
    return say(f"own_practice.in_{unit}_between", way=way, size=size, low=low, high=high)


def _row(say: Translator, one: IndicatorFeedback, *, same: bool) -> tuple[str, ...]:
    leaf = one.indicator
    full = as_html(say("own_sheet.points", points=points(leaf.max_score)))
    note = f"<small>{as_html(one.own.note)}</small>" if one.own.note else ""
    evidence = opened(as_html(say("own_practice.in_the_dossier")), f'<p lang="zh-CN">{as_html(one.evidence)}</p>')
    return (
        f"<b>{as_html(leaf.code)} {as_html(name(say, leaf))}</b><small>{full}</small>",
        f'<span class="pr-mark">{as_html(mark_words(say, leaf, one.own))}</span>{note}',
        f'<span class="pr-mark">{as_html(mark_words(say, leaf, one.reference))}</span>',
        _difference(say, one, same=same),
        f'<span lang="zh-CN">{as_html(one.reason)}</span>{evidence}',
    )


def _difference(say: Translator, one: IndicatorFeedback, *, same: bool) -> str:
    if same:
        return f'<span class="qc-chip good">{as_html(say("own_practice.is_same"))}</span>'
    if MarkState.NOT_APPLICABLE in (one.own.state, one.reference.state):
        return f'<span class="qc-chip bad">{as_html(say("own_practice.other_kind"))}</span>'
    apart = float(one.reference.value or 0) - float(one.own.value or 0)
    if apart == 0:
        return f'<span class="qc-chip near">{as_html(say("own_practice.other_state"))}</span>'
    way = "own_practice.stricter_by" if apart > 0 else "own_practice.milder_by"
    return f'<span class="qc-chip near">{as_html(say(way, points=number(abs(apart), 3)))}</span>'
