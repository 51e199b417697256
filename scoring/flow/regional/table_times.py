"""Tables of what takes time: the steps, the years, what is valid today, what became of grades."""

from __future__ import annotations

from indicators.language import Message
from scoring.flow.regional.records import RegionalReport
from scoring.flow.regional.table_parts import (
    Cell,
    RegionalTable,
    column,
    counts,
    define,
    percent,
    rounded,
    shares,
    table,
    total,
)


def funnel_table(report: RegionalReport) -> RegionalTable:
    """Return the seven steps."""
    rows = [
        (
            step.name,
            step.entered,
            step.passed,
            step.dropped,
            step.waiting,
            rounded(step.median.value, 1),
            rounded(step.median.low, 1),
            rounded(step.median.high, 1),
            step.median.denominator,
            step.median.reason,
        )
        for step in report.funnel
    ]
    columns = ("step", "entered", "passed", "dropped", "waiting", "median", "low", "high", "seen", "reason")
    return table("funnel", "median_wait", columns, rows)


def years_table(report: RegionalReport) -> RegionalTable:
    """Return the locked rounds."""
    grades = tuple(dict.fromkeys(grade for year in reversed(report.years) for grade in year.line.applied))
    columns = (
        *map(column, ("year", "round")),
        *(column("applied_of", grade=grade) for grade in grades),
        *(column("granted_of", grade=grade) for grade in grades),
        *map(column, ("granted", "of", "rate", "low", "high")),
    )
    rows = [
        (
            year.year,
            year.round_id,
            *(year.line.applied.get(grade) for grade in grades),
            *(year.line.granted.get(grade) for grade in grades),
            *counts(year.line.rate),
            *shares(year.line.rate),
        )
        for year in report.years
    ]
    return RegionalTable("years", define("years"), columns, tuple(rows))


def stock_table(report: RegionalReport) -> RegionalTable:
    """Return what is valid today."""
    if not report.stock or not report.stock[0].valid:
        return RegionalTable("stock", define("stock"), (), ())
    grades = tuple(reversed(list(report.stock[0].valid)))
    months = tuple(report.stock[0].within)
    columns = (
        column("prefecture"),
        *(column("valid_of", grade=grade) for grade in grades),
        column("valid"),
        *(column("within", months=count) for count in months),
        *map(column, ("suspended", "expired", "revoked", "superseded", "barred")),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            line.name,
            *(line.valid[grade] for grade in grades),
            sum(line.valid.values()),
            *(line.within[count] for count in months),
            line.suspended,
            line.expired,
            line.revoked,
            line.superseded,
            line.barred,
        )
        for line in report.stock
    ]
    whole: tuple[Cell, ...] = (
        Message("province.whole"),
        *(total(column) for column in list(zip(*rows, strict=True))[1:]),
    )
    return RegionalTable("stock", define("stock"), columns, (*rows, whole))


def ends_table(report: RegionalReport) -> RegionalTable:
    """Return what became of grades."""
    rows = [
        (
            line.grade,
            line.years,
            line.valid.denominator,
            percent(line.valid.value),
            percent(line.expired),
            percent(line.revoked),
            percent(line.superseded),
            line.valid.reason,
        )
        for line in report.ends
    ]
    columns = ("grade", "years_after", "announced", "still_valid", "share_expired", "share_revoked")
    return table("ends", "ends", (*columns, "share_superseded", "reason"), rows)
