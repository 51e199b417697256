"""The same rates by another grouping: part of the province, county, industry, size, year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dashboard.figures.regional_spans import SYMBOLS, Span, spans
from dashboard.parts import analysis_choice, analysis_time
from dashboard.parts import analysis_section as section
from dashboard.parts.analysis_rates import counts_of, draw_funnel
from dashboard.parts.analysis_read import Read, points
from scoring.flow.regional.limits import funnel_of, groups_of
from scoring.flow.regional.records import Line

GROUPINGS: Final = ("areas", "counties", "industries", "sizes", "years")
GROUPING: Final = "by"
#: More rows than these are no picture any more: then the funnel shows which of them stand out.
ROWS: Final = 30


def groups(found: Read) -> None:
    """Draw the rates by the grouping that is chosen."""
    say = found.say
    chosen = analysis_choice.choose(
        say("analysis.grouping"), GROUPING, GROUPINGS, lambda key: say(f"analysis.by_{key}")
    )
    if chosen == "years":
        analysis_time.years(found)
        return
    lines = _in_table_order(found, chosen)
    if not any(line.rate.denominator for line in lines):
        section.nothing(found, "analysis.no_rates")
        return
    names = found.names(chosen)
    limits = funnel_of(lines) if len(lines) > ROWS else None
    if limits is not None:
        draw_funnel(found, "groups", lines, limits, names)
    else:
        order = groups_of(lines)
        rows = [
            Span(
                name,
                *found.numbers(chosen, at),
                text=counts_of(line),
                symbol=SYMBOLS[((group or 1) - 1) % len(SYMBOLS)],
            )
            for at, (name, line, group) in enumerate(zip(names, lines, order, strict=True))
        ]
        figure = spans(rows, axis=say("analysis.axis_rate"), first=say("analysis.mark_rate"))
        section.chart(found, "groups", figure, groups_words(found, rows, order))
    section.table(found, chosen)


def groups_words(found: Read, rows: list[Span], order: Sequence[int | None]) -> str:
    """Return whether any rates can be told apart, and which is the highest and the lowest."""
    say = found.say
    known = [row for row in rows if row.value is not None]
    if len(known) == 1:
        return say("analysis.groups_one", name=known[0].name, rate=points(known[0].value))
    high = max(known, key=lambda row: row.value or 0.0)
    low = min(known, key=lambda row: row.value or 0.0)
    values = {
        "high": f"{high.name} {high.text}",
        "rate_high": points(high.value),
        "low": f"{low.name} {low.text}",
        "rate_low": points(low.value),
    }
    count = len(set(filter(None, order)))
    if count > 1:
        return say("analysis.groups_apart", count=count, **values)
    return say("analysis.groups_alike", **values)


def _in_table_order(found: Read, key: str) -> list[Line]:
    """Return the lines of a grouping in the order of its table's rows."""
    by_key = {
        "areas": found.report.areas,
        "counties": found.report.counties,
        "industries": found.report.industries,
        "sizes": found.report.sizes,
    }
    if key != "sizes":
        return list(by_key[key])
    named = {found.say(f"province.size_{line.code}"): line for line in by_key[key]}
    return [named[name] for name in found.names(key)] if key in found.tables else []
