"""The reliability of a panel with names: what `reliability` prints."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from indicators.language import Message
from scoring.model import FloatArray, ScoreTable
from scoring.statistics.reasons import Reason
from scoring.statistics.reliability.d_study import DStudy, by_experts, d_study
from scoring.statistics.reliability.g_study import Estimator, GStudy, g_study


@dataclass(frozen=True, slots=True)
class Component:
    """A variance component in points², untruncated; ``None`` where it cannot be estimated."""

    effect: str
    variance: float | None
    negative: bool


@dataclass(frozen=True, slots=True)
class Coefficients:
    """What a panel of so many experts is worth: coefficients, and standard errors of measurement in points.

    `experts` need not be whole: with gaps it is a harmonic mean.
    """

    experts: float | None
    g_coefficient: float | None
    phi_coefficient: float | None
    relative: float | None
    absolute: float | None


@dataclass(frozen=True, slots=True)
class PanelReliability:
    """The reliability of one panel.

    Attributes
    ----------
    panel : str
    applicants, experts, indicators : int
        With any mark.
    method : Estimator
        Which way the components were computed.
    components : tuple of Component
        In the order of the design.
    as_it_sat : Coefficients
        Of as many experts and indicators as the applications met.
    by_experts : tuple of Coefficients
        Of 1 to 15 experts and as many indicators.
    reasons : tuple of Message
        Why something is undefined.
    """

    panel: str
    applicants: int
    experts: int
    indicators: int
    method: Estimator
    components: tuple[Component, ...]
    as_it_sat: Coefficients
    by_experts: tuple[Coefficients, ...]
    reasons: tuple[Message, ...]


def panel_reliability(table: ScoreTable, *, fixed_indicators: bool = False) -> PanelReliability:
    """Return components and coefficients of a panel's marks; an indicator that does not apply counts as a gap.

    A table with marks in one indicator alone is studied without indicators.

    Parameters
    ----------
    table : ScoreTable
        The marks.
    fixed_indicators : bool
        As for `d_study.error_parts`.
    """
    study = g_study(_scored(table.values))
    own = d_study(study, fixed_indicators=fixed_indicators)
    more = by_experts(study, fixed_indicators=fixed_indicators)
    return PanelReliability(
        panel=table.panel,
        applicants=int(study.n_applications),
        experts=int(study.n_experts),
        indicators=int(study.n_indicators),
        method=Estimator(int(study.method)),
        components=tuple(
            Component(effect, _or_none(variance), bool(negative))
            for effect, variance, negative in zip(study.effects, study.variance, study.negative, strict=True)
        ),
        as_it_sat=_coefficients(own, ()),
        by_experts=tuple(_coefficients(more, (place,)) for place in range(more.n_experts.size)),
        reasons=_reasons(study, own),
    )


def _scored(marks: FloatArray) -> FloatArray:
    """Return the marks without indicators that nobody scored."""
    scored = ~np.isnan(marks).all(axis=(0, 1))
    return marks if scored.all() else marks[:, :, scored] if scored.any() else marks[:, :, :1]


def _coefficients(found: DStudy, place: tuple[int, ...]) -> Coefficients:
    return Coefficients(
        experts=_or_none(found.n_experts[place]),
        g_coefficient=_or_none(found.g_coefficient[place]),
        phi_coefficient=_or_none(found.phi_coefficient[place]),
        relative=_or_none(found.relative_error[place]),
        absolute=_or_none(found.absolute_error[place]),
    )


def _reasons(study: GStudy, own: DStudy) -> tuple[Message, ...]:
    """Return each reason once."""
    codes = dict.fromkeys((int(study.reason), int(own.g_reason), int(own.phi_reason)))
    messages = (Reason(code).message for code in codes)
    return tuple(message for message in messages if message is not None)


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
