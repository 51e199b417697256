"""Limits of the coefficients hold the true ones as often as they say."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.agreement.icc import icc
from scoring.statistics.reasons import Reason
from scoring.statistics.reliability.coefficient_interval import coefficient_interval
from scoring.statistics.reliability.d_study import d_study
from scoring.statistics.reliability.g_study import g_study, g_study_two_way

VP, VR, VE = 65.0, 36.0, 31.0


def panels(n_panels: int, n_applications: int, n_experts: int, seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return (
        rng.normal(75, VP**0.5, (n_panels, n_applications, 1))
        + rng.normal(0, VR**0.5, (n_panels, 1, n_experts))
        + rng.normal(0, VE**0.5, (n_panels, n_applications, n_experts))
    )


def test_95_in_100_limits_hold_the_truth() -> None:
    found = coefficient_interval(g_study_two_way(panels(600, 30, 5)), seed=2, draws=600)
    phi, g = VP / (VP + (VR + VE) / 5), VP / (VP + VE / 5)
    phi_held = ((found.phi_low <= phi) & (phi <= found.phi_high)).mean()
    g_held = ((found.g_low <= g) & (g <= found.g_high)).mean()
    # 600 panels: a standard error of .9 points
    assert 0.92 <= phi_held <= 0.98
    assert 0.92 <= g_held <= 0.98


def test_limits_of_g_are_those_of_the_intraclass_correlation() -> None:
    """Eρ² has exact limits, by F; the draws come to the same."""
    marks = panels(1, 25, 6)[0]
    found = coefficient_interval(g_study_two_way(marks), seed=5, draws=40_000)
    exact = icc(marks)["icc_ck"]
    assert float(found.g_low) == pytest.approx(float(exact.low), abs=0.004)
    assert float(found.g_high) == pytest.approx(float(exact.high), abs=0.004)


def test_the_seed_is_all_the_chance_there_is() -> None:
    study = g_study(np.random.default_rng(3).normal(5, 1, (10, 4, 3)) + np.arange(10)[:, None, None])
    one, same, other = (coefficient_interval(study, seed=seed) for seed in (1, 1, 2))
    assert (one.phi_low, one.g_high) == (same.phi_low, same.g_high)
    assert one.phi_low != other.phi_low
    own = d_study(study)
    assert one.phi_low < own.phi_coefficient < one.phi_high
    assert one.g_low < own.g_coefficient < one.g_high


def test_more_experts_narrow_the_limits_and_confidence_widens_them() -> None:
    study = g_study_two_way(panels(1, 30, 5)[0])
    few, many = (coefficient_interval(study, seed=1, n_experts=n) for n in (2, 12))
    assert many.phi_low > few.phi_low
    sure = coefficient_interval(study, seed=1, confidence=0.99)
    plain = coefficient_interval(study, seed=1)
    assert sure.phi_low < plain.phi_low < plain.phi_high < sure.phi_high


def test_what_has_no_limits_says_why() -> None:
    marks = panels(4, 10, 4)
    marks[1, 0, 0] = np.nan
    marks[2] = 7.0
    marks[3] = np.nan
    found = coefficient_interval(g_study_two_way(marks), seed=1)
    assert found.reason.tolist() == [Reason.NONE, Reason.GAPS, Reason.ALL_EQUAL, Reason.NO_MARKS]
    assert np.isnan(found.phi_low).tolist() == [False, True, True, True]
