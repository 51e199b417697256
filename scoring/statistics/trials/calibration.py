"""Whether probabilities come true: of the same decision by another panel, and of the grade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import nan
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.trials.designs import Design
from scoring.statistics.trials.wrong_grades import Estimate, estimate

BINS: Final = 10
NEAR: Final = 5.0
"""Points from a cut score within which an application is near it."""
MOST_BIAS: Final = 0.015
MOST_BIAS_NEAR: Final = 0.025
MOST_CALIBRATION_ERROR: Final = 0.02


class Verdict(StrEnum):
    """Whether a bar is reached."""

    MET = "met"
    UNDECIDED = "undecided"
    """Missed by less than two standard errors: more panels would tell."""
    NOT_MET = "not_met"


class Claim(StrEnum):
    """What a probability is of."""

    SAME = "same"
    """Another panel of as many gives the same grade."""
    GRADE = "grade"
    """The true total is of the grade that was reached."""


class Estimator(StrEnum):
    """Ways to say how surely another panel decides the same, or how sure a grade is."""

    PREDICTIVE = "predictive"
    """The product's: mixed model, of the plain mean."""
    STUDENT = "student"
    """The same, with the uncertainty of severity's variance."""
    ADJUSTED = "adjusted"
    """The product's, of the fair total; complete panels are not adjusted."""
    T = "t"
    """√2 SEM and Student's t, without a model of the applications; complete panels only."""
    PENG_SUBKOVIAK_PHI = "peng_subkoviak_phi"
    PENG_SUBKOVIAK_ALPHA = "peng_subkoviak_alpha"
    """One figure for all applications of a panel, by ICC(A,k) or alpha."""
    BOOTSTRAP = "bootstrap"
    """Share of resamples of the experts that keep the grade."""
    LEAVING_OUT = "leaving_out"
    """Share of experts without whom the grade stays."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions of one tenth of the scale: how many, their mean, and how often it came true."""

    count: int
    predicted: float
    realised: float


@dataclass(frozen=True, slots=True)
class Part:
    """Calibration of some predictions.

    Attributes
    ----------
    count : int
    bias : Estimate
        Mean prediction minus how often it came true; its standard error over fields.
    calibration_error : Estimate
        Expected calibration error: mean over ten bins of |predicted - realised|, weighted by their counts. Chance alone
        makes it greater than 0.
    brier : float
        Mean squared difference of prediction and outcome.
    """

    count: int
    bias: Estimate
    calibration_error: Estimate
    brier: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far predictions of one kind come true on a design.

    Attributes
    ----------
    claim : Claim
    estimator : Estimator
    design : Design
    whole, near : Part
        Of all applications, and of those within 5 points of a cut score.
    bins : tuple of Bin
        The reliability diagram: ten bins from 0 to 1.
    """

    claim: Claim
    estimator: Estimator
    design: Design
    whole: Part
    near: Part
    bins: tuple[Bin, ...]

    @property
    def verdict(self) -> Verdict:
        """Whether bias, bias near the cuts and calibration error are within what is asked of a published number."""
        asked = (
            (self.whole.bias, MOST_BIAS),
            (self.near.bias, MOST_BIAS_NEAR),
            (self.whole.calibration_error, MOST_CALIBRATION_ERROR),
        )
        if all(abs(seen.value) <= most for seen, most in asked):
            return Verdict.MET
        told = all(abs(seen.value) - 2 * seen.error <= most for seen, most in asked)
        return Verdict.UNDECIDED if told else Verdict.NOT_MET


@dataclass(frozen=True, slots=True)
class Predictions:
    """Predictions and what came of them; arrays of one shape, fields on the second axis of three (panel first).

    Attributes
    ----------
    predicted : ndarray
        Probabilities; ``nan`` where there is none.
    realised : ndarray of bool
    near : ndarray of bool
        Within 5 points of a cut score.
    """

    predicted: FloatArray
    realised: NDArray[np.bool_]
    near: NDArray[np.bool_]


def calibration(claim: Claim, estimator: Estimator, design: Design, parts: Sequence[Predictions]) -> Calibration:
    """Return how far predictions come true.

    Fields are independent of each other, applications of one field are not: so errors are over fields.
    """
    predicted = np.concatenate([part.predicted for part in parts], axis=1)
    realised = np.concatenate([part.realised for part in parts], axis=1).astype(np.float64)
    near = np.concatenate([part.near for part in parts], axis=1)
    told = ~np.isnan(predicted)
    return Calibration(
        claim,
        estimator,
        design,
        _part(predicted, realised, told),
        _part(predicted, realised, told & near),
        tuple(_bins(predicted[told], realised[told])),
    )


def _part(predicted: FloatArray, realised: FloatArray, which: NDArray[np.bool_]) -> Part:
    off = np.where(which, predicted - realised, 0.0)
    count = int(which.sum())
    # Fields weigh by their number of predictions, so that their mean is that of all predictions.
    weight = max(count / predicted.shape[1], 1.0)
    bins = _bins(predicted[which], realised[which])
    # |x| is x or −x: with the sign of each bin the calibration error is a mean as well, and has its error.
    signs = np.array([np.sign(one.predicted - one.realised) if one.count else 0.0 for one in bins])
    signed = np.where(which, off * signs[_place(np.where(which, predicted, 0.0))], 0.0)
    return Part(
        count,
        estimate(off.sum(axis=(0, 2)) / weight),
        estimate(signed.sum(axis=(0, 2)) / weight),
        float((off**2).sum() / max(count, 1)),
    )


def _place(predicted: FloatArray) -> NDArray[np.int64]:
    return np.minimum((predicted * BINS).astype(np.int64), BINS - 1)


def _bins(predicted: FloatArray, realised: FloatArray) -> list[Bin]:
    place = _place(predicted)
    count = np.bincount(place, minlength=BINS)
    sums = [np.bincount(place, weights=values, minlength=BINS) for values in (predicted, realised)]
    means = [np.divide(one, count, out=np.full(BINS, np.nan), where=count > 0) for one in sums]
    return [Bin(int(n), float(p), float(r)) for n, p, r in zip(count, *means, strict=True)]


def pooled(found: Sequence[Calibration]) -> tuple[Bin, ...]:
    """Return the reliability diagram of several designs together."""
    chosen = [one.bins for one in found]
    return tuple(_together(bins) for bins in zip(*chosen, strict=True))


def _together(bins: Sequence[Bin]) -> Bin:
    some = [one for one in bins if one.count]
    count = sum(one.count for one in some)
    if not count:
        return Bin(0, nan, nan)
    predicted = sum(one.count * one.predicted for one in some) / count
    return Bin(count, predicted, sum(one.count * one.realised for one in some) / count)
