"""What takes time: what became of grades, how rounds went, where files wait, what is valid today."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from dashboard.figures.regional_ends import Staircase, staircases
from dashboard.figures.regional_spans import Span, spans
from dashboard.parts import analysis_section as section
from dashboard.parts.analysis_rates import counts_of
from dashboard.parts.analysis_read import Read, points
from scoring.flow.regional.records import EndLine
from scoring.flow.regional.table_parts import percent

ENDS: Final = ("valid", "expired", "superseded", "revoked")
_COLUMN: Final = {"valid": "still_valid"}


def ends(found: Read) -> None:
    """Draw what had become of grades so many years after, a staircase a grade, the highest first."""
    say, lines = found.say, found.report.ends
    if not any(line.valid.value is not None for line in lines):
        section.nothing(found, "analysis.no_ends")
        return
    by_grade = [
        (grade, list(rows)) for grade, rows in groupby(enumerate(lines), key=lambda numbered: numbered[1].grade)
    ]
    stairs = [
        Staircase(
            say("analysis.grade_of", grade=grade, count=rows[0][1].valid.denominator),
            [line.years for _, line in rows],
            {
                say(f"analysis.end_{end}"): [
                    found.number("ends", at, _COLUMN.get(end, f"share_{end}")) for at, _ in rows
                ]
                for end in ENDS
            },
        )
        for grade, rows in reversed(by_grade)
    ]
    figure = staircases(stairs, axis=say("analysis.axis_years"), share=say("analysis.axis_percent"))
    words = found.together(*(_ends_words(found, [line for _, line in rows]) for _, rows in reversed(by_grade)))
    section.chart(found, "ends", figure, words)
    section.twin(found, "ends")


def _ends_words(found: Read, lines: list[EndLine]) -> str:
    """Return what had become of one grade in the last year in which anything of it was still valid."""
    say = found.say
    known = [line for line in lines if line.valid.value is not None]
    if not known:
        return say("analysis.ends_unknown", grade=lines[0].grade)
    lasting = [line for line in known if percent(line.valid.value)]
    line = (lasting or known)[-1]
    first = say(
        "analysis.ends_of",
        grade=line.grade,
        years=line.years,
        valid=points(percent(line.valid.value)),
        expired=points(percent(line.expired)),
        superseded=points(percent(line.superseded)),
        revoked=points(percent(line.revoked)),
    )
    gone = next((one for one in known if not percent(one.valid.value)), None)
    return first if gone is None else found.together(first, say("analysis.ends_gone", years=gone.years))


def years(found: Read) -> None:
    """Draw the rate of the whole province in each locked round."""
    say, lines = found.say, found.report.years
    if not any(year.line.rate.value is not None for year in lines):
        section.nothing(found, "analysis.no_years")
        return
    rows = [
        Span(
            str(year.year),
            *found.numbers("years", at),
            text=counts_of(year.line),
        )
        for at, year in enumerate(lines)
    ]
    figure = spans(rows, axis=say("analysis.axis_rate"), first=say("analysis.mark_rate"))
    section.chart(found, "years", figure, years_words(found))
    section.twin(found, "years")


def years_words(found: Read) -> str:
    """Return the course of the rate from the first to the last round, and whether their intervals overlap."""
    say = found.say
    known = [(at, year) for at, year in enumerate(found.report.years) if year.line.rate.value is not None]
    (first, start), (last, end) = known[0], known[-1]
    if first == last:
        return say("analysis.years_one", year=start.year, rate=points(found.number("years", first, "rate")))
    values = {
        "first": start.year,
        "rate_first": points(found.number("years", first, "rate")),
        "last": end.year,
        "rate_last": points(found.number("years", last, "rate")),
    }
    lows, highs = ([found.number("years", at, name) or 0.0 for at in (first, last)] for name in ("low", "high"))
    apart = max(lows) > min(highs)
    return say("analysis.years_apart" if apart else "analysis.years_overlap", **values)


def waits(found: Read) -> None:
    """Draw how long each step takes: half of the files have passed after so many days."""
    say, lines = found.say, found.report.funnel
    if "funnel" not in found.tables:
        section.nothing(found, "analysis.no_waits")
        return
    rows = [
        Span(
            name,
            *found.numbers("funnel", at, "median", "low", "high"),
            text=say("analysis.waiting_of", count=step.waiting),
        )
        for at, (name, step) in enumerate(zip(found.names("funnel"), lines, strict=True))
    ]
    longest = max((value for row in rows for value in (row.high, row.value) if value is not None), default=1.0)
    words = _waits_words(found, rows)
    if any(row.value is not None for row in rows):
        figure = spans(
            rows, axis=say("analysis.axis_days"), first=say("analysis.mark_days"), bounds=(0.0, max(1.1 * longest, 1.0))
        )
        section.chart(found, "waits", figure, words)
    else:
        section.sentence(words)
    section.twin(found, "funnel")


def _waits_words(found: Read, rows: list[Span]) -> str:
    say, steps = found.say, found.report.funnel
    most = max(steps, key=lambda step: step.waiting)
    waiting = (
        say("analysis.waits_most", step=found.word(most.name), count=most.waiting)
        if most.waiting
        else say("analysis.waits_nobody")
    )
    timed = [row for row in rows if row.value is not None]
    if not timed:
        return found.together(waiting, say("analysis.waits_untimed"))
    slowest = max(timed, key=lambda row: row.value or 0.0)
    return found.together(waiting, say("analysis.waits_slowest", step=slowest.name, days=points(slowest.value)))


def stock(found: Read) -> None:
    """Say what is valid today, and by prefecture."""
    lines = found.report.stock
    if "stock" not in found.tables:
        section.nothing(found, "analysis.no_stock")
        return
    valid = sum(sum(line.valid.values()) for line in lines)
    soon = sum(line.within[max(line.within)] for line in lines)
    words = found.say(
        "analysis.stock",
        valid=valid,
        soon=soon,
        suspended=sum(line.suspended for line in lines),
        barred=sum(line.barred for line in lines),
    )
    section.sentence(words)
    section.table(found, "stock")
