from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.rasch import equations
from scoring.statistics.rasch.expected import expected_points

B = np.array([[0.0, 0.6, 0.0], [0.0, -np.inf, 0.0], [-np.inf] * 3])
POINTS = np.array([[0.0, 1.0, 5.0], [0.0, 2.0, 4.0], [0.0, 1.0, 2.0]])


def test_expected_points_by_hand() -> None:
    found, _ = expected_points(np.zeros(1), np.zeros(3), B, POINTS)
    middle = np.exp(0.6)
    assert found[:2, 0] == pytest.approx([(middle + 5) / (2 + middle), 2.0])
    assert np.isnan(found[2, 0])


def test_the_slope_is_the_derivative() -> None:
    eta, indicators, h = np.array([-1.0, 0.3, 2.0]), np.array([0.2, -0.4, 0.0]), 1e-6
    _, slope = expected_points(eta, indicators, B, POINTS)
    up, down = (expected_points(eta + sign * h, indicators, B, POINTS)[0] for sign in (1, -1))
    assert slope[:2] == pytest.approx(((up - down) / (2 * h))[:2], abs=1e-8)


def test_what_is_not_measured_has_no_expectation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(equations, "_BLOCK", 1)
    found, _ = expected_points(np.array([0.0, np.nan]), np.array([0.0, np.nan, 0.0]), B, POINTS)
    assert np.isnan(found).tolist() == [[False, True], [True, True], [True, True]]
