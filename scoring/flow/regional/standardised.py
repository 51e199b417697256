"""Prefectures as if all had the same enterprises; what came of their rechecked opinions; grades against last round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import isfinite

import numpy as np

from indicators.language import Message
from scoring.flow.regional.figures import figure, figures, rates
from scoring.flow.regional.lines import RATE, RoundCells
from scoring.flow.regional.records import GradeLine, Line, OverturnedLine, StandardisedLine
from scoring.register.regional_cells import Stratum
from scoring.statistics.disclosure import LEAST_OTHERS
from scoring.statistics.regions.change import change
from scoring.statistics.regions.overturned import overturned
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
    kinds = sorted({kind for _, kind in cases})
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


def overturned_lines(
    results: Iterable[tuple[str, str]], opinions: Mapping[str, int], lines: Sequence[Line]
) -> tuple[OverturnedLine, ...]:
    """Return how often the province overturned each prefecture, of whose opinions it rechecked any.

    Where fewer than `LEAST_OTHERS` were rechecked one could tell which enterprise it was: no number then, nor of one
    more prefecture where the sum would give the only hidden one away.

    Parameters
    ----------
    results : iterable of (prefecture, result)
    opinions : Mapping of prefecture to int
        All of its opinions on A, from which those were drawn.
    """
    fell: Counter[str] = Counter()
    looked: Counter[str] = Counter()
    for place, result in results:
        if result in ("upheld", "overturned"):
            looked[place] += 1
            fell[place] += result == "overturned"
    shown = [line for line in lines if looked[line.code]]
    if not shown:
        return ()
    n = [looked[line.code] for line in shown]
    x = [fell[line.code] for line in shown]
    found = overturned(x, [0] * len(x), n, [max(opinions.get(line.code, 0), n[at]) for at, line in enumerate(shown)])
    told = figures("province.define_overturned", x, n, found.rate)
    hidden = _hidden(n)
    few = Message("province.few_rechecked", {"least": LEAST_OTHERS})
    return tuple(
        OverturnedLine(
            line.code,
            line.name,
            figure("province.define_overturned", None, n[at], reason=few) if at in hidden else told[at],
        )
        for at, line in enumerate(shown)
    )


def _hidden(counts: Sequence[int]) -> frozenset[int]:
    """Return which counts are too small to be told, with as many of the next as hide them in the sum."""
    by_size = sorted(range(len(counts)), key=lambda at: counts[at])
    few = [at for at in by_size if counts[at] < LEAST_OTHERS]
    if few and (len(few) == 1 or sum(counts[at] for at in few) < LEAST_OTHERS):
        few = by_size[: len(few) + 1]
    return frozenset(few)


def grade_lines(whole: Line, before: Line | None) -> tuple[GradeLine, ...]:
    """Return each grade that is known, against the round before where that had it too."""
    grades = list(whole.granted)[::-1]
    got, asked = [whole.granted[g] for g in grades], [whole.applied.get(g, 0) for g in grades]
    # A sitting may propose a lower grade than was applied for, so that more may have A than asked for it.
    ours = rates(RATE, got, [max(pair) for pair in zip(got, asked, strict=True)])
    found = []
    for at, grade in enumerate(grades):
        if before is None or grade not in before.granted:
            found.append(GradeLine(grade, ours[at], None, None))
            continue
        then = before.granted[grade], max(before.applied.get(grade, 0), before.granted[grade])
        test = change([got[at]], [ours[at].denominator or 0], [then[0]], [then[1]])
        (told,) = figures("province.define_change", [got[at]], [ours[at].denominator or 0], test.difference)
        p_value = float(test.p_value[0])
        found.append(GradeLine(grade, ours[at], told, p_value if isfinite(p_value) else None))
    return tuple(found)
