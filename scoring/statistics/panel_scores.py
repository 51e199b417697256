"""The scores of a panel with names: what `score` prints."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indicators.language import Message
from scoring.model import ScoreTable, Weights
from scoring.statistics.aggregate import Aggregate, Aggregated, aggregate_indicators
from scoring.statistics.totals import Attendance, Totals, attendance, expert_totals, panel_totals, spread


@dataclass(frozen=True, slots=True)
class IndicatorScore:
    """The panel's score on one indicator, of `experts` marks; ``None`` without any."""

    indicator: str
    score: float | None
    experts: int


@dataclass(frozen=True, slots=True)
class ApplicantScore:
    """The panel's scores for one application.

    Attributes
    ----------
    applicant : str
    total : float or None
        ``None`` where it is undefined; `reasons` say why.
    experts : int
        Who gave this application any mark.
    missing : int
        Cells those experts left empty.
    spread : float or None
        Sample standard deviation of the experts' totals; ``None`` below two.
    indicators : tuple of IndicatorScore
        In the order of the table.
    reasons : tuple of Message
        Why something is undefined, or was computed otherwise than asked.
    """

    applicant: str
    total: float | None
    experts: int
    missing: int
    spread: float | None
    indicators: tuple[IndicatorScore, ...]
    reasons: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class PanelScores:
    """The scores of one panel, applications in the order of the table."""

    panel: str
    aggregate: Aggregate
    applicants: tuple[ApplicantScore, ...]


def panel_scores(
    table: ScoreTable,
    aggregate: Aggregate,
    *,
    weights: Weights | None = None,
    normalise: bool = False,
    decimals: int | None = None,
) -> PanelScores:
    """Return the scores of a panel, per indicator and in total; parameters as for `totals.panel_totals`."""
    aggregated = aggregate_indicators(table, aggregate)
    totals = panel_totals(table, aggregated, weights=weights, normalise=normalise, decimals=decimals)
    seen = attendance(table)
    spreads = spread(expert_totals(table, weights, normalise=normalise))
    applicants = tuple(
        ApplicantScore(
            applicant=applicant,
            total=_or_none(totals.totals[a]),
            experts=int(seen.experts[a]),
            missing=int(seen.missing[a]),
            spread=_or_none(spreads[a]),
            indicators=tuple(
                IndicatorScore(name, _or_none(score), int(marks))
                for name, score, marks in zip(
                    table.indicators, totals.scores[a].tolist(), aggregated.marks[a].tolist(), strict=True
                )
            ),
            reasons=tuple(_reasons(table.indicators, aggregate, aggregated, totals, seen, a)),
        )
        for a, applicant in enumerate(table.applicants)
    )
    return PanelScores(table.panel, aggregate, applicants)


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _reasons(
    indicators: tuple[str, ...], aggregate: Aggregate, aggregated: Aggregated, totals: Totals, seen: Attendance, a: int
) -> Iterable[Message]:
    given = aggregated.marks[a] > 0
    if not given.any():
        yield Message("totals.no_mark_at_all")
        return
    if not seen.applicable[a].all():
        yield Message("totals.not_applicable", {"indicators": _named(indicators, ~seen.applicable[a])})
    without = ~given & seen.applicable[a]
    if without.any():
        yield Message("totals.no_mark", {"indicators": _named(indicators, without)})
    if not totals.needed[a].any():
        yield Message("totals.nothing_counts")
    if aggregated.plain_mean[a].any():
        few = _named(indicators, aggregated.plain_mean[a])
        yield Message("totals.plain_mean", {"aggregate": aggregate.name, "indicators": few})


def _named(indicators: tuple[str, ...], which: NDArray[np.bool_]) -> str:
    return ", ".join(name for name, chosen in zip(indicators, which, strict=True) if chosen)
