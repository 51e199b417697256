"""What differences between prefectures are worth: intervals, funnel, change since the last round."""

from __future__ import annotations

from typing import Final

from dashboard.figures.regional_funnel import Dot, Limit, funnel
from dashboard.figures.regional_spans import SYMBOLS, Span, spans
from dashboard.parts import analysis_section as section
from dashboard.parts.analysis_read import Read, points, signed
from scoring.flow.regional.limits import FunnelLimits, funnel_of
from scoring.flow.regional.records import Line, PrefectureLine
from scoring.flow.regional.sentences import FINDING
from scoring.flow.regional.table_parts import percent

RATE_COLUMNS: Final = ("prefecture", "granted", "of", "rate", "low", "high", "shrunk", "places", "group", "reason")
FUNNEL_COLUMNS: Final = ("prefecture", "granted", "of", "rate", "limits", "reason")
CHANGE_COLUMNS: Final = ("prefecture", "granted", "of", "rate", "change", "change_low", "change_high", "change_q")


def certainty(found: Read) -> None:
    """Draw each rate with its interval and drawn towards the whole, in the official order."""
    lines = found.report.prefectures
    if not any(line.line.rate.denominator for line in lines):
        section.nothing(found, "analysis.no_rates")
        return
    say = found.say
    rows = [
        Span(
            name,
            *found.numbers("rates", at),
            text=counts_of(line.line),
            second=found.number("rates", at, "shrunk"),
            symbol=SYMBOLS[((line.group or 1) - 1) % len(SYMBOLS)],
        )
        for at, (name, line) in enumerate(zip(found.names("rates"), lines, strict=True))
    ]
    whole = found.report.province
    level = None if whole is None else percent(whole.rate.value)
    figure = spans(
        rows,
        axis=say("analysis.axis_rate"),
        first=say("analysis.mark_rate"),
        second=say("analysis.mark_shrunk"),
        line=level,
        line_text=say("analysis.line_whole", rate=points(level)),
    )
    section.chart(found, "certainty", figure, certainty_words(found))
    section.twin(found, "rates", RATE_COLUMNS)


def certainty_words(found: Read) -> str:
    """Return which prefectures can be told apart, and how little the smallest one's rate says."""
    say = found.say
    known = [line for line in found.report.prefectures if line.line.rate.denominator]
    groups = sorted({line.group for line in known if line.group})
    if len(known) == 1:
        order = say("analysis.certainty_one", place=found.places([known[0].line.name]))
    elif len(groups) == 1:
        order = say("analysis.certainty_alike", count=len(known))
    else:
        named = say("analysis.certainty_groups", count=len(groups))
        listed = (
            say(
                "analysis.certainty_group",
                number=group,
                places=found.places(line.line.name for line in known if line.group == group),
            )
            for group in groups
        )
        order = found.together(named, *listed)
    least = min(known, key=lambda line: line.line.rate.denominator or 0)
    at = found.report.prefectures.index(least)
    small = say(
        "analysis.certainty_least",
        place=found.places([least.line.name]),
        count=least.line.rate.denominator,
        low=points(found.number("rates", at, "low")),
        high=points(found.number("rates", at, "high")),
    )
    without = [line.line.name for line in found.report.prefectures if not line.line.rate.denominator]
    return found.together(order, small, say("analysis.without", places=found.places(without)) if without else "")


def chance(found: Read) -> None:
    """Draw the funnel of the prefectures."""
    lines = [line.line for line in found.report.prefectures]
    limits = funnel_of(lines)
    if limits is None:
        section.nothing(found, "analysis.no_funnel")
        return
    draw_funnel(found, "chance", lines, limits, found.names("rates"))
    section.twin(found, "rates", FUNNEL_COLUMNS)


def draw_funnel(found: Read, question: str, lines: list[Line], limits: FunnelLimits, names: list[str]) -> None:
    """Draw lines in the funnel of their own, and say who lies outside."""
    say = found.say
    dots = [
        Dot(name, line.rate.denominator, percent(line.rate.value) or 0.0, outside)
        for name, line, outside in zip(names, lines, limits.outside, strict=True)
        if line.rate.denominator
    ]
    drawn = [
        Limit(say("analysis.limit_inner"), _percents(limits.inner_low), _percents(limits.inner_high), "dash"),
        Limit(say("analysis.limit_outer"), _percents(limits.outer_low), _percents(limits.outer_high), "solid"),
    ]
    target = percent(limits.target) or 0.0
    figure = funnel(
        dots,
        limits.cases,
        drawn,
        target=target,
        target_text=say("analysis.line_whole", rate=points(target)),
        x_axis=say("analysis.axis_cases"),
        y_axis=say("analysis.axis_rate"),
        dots_name=say(f"analysis.dots_{question}"),
    )
    section.chart(found, question, figure, funnel_words(found, question, dots, limits))


def funnel_words(found: Read, question: str, dots: list[Dot], limits: FunnelLimits) -> str:
    """Return who lies outside of which limits, and how much more rates vary than by chance."""
    say = found.say
    outside = [
        say(f"analysis.outside_{key}", places=found.places(dot.name for dot in dots if dot.outside == where))
        for where, key in ((2, "far_above"), (1, "above"), (-1, "below"), (-2, "far_below"))
        if any(dot.outside == where for dot in dots)
    ]
    inside = sum(not dot.outside for dot in dots)
    first = say(
        "analysis.inside_all" if inside == len(dots) else "analysis.inside",
        count=inside,
        of=len(dots),
        what=say(f"analysis.dots_{question}"),
    )
    if limits.dispersion is None:
        spread = say("analysis.spread_unknown")
    elif limits.dispersion > 1.0:
        spread = say("analysis.spread", times=f"{limits.dispersion:.1f}")
    else:
        spread = say("analysis.spread_chance")
    return found.together(first, *outside, spread)


def change(found: Read) -> None:
    """Draw how each rate changed since the round before."""
    lines = found.report.prefectures
    if not any(line.change is not None and line.change.value is not None for line in lines):
        section.nothing(found, "analysis.no_change")
        return
    say = found.say
    rows = [
        Span(
            name,
            *found.numbers("rates", at, "change", "change_low", "change_high"),
            text="–" if line.change_q is None else say("analysis.q_of", q=f"{line.change_q:.3f}"),
            symbol="diamond" if is_finding(line) else "circle",
        )
        for at, (name, line) in enumerate(zip(found.names("rates"), lines, strict=True))
    ]
    figure = spans(
        rows, axis=say("analysis.axis_change"), first=say("analysis.mark_change"), bounds=None, line=0.0,
        line_text=say("analysis.line_no_change"),
    )  # fmt: skip
    section.chart(found, "change", figure, change_words(found))
    section.twin(found, "rates", CHANGE_COLUMNS)


def is_finding(line: PrefectureLine) -> bool:
    """Whether a change is more than chance among so many prefectures."""
    return line.change_q is not None and line.change_q < FINDING


def change_words(found: Read) -> str:
    """Return which changes are findings, and how the whole changed."""
    say, report = found.say, found.report
    findings = [
        say("analysis.change_place", place=found.word(line.line.name), change=signed(percent(line.change.value)))
        for line in report.prefectures
        if is_finding(line) and line.change is not None
    ]
    first = say("analysis.change_found", places=found.places(findings)) if findings else say("analysis.change_none")
    if report.change is None or report.change.value is None:
        return first
    values = {
        "change": signed(percent(report.change.value)),
        "low": signed(percent(report.change.low)),
        "high": signed(percent(report.change.high)),
    }
    sure = report.change_p is not None and report.change_p < FINDING
    return found.together(first, say("analysis.change_whole" if sure else "analysis.change_whole_chance", **values))


def counts_of(line: Line) -> str:
    """Return how many of how many."""
    return f"{line.rate.numerator}/{line.rate.denominator}" if line.rate.denominator else "0"


def _percents(shares: tuple[float, ...]) -> list[float]:
    return [100.0 * share for share in shares]
