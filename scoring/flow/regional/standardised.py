"""Prefectures as if all had the same enterprises; each grade of the province against the last round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import isfinite

import numpy as np

from scoring.flow.regional.figures import figure, figures, rates
from scoring.flow.regional.lines import RATE, RoundCells
from scoring.flow.regional.records import Line, StandardisedLine
from scoring.flow.regional.records_checks import GradeLine
from scoring.register.regional_cells import Stratum
from scoring.statistics.regions.change import change
from scoring.statistics.regions.standardised import standardised_ratio


def standardised_lines(
    cells: RoundCells, strata: Mapping[Stratum, int], lines: Sequence[Line]
) -> tuple[StandardisedLine, ...]:
    """Return observed to expected grades of each prefecture, strata being industry by size.

    The standard is the province itself, so that no stratum of a prefecture is unknown to it.
    """
    events: Counter[tuple[str, tuple[str, str]]] = Counter()
    cases: Counter[tuple[str, tuple[str, str]]] = Counter()
    for one, count in strata.items():
        place = (one.prefecture, (one.industry, one.size))
        if one.outcome != "withdrawn" and one.target_grade in cells.known:
            cases[place] += count
        grade = one.granted if cells.announced else "" if one.outcome == "withdrawn" else one.proposed
        if grade in cells.known:
            events[place] += count
    kinds = sorted({kind for _, kind in (*cases, *events)})
    if not kinds or not lines:
        return ()
    x = np.array([[events[line.code, kind] for kind in kinds] for line in lines])
    # A grade stands though its application was taken back afterwards: then it is a case as well.
    n = np.maximum(x, [[cases[line.code, kind] for kind in kinds] for line in lines])
    found = standardised_ratio(x, n, x.sum(axis=0), n.sum(axis=0))
    ratio = found.ratio
    return tuple(
        StandardisedLine(
            line.code,
            line.name,
            int(found.observed[at]),
            float(found.expected[at]) if isfinite(found.expected[at]) else None,
            figure(
                "province.define_standardised",
                int(found.observed[at]),
                int(n[at].sum()),
                value=float(ratio.value[at]),
                low=float(ratio.low[at]),
                high=float(ratio.high[at]),
                reason=ratio.reason_of(at).message,
            ),
        )
        for at, line in enumerate(lines)
    )


def grade_lines(whole: Line, before: Line | None) -> tuple[GradeLine, ...]:
    """Return each grade that is known, against the round before where that had it too.

    Of all who applied for a grade that is known, as everywhere: a sitting may propose a lower grade than was applied
    for, so that of those who asked for A more could have it than there are. The rates of the grades therefore add up to
    the rate of the province. Held against the round before are only those grades that both know.
    """
    grades = list(whole.granted)[::-1]
    both = [grade for grade in whole.granted if before is not None and grade in before.granted]
    ours = rates(RATE, [whole.granted[grade] for grade in grades], [_cases(whole, grades)] * len(grades))
    found = []
    for grade, rate in zip(grades, ours, strict=True):
        if before is None or grade not in both:
            found.append(GradeLine(grade, rate, None, None))
            continue
        now, then = (([line.granted[grade]], [_cases(line, both)]) for line in (whole, before))
        test = change(*now, *then)
        (told,) = figures("province.define_change", *now, test.difference)
        p_value = float(test.p_value[0])
        found.append(GradeLine(grade, rate, told, p_value if isfinite(p_value) else None))
    return tuple(found)


def _cases(line: Line, grades: Sequence[str]) -> int:
    return sum(line.applied.get(grade, 0) for grade in grades)
