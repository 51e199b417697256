"""Panels with known truth: for tests, for the demonstration, and for trying a rule before adopting it.

All sizes of effects are in points of 100, that is, percent of an indicator's points: a severity of 3 takes 3 points off
a total of full marks 100.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from scoring.model import FloatArray, MarkState, ScoreTable, StateArray

BoolArray = NDArray[np.bool_]
PERCENT: Final = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelModel:
    """Standard deviations, in points of 100, of everything that makes a mark.

    The defaults of quality, severity and sheet noise are those of the sittings simulated in the design papers: quality
    84 ± 6, severity 3, and about 4 points of noise in a sheet's total, of which a part belongs to the sheet as a whole.

    Attributes
    ----------
    quality_mean, quality_sd : float
        Of the applications.
    profile_sd : float
        How unlike each other the indicators of one application truly are.
    severity_sd : float
        Of the experts.
    drift_sd : float
        Of how much severer an expert has become between the first and the last application.
    sheet_sd : float
        Of an expert's view of one application as a whole, the same in all its indicators.
    expert_indicator_sd : float
        Of an expert's severity in one indicator beside his general one.
    residual_sd : float
        Of what is left in a single mark.
    halo : float
        From 0 to 1: the share of all differences between indicators that is lost in the expert's general impression.
    missing_share, insufficient_share : float
        Probabilities that a mark of an assigned sheet is missing, or is "material insufficient" (0 points).
    """

    quality_mean: float = 84.0
    quality_sd: float = 6.0
    profile_sd: float = 8.0
    severity_sd: float = 3.0
    drift_sd: float = 0.0
    sheet_sd: float = 3.5
    expert_indicator_sd: float = 3.0
    residual_sd: float = 12.0
    halo: float = 0.0
    missing_share: float = 0.0
    insufficient_share: float = 0.0


@dataclass(frozen=True, slots=True)
class SimulatedPanels:
    """Marks and the truth behind them.

    Attributes
    ----------
    values, states : ndarray, shape (n_panels, n_applications, n_experts, n_indicators)
        As in `scoring.model.ScoreTable`, one table a panel; a sheet that was not assigned is missing throughout.
    true_totals : ndarray, shape (n_panels, n_applications)
        In points: the total that an expert drawn at random from the same model is expected to give to the application,
        were every indicator to apply; without favour, gaps and planted troubles. The universe score of G theory.
    quality : ndarray, shape (n_panels, n_applications)
        In points of 100. Not the true total: a scale that ends at its full marks pulls good applications down.
    severity : ndarray, shape (n_panels, n_experts)
        In points of 100, positive = severe.
    decimals : int
        Most decimals of any mark that may be given.
    """

    values: FloatArray
    states: StateArray
    true_totals: FloatArray
    quality: FloatArray
    severity: FloatArray
    decimals: int

    def table(
        self,
        number: int,
        *,
        panel: str,
        applicants: tuple[str, ...],
        experts: tuple[str, ...],
        indicators: tuple[str, ...],
    ) -> ScoreTable:
        """Return one of the panels under its labels."""
        return ScoreTable(
            panel, applicants, experts, indicators, self.values[number], self.states[number], self.decimals
        )


def simulate_panels(
    rng: np.random.Generator,
    model: PanelModel,
    *,
    allowed: Sequence[Sequence[Decimal]],
    assigned: BoolArray,
    n_panels: int = 1,
    quality: FloatArray | None = None,
    profile: FloatArray | None = None,
    severity: FloatArray | None = None,
    halo: FloatArray | None = None,
    home: BoolArray | None = None,
    favour: FloatArray | None = None,
    not_applicable: BoolArray | None = None,
    straight_lined: BoolArray | None = None,
    copied: Sequence[tuple[int, int, int]] = (),
) -> SimulatedPanels:
    """Draw the marks of panels whose truth is known.

    Of application a, expert e and indicator i, in points of 100::

        impression = quality_a - severity_e - drift_e * t_a + sheet_ae + favour_e * home_ae
        mark       = impression + (1 - halo_e) * (profile_ai - expert_indicator_ei + residual_aei)

    with every effect normal around 0 by its standard deviation in the model (quality around its mean) and t running
    evenly from -1/2 to 1/2 over the applications. What is given is the allowed number of points nearest to that
    percentage of the indicator's points, the greater one in the middle.

    Parameters
    ----------
    rng : numpy.random.Generator
        The only source of chance: the same generator state gives the same panels.
    model : PanelModel
        Sizes of the effects.
    allowed : sequence of sequences of Decimal, one an indicator
        The points that may be given, ascending from 0 (`Indicator.allowed_scores`); the last are the full points.
    assigned : ndarray of bool, shape (n_applications, n_experts)
        Who scores what; see `balanced_design`.
    n_panels : int
        How many panels of this design.
    quality, severity : ndarray, optional, shapes (n_applications,) and (n_experts,)
        Given values instead of drawn ones, the same in every panel.
    profile : ndarray, optional, shape (n_applications, n_indicators)
        Given true differences between indicators instead of drawn ones.
    halo : ndarray, optional, shape (n_experts,)
        Halo of each expert instead of the model's.
    home : ndarray of bool, optional, shape (n_applications, n_experts)
        Where expert and applicant are of one region.
    favour : ndarray, optional, shape (n_experts,)
        Points of 100 that each expert adds at home.
    not_applicable : ndarray of bool, optional, shape (n_applications, n_indicators)
        Indicators that all experts find not applicable.
    straight_lined : ndarray of bool, optional, shape (n_applications, n_experts)
        Sheets in which every indicator gets the mark of the general impression.
    copied : sequence of (application, from expert, to expert)
        Sheets that are copies of another sheet, in this order.

    Returns
    -------
    SimulatedPanels
        Marks with their truth.
    """
    levels = _padded(allowed)
    n_applications, n_experts = assigned.shape
    n_indicators = len(levels)
    halos = np.full(n_experts, model.halo) if halo is None else halo
    quality_ = _given_or_drawn(rng, quality, model.quality_sd, (n_panels, n_applications), mean=model.quality_mean)
    profile_ = _given_or_drawn(rng, profile, model.profile_sd, (n_panels, n_applications, n_indicators))
    severity_ = _given_or_drawn(rng, severity, model.severity_sd, (n_panels, n_experts))
    drift = rng.normal(0.0, model.drift_sd, (n_panels, n_experts))
    when = np.linspace(-0.5, 0.5, n_applications) if n_applications > 1 else np.zeros(1)

    impression = quality_[:, :, None] - severity_[:, None, :] - drift[:, None, :] * when[:, None]
    impression = impression + rng.normal(0.0, model.sheet_sd, (n_panels, n_applications, n_experts))
    if home is not None and favour is not None:
        impression = impression + home * favour

    between = rng.normal(0.0, model.residual_sd, (n_panels, n_applications, n_experts, n_indicators))
    between += profile_[:, :, None, :]
    between -= rng.normal(0.0, model.expert_indicator_sd, (n_panels, 1, n_experts, n_indicators))
    between *= 1.0 - halos[:, None]
    if straight_lined is not None:
        between[:, straight_lined] = 0.0
    values = _nearest(impression[..., None] + between, levels)

    states = _states(rng, model, values.shape, not_applicable)
    values[states == MarkState.INSUFFICIENT] = 0.0
    values[(states == MarkState.MISSING) | (states == MarkState.NOT_APPLICABLE)] = np.nan
    for application, source, target in copied:
        values[:, application, target] = values[:, application, source]
        states[:, application, target] = states[:, application, source]
    values[:, ~assigned] = np.nan
    states[:, ~assigned] = MarkState.MISSING
    truth = _expected_totals(model, levels, quality_, profile_, halos, when)
    return SimulatedPanels(values, states, truth, quality_, severity_, _decimals(allowed))


def balanced_design(
    rng: np.random.Generator, *, n_applications: int, n_experts: int, each: int, barred: BoolArray | None = None
) -> BoolArray:
    """Draw `each` experts for every application so that experts get about equally many and partners change.

    Applications come in random order; each gets those of its experts who have fewest so far, ties by lot.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.
    n_applications, n_experts, each : int
        Sizes.
    barred : ndarray of bool, optional, shape (n_applications, n_experts)
        Who may not score what, such as experts at home.

    Returns
    -------
    ndarray of bool, shape (n_applications, n_experts)
        Who scores what.

    Raises
    ------
    ValueError
        If too few experts are left for an application.
    """
    free = np.ones((n_applications, n_experts), dtype=bool) if barred is None else ~barred
    if free.sum(axis=1).min(initial=each) < each:
        raise ValueError(f"fewer than {each} experts are free to score some application")
    assigned = np.zeros((n_applications, n_experts), dtype=bool)
    for application in rng.permutation(n_applications):
        load = assigned.sum(axis=0) + rng.random(n_experts)
        load[~free[application]] = np.inf
        assigned[application, np.argsort(load)[:each]] = True
    return assigned


def _given_or_drawn(
    rng: np.random.Generator, given: FloatArray | None, sd: float, shape: tuple[int, ...], *, mean: float = 0.0
) -> FloatArray:
    """Return given values once for each panel, or drawn ones."""
    if given is None:
        return rng.normal(mean, sd, shape)
    return np.array(np.broadcast_to(given, shape), dtype=np.float64)


def _padded(allowed: Sequence[Sequence[Decimal]]) -> FloatArray:
    """Return the points that may be given, shape (n_indicators, most levels), short rows ending in their last value."""
    most = max(len(row) for row in allowed)
    return np.array([[float(row[min(n, len(row) - 1)]) for n in range(most)] for row in allowed])


def _decimals(allowed: Sequence[Sequence[Decimal]]) -> int:
    exponents = (points.normalize().as_tuple().exponent for row in allowed for points in row)
    return max(-exponent if isinstance(exponent, int) and exponent < 0 else 0 for exponent in exponents)


def _middles(levels: FloatArray) -> FloatArray:
    """Return, in points of 100, from where on the next level is nearer, shape (n_indicators, n_levels - 1)."""
    return PERCENT * (levels[:, 1:] + levels[:, :-1]) / (2.0 * levels[:, -1:])


def _nearest(percent: FloatArray, levels: FloatArray) -> FloatArray:
    """Return the allowed points nearest to a percentage, indicators on the last axis."""
    index = np.zeros(percent.shape, dtype=np.intp)
    for middle in _middles(levels).T:
        index += percent >= middle
    return levels[np.arange(len(levels)), index]


def _states(
    rng: np.random.Generator, model: PanelModel, shape: tuple[int, ...], not_applicable: BoolArray | None
) -> StateArray:
    chance = rng.random(shape)
    states = np.full(shape, MarkState.SCORED, dtype=np.uint8)
    states[chance < model.missing_share + model.insufficient_share] = MarkState.INSUFFICIENT
    states[chance < model.missing_share] = MarkState.MISSING
    if not_applicable is not None:
        states[np.broadcast_to(not_applicable[:, None, :], shape)] = MarkState.NOT_APPLICABLE
    return states


def _expected_totals(
    model: PanelModel, levels: FloatArray, quality: FloatArray, profile: FloatArray, halos: FloatArray, when: FloatArray
) -> FloatArray:
    """Return what a random expert's total is expected to be: each level step times the chance to reach it."""
    totals = np.zeros(quality.shape)
    steps = np.diff(levels, axis=1)
    for halo in halos:
        between = (1.0 - halo) ** 2 * (model.expert_indicator_sd**2 + model.residual_sd**2)
        sd = np.sqrt(model.severity_sd**2 + (model.drift_sd * when) ** 2 + model.sheet_sd**2 + between)
        mean = quality[..., None] + (1.0 - halo) * profile
        for middle, step in zip(_middles(levels).T, steps.T, strict=True):
            above = mean - middle
            spread = np.broadcast_to(sd[:, None], above.shape)
            reached = np.where(spread > 0, ndtr(above / np.where(spread > 0, spread, 1.0)), above >= 0)
            totals += reached @ step
    return totals / len(halos)
