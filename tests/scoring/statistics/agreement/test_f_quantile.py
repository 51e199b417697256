from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.special import fdtri

from scoring.statistics.agreement.f_quantile import f_quantile


@pytest.mark.parametrize("probability", [0.005, 0.025, 0.975, 0.995])
@pytest.mark.parametrize("first", [1.0, 11.0, 39.0, 1999.0])
@pytest.mark.parametrize(("low", "high"), [(0.2, 90), (6, 72), (8, 20000), (50, 50.0001)])
def test_thousands_at_once_are_those_computed_one_by_one(
    first: float, low: float, high: float, probability: float
) -> None:
    second = np.random.default_rng(1).uniform(low, high, (60, 50))
    many = f_quantile(np.full(second.shape, first), second, probability)
    assert_allclose(many, fdtri(first, second, probability), rtol=1e-12)


def test_different_first_degrees_are_kept_apart() -> None:
    first, second = np.arange(1.0, 1001.0), np.linspace(5, 50, 1000)
    assert_allclose(f_quantile(first, second, 0.975), fdtri(first, second, 0.975), rtol=1e-14)


def test_no_degrees_of_freedom_have_no_quantile() -> None:
    second = np.append(np.linspace(5, 50, 1000), [0.0, -3.0, np.nan])
    found = f_quantile(np.full(1003, 4.0), second, 0.975)
    assert np.isnan(found[-3:]).all()
    assert np.isfinite(found[:-3]).all()


def test_an_empty_stack_has_none() -> None:
    assert f_quantile(np.zeros(0), np.zeros(0), 0.5).shape == (0,)
