"""Whether the same got the same: fairness at the same score, how far marks may be trusted, concentration."""

from __future__ import annotations

from typing import Final

from dashboard.figures.regional_pairs import Pair, pairs
from dashboard.figures.regional_spans import Span, spans
from dashboard.parts import analysis_section as section
from dashboard.parts.analysis_read import Read, signed
from scoring.flow.regional.records import Line
from scoring.flow.regional.sentences import FINDING

_SHARE_COLUMNS: Final = ("prefecture", "granted", "of", "rate")


def fair(found: Read) -> None:
    """Draw each group against all others of the same score, and say how far the marks can be relied on, at home too."""
    say, report = found.say, found.report
    lines = report.fairness
    known = [line for line in lines if line.difference.value is not None]
    if known:
        rows = [
            Span(
                name,
                *found.numbers("fairness", at, "difference", "low", "high"),
                text=f"{line.difference.numerator}/{line.difference.denominator}",
                symbol="diamond" if _finding(line.q_value) else "circle",
            )
            for at, (name, line) in enumerate(zip(found.names("fairness"), lines, strict=True))
        ]
        figure = spans(
            rows, axis=say("analysis.axis_difference"), first=say("analysis.mark_difference"), bounds=None, line=0.0,
            line_text=say("analysis.line_same"),
        )  # fmt: skip
        section.chart(found, "fair", figure, fair_words(found))
        section.twin(found, "fairness")
    else:
        section.nothing(found, "analysis.no_fair")
    marks = (("analysis.asked_reliability", report.reliability), ("analysis.asked_favour", report.favour))
    section.sentences([(say(asked), found.word(words)) for asked, words in marks if words is not None])


def fair_words(found: Read) -> str:
    """Return which groups differ from the others of the same score by more than chance."""
    say = found.say
    names = found.names("fairness")
    findings = [
        say("analysis.fair_place", place=name, difference=signed(found.number("fairness", at, "difference")))
        for at, (name, line) in enumerate(zip(names, found.report.fairness, strict=True))
        if _finding(line.q_value)
    ]
    if not findings:
        return say("analysis.fair_none", count=len(names))
    return say("analysis.fair_found", places=found.places(findings))


def uneven(found: Read) -> None:
    """Draw each prefecture's share of applications beside its share of grades."""
    say, report = found.say, found.report
    lines = [line.line for line in report.prefectures]
    asked, got = _total(lines, granted=False), _total(lines, granted=True)
    if not got:
        section.nothing(found, "analysis.no_uneven")
        return
    rows = []
    for name, line in zip(found.names("rates"), lines, strict=True):
        before, after = (100.0 * (line.rate.denominator or 0) / asked, 100.0 * (line.rate.numerator or 0) / got)
        rows.append(Pair(name, before, after, signed(round(after - before, 1))))
    figure = pairs(
        rows, axis=say("analysis.axis_share"), before=say("analysis.mark_asked"), after=say("analysis.mark_got")
    )
    section.chart(found, "uneven", figure, uneven_words(found, rows))
    section.twin(found, "rates", _SHARE_COLUMNS)
    section.twin(found, "whole")


def uneven_words(found: Read, rows: list[Pair]) -> str:
    """Return whether grades lie more unevenly over the prefectures than applications do and chance makes."""
    say, uneven_ = found.say, found.report.uneven
    most = max(rows, key=lambda row: abs(row.after - row.before))
    widest = say("analysis.uneven_widest", place=most.name, difference=signed(round(most.after - most.before, 1)))
    if uneven_ is None or uneven_.theil.value is None or uneven_.by_chance is None or uneven_.p_value is None:
        return found.together(say("analysis.uneven_unknown"), widest)
    values = {
        "theil": f"{uneven_.theil.value:.3f}",
        "chance": f"{uneven_.by_chance:.3f}",
        "p": f"{uneven_.p_value:.3f}",
    }
    sure = uneven_.p_value < FINDING
    return found.together(say("analysis.uneven_found" if sure else "analysis.uneven_none", **values), widest)


def _finding(q_value: float | None) -> bool:
    return q_value is not None and q_value < FINDING


def _total(lines: list[Line], *, granted: bool) -> int:
    return sum((line.rate.numerator if granted else line.rate.denominator) or 0 for line in lines)
