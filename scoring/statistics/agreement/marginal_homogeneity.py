"""Do two experts use the categories equally often? The tests of Stuart and Maxwell, and of Bhapkar.

With n_kl the number of pairs (k, l), d_k = n_k. − n_.k and S the matrix of S_kk = n_k. + n_.k − 2 n_kk and
S_kl = −(n_kl + n_lk)::

    Stuart–Maxwell χ² = d' S⁺ d,    Bhapkar χ² = χ² / (1 − χ² / n)

with as many degrees of freedom as S has rank: one less than there are categories in use, unless these fall into groups
between which no pair passes. Stuart (1955), Maxwell (1970), Bhapkar (1966); checked against irr 0.84.1 (golden p06).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from scoring.model import FloatArray
from scoring.statistics.agreement.categories import coded, declared
from scoring.statistics.agreement.result import entered
from scoring.statistics.reasons import Reason


@dataclass(frozen=True, slots=True)
class MarginalHomogeneity:
    """Both tests on one pair of experts.

    Attributes
    ----------
    stuart_maxwell, stuart_maxwell_p, bhapkar, bhapkar_p : float
        χ² and p-value; 0 and 1 where the two never differ, ``nan`` where undefined.
    degrees_of_freedom, n_applications : int
    reason : Reason
    """

    stuart_maxwell: float
    stuart_maxwell_p: float
    bhapkar: float
    bhapkar_p: float
    degrees_of_freedom: int
    n_applications: int
    reason: Reason


def marginal_homogeneity(marks: FloatArray, categories: FloatArray) -> MarginalHomogeneity:
    """Return whether two experts use the categories equally often.

    Parameters
    ----------
    marks : ndarray, shape (n_applications, 2)
        Applications that one of the two did not score are left out.
    categories : ndarray, shape (n_categories,)
        The declared scale.
    """
    both = marks[~np.isnan(marks).any(axis=1)]
    seen = entered(both)
    found = coded(both[None], declared(categories))
    reason = Reason(int(seen.reason))
    if reason in (Reason.NONE, Reason.ONE_APPLICATION):
        reason = Reason.OFF_SCALE if found.off_scale[0] else Reason.NONE
    if reason is not Reason.NONE:
        return MarginalHomogeneity(np.nan, np.nan, np.nan, np.nan, 0, len(both), reason)
    width = len(found.used)
    counts = np.bincount(found.codes[0] @ np.array([width, 1]), minlength=width * width).reshape(width, width)
    either = counts + counts.T
    difference = (counts.sum(axis=1) - counts.sum(axis=0)).astype(np.float64)
    matrix = np.diag(either.sum(axis=0)) - either
    rank = int(np.linalg.matrix_rank(matrix.astype(np.float64), hermitian=True))
    chi_square = float(difference @ np.linalg.pinv(matrix.astype(np.float64), hermitian=True) @ difference)
    left = 1.0 - chi_square / len(both)
    bhapkar = chi_square / left if left > 0 else np.inf
    return MarginalHomogeneity(
        chi_square, _p(rank, chi_square), bhapkar, _p(rank, bhapkar), rank, len(both), Reason.NONE
    )


def _p(freedom: int, chi_square: float) -> float:
    return float(chdtrc(freedom, chi_square)) if freedom else 1.0
