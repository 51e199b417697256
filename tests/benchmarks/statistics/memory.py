"""How much memory a call holds at once beside the marks and its answer, in sizes of the marks: two are the most.

Stacks are worked on in pieces of a fixed size; a stack of 58 MB shows whether any copy grows with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Final

import numpy as np

from scoring.model import FloatArray, ScoreTable, Weights
from scoring.statistics.aggregate import Aggregate, aggregate_indicators
from scoring.statistics.agreement.gwet import gwet_ac2
from scoring.statistics.agreement.icc import icc
from scoring.statistics.agreement.kendall import kendall_w
from scoring.statistics.agreement.krippendorff import Level, krippendorff_alpha
from scoring.statistics.agreement.krippendorff_bootstrap import krippendorff_bootstrap
from scoring.statistics.integrity.halo import halo
from scoring.statistics.integrity.identical import alike
from scoring.statistics.integrity.straight_lined import straight_lined
from scoring.statistics.mixed import fit_two_way
from scoring.statistics.rasch.fit import fit_rasch
from scoring.statistics.reliability.g_study import g_study
from scoring.statistics.severity.huber import huber
from scoring.statistics.severity.least_squares import least_squares
from scoring.statistics.totals import Totals, expert_totals, panel_totals
from tests.benchmarks.statistics import panels
from tests.benchmarks.statistics.bars import MEAN, MEDIAN, TRIMMED
from tests.benchmarks.statistics.rows import Row
from tests.benchmarks.statistics.timing import peak

MOST: Final = 2.0


def all_rows() -> Iterable[Row]:
    """Yield a row for each statistic of many panels, and for each that reads the biggest panel whole."""
    wide = np.concatenate([panels.wide()] * 10)
    many = "400 of 2,000 x 9"
    stacks: dict[str, Callable[[], Any]] = {
        "six ICC": partial(icc, wide),
        **{f"alpha, {level}": partial(krippendorff_alpha, wide, level=level) for level in Level},
        "alpha with 1,000 draws": partial(krippendorff_bootstrap, wide),
        "AC2 quadratic": partial(gwet_ac2, wide, panels.SCALE),
        "Kendall's W": partial(kendall_w, wide),
        "least squares": partial(least_squares, wide),
        "Huber": partial(huber, wide),
        "REML": partial(fit_two_way, wide),
    }
    yield from (_row(f"{what}; {many}, 5% missing", wide, call) for what, call in stacks.items())
    weights = panels.weights(49)
    for missing in (0.0, panels.MISSING):
        table = panels.big(missing)
        whole: dict[str, Callable[[], Any]] = {
            "experts' totals": partial(expert_totals, table, weights),
            **{f"{rule.name} and totals": partial(_scores, table, rule, weights) for rule in (MEAN, MEDIAN, TRIMMED)},
            "G study": partial(g_study, table.values),
            "many-facet Rasch": partial(fit_rasch, table.values, categories=panels.SCALE.tolist()),
            "halo": partial(halo, table.values),
            "straight lines": partial(straight_lined, table.values),
            "sheets alike": partial(alike, table.values),
        }
        load = f"2,000 x 9 x 49, {'5% missing' if missing else 'complete'}"
        yield from (_row(f"{what}; {load}", table.values, call) for what, call in whole.items())


def _scores(table: ScoreTable, rule: Aggregate, weights: Weights) -> Totals:
    return panel_totals(table, aggregate_indicators(table, rule), weights=weights)


def _row(what: str, marks: FloatArray, call: Callable[[], Any]) -> Row:
    times = peak(call) / marks.nbytes
    return Row(f"memory: {what}", None, "the marks themselves", None, times, bar="<= 2 times", met=times <= MOST)
