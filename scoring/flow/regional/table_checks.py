"""Tables of the report that check it: standardised rates, overturned opinions, grades against last round, order."""

from __future__ import annotations

from indicators.language import Message
from scoring.flow.regional.records import RegionalReport
from scoring.flow.regional.table_parts import RegionalTable, counts, rounded, shares, table

_RATIO_DECIMALS = 2


def grades_table(report: RegionalReport) -> RegionalTable:
    """Return grade by grade the rate of the province and its change."""
    rows = [
        (
            line.grade,
            *counts(line.rate),
            *shares(line.rate),
            *((None, None, None) if line.change is None else shares(line.change)),
            rounded(line.change_p),
            line.rate.reason or (None if line.change is None else line.change.reason),
        )
        for line in report.by_grade
    ]
    of_rate = ("grade", "granted", "of", "rate", "low", "high")
    return table("grades", "grades", (*of_rate, "change", "change_low", "change_high", "p_value", "reason"), rows)


def standardised_table(report: RegionalReport) -> RegionalTable:
    """Return what each prefecture has to what its enterprises would have elsewhere."""
    rows = [
        (
            line.name,
            line.observed,
            rounded(line.expected, 1),
            *(rounded(part, _RATIO_DECIMALS) for part in (line.ratio.value, line.ratio.low, line.ratio.high)),
            line.ratio.reason,
        )
        for line in report.standardised
    ]
    columns = ("prefecture", "observed", "expected", "ratio", "low", "high", "reason")
    return table("standardised", "standardised", columns, rows)


def overturned_table(report: RegionalReport) -> RegionalTable:
    """Return how often the province overturned each prefecture."""
    rows = [(line.name, *counts(line.rate), *shares(line.rate), line.rate.reason) for line in report.overturned_by]
    return table("overturned", "overturned", ("prefecture", "numerator", "of", "rate", "low", "high", "reason"), rows)


def integrity_table(report: RegionalReport) -> RegionalTable:
    """Return how orderly the round went, one count a row."""
    if report.integrity is None:
        return table("integrity", "integrity", (), ())
    found = report.integrity
    rows = [
        (Message(f"province.integrity_{key}"), getattr(found, key))
        for key in ("recusals", "reopened", "voided", "superseded", "against_score", "objections_open", "head")
    ]
    return table("integrity", "integrity", ("what", "count"), rows)
