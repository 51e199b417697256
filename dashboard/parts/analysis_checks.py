"""Prefectures as if all had the same enterprises; what the province found when it rechecked their opinions."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import Final

from dashboard.figures.regional_spans import Span, spans
from dashboard.parts import analysis_section as section
from dashboard.parts.analysis_read import Read, points
from scoring.flow.regional.figures import Figure
from scoring.flow.regional.records import StandardisedLine
from scoring.flow.regional.table_parts import percent

_RATIO: Final = ("ratio", "low", "high")
_LONGEST: Final = 3.0
"""No interval takes the axis further than this: that of few expected grades would press all others together."""


def standardised(found: Read) -> None:
    """Draw the grades of each prefecture to those that its enterprises would have at the province's rates."""
    lines = found.report.standardised
    if not any(line.ratio.value is not None for line in lines):
        section.nothing(found, "analysis.no_standardised")
        return
    say = found.say
    rows = [
        Span(
            name,
            *found.numbers("standardised", at, *_RATIO),
            text=_observed(found, at),
            symbol="diamond" if differs(found, at) else "circle",
        )
        for at, name in enumerate(found.names("standardised"))
    ]
    end = _end(rows)
    figure = spans(
        [replace(row, high=None if row.high is None else min(row.high, end)) for row in rows],
        axis=say("analysis.axis_standardised"),
        first=say("analysis.mark_standardised"),
        bounds=(0.0, end),
        line=1.0,
        line_text=say("analysis.line_standard"),
    )
    section.chart(found, "standardised", figure, found.together(standardised_words(found), _cut_off(found, rows, end)))
    section.twin(found, "standardised")


def standardised_words(found: Read) -> str:
    """Return which prefectures differ from the province beyond their interval, and what the ratio does not say."""
    say, lines = found.say, found.report.standardised
    known = [at for at, line in enumerate(lines) if line.ratio.value is not None]
    apart = [_told(found, at) for at in known if differs(found, at)]
    if apart:
        first = say("analysis.standardised_found", count=len(known), places=found.places(apart))
    else:
        first = say("analysis.standardised_none", count=len(known))
    without = [line.name for at, line in enumerate(lines) if at not in known]
    more = say("analysis.standardised_without", places=found.places(without)) if without else ""
    return found.together(first, more)


def differs(found: Read, at: int) -> bool:
    """Whether an interval, as it is printed, leaves out 1."""
    _, low, high = found.numbers("standardised", at, *_RATIO)
    return low is not None and high is not None and not low <= 1.0 <= high


def overturned(found: Read) -> None:
    """Draw the share of rechecked opinions that the province overturned: in all, and of each prefecture."""
    say, whole = found.say, found.report.overturned
    if whole is None or not whole.denominator:
        section.nothing(found, "analysis.no_rechecks")
        return
    if whole.value is None:
        section.nothing(found, "analysis.few_rechecks", count=whole.denominator)
        return
    rows = [
        Span(
            say("analysis.whole"),
            percent(whole.value),
            percent(whole.low),
            percent(whole.high),
            f"{whole.numerator}/{whole.denominator}",
            symbol="diamond",
        )
    ]
    if found.report.overturned_by:
        rows += [
            Span(
                name,
                *found.numbers("overturned", at),
                text=say("analysis.too_few_rechecked", count=line.rate.denominator)
                if line.rate.value is None
                else f"{line.rate.numerator}/{line.rate.denominator}",
            )
            for at, (name, line) in enumerate(zip(found.names("overturned"), found.report.overturned_by, strict=True))
        ]
    figure = spans(
        rows,
        axis=say("analysis.axis_overturned"),
        first=say("analysis.mark_overturned"),
        line=percent(whole.value) if len(rows) > 1 else None,
    )
    section.chart(found, "overturned", figure, overturned_words(found, whole))
    section.twin(found, "overturned" if found.report.overturned_by else "whole")


def overturned_words(found: Read, whole: Figure) -> str:
    """Return how many opinions were overturned in all, of which prefectures the most, and where too few were seen."""
    say = found.say
    first = say(
        "analysis.overturned",
        count=whole.numerator,
        of=whole.denominator,
        rate=points(percent(whole.value)),
        low=points(percent(whole.low)),
        high=points(percent(whole.high)),
    )
    lines = found.report.overturned_by
    apart = [
        say("analysis.overturned_place", place=found.word(line.name), rate=points(percent(line.rate.value)))
        for line in lines
        if line.rate.low is not None and whole.value is not None and line.rate.low > whole.value
    ]
    told = any(line.rate.value is not None for line in lines)
    second = say("analysis.overturned_more", places=found.places(apart)) if apart else ""
    if told and not apart:
        second = say("analysis.overturned_alike")
    few = [line.name for line in lines if line.rate.value is None]
    return found.together(first, second, say("analysis.overturned_few", places=found.places(few)) if few else "")


def _observed(found: Read, at: int) -> str:
    expected = found.number("standardised", at, "expected")
    if expected is None:
        return "–"
    observed = found.report.standardised[at].observed
    return found.say("analysis.observed_expected", observed=observed, expected=points(expected))


def _told(found: Read, at: int) -> str:
    line: StandardisedLine = found.report.standardised[at]
    ratio = found.number("standardised", at, "ratio")
    return found.say("analysis.standardised_place", place=found.word(line.name), ratio=f"{ratio:.2f}")


def _cut_off(found: Read, rows: list[Span], end: float) -> str:
    cut = [row.name for row in rows if row.high is not None and row.high > end]
    return found.say("analysis.standardised_cut", places=found.places(cut), end=points(end)) if cut else ""


def _end(rows: list[Span]) -> float:
    """Return where the axis ends: behind every ratio, and behind every interval that is not far longer than that."""
    values = [row.value for row in rows if row.value is not None]
    highs = [row.high for row in rows if row.high is not None]
    return max(2.0, ceil(2.0 * max(values)) / 2.0, min(max(highs, default=0.0), _LONGEST))
