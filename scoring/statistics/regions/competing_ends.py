"""What became of what was granted, when it can end in more than one way: Aalen and Johansen's shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from scoring.model import FloatArray
from scoring.statistics.regions.ends import EndTable, table_of_ends
from scoring.statistics.regions.result import CONFIDENCE

# A share that was added up to 1 is 1.
_ROUNDING = 1e-10


@dataclass(frozen=True, slots=True)
class EndShares:
    """Share that had ended in each way by each time. Arrays have shape (n_rows, n_causes) of the table.

    Attributes
    ----------
    table : EndTable
    value : ndarray
        Of all cases of the region, those that had ended this way: with what has not ended they add up to 1.
    standard_error : ndarray
    low, high : ndarray
        Limits by log(-log); ``nan`` where nothing has ended this way yet, or everything has.
    confidence : float
    """

    table: EndTable
    value: FloatArray
    standard_error: FloatArray
    low: FloatArray
    high: FloatArray
    confidence: float

    def at(self, times: FloatArray) -> FloatArray:
        """Return the shares at some times, ``nan`` beyond the last seen; shape (n_groups, n_times, n_causes)."""
        causes = range(self.value.shape[-1])
        return np.stack([self.table.at(self.value[:, cause], times, start=0.0) for cause in causes], axis=-1)


def aalen_johansen(
    times: FloatArray,
    causes: NDArray[np.integer[Any]],
    group: NDArray[np.integer[Any]],
    *,
    n_groups: int,
    n_causes: int,
    confidence: float = CONFIDENCE,
) -> EndShares:
    """Return the cumulative incidence of each way to end, of each region (Aalen & Johansen 1978).

    I_k(t) = Σ S(t_j-) d_kj / n_j over times no later than t, S being Kaplan and Meier's share that has not ended in any
    way. One minus a Kaplan-Meier curve that takes the other ends for censored would be too great: a revoked grade
    can no longer expire. Variance by the delta method (Choudhury 2002, Stat Med 21:1129)::

        Σ (I_k(t) - I_kj)² d_j / (n_j (n_j - d_j)) + Σ S_j-² d_kj (n_j - d_kj) / n_j³
            - 2 Σ (I_k(t) - I_kj) S_j- d_kj / n_j²

    Limits I^exp(± z σ / (I log I)), as there. Checked against ``lifelines`` 0.30 and, without censoring, plain shares.

    Parameters
    ----------
    times : ndarray, shape (n_cases,)
        Days to the end, or to when it was last seen.
    causes : ndarray of int, shape (n_cases,)
        How it ended, 1 to `n_causes`; 0 where it has not ended.
    group : ndarray of int, shape (n_cases,)
        Its region, from 0.
    n_groups, n_causes : int
    confidence : float

    Raises
    ------
    ValueError
        If times, causes or regions cannot be.
    """
    table = table_of_ends(times, causes, group, n_groups=n_groups, n_causes=n_causes)
    n, all_ended, d = table.at_risk[:, None], table.all_ended[:, None], table.ended
    nobody_left = all_ended == n
    left = np.where(nobody_left, 1.0, n - all_ended)
    steps = np.where(nobody_left, 0.0, np.log(left) - np.log(n))
    before = np.exp(table.cumulative(steps) - steps)  # S just before; the last step of a region is in no other row
    value = table.cumulative(before * d / n)
    # (I(t) - I_j)² multiplied out: running sums do for all t at once. Where nobody is left, I(t) is I_j.
    hazard = np.where(nobody_left, 0.0, all_ended / (n * left))
    first = (
        value**2 * table.cumulative(hazard)
        - 2.0 * value * table.cumulative(value * hazard)
        + table.cumulative(value**2 * hazard)
    )
    cross = before * d / n**2
    third = value * table.cumulative(cross) - table.cumulative(value * cross)
    variance = first + table.cumulative(before**2 * d * (n - d) / n**3) - 2.0 * third
    error = np.sqrt(np.maximum(variance, 0.0))
    known = (table.cumulative(d) > 0) & (value < 1.0 - _ROUNDING) & (error > 0.0)
    logs = np.log(np.where(known, value, 0.5))
    sigma = np.where(known, error / np.where(known, value, 0.5), np.nan)
    reach = np.exp(ndtri(0.5 + confidence / 2.0) * sigma / logs)  # below 1
    return EndShares(table, value, error, np.exp(logs / reach), np.exp(logs * reach), confidence)
