"""What a many-facet Rasch analysis answers with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.rasch.categories import IntArray, Model
from scoring.statistics.reasons import Reason


@dataclass(frozen=True, slots=True)
class Facet:
    """The elements of one facet: applications, experts or indicators. All arrays have the length of the facet.

    Attributes
    ----------
    measure : ndarray
        Logits: how able an application, how severe an expert, how hard an indicator. ``nan`` where it cannot be told.
    standard_error : ndarray
        1 / √Σ W, in logits, the other measures taken as known; for an extreme element at its adjusted measure.
    infit, outfit : ndarray
        Mean squares, 1 where marks are as noisy as the model expects; ``nan`` for extreme elements.
    infit_z, outfit_z : ndarray
        The same on the scale of a normal deviate, by the cube root of Wright & Masters (1982).
    marks : ndarray of int
        How many there are.
    observed_mean : ndarray
        Mean of the marks, in points.
    fair_mean : ndarray
        Expected points of a mark where the other facets are average: mean application, severity 0, mean over
        indicators at their own difficulty.
    extreme : ndarray of int8
        1 where every mark is the highest possible, -1 where every mark is the lowest, else 0.
    reason : ndarray of uint8
        `Reason` for what is ``nan`` above. `EXTREME` = measured, by a fixed adjustment, but without fit. `CONFOUNDED`
        = who is severe cannot be told from what is hard, or what is hard from who is able.
    separation : float
        √max(s² − MSE, 0) / RMSE over the elements that are not extreme: s² the variance (n − 1) of their measures, MSE
        the mean of their squared standard errors (Wright & Masters 1982, ch. 5).
    reliability : float
        max(s² − MSE, 0) / s². For experts it should be near 0: whether severities differ at all.
    spread_reason : Reason
        Why there is neither.
    """

    measure: FloatArray
    standard_error: FloatArray
    infit: FloatArray
    outfit: FloatArray
    infit_z: FloatArray
    outfit_z: FloatArray
    marks: IntArray
    observed_mean: FloatArray
    fair_mean: FloatArray
    extreme: NDArray[np.int8]
    reason: NDArray[np.uint8]
    separation: float
    reliability: float
    spread_reason: Reason


@dataclass(frozen=True, slots=True)
class RaschFit:
    """The answer of `fit_rasch`.

    Attributes
    ----------
    applications, experts, indicators : Facet
    model : {"rating_scale", "partial_credit"}
    points : ndarray, shape (n_indicators, n_categories)
        Points of each category; ``nan`` behind the last one of a shorter scale.
    thresholds : ndarray, shape (n_indicators, n_categories - 1)
        τ_k in logits: where categories k and k - 1 are equally likely, measured from the indicator's difficulty. They
        sum to 0 from the lowest to the highest category used; ``nan`` beside a category that is never used.
    intercepts : ndarray, shape (n_indicators, n_categories)
        b_k = −Σ_{h≤k} τ_h; −∞ for a category that is never used.
    eta_applications, eta_experts, eta_indicators : ndarray
        What each element adds to η: ability, −severity, −difficulty; ``nan`` where it cannot be told, 0 for one that
        has nothing to be compared with.
    log_likelihood : float
        Of all marks by and for elements that are not extreme; those of the others have none.
    connected : bool
        All experts and indicators can be compared. If not, severities sum to zero in each subset, and measures of
        different subsets may not be set side by side.
    application_subset, expert_subset : ndarray of int
        Number of the connected subset, from 1; 0 without a mark.
    iterations : int
    reason : Reason
        Why there are no measures at all.
    """

    applications: Facet
    experts: Facet
    indicators: Facet
    model: Model
    points: FloatArray
    thresholds: FloatArray
    intercepts: FloatArray
    eta_applications: FloatArray
    eta_experts: FloatArray
    eta_indicators: FloatArray
    log_likelihood: float
    connected: bool
    application_subset: IntArray
    expert_subset: IntArray
    iterations: int
    reason: Reason

    @property
    def converged(self) -> bool:
        """Whether the solver came to its end."""
        return self.reason is Reason.NONE
