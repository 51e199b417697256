"""What the program asks of itself: a panel at once, thousands, the biggest panel, and nothing copied without need.

Times of the biggest panel are set against what any program must do at least: read the array once, or sort it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Final

import numpy as np

from scoring.statistics.aggregate import Aggregate, aggregate_indicators
from scoring.statistics.agreement.panel import Asked, panel_agreement
from scoring.statistics.cut_scores import CutScores
from scoring.statistics.mixed import fit_two_way
from scoring.statistics.probability.decisions import panel_decisions
from scoring.statistics.probability.outlook import panel_outlook
from scoring.statistics.rasch.fit import fit_rasch
from scoring.statistics.reliability.panel import panel_reliability
from scoring.statistics.severity.adjustment import panel_severity
from scoring.statistics.severity.least_squares import least_squares
from scoring.statistics.totals import expert_totals, panel_totals
from tests.benchmarks.statistics import panels
from tests.benchmarks.statistics.rows import Row
from tests.benchmarks.statistics.timing import Taken, taken

CUTS: Final = CutScores(("A", "AA", "AAA"), (70.0, 80.0, 90.0))
ASKED: Final = Asked(points=panels.POINTS)
MEAN, MEDIAN, TRIMMED = Aggregate(), Aggregate("median"), Aggregate("trimmed", 1)


def all_rows() -> Iterable[Row]:
    """Yield every row."""
    yield from _one_panel()
    yield from _totals()
    yield from _ordered()
    yield from _models()


def _one_panel() -> Iterable[Row]:
    table = panels.one_panel()
    weights = panels.weights(49)
    load = "one panel of 40 x 7 x 49"

    def agreement(*, by_indicator: bool = False) -> Any:
        return panel_agreement(table, ASKED, weights=weights, by_indicator=by_indicator)

    def severity() -> Any:
        return panel_severity(table, weights=weights)

    def decisions() -> Any:
        return panel_decisions(table, CUTS, aggregate=MEAN, weights=weights, decimals=2)

    def everything() -> Any:
        return agreement(by_indicator=True), severity(), decisions()

    parts = [
        ("agreement of the totals: all 21 statistics", agreement),
        ("agreement of the totals and of each of 49 indicators", lambda: agreement(by_indicator=True)),
        ("severity by least squares, fair totals", severity),
        ("probabilities of grades and of the same decision, robustness", decisions),
        ("reliability, all components", lambda: panel_reliability(table)),
    ]
    for what, call in parts:
        yield Row(f"{what}; {load}", taken(call).least, "")
    whole = taken(everything)
    yield Row(
        f"agreement (totals and each indicator), severity, probabilities, robustness together; {load}",
        whole.least,
        "",
        bar="< 100 ms",
        met=whole.median < 0.1,
        note=f"median {whole.median * 1e3:.0f} ms, by which the bar is judged",
    )


def _totals() -> Iterable[Row]:
    weights = panels.weights(49)
    for missing, most in ((0.0, 10), (panels.MISSING, 40)):
        table = panels.big(missing)
        load = f"2,000 x 9 x 49, {'5% missing' if missing else 'complete'}"
        read = taken(partial(np.add.reduce, table.values, axis=None))
        means = aggregate_indicators(table, MEAN)
        calls = {
            "each expert's total": partial(expert_totals, table, weights),
            "mean of each indicator": partial(aggregate_indicators, table, MEAN),
            "the panel's totals": partial(panel_totals, table, means, weights=weights),
        }
        for what, call in calls.items():
            yield _floor(f"{what}; {load}", taken(call), "reading the array once", read, most)


def _ordered() -> Iterable[Row]:
    for missing in (0.0, panels.MISSING):
        table = panels.big(missing)
        load = f"2,000 x 9 x 49, {'5% missing' if missing else 'complete'}"
        sort = taken(partial(np.sort, table.values, axis=1))
        for rule in (MEDIAN, TRIMMED):
            own = taken(partial(aggregate_indicators, table, rule))
            yield _floor(f"{rule.name} of each indicator; {load}", own, "numpy.sort of it", sort, 1)


def _models() -> Iterable[Row]:
    for missing, how in ((0.0, "complete, closed form"), (panels.MISSING, "5% missing")):
        totals = panels.totals(missing)
        yield _under(f"REML and every posterior; 2,000 x 9, {how}", partial(fit_two_way, totals), 1.0)
    gaps = panels.totals(panels.MISSING)
    yield _under("least squares and F test; 2,000 x 9, 5% missing", partial(least_squares, gaps), None)
    yield _under(
        "probabilities of grades and of the same decision; 2,000 x 9", partial(panel_outlook, gaps, CUTS), None
    )
    small = panels.small() * 10
    yield _under(
        "probabilities of grades and of the same decision; 10,000 panels of 12 x 7",
        partial(panel_outlook, small, CUTS),
        None,
    )
    for missing in (0.0, panels.MISSING):
        values = panels.big(missing).values
        load = f"2,000 x 9 x 49, {'5% missing' if missing else 'complete'}"
        fit = taken(partial(fit_rasch, values, categories=panels.SCALE.tolist()), 3)
        yield Row(
            f"many-facet Rasch, fit statistics; {load}",
            fit.least,
            "",
            bar="< 10 s",
            met=fit.median < 10 and fit.answer.reason == 0,
        )


def _floor(what: str, own: Taken, against: str, floor: Taken, most: float) -> Row:
    """Return a row of a time that may be so many times another."""
    ratio = own.least / floor.least
    bar = f"<= {most} times" if most > 1 else "no slower"
    return Row(what, own.least, against, floor.least, ratio, bar=bar, met=ratio <= most)


def _under(what: str, call: Callable[[], Any], most: float | None) -> Row:
    """Return a row of a time below a number of seconds."""
    found = taken(call, 5)
    return Row(
        what,
        found.least,
        "",
        bar="" if most is None else f"< {most:g} s",
        met=None if most is None else found.median < most,
    )
