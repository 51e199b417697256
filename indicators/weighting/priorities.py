"""Priorities of one matrix of judgements: the principal eigenvector, and the row geometric mean.

Both take matrices with gaps (``nan``), as long as the judgements tie all items together (`judgements.parts_of`).
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from indicators.weighting.judgements import FloatArray

Method = Literal["eigenvector", "geometric_mean"]


def priorities(matrix: FloatArray, method: Method) -> FloatArray:
    """Return the priorities of a matrix by the named method, shape (n,), sum 1."""
    return principal_eigenvector(matrix)[0] if method == "eigenvector" else row_geometric_mean(matrix)


def principal_eigenvector(matrix: FloatArray) -> tuple[FloatArray, float]:
    """Return Saaty's priorities and the largest eigenvalue.

    A w = λmax w, w > 0, Σ w = 1; λmax ≥ n, with equality where the judgements are consistent. Gaps are filled after
    Harker: 0 where nothing was judged and 1 + (gaps of the row) on the diagonal, which is the same as putting w_i / w_j
    into each gap.

    Parameters
    ----------
    matrix : ndarray, shape (n, n)
        Positive and reciprocal, ``nan`` where nothing was judged.

    References
    ----------
    Saaty (1977), A scaling method for priorities in hierarchical structures, J. Math. Psychology 15(3).
    Harker (1987), Incomplete pairwise comparisons in the analytic hierarchy process, Mathematical Modelling 9(11).
    """
    gaps = np.isnan(matrix)
    filled = np.where(gaps, 0.0, matrix) + np.diag(gaps.sum(axis=1).astype(np.float64))
    values, vectors = np.linalg.eig(filled)
    largest = int(np.argmax(values.real))
    vector = np.abs(vectors[:, largest].real)
    return vector / vector.sum(), float(values[largest].real)


def row_geometric_mean(matrix: FloatArray) -> FloatArray:
    """Return the priorities by logarithmic least squares, which on a whole matrix are the rows' geometric means.

    Minimises Σ over the judged pairs of (ln a_ij - ln w_i + ln w_j)².

    Parameters
    ----------
    matrix : ndarray, shape (n, n)
        Positive and reciprocal, ``nan`` where nothing was judged.

    References
    ----------
    Crawford & Williams (1985), A note on the analysis of subjective judgment matrices, J. Math. Psychology 29(4).
    Bozóki, Fülöp & Rónyai (2010), On optimal completion of incomplete pairwise comparison matrices, Mathematical and
    Computer Modelling 52(1-2): the same with gaps.
    """
    judged = ~np.isnan(matrix)
    logs = np.log(np.where(judged, matrix, 1.0))
    if judged.all():
        ratios = logs.mean(axis=1)
    else:
        # The normal equations: the Laplacian of the graph of judgements; its one direction without a value is free.
        edges = judged & ~np.eye(len(matrix), dtype=bool)
        laplacian = np.diag(edges.sum(axis=1).astype(np.float64)) - edges
        ratios = np.linalg.lstsq(laplacian, logs.sum(axis=1), rcond=None)[0]
    weights = np.exp(ratios - ratios.max())
    return np.asarray(weights / weights.sum())
