"""The city table: what each prefecture applied for, recommended and got, how sure its rate is, what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import isfinite

import numpy as np

from scoring.flow.regional.figures import Figure, figure, figures
from scoring.flow.regional.funnel import passed_by_place, recommended
from scoring.flow.regional.lines import RoundCells, area_of
from scoring.flow.regional.records import CapUse, Line, PrefectureLine
from scoring.flow.regional.records_checks import Uneven
from scoring.procedure.steps import path, takes_experts
from scoring.register.regional_waits import Wait
from scoring.statistics.regions.change import change
from scoring.statistics.regions.concentration import concentration
from scoring.statistics.regions.empirical_bayes import shrunken_rates
from scoring.statistics.regions.funnel import funnel
from scoring.statistics.regions.ranks import ranks
from scoring.statistics.regions.reasons import RegionReason
from scoring.statistics.regions.result import Interval


def prefecture_lines(
    cells: RoundCells, waits: Counter[Wait], before: Sequence[Line] | None
) -> tuple[PrefectureLine, ...]:
    """Return the city table; `before` are the lines of the round before, over the same grades."""
    lines = cells.lines("prefecture", "prefecture")
    x, n = _counts(lines)
    shrunk = figures("province.define_shrunk", x, n, shrunken_rates(x, n).rate)
    places, limits = ranks(x, n), funnel(x, n)
    changes = _changes(lines, before)
    to_experts = recommended(waits)
    passed = passed_by_place(waits)
    regulation = cells.book.regulation
    seen_by_experts = [grade for grade in cells.grades if takes_experts(path(regulation, grade))]
    caps = {cap.grade: cap.per_prefecture for cap in cells.book.round.parameter_sheet.caps}
    earlier = None if before is None else {line.code: line.granted for line in before}
    steps = [step.id for step in sorted(regulation.steps, key=lambda one: one.order)]
    return tuple(
        PrefectureLine(
            line=line,
            recommended={grade: to_experts[line.code, grade] for grade in seen_by_experts},
            passed={step: passed[line.code, step] for step in steps},
            earlier=None if earlier is None else earlier.get(line.code, {}),
            caps={grade: CapUse(cap, to_experts[line.code, grade]) for grade, cap in caps.items()},
            shrunk=shrunk[at],
            best=int(places.best[at]) or None,
            worst=int(places.worst[at]) or None,
            group=int(places.group[at]) or None,
            outside=int(limits.outside_dispersed[at]) if n[at] else None,
            change=changes[at][0],
            change_q=changes[at][1],
        )
        for at, line in enumerate(lines)
    )


def province_change(now: Line, before: Line | None) -> tuple[Figure | None, float | None]:
    """Return how the rate of the province changed over grades that both rounds have, with its test."""
    if before is None:
        return None, None
    found = _pair([now], [before])
    test = change(*found)
    return _change_figure(test.difference, 0, found), _finite(test.p_value[0])


def unevenness(lines: Sequence[Line]) -> Uneven:
    """Return how unevenly grades lie over the prefectures from which anybody applied."""
    present = [line for line in lines if line.rate.denominator]
    x, n = _counts(present)
    areas = list(dict.fromkeys(area_of(line.code) for line in present))
    define = "province.define_uneven"
    total = int(sum(x))
    if not present:
        nothing = figure(define, 0, 0)
        return Uneven(nothing, nothing, nothing, None, None, None, None)
    place = np.array([areas.index(area_of(line.code)) for line in present])
    found = concentration(x, place, n_areas=len(areas), base=n)
    message = RegionReason(int(found.reason)).message

    def told(value: object) -> Figure:
        return figure(define, total, None, value=float(np.asarray(value)), reason=message)

    return Uneven(
        alike=told(found.herfindahl_unbiased),
        gini=told(found.gini),
        theil=told(found.theil),
        by_chance=_finite(found.theil_by_chance),
        between=_finite(found.between),
        within=_finite(found.within),
        p_value=_finite(found.p_value),
    )


def _counts(lines: Sequence[Line]) -> tuple[list[int], list[int]]:
    return [line.rate.numerator or 0 for line in lines], [line.rate.denominator or 0 for line in lines]


def _changes(lines: Sequence[Line], before: Sequence[Line] | None) -> list[tuple[Figure | None, float | None]]:
    if before is None:
        return [(None, None)] * len(lines)
    found = _pair(lines, before)
    test = change(*found)
    return [(_change_figure(test.difference, at, found), _finite(test.q_value[at])) for at in range(len(lines))]


def _pair(now: Sequence[Line], before: Sequence[Line]) -> tuple[list[int], list[int], list[int], list[int]]:
    """Return events and cases of both rounds over the grades that both know: only like is held against like."""
    then = {line.code: line for line in before}
    both = [grade for grade in (now[0].granted if now else {}) if before and grade in before[0].granted]
    columns: tuple[list[int], list[int], list[int], list[int]] = ([], [], [], [])
    for line in now:
        for at, one in enumerate((line, then.get(line.code))):
            columns[2 * at].append(0 if one is None else sum(one.granted.get(grade, 0) for grade in both))
            columns[2 * at + 1].append(0 if one is None else sum(one.applied.get(grade, 0) for grade in both))
    return columns


def _change_figure(found: Interval, at: int, columns: tuple[list[int], ...]) -> Figure:
    return figure(
        "province.define_change",
        columns[0][at],
        columns[1][at],
        value=float(found.value[at]),
        low=float(found.low[at]),
        high=float(found.high[at]),
        reason=found.reason_of(at).message,
    )


def _finite(value: object) -> float | None:
    number = float(np.asarray(value))
    return number if isfinite(number) else None
