"""What was found of the indicators of a round: answers first, then each finding with what it means and what to do."""

from __future__ import annotations

from collections import Counter
from typing import Final

import streamlit as st

from dashboard.figures import items as figures
from dashboard.parts import frame, panel_words
from dashboard.parts.items_shown import PLAIN, bounded, named, note, number, percent, table
from dashboard.parts.rule_book_markup import chip
from dashboard.parts.wording import as_html
from indicators.language import Translator
from scoring.flow import ItemAnalysis
from scoring.statistics.items.flags import LEAST_REST
from scoring.statistics.items.report import ItemLine, ItemReport

LEAST_STEP_SHARE: Final = 0.005


def draw(say: Translator, found: ItemAnalysis) -> None:
    """Draw the item analysis of a round."""
    report = found.report
    if report is None:
        key = "itempage.no_marks" if not found.applications else "itempage.few_applications"
        frame.empty(say(key, count=found.applications))
        return
    answers(say, report)
    findings(say, found, report)
    points(say, found, report)
    steps(say, report)
    every(say, found, report)


def answers(say: Translator, report: ItemReport) -> None:
    """Say in three sentences how many indicators have findings, how they hang together, and what repeats."""
    sure = sum(line.is_sure for line in report.lines)
    look = sum(bool(line.flags) and not line.is_sure for line in report.lines)
    whole = {"indicators": len(report.lines), "applications": report.applications}
    first = say("itempage.answer_none" if not sure + look else "itempage.answer_found", sure=sure, look=look, **whole)
    alpha, directions = report.cohesion.alpha, report.cohesion.directions
    lines = [(say("itempage.head_found"), first)]
    if alpha.value is not None and directions is not None:
        words = say("itempage.answer_together", alpha=number(alpha.value), count=directions)
        lines.append((say("itempage.head_together"), words))
    if report.pairs:
        code, near = report.pairs[0]
        value = near.observed.value if near.true.value is None else near.true.value
        key = "itempage.answer_repeats" if near.repeats else "itempage.answer_no_repeats"
        lines.append((say("itempage.head_repeats"), say(key, one=code, other=near.other, r=number(value))))
    panel_words.answers(lines)


def findings(say: Translator, found: ItemAnalysis, report: ItemReport) -> None:
    """Draw each indicator of which something was found: the sure ones first."""
    st.header(say("itempage.findings"), anchor=False)
    st.caption(say("itempage.findings_reading"))
    flagged = sorted((line for line in report.lines if line.flags), key=lambda line: not line.is_sure)
    if not flagged:
        frame.empty(say("itempage.nothing_found"))
        return
    st.html(f'<ul class="it-list">{"".join(_finding(say, found, line) for line in flagged)}</ul>')


def _finding(say: Translator, found: ItemAnalysis, line: ItemLine) -> str:
    chips = "".join(
        chip(say(flag.word), "bad" if flag.sure else "near") + chip(say("items.sure" if flag.sure else "items.look"))
        for flag in line.flags
    )
    words = "".join(f"<p>{as_html(say(flag.sentence))}</p>" for flag in line.flags)
    remedies = dict.fromkeys(say(flag.remedy.word) for flag in line.flags)
    to_do = say("itempage.stop").join(remedies)
    name = say.say(found.names[line.indicator])
    return (
        f'<li class="{"sure" if line.is_sure else "look"}"><div class="it-head">'
        f'<span class="it-code">{as_html(line.indicator)}</span><b>{as_html(name)}</b>{chips}</div>'
        f"{words}<p><em>{as_html(say('itempage.to_do'))}</em>{as_html(to_do)}</p></li>"
    )


def points(say: Translator, found: ItemAnalysis, report: ItemReport) -> None:
    """Draw difficulty against discrimination, one point an indicator."""
    st.header(say("itempage.points"), anchor=False)
    shown = [
        figures.ItemPoint(
            line.indicator,
            100 * line.difficulty.value,
            line.rest.value,
            "sure" if line.is_sure else "look" if line.flags else "none",
        )
        for line in report.lines
        if line.difficulty.value is not None and line.rest.value is not None
    ]
    if not shown:
        frame.empty(say("itempage.nothing_to_draw"))
        return
    rests, shares = [one.rest for one in shown], [one.difficulty / 100 for one in shown]
    least = min(shown, key=lambda one: one.rest)
    words = say(
        "itempage.points_say",
        low=number(min(rests)), high=number(max(rests)), easy=percent(max(shares)), hard=percent(min(shares)),
        least=named(say, least.name, found.names[least.name]),
    )  # fmt: skip
    figure = figures.item_points(
        shown,
        x=say("itempage.axis_difficulty"),
        y=say("itempage.axis_rest"),
        kinds=[say(f"itempage.kind_{kind}") for kind in figures.KINDS],
        line=LEAST_REST,
        line_text=say("itempage.line_rest", least=f"{LEAST_REST:.2f}"),
    )
    st.plotly_chart(figure, config=PLAIN, key="items-points", alt=words)
    note(words)


def steps(say: Translator, report: ItemReport) -> None:
    """Say how often each step of the scale was taken, over all indicators."""
    taken: Counter[float] = Counter()
    for line in report.lines:
        for step in line.steps:
            taken[round(step.share, 6)] += step.count
    whole = sum(taken.values())
    if not whole:
        return
    st.header(say("itempage.steps"), anchor=False)
    shares = sorted(taken)
    rows = [[as_html(say("itempage.steps_row")), *(f"{100 * taken[one] / whole:.1f}%" for one in shares)]]
    table([say("itempage.steps_of"), *(percent(one) for one in shares)], rows, label=say("itempage.steps"))
    rare = [percent(one) for one in shares if taken[one] / whole < LEAST_STEP_SHARE]
    note(say("itempage.steps_rare", steps=say("itempage.comma").join(rare)) if rare else say("itempage.steps_all"))


def every(say: Translator, found: ItemAnalysis, report: ItemReport) -> None:
    """Offer the numbers of every indicator, and how to read them."""
    with st.expander(say("itempage.every", count=len(report.lines)), key="items-every"):
        heads = ("indicator", "rest", "index", "difficulty", "apart", "icc", "panel", "without", "nearest", "open")
        rows = [_row(say, found, line) for line in report.lines]
        table([say(f"itempage.column_{head}") for head in heads], rows, label=say("itempage.every_label"))
        note(*(say(f"itempage.read_{head}") for head in heads[1:]))


def _row(say: Translator, found: ItemAnalysis, line: ItemLine) -> list[str]:
    near = line.nearest
    alike = "–"
    if near is not None:
        shown = near.observed if near.true.value is None else near.true
        alike = as_html(near.other) + " " + bounded(say, shown.value, shown.low, shown.high)
    lacking = line.missing + line.not_applicable + line.insufficient
    return [
        as_html(named(say, line.indicator, found.names[line.indicator])),
        bounded(say, line.rest.value, line.rest.low, line.rest.high),
        number(line.index.value),
        percent(line.difficulty.value),
        percent(line.apart),
        bounded(say, line.icc.value, line.icc.low, line.icc.high),
        number(line.panel_icc.value),
        number(line.alpha_without),
        alike,
        percent(lacking),
    ]
