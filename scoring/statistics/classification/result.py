"""What every index of classification answers with, and how it is made of probabilities of the grades."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.reasons import Reason


@dataclass(frozen=True, slots=True)
class Classification:
    """Consistency and accuracy of a stack of panels; all arrays have the shape of the stack, () for one panel.

    Attributes
    ----------
    consistency : ndarray
        Share of applications to which two equal panels would give the same grade.
    kappa : ndarray
        The same beyond chance: (consistency − chance) / (1 − chance); ``nan`` where one grade takes them all.
    accuracy : ndarray
        Share whose grade is that of their true score.
    false_grant, false_refusal : ndarray
        Shares whose grade is higher, or lower, than that of their true score.
    reason : ndarray of uint8
        `Reason` of each panel without an answer.
    """

    consistency: FloatArray
    kappa: FloatArray
    accuracy: FloatArray
    false_grant: FloatArray
    false_refusal: FloatArray
    reason: NDArray[np.uint8]

    def reason_of(self, panel: int | tuple[int, ...] = ()) -> Reason:
        """Return why one panel has no answer."""
        return Reason(int(self.reason[panel]))


def grade_probabilities(reaching: FloatArray) -> FloatArray:
    """Return the probabilities of the grades, shape (..., n_cuts + 1), of those to reach each cut, (..., n_cuts)."""
    one = np.ones((*reaching.shape[:-1], 1))
    return np.asarray(-np.diff(np.concatenate([one, reaching, np.zeros_like(one)], axis=-1), axis=-1))


def kappa_beyond_chance(consistency: FloatArray, shares: FloatArray) -> FloatArray:
    """Return consistency beyond chance, `shares` (..., n_grades) being how often each grade is given."""
    chance = (shares**2).sum(axis=-1)
    room = 1.0 - chance
    apart = room > 1e-12
    return np.asarray(np.divide(consistency - chance, room, out=np.full(np.shape(room), np.nan), where=apart))


def classified(
    given: FloatArray, true: NDArray[np.int64], weights: FloatArray, reason: NDArray[np.uint8]
) -> Classification:
    """Return the indices of two panels whose errors are independent given the true score.

    Parameters
    ----------
    given : ndarray, shape (..., n_nodes, n_grades)
        Probability of each grade at each true score.
    true : ndarray of int, shape (n_nodes,) or (..., n_nodes)
        The grade that belongs to each true score.
    weights : ndarray, shape (..., n_nodes)
        Probability of each true score.
    reason : ndarray, shape (...)
        Panels with a reason get ``nan``.
    """
    shares = np.einsum("...k,...kg->...g", weights, given)
    consistency = np.einsum("...k,...kg,...kg->...", weights, given, given)
    grades = np.arange(given.shape[-1])
    own = np.asarray(true)[..., None]

    def share(which: NDArray[np.bool_]) -> FloatArray:
        return np.asarray(np.einsum("...k,...kg->...", weights, given * which))

    defined = reason == Reason.NONE

    def kept(value: FloatArray) -> FloatArray:
        return np.where(defined, value, np.nan)

    return Classification(
        consistency=kept(consistency),
        kappa=kept(kappa_beyond_chance(consistency, shares)),
        accuracy=kept(share(grades == own)),
        false_grant=kept(share(grades > own)),
        false_refusal=kept(share(grades < own)),
        reason=reason,
    )
