"""By how many points each expert's marks changed, beside the others', from his first sheet to his last."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.reasons import Reason
from scoring.statistics.severity.drift import drift


@dataclass(frozen=True, slots=True)
class Drifted:
    """Changes of the experts of a panel; arrays of shape (n_experts,), ``nan`` where undefined.

    Attributes
    ----------
    points : ndarray
        Positive = milder at his last sheet than at his first, against the others.
    p_value, q_value : ndarray
        Of no change; q among the experts of the panel.
    reason : Reason
        Why there are none at all.
    """

    points: FloatArray
    p_value: FloatArray
    q_value: FloatArray
    reason: Reason


def drifted(totals: FloatArray, began: FloatArray | None) -> Drifted:
    """Return how the experts of a panel changed over their sheets.

    Parameters
    ----------
    totals : ndarray, shape (n_applications, n_experts)
        In points; ``nan`` = none.
    began : ndarray, shape (n_applications, n_experts), optional
        When the first mark of each sheet was given, ``nan`` where that is not known: the order of an expert's sheets.
    """
    nothing = np.full(totals.shape[1], np.nan)
    if began is None or np.isnan(began).all():
        return Drifted(nothing, nothing, nothing, Reason.NO_TIME)
    scored = np.where(np.isnan(began), np.inf, began)
    order = np.argsort(np.argsort(scored, axis=0, kind="stable"), axis=0, kind="stable").astype(np.float64)
    given = np.isfinite(scored) & ~np.isnan(totals)
    found = drift(np.where(given, totals, np.nan), np.where(given, order, np.nan)).relative
    points = np.where(np.isfinite(found.value), found.value * (given.sum(axis=0) - 1), np.nan)
    reason = Reason.NONE if np.isfinite(points).any() else Reason.CONFOUNDED
    return Drifted(points, found.p_value, found.q_value, reason)


def first_of_sheets(given: FloatArray) -> FloatArray:
    """Return when each sheet was begun, from when each of its marks was given; ``nan`` where no mark has a time.

    Parameters
    ----------
    given : ndarray, shape (n_applications, n_experts, n_indicators)
    """
    there = ~np.isnan(given).all(axis=2)
    earliest = np.full(there.shape, np.nan)
    earliest[there] = np.nanmin(given[there], axis=1)
    return earliest
