"""The report as tables: what page, paper, workbook and command line all print, so that no two of them can differ.

A cell is a whole number, a number already rounded, a text of the record, or words still without language. What is
undefined is empty; its reason stands in the last column where there is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from indicators.language import Message, Name
from scoring.flow.regional.records import Line, PrefectureLine, RegionalReport
from scoring.flow.regional.table_checks import grades_table, integrity_table, overturned_table, standardised_table
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
from scoring.flow.regional.table_times import ends_table, funnel_table, stock_table, years_table

_SIZES: Final = ("large", "medium", "small", "micro")


def report_tables(report: RegionalReport) -> tuple[RegionalTable, ...]:
    """Return every table of a report that has rows, in the order in which they are printed."""
    found = [
        _answers(report),
        *_round_tables(report),
        funnel_table(report),
        years_table(report),
        stock_table(report),
        ends_table(report),
    ]
    return tuple(table for table in found if table.rows)


def _round_tables(report: RegionalReport) -> Iterator[RegionalTable]:
    if not report.locked:
        yield table(
            "files",
            "files",
            ("grade", "files"),
            [(grade, count) for grade, count in reversed(list(report.files.items()))],
        )
        return
    yield _cities(report)
    yield _rates(report)
    for key, lines in (
        ("areas", report.areas),
        ("counties", report.counties),
        ("industries", report.industries),
        ("sizes", report.sizes),
    ):
        yield _lines(key, lines, report.grades)
    yield grades_table(report)
    yield standardised_table(report)
    yield overturned_table(report)
    yield _whole(report)
    yield _fairness(report)
    yield integrity_table(report)


def _answers(report: RegionalReport) -> RegionalTable:
    asked = ("order", "abnormal", "needs")
    rows = [(Message(f"province.asked_{key}"), words) for key, words in zip(asked, report.sentences, strict=True)]
    extra = [
        (Message(f"province.asked_{key}"), words)
        for key, words in (("reliability", report.reliability), ("favour", report.favour))
        if words is not None
    ]
    return table("answers", "answers", ("asked", "answer"), [*rows, *extra])


def _cities(report: RegionalReport) -> RegionalTable:
    grades = tuple(reversed(report.grades))
    steps = [step for step in report.funnel if report.announced or step.passed]
    columns: list[Message | Name | str] = [column("prefecture")]
    columns += [column("applied_of", grade=grade) for grade in grades]
    caps = [grade for grade in grades if grade in report.prefectures[0].caps] if report.prefectures else []
    to_experts = [grade for grade in grades if report.prefectures and grade in report.prefectures[0].recommended]
    columns += [column("recommended_of", grade=grade) for grade in to_experts]
    columns += [column("cap_of", grade=grade) for grade in caps]
    columns += [column("passed_of", step=step.name) for step in steps]
    columns += [column("granted_of", grade=grade) for grade in grades]
    columns += [column("granted"), column("earlier")]

    def row(line: PrefectureLine) -> tuple[Cell, ...]:
        return (
            line.line.name,
            *(line.line.applied.get(grade, 0) for grade in grades),
            *(line.recommended[grade] for grade in to_experts),
            *(line.caps[grade].cap for grade in caps),
            *(line.passed.get(step.step, 0) for step in steps),
            *(line.line.granted.get(grade) for grade in grades),
            line.line.grants,
            None if line.earlier is None else sum(line.earlier.get(grade, 0) for grade in line.line.granted),
        )

    rows = [row(line) for line in report.prefectures]
    # A cap is one prefecture's: their sum is nobody's.
    first = 1 + len(grades) + len(to_experts)
    of_nobody = range(first, first + len(caps))
    sums = [
        None if at in of_nobody or None in column else total(column)
        for at, column in enumerate(zip(*rows, strict=True))
    ]
    words = "cities_announced" if report.announced else "cities_proposed"
    whole = [(Message("province.whole"), *sums[1:])] if rows else []
    return RegionalTable("cities", define(words), tuple(columns), (*rows, *whole))


def _rates(report: RegionalReport) -> RegionalTable:
    of_rate = ("prefecture", "granted", "of", "rate", "low", "high", "shrunk", "places", "group", "limits")
    columns = (*of_rate, "change", "change_low", "change_high", "change_q", "reason")

    def row(line: PrefectureLine) -> tuple[Cell, ...]:
        change = line.change
        return (
            line.line.name,
            *counts(line.line.rate),
            *shares(line.line.rate),
            percent(line.shrunk.value),
            _places(line.best, line.worst),
            line.group,
            None if line.outside is None else Message(f"province.limits_{_LIMITS[line.outside]}"),
            *((None, None, None) if change is None else shares(change)),
            rounded(line.change_q),
            line.line.rate.reason or line.shrunk.reason,
        )

    return table("rates", "rates", columns, map(row, report.prefectures))


_LIMITS: Final[Mapping[int, str]] = {-2: "far_below", -1: "below", 0: "within", 1: "above", 2: "far_above"}


def _places(best: int | None, worst: int | None) -> Cell:
    if best is None or worst is None:
        return None
    return best if best == worst else Message("province.places", {"best": best, "worst": worst})


def _lines(key: str, lines: Sequence[Line], grades: Sequence[str]) -> RegionalTable:
    shown = tuple(reversed(grades))
    columns = (
        column(key),
        *(column("applied_of", grade=grade) for grade in shown),
        *(column("granted_of", grade=grade) for grade in shown),
        *map(column, ("granted", "of", "rate", "low", "high")),
    )
    rows = [
        (
            _name(line),
            *(line.applied.get(grade, 0) for grade in shown),
            *(line.granted.get(grade) for grade in shown),
            *counts(line.rate),
            *shares(line.rate),
        )
        for line in (sorted(lines, key=_size_order) if key == "sizes" else lines)
    ]
    return RegionalTable(key, define("lines"), columns, tuple(rows))


def _whole(report: RegionalReport) -> RegionalTable:
    """Return what is told of the province as a whole: one figure a row."""
    rows: list[tuple[Cell, ...]] = []
    if report.province is not None:
        rows.append(
            (
                define("rate"),
                *counts(report.province.rate),
                *shares(report.province.rate),
                None,
                report.province.rate.reason,
            )
        )
    if report.change is not None:
        p_value = rounded(report.change_p)
        rows.append((define("change"), *counts(report.change), *shares(report.change), p_value, report.change.reason))
    if report.overturned is not None:
        fell = report.overturned
        rows.append((define("overturned"), *counts(fell), *shares(fell), None, fell.reason))
    if report.uneven is not None:
        uneven = report.uneven
        for key, value in (
            ("alike", uneven.alike.value),
            ("gini", uneven.gini.value),
            ("theil", uneven.theil.value),
            ("theil_by_chance", uneven.by_chance),
            ("theil_between", uneven.between),
            ("theil_within", uneven.within),
        ):
            p_value = rounded(uneven.p_value) if key == "theil" else None
            reason = uneven.alike.reason if value is None else None
            rows.append((Message(f"province.uneven_{key}"), None, None, rounded(value), None, None, p_value, reason))
    columns = ("what", "numerator", "of", "value", "low", "high", "p_value", "reason")
    return table("whole", "whole", columns, rows)


def _fairness(report: RegionalReport) -> RegionalTable:
    rows = [
        (
            Message(f"province.size_{line.code}") if line.by == "size" else line.code,
            *counts(line.difference),
            *shares(line.difference),
            rounded(line.q_value),
            line.difference.reason,
        )
        for line in report.fairness
    ]
    columns = ("group_of", "numerator", "of", "difference", "low", "high", "q_value", "reason")
    return table("fairness", "fair", columns, rows)


def _name(line: Line) -> Cell:
    if line.by == "size":
        return Message(f"province.size_{line.code}")
    if line.by == "area" and not line.code:
        return Message("province.area_unknown")
    return line.name


def _size_order(line: Line) -> int:
    return _SIZES.index(line.code) if line.code in _SIZES else len(_SIZES)
