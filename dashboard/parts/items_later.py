"""What marks foretold: how many were followed, what may be said, each indicator with its limits."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard.figures.regional_spans import Span, spans
from dashboard.parts import frame, panel_words
from dashboard.parts.items_shown import PLAIN, bounded, limits, named, note, number, percent, table
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring.flow import CERTAINTY, TOTAL, TruthLoop
from scoring.statistics.foretelling.report import ForetellingReport, Foretold, Verdict

SHOWN: Final = 10
"""So many indicators are drawn: those furthest from no relation."""
_CHIPS: Final = {Verdict.FORETOLD: "good", Verdict.CONTRARY: "bad"}


def draw(say: Translator, found: TruthLoop) -> None:
    """Draw the truth loop for one kind of events."""
    report = found.report
    if report is None:
        frame.empty(say("itempage.nobody_followed"))
        if found.unscored:
            note(say("itempage.unscored", count=found.unscored))
        return
    answers(say, found, report)
    followed(say, found)
    if not report.told:
        frame.empty(say("foretell.not_told", count=report.events) if report.events else say("itempage.no_events"))
        return
    chart(say, found, report)
    every(say, found, report)


def answers(say: Translator, found: TruthLoop, report: ForetellingReport) -> None:
    """Say first how much is known at all, then what follows from it."""
    rate = report.rate
    per = {name: number(None if one is None else 100 * one, 2) for name, one in
           (("rate", rate.value), ("low", rate.low), ("high", rate.high))}  # fmt: skip
    values = {"followed": report.followed, "years": number(rate.years, 0), "events": report.events}
    lines = [(say("itempage.head_followed"), say("itempage.answer_followed", **values, **per))]
    if report.told:
        lines.append((say("itempage.head_verdict"), _verdict(say, found, report)))
    if report.detectable is not None:
        words = say("foretell.detectable", count=report.events, c=number(report.detectable))
        lines.append((say("itempage.head_detectable"), words))
    lines.append((say("itempage.head_selection"), say("foretell.selection")))
    panel_words.answers(lines)


def _verdict(say: Translator, found: TruthLoop, report: ForetellingReport) -> str:
    if not report.stated:
        return say("foretell.not_stated", count=report.events)
    told = [one for one in report.lines if one.verdict in (Verdict.FORETOLD, Verdict.CONTRARY)]
    if not told:
        return say("itempage.none_foretold", count=len(found.names))
    names = {kind: [_name(say, found, one) for one in told if one.verdict is kind] for kind in _CHIPS}
    parts = [
        say(key, names=say("itempage.comma").join(names[kind]))
        for kind, key in ((Verdict.FORETOLD, "itempage.some_foretold"), (Verdict.CONTRARY, "itempage.some_contrary"))
        if names[kind]
    ]
    return ("" if say.language == "zh" else " ").join(parts)


def followed(say: Translator, found: TruthLoop) -> None:
    """Draw how many of each round were followed for how long, and which events there were."""
    st.header(say("itempage.followed"), anchor=False)
    rows = [
        [as_html(say.say(one.name)), str(one.followed), number(one.years, 1), str(one.events)] for one in found.rounds
    ]
    heads = [say(f"itempage.column_{name}") for name in ("round", "followed", "years", "events")]
    table(heads, rows, label=say("itempage.followed"))
    kinds = say("itempage.comma").join(
        say("itempage.kind_count", kind=say(f"itempage.event_{kind}"), count=count)
        for kind, count in found.kinds.items()
    )
    note(
        say("itempage.kinds", kinds=kinds) if kinds else "",
        say(f"itempage.about_{found.outcome}", day=found.on),
        say("itempage.unscored", count=found.unscored) if found.unscored else "",
    )


def chart(say: Translator, found: TruthLoop, report: ForetellingReport) -> None:
    """Draw the total, the certainty and the indicators furthest from no relation, with their limits."""
    st.header(say("itempage.foretold"), anchor=False)
    apart = [one for one in report.lines if one.name in (TOTAL, CERTAINTY) and one.concordance is not None]
    known = [one for one in report.lines if one.name in found.names and one.concordance is not None]
    first = sorted(known, key=lambda one: -abs(_c(one) - 0.5))[:SHOWN]
    shown = [*apart, *sorted(first, key=lambda one: -_c(one))]
    if not shown:
        frame.empty(say("itempage.nothing_to_draw"))
        return
    rows = [_span(_name(say, found, one, short=True), one) for one in shown]
    figure = spans(
        rows, axis=say("itempage.axis_c"), first=say("itempage.mark_c"), bounds=(0.0, 1.0), line=0.5,
        line_text=say("itempage.line_c"),
    )  # fmt: skip
    words = say(
        "itempage.chart_says", count=len(first), low=number(min(map(_c, shown))), high=number(max(map(_c, shown)))
    )
    st.plotly_chart(figure, config=PLAIN, key="items-foretold", alt=words)
    note(words, say("itempage.chart_reading"))


def _span(name: str, one: Foretold) -> Span:
    c = one.concordance
    low, high = (None, None) if c is None or c.low != c.low else (c.low, c.high)
    return Span(
        name, _c(one), low, high, number(_c(one)), symbol="diamond" if one.name in (TOTAL, CERTAINTY) else "circle"
    )


def every(say: Translator, found: TruthLoop, report: ForetellingReport) -> None:
    """Offer the numbers of every mark, and how to read them."""
    with st.expander(say("itempage.every_later", count=len(report.lines)), key="items-every-later"):
        heads = ("indicator", "events", "c", "q", "ratio", "area", "spread", "verdict")
        rows = [_row(say, found, one) for one in report.lines]
        titles = [say(f"itempage.column_{head}") for head in heads]
        table(titles, rows, label=say("itempage.every_later_label"), words=(7,))
        note(*(say(f"itempage.read_{head}") for head in ("c", "q", "ratio", "area", "spread")))


def _row(say: Translator, found: TruthLoop, one: Foretold) -> list[str]:
    c, curve, ratio = one.concordance, one.area, one.ratio
    rates = "–"
    if ratio is not None:
        rates = f"{number(ratio.value)}<small>{as_html(limits(say, ratio.low, ratio.high))}</small>"
    return [
        as_html(_name(say, found, one)),
        f"{one.events}/{one.followed}",
        "–" if c is None else bounded(say, c.value, c.low, c.high),
        number(one.q_value),
        rates,
        "–" if curve is None else bounded(say, curve.value, curve.low, curve.high),
        percent(one.spread),
        chip(say(one.verdict.word), _CHIPS.get(one.verdict, "")),
    ]


def _c(one: Foretold) -> float:
    return 0.5 if one.concordance is None else one.concordance.value


def _name(say: Translator, found: TruthLoop, one: Foretold, *, short: bool = False) -> str:
    if one.name in (TOTAL, CERTAINTY):
        return say("foretell.total" if one.name == TOTAL else "foretell.certainty")
    return one.name if short else named(say, one.name, found.names.get(one.name))
