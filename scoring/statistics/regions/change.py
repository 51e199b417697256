"""Changes since the last round, and which of them chance does not explain."""

from __future__ import annotations

from dataclasses import dataclass

from numpy.typing import ArrayLike

from scoring.model import FloatArray
from scoring.statistics.false_discovery import benjamini_hochberg
from scoring.statistics.regions.differences import newcombe_interval, same_rate
from scoring.statistics.regions.mantel_haenszel import Stratified, mantel_haenszel
from scoring.statistics.regions.result import CONFIDENCE, Interval


@dataclass(frozen=True, slots=True)
class Change:
    """Rates now less rates then, by region; shape (..., n_regions).

    Attributes
    ----------
    difference : Interval
        As a share: 0.05 is five percentage points.
    p_value : ndarray
        That the rate is the same; ``nan`` where a round has no case.
    q_value : ndarray
        The false discovery rate at which it is a finding among all regions of the line.
    """

    difference: Interval
    p_value: FloatArray
    q_value: FloatArray


def change(
    events: ArrayLike,
    cases: ArrayLike,
    earlier_events: ArrayLike,
    earlier_cases: ArrayLike,
    *,
    confidence: float = CONFIDENCE,
) -> Change:
    """Return how the rate of each region changed: Newcombe's interval, Campbell's test, Benjamini & Hochberg's q.

    The cases of the two rounds are taken for different ones. An enterprise that applies again ties the rounds
    together, and limits and p-values are then somewhat too careful, never too bold, if it does as it did before.

    Parameters
    ----------
    events, cases, earlier_events, earlier_cases : array_like of int, shape (..., n_regions)

    Raises
    ------
    ValueError
        If counts cannot be counts.
    """
    p_value = same_rate(events, cases, earlier_events, earlier_cases)
    return Change(
        newcombe_interval(events, cases, earlier_events, earlier_cases, confidence=confidence),
        p_value,
        benjamini_hochberg(p_value, axis=-1) if p_value.ndim else p_value,
    )


def change_like_for_like(
    events: ArrayLike,
    cases: ArrayLike,
    earlier_events: ArrayLike,
    earlier_cases: ArrayLike,
    *,
    confidence: float = CONFIDENCE,
) -> tuple[Stratified, FloatArray]:
    """Return how rates changed within strata (industry and size), put together, and the q-value of each region.

    Where other kinds of enterprises apply than last time, the plain rate changes with nobody doing otherwise; this one
    does not. See `mantel_haenszel`.

    Parameters
    ----------
    events, cases, earlier_events, earlier_cases : array_like of int, shape (..., n_regions, n_strata)

    Returns
    -------
    Stratified, ndarray
        Arrays of shape (..., n_regions).
    """
    found = mantel_haenszel(events, cases, earlier_events, earlier_cases, confidence=confidence)
    return found, benjamini_hochberg(found.p_value, axis=-1) if found.p_value.ndim else found.p_value
