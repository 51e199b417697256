from __future__ import annotations

import numpy as np
from numpy.testing import assert_allclose
from scipy.special import chdtri

from scoring.statistics.agreement.variance_limits import variance_limits


def test_one_variance_alone_has_its_exact_limits() -> None:
    parts = [(np.array(4.0), np.array(10.0)), (np.array(0.0), np.array(3.0))]
    low, high = variance_limits(parts, 0.95)
    assert_allclose([low, high], [4 * 10 / chdtri(10, 0.025), 4 * 10 / chdtri(10, 0.975)], rtol=1e-12)


def test_a_sum_is_held_at_the_stated_rate() -> None:
    random = np.random.default_rng(3)
    first, second = 5 * random.chisquare(6, 20000) / 6, 2 * random.chisquare(66, 20000) / 66
    low, high = variance_limits([(first, np.full(20000, 6.0)), (second, np.full(20000, 66.0))], 0.95)
    assert 0.94 < np.mean((low <= 7) & (high >= 7)) < 0.97


def test_a_part_without_degrees_of_freedom_has_no_limits() -> None:
    low, high = variance_limits([(np.array([1.0]), np.array([0.0]))], 0.95)
    assert np.isnan(low).all()
    assert np.isnan(high).all()
