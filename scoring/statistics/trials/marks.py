"""Marks by a linear model, many panels at once, two independent panels on every field of applications."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.trials.designs import Design, IntArray, assign, prefecture_of

N_APPLICATIONS: Final = 200
WEIGHTS: Final = np.tile(np.arange(1, 5), 5) / 50
"""Twenty indicators, of 2, 4, 6 and 8 percent."""
QUALITY_MEAN: Final = 60.0
QUALITY_SD: Final = 8.0
PREFECTURE_SD: Final = 4.0
"""Of the means of prefectures, where these have experts of their own; a part of `QUALITY_SD`."""
SHEET_SD: Final = 5.0
RESIDUAL_SD: Final = 10.0
WILD: Final = 30.0
CUT: Final = round(QUALITY_MEAN + QUALITY_SD * 0.2533471031357997, 6)
"""The 60th percentile of true totals."""
_LEAST_SLOPE: Final = 0.2
_AT_ONCE: Final = 10


@dataclass(frozen=True, slots=True)
class Pairs:
    """Some fields of applications, each scored by two panels that share no expert.

    Attributes
    ----------
    truth : ndarray, shape (n_fields, n_applications)
        True totals, in points of 100.
    experts : ndarray of int, shape (2, n_fields, n_applications, each)
        Who scored, from 0, by panel.
    marks : ndarray, shape (2, n_fields, n_applications, n_indicators, each)
        Whole points from 0 to 100; ``nan`` on a missing sheet.
    totals : ndarray, shape (2, n_fields, n_applications, n_experts)
        Each expert's weighted total; ``nan`` where he gave none.
    """

    truth: FloatArray
    experts: IntArray
    marks: FloatArray
    totals: FloatArray


def pairs_of_panels(
    rng: np.random.Generator, design: Design, n_fields: int, *, n_applications: int = N_APPLICATIONS
) -> Iterator[Pairs]:
    """Yield pairs of panels, a few fields at a time.

    Of application p, expert r and indicator i, in points::

        mark = 60 + slope_r (t_p - 60) - severity_r + noise_r (sheet_pr + residual_pri) ± 30 on a wild sheet

    rounded to whole points and kept within 0 and 100; t ~ N(60, 8²), severity by the design, sheet ~ N(0, 5²),
    residual ~ N(0, 10²). So a total has the variance components 64 of applications, 36 of severity 6, and
    25 + 0.06 × 100 = 31 of the rest.

    Parameters
    ----------
    rng : numpy.random.Generator
    design : Design
    n_fields : int
        How many in all.
    n_applications : int
        Of one field.
    """
    for start in range(0, n_fields, _AT_ONCE):
        yield _pairs(rng, design, (2, min(_AT_ONCE, n_fields - start), n_applications))


def _pairs(rng: np.random.Generator, design: Design, shape: tuple[int, int, int]) -> Pairs:
    truth = _truth(rng, design, shape[1:])
    experts = np.stack([assign(rng, design, truth) for _ in range(2)])
    slots = (*shape, design.each)

    def of_expert(values: FloatArray) -> FloatArray:
        """Return each expert's value at his slots."""
        return np.take_along_axis(values[:, :, None, :], experts, axis=-1)

    panel = (*shape[:2], design.experts)
    severity = of_expert(rng.normal(0.0, design.severity_sd, panel))
    slope = of_expert(np.maximum(rng.normal(1.0, design.slope_sd, panel), _LEAST_SLOPE))
    noise = of_expert(np.exp(rng.normal(0.0, design.noise_sd, panel)))
    sheet = QUALITY_MEAN + slope * (truth[..., None] - QUALITY_MEAN) - severity + noise * rng.normal(0, SHEET_SD, slots)
    if design.wild:
        wild = rng.random(slots) < design.wild
        sheet += np.where(wild, rng.choice([-WILD, WILD], slots), 0.0)
    marks = rng.standard_normal((*shape, WEIGHTS.size, design.each), dtype=np.float32)
    marks *= (RESIDUAL_SD * noise[..., None, :]).astype(np.float32)
    marks += sheet[..., None, :].astype(np.float32)
    np.rint(marks, out=marks)
    np.clip(marks, 0.0, 100.0, out=marks)
    if design.missing:
        missing = rng.random(slots) < design.missing
        missing[..., 0] &= ~missing.all(axis=-1)
        np.copyto(marks, np.nan, where=missing[..., None, :])
    # Whole numbers, so that single precision is exact.
    own = np.einsum("...ie,i->...e", marks, np.float32(50 * WEIGHTS)) / 50.0
    totals = np.full((*shape, design.experts), np.nan)
    np.put_along_axis(totals, experts, own.astype(np.float64), axis=-1)
    return Pairs(truth, experts, marks.astype(np.float64), totals)


def _truth(rng: np.random.Generator, design: Design, shape: tuple[int, int]) -> FloatArray:
    if design.who != "prefectures":
        return rng.normal(QUALITY_MEAN, QUALITY_SD, shape)
    within = np.sqrt(QUALITY_SD**2 - PREFECTURE_SD**2)
    prefectures = rng.normal(0.0, PREFECTURE_SD, (shape[0], design.experts // design.each))
    return np.asarray(rng.normal(QUALITY_MEAN, within, shape) + prefectures[:, prefecture_of(design, shape[1])])
