"""Points with printed moments."""

from __future__ import annotations

import numpy as np
import pytest

#: Denis, Applied Univariate, Bivariate, and Multivariate Statistics, item analysis in SPSS: 10 persons, 5 items.
SPREADS = np.array([2.71006, 5.05085, 4.74810, 2.71621, 3.80058])
CORRELATIONS = np.array(
    [
        [1.000, 0.679, 0.351, 0.827, 0.022],
        [0.679, 1.000, 0.612, 0.743, -0.463],
        [0.351, 0.612, 1.000, 0.462, -0.129],
        [0.827, 0.743, 0.462, 1.000, -0.011],
        [0.022, -0.463, -0.129, -0.011, 1.000],
    ]
)


@pytest.fixture(scope="session")
def denis() -> np.ndarray:
    """Points of 10 persons whose moments are those printed; item analysis needs nothing else of them."""
    raw = np.random.default_rng(1).normal(size=(10, 5))
    raw -= raw.mean(axis=0)
    white = raw @ np.linalg.inv(np.linalg.cholesky(np.cov(raw, rowvar=False)).T)
    return white @ np.linalg.cholesky(CORRELATIONS).T * SPREADS
