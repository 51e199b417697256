"""What each test of integrity says of simulated panels: whether it raises any alarm, and whether at what was planted.

Levels are those at which the command ``integrity`` reports, so what is measured here is what people see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.model import FloatArray
from scoring.statistics.integrity.deviation import deviations
from scoring.statistics.integrity.findings import LEVEL
from scoring.statistics.integrity.halo import halo
from scoring.statistics.integrity.home_favour import favour_by_expert, home_favour
from scoring.statistics.integrity.hurried import hurried
from scoring.statistics.integrity.identical import alike
from scoring.statistics.integrity.range_alarm import range_alarms
from scoring.statistics.integrity.straight_lined import straight_lined
from scoring.statistics.integrity.unusual import unusual
from scoring.statistics.severity.drift import drift
from scoring.statistics.severity.expert_by_indicator import expert_by_indicator
from scoring.statistics.trials.planted import APPLICATION, EXPERT, INDICATOR, SOURCE, Panels

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Judged:
    """Of each panel, shape (n_panels,): alarms (0 or 1, or the share of applications), and whether the place is hit."""

    any_alarm: FloatArray
    found: BoolArray


def judge(alarm: str, panels: Panels) -> Judged:
    """Return what the test named by `alarms.Alarm` says of panels."""
    return _JUDGES[alarm](panels)


def _home_favour(panels: Panels) -> Judged:
    low = home_favour(*_regions(panels)).p_value <= LEVEL
    return _judged(low, low)


def _home_favour_of_expert(panels: Panels) -> Judged:
    deviation, home, group, _ = _regions(panels)
    # Experts of one panel are a family; those of different panels are not.
    low = np.array([favour_by_expert(one, home, group)[1] <= LEVEL for one in deviation])
    return _judged(low.any(axis=1), low[:, EXPERT])


def _regions(panels: Panels) -> tuple[FloatArray, BoolArray, NDArray[np.int64], NDArray[np.int64]]:
    application, group = np.divmod(np.arange(panels.home.size), panels.home.shape[1])
    return deviations(panels.totals).reshape(-1, panels.home.size), panels.home.ravel(), group, application


def _unusual(panels: Panels) -> Judged:
    low = unusual(panels.totals).bonferroni <= LEVEL
    return _judged(low.any(axis=(1, 2)), low[:, APPLICATION, EXPERT])


def _identical(panels: Panels) -> Judged:
    pair = sorted((EXPERT, SOURCE))
    rows = []
    for marks in panels.marks:
        found = alike(marks, decimals=panels.decimals)
        low = found.p_value * found.tests <= LEVEL
        which = int(np.flatnonzero((found.experts == pair).all(axis=1))[0])
        rows.append((bool(low.any()), bool(low[APPLICATION, which])))
    return _of_rows(rows)


def _straight_lined(panels: Panels) -> Judged:
    rows = []
    for marks in panels.marks:
        found = straight_lined(marks, decimals=panels.decimals, full_marks=panels.full_marks)
        low = found.straight & (found.expected * found.straight.size <= LEVEL)
        rows.append((bool(low.any()), bool(low[APPLICATION, EXPERT])))
    return _of_rows(rows)


def _hurried(panels: Panels) -> Judged:
    rows = []
    for times in panels.times:
        found = hurried(times)
        low = found.p_value * found.tests <= LEVEL
        rows.append((bool(low.any()), bool(low[APPLICATION, EXPERT])))
    return _of_rows(rows)


def _halo(panels: Panels) -> Judged:
    low = halo(panels.marks).q_value <= LEVEL
    return _judged(low.any(axis=1), low[:, EXPERT])


def _drift(panels: Panels) -> Judged:
    when = np.broadcast_to(np.arange(panels.home.shape[0], dtype=np.float64)[:, None], panels.totals.shape)
    low = drift(panels.totals, when).relative.q_value <= LEVEL
    return _judged(low.any(axis=1), low[:, EXPERT])


def _expert_by_indicator(panels: Panels) -> Judged:
    # In shares of full marks: in points, whoever is strict is stricter on indicators of many points.
    low = expert_by_indicator(panels.marks / panels.full_marks).q_value <= LEVEL
    return _judged(low.any(axis=(1, 2)), low[:, EXPERT, INDICATOR])


def _range(panels: Panels) -> Judged:
    alarm = np.array([range_alarms(totals).alarm for totals in panels.totals])
    return _judged(alarm.mean(axis=1), alarm[:, APPLICATION])


def _of_rows(rows: list[tuple[bool, bool]]) -> Judged:
    any_alarm, found = zip(*rows, strict=True)
    return _judged(any_alarm, found)


def _judged(any_alarm: ArrayLike, found: ArrayLike) -> Judged:
    return Judged(np.asarray(any_alarm, np.float64), np.asarray(found, np.bool_))


_JUDGES: Final[dict[str, Callable[[Panels], Judged]]] = {
    "home_favour": _home_favour,
    "home_favour_of_expert": _home_favour_of_expert,
    "unusual": _unusual,
    "identical": _identical,
    "straight_lined": _straight_lined,
    "hurried": _hurried,
    "halo": _halo,
    "drift": _drift,
    "expert_by_indicator": _expert_by_indicator,
    "range": _range,
}
