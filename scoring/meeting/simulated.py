"""Sittings whose truth is known: how many items consent settles, how many of them wrongly, how long it all takes.

The model is that of the simulation in the design papers, in points of a total of 100. Of application a and sheet e::

    sheet_ae = quality_a + severity_ae + residual_ae
    quality ~ N(84, 6²), severity ~ N(0, 3²), residual ~ N(0, 4²)

The total is the mean of the sheets, unrounded and without an upper end. The certainty of a grade is that of a normal
truth around the total, with an assumed noise of one sheet and no other knowledge of quality (a flat prior)::

    P(grade) = P(N(total, noise²/n) lies in the grade)

A consent item is wrong if the grade of its total is not that of its quality.

What reproduces the printed rows, and what does not
---------------------------------------------------
Tried on 2,000 and more sittings: the flat prior with the noise of 5 that the text names, √(3² + 4²), reproduces the
consent column within the error of simulation in every row, and the column of wrong grades too. Knowing that quality is
N(84, 6²) does not: three experts would then consent to 14.3 items, where 12.4 are printed. Whether severity is drawn
for each sheet or once for each expert changes no mean, only how much sittings differ. The hard column is that of a
total less than a point from a line or a range of sheets above 20 (``hard="table"``; the text does not say so): of the
rules tried it alone fits all rows. The row of the written second round fits sheets that move 0.45 of their way to the
mean; the text does not say how they were moved.

The minutes are the printed ones with the 90 seconds of the pull window in the consent block, and with gamma items of
shape 6 the chance of ending in time is the printed one within 0.03 in all rows but one: 0.10 for 0.06 where only
unanimous items are consented to. The row of 3 and 5 minutes adds up without the window only, and so it is reproduced:
with it, it would be 119 minutes and 0.54 for 117 and 0.58. The product's own model (`durations`) knows besides a pace
that all items of a sitting share, which the table does not; it is less sure, and says 0.83 for 0.92 in the row of
P ≥ 0.90. The flags of the product's triage give the same plan as the table's hard rule: 8.5 hard items for 7.8 there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from indicators.model import Clocks
from scoring.meeting.clock import item_minutes, pull_minutes
from scoring.meeting.durations import ITEM_SHAPE, PRIOR
from scoring.meeting.triage import FLAGS, LOW, Block
from scoring.model import FloatArray
from scoring.statistics.aggregate import Aggregate
from scoring.statistics.cut_scores import CutScores
from scoring.statistics.probability.grades import probability_of_grades
from scoring.statistics.probability.without_one import without_one
from scoring.statistics.spread import Noise
from scoring.statistics.trials.wrong_grades import Estimate

NEAR: Final = 1.0
WIDE: Final = 20.0
"""In points: what the table of the design papers calls hard."""
_KNOWN: Final = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingModel:
    """A panel, its noise, and the rule by which items are sorted.

    Attributes
    ----------
    applications, experts : int
        `experts` is how many score one application.
    quality_mean, quality_sd, severity_sd, residual_sd : float
        In points.
    severity_of : {"sheet", "expert"}
        Drawn for each sheet, as if every application had other experts, or once for each of `experts` who score all.
    lines : tuple of float
        Cut scores, ascending.
    assumed_noise : float or None
        Standard deviation of one sheet by which certainties are computed; ``None``: the panel's own.
    threshold : float
        Least certainty of a consent item; 0 where only agreement counts.
    agreeing : float
        Least share of sheets that reach the same grade in a consent item.
    hard : {"flags", "table"}
        As `triage.triage`, or as the table of the design papers.
    second_round : float
        Which part of its way to the mean of its panel each sheet moves before sorting, from 0 to 1.
    common_pace : bool
        Whether sittings have a pace of their own (`durations`).
    """

    applications: int = 40
    experts: int = 5
    quality_mean: float = 84.0
    quality_sd: float = 6.0
    severity_sd: float = 3.0
    residual_sd: float = 4.0
    severity_of: Literal["sheet", "expert"] = "sheet"
    lines: tuple[float, ...] = (80.0, 90.0)
    assumed_noise: float | None = 5.0
    threshold: float = 0.90
    agreeing: float = 0.0
    hard: Literal["flags", "table"] = "flags"
    second_round: float = 0.0
    common_pace: bool = True

    @property
    def noise(self) -> float:
        """By which certainties are computed, in points."""
        own = float(np.hypot(self.severity_sd, self.residual_sd))
        return own if self.assumed_noise is None else self.assumed_noise


@dataclass(frozen=True, slots=True)
class SimulatedSittings:
    """Sittings one by one, arrays of shape (n_sittings,): items by block, wrong ones in consent, minutes in all."""

    consent: NDArray[np.int64]
    normal: NDArray[np.int64]
    hard: NDArray[np.int64]
    wrong: NDArray[np.int64]
    minutes: FloatArray
    length: float


@dataclass(frozen=True, slots=True)
class SittingTrial:
    """Means over sittings with their standard errors; `on_time` is a share, `minutes` are of the whole sitting."""

    sittings: int
    consent: Estimate
    normal: Estimate
    hard: Estimate
    wrong: Estimate
    minutes: Estimate
    on_time: Estimate


def simulate_sittings(
    rng: np.random.Generator, model: SittingModel, clocks: Clocks, *, sittings: int
) -> SimulatedSittings:
    """Draw sittings.

    Parameters
    ----------
    rng : numpy.random.Generator
        The only source of chance.
    model : SittingModel
    clocks : Clocks
        Minutes of each kind of item, of opening, break and close.
    sittings : int
    """
    quality = rng.normal(model.quality_mean, model.quality_sd, (sittings, model.applications))
    sheets = _sheets(rng, model, quality)
    totals = sheets.mean(axis=-1)
    cuts = CutScores(grades=_grades(model), scores=model.lines)
    certainty = probability_of_grades(totals, np.full_like(totals, model.noise**2 / model.experts), cuts).max(axis=-1)
    grades = cuts.grade_of(totals)
    consent = (certainty >= model.threshold) & (_agreeing(sheets, cuts) >= model.agreeing * model.experts)
    hard = ~consent & (
        _flagged(sheets, grades, certainty, cuts, model) if model.hard == "flags" else _table(sheets, model)
    )
    wrong = consent & (grades != cuts.grade_of(quality))
    counts = [one.sum(axis=1) for one in (consent, ~consent & ~hard, hard, wrong)]
    minutes = _minutes(rng, model, clocks, counts[0], counts[1], counts[2])
    return SimulatedSittings(counts[0], counts[1], counts[2], counts[3], minutes, float(clocks.length))


def try_sittings(rng: np.random.Generator, model: SittingModel, clocks: Clocks, *, sittings: int) -> SittingTrial:
    """Return what sittings come to on average; see `simulate_sittings`."""
    drawn = simulate_sittings(rng, model, clocks, sittings=sittings)
    columns = (drawn.consent, drawn.normal, drawn.hard, drawn.wrong, drawn.minutes, drawn.minutes <= drawn.length)
    means = [_estimate(np.asarray(one, np.float64)) for one in columns]
    return SittingTrial(sittings, means[0], means[1], means[2], means[3], means[4], means[5])


def _estimate(values: FloatArray) -> Estimate:
    error = values.std(ddof=1) / np.sqrt(len(values)) if len(values) > 1 else np.nan
    return Estimate(float(values.mean()), float(error))


def _grades(model: SittingModel) -> tuple[str, ...]:
    return tuple(str(place) for place in range(1, len(model.lines) + 1))


def _sheets(rng: np.random.Generator, model: SittingModel, quality: FloatArray) -> FloatArray:
    shape = (*quality.shape, model.experts)
    per = shape if model.severity_of == "sheet" else (len(quality), 1, model.experts)
    sheets = quality[..., None] + rng.normal(0.0, model.severity_sd, per) + rng.normal(0.0, model.residual_sd, shape)
    mean = sheets.mean(axis=-1, keepdims=True)
    moved: FloatArray = sheets + model.second_round * (mean - sheets)
    return moved


def _agreeing(sheets: FloatArray, cuts: CutScores) -> NDArray[np.int64]:
    """Return how many sheets reach the grade that most of them reach."""
    reached = cuts.grade_of(sheets)
    counts = [(reached == grade).sum(axis=-1) for grade in range(len(cuts.scores) + 1)]
    return np.asarray(np.max(counts, axis=0), np.int64)


def _table(sheets: FloatArray, model: SittingModel) -> NDArray[np.bool_]:
    totals = sheets.mean(axis=-1)
    off = np.min([np.abs(totals - line) for line in model.lines], axis=0)
    return np.asarray((off < NEAR) | (np.ptp(sheets, axis=-1) > WIDE))


def _flagged(
    sheets: FloatArray, grades: NDArray[np.int64], certainty: FloatArray, cuts: CutScores, model: SittingModel
) -> NDArray[np.bool_]:
    left_out = cuts.grade_of(without_one(sheets, Aggregate())) != grades[..., None]
    limit = Noise(model.noise, _KNOWN, _KNOWN).range_by_chance(model.experts)
    straddled = (_agreeing(sheets, cuts) < model.experts) & (certainty < LOW)
    flags = np.sum([left_out.any(axis=-1), np.ptp(sheets, axis=-1) > limit, straddled], axis=0)
    return np.asarray(flags >= FLAGS)


def _minutes(
    rng: np.random.Generator,
    model: SittingModel,
    clocks: Clocks,
    consent: NDArray[np.int64],
    normal: NDArray[np.int64],
    hard: NDArray[np.int64],
) -> FloatArray:
    """Return the minutes of whole sittings. Gamma items of one clock add up to one gamma of their shapes' sum."""
    pace = PRIOR.draw(rng, len(consent)) if model.common_pace else np.ones(len(consent))
    blocks: tuple[tuple[Block, NDArray[np.int64]], ...] = (("normal", normal), ("hard", hard))
    talk = np.zeros(len(consent))
    for block, count in blocks:
        talk += item_minutes(block, clocks) * rng.gamma(ITEM_SHAPE * count) / ITEM_SHAPE
    fixed = float(clocks.opening + clocks.pause + clocks.closing)
    vote = np.where(consent > 0, pull_minutes(clocks), 0.0) + item_minutes("consent", clocks) * consent
    return np.asarray(fixed + vote + pace * talk, np.float64)
