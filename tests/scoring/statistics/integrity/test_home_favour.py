"""Home favour: against other programs, against its definition by matrices, and its size on honest panels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_ind

from scoring.statistics.integrity.deviation import deviations
from scoring.statistics.integrity.home_favour import favour_by_expert, home_favour
from scoring.statistics.reasons import Reason

GAP = np.nan
TOTALS = np.array(
    [
        [84.4, 69.7, 70.2, 82.1, 74.8],
        [85.4, 84.6, 84.2, 85.7, 70.7],
        [84.2, 74.9, 81.6, 83.3, 74.4],
        [84.7, 82.0, GAP, 84.3, 78.5],
        [84.0, 73.7, 62.2, 75.8, 77.4],
        [88.3, 81.1, 83.8, 89.2, 80.6],
        [83.8, 86.2, 83.9, 83.6, 84.2],
        [GAP, 70.7, 67.9, 74.5, 74.2],
        [88.7, 84.7, 79.6, 92.6, 87.1],
        [91.8, 79.9, 77.5, 81.8, 82.7],
        [91.1, 92.4, 91.6, 95.2, 81.4],
        [73.7, 62.8, 67.4, 79.3, 78.1],
    ]
)
HOME = np.zeros(TOTALS.shape, bool)
HOME[[0, 1, 2, 4, 5, 8, 8], [0, 1, 2, 0, 3, 1, 3]] = True
GROUP = np.tile(np.arange(5), 12)
APPLICATION = np.repeat(np.arange(12), 5)
OFF = deviations(TOTALS).ravel()


def test_estimate_and_robust_error_as_statsmodels() -> None:
    """statsmodels 0.15.0: OLS(deviation, [home, one dummy an expert]).fit(cov_type="HC2"): params[0], bse[0].

    Ours is that error times the square root of c: deviations of one application are not independent. HC0 gave 1.0572,
    HC1 1.1166, HC3 1.2757.
    """
    found = home_favour(OFF, HOME.ravel(), GROUP, APPLICATION)
    assert found.estimate == pytest.approx(4.98371993127147, rel=1e-12)
    c = covariance_of_the_estimate(independent=False) / covariance_of_the_estimate(independent=True)
    assert found.standard_error == pytest.approx(1.1601601933522323 * np.sqrt(c), rel=1e-12)
    assert (found.home_marks, found.other_marks) == (7, 51)


def covariance_of_the_estimate(*, independent: bool) -> float:
    """Return the variance of the coefficient if all totals have error variance 1, by matrices.

    `independent`: the deviations had the same variances, and no covariances.
    """
    given = ~np.isnan(OFF)
    to_deviation = np.zeros((60, 60))
    for a in range(12):
        there = np.flatnonzero(given & (a == APPLICATION))
        n = len(there)
        to_deviation[np.ix_(there, there)] = (np.eye(n) - 1 / n) * n / (n - 1)
    covariance = (to_deviation @ to_deviation.T)[np.ix_(given, given)]
    if independent:
        covariance = np.diag(np.diag(covariance))
    row = np.linalg.pinv(design(given))[0]
    return float(row @ covariance @ row)


def design(given: np.ndarray) -> np.ndarray:
    return np.column_stack([HOME.ravel()[given], *(GROUP[given] == e for e in range(5))]).astype(float)


def test_degrees_of_freedom_by_matrices() -> None:
    """Bell & McCaffrey (2002): (trace A)² / trace A² of A = M diag(l² / (1 - h)) M. The limits show them."""
    given = ~np.isnan(OFF)
    x = design(given)
    hat = x @ np.linalg.pinv(x)
    residual = np.eye(len(x)) - hat
    form = residual @ np.diag(np.linalg.pinv(x)[0] ** 2 / (1 - np.diag(hat))) @ residual
    freedom = np.trace(form) ** 2 / np.trace(form @ form)
    assert freedom == pytest.approx(8.304177504301563)
    from scipy.stats import t

    found = home_favour(OFF, HOME.ravel(), GROUP, APPLICATION)
    half = float((found.high - found.low) / 2)
    assert half == pytest.approx(t.ppf(0.975, freedom) * found.standard_error, rel=1e-9)
    assert found.p_value == pytest.approx(2 * t.sf(found.estimate / found.standard_error, freedom), rel=1e-9)


def test_of_each_expert_as_two_samples() -> None:
    found, q_value = favour_by_expert(OFF, HOME.ravel(), GROUP)
    off = OFF.reshape(TOTALS.shape)
    for e in range(4):
        there = ~np.isnan(off[:, e])
        home, other = off[there & HOME[:, e], e], off[there & ~HOME[:, e], e]
        assert found.estimate[e] == pytest.approx(home.mean() - other.mean())
        assert found.p_value[e] == pytest.approx(ttest_ind(home, other).pvalue)
    assert (found.home_marks.tolist(), found.other_marks.tolist()) == ([2, 2, 1, 2, 0], [9, 10, 10, 10, 12])
    assert Reason(found.reason[4]) is Reason.NO_CONTRAST
    assert np.isnan(found.p_value[4])
    assert (q_value[:4] >= found.p_value[:4]).all()


@given(shift=st.floats(-20, 20), scale=st.floats(0.5, 20), seed=st.integers(0, 99))
def test_severity_moves_nothing_and_scale_moves_points_alone(shift: float, scale: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    totals = TOTALS * scale
    totals[:, 2] += shift
    one = home_favour(OFF, HOME.ravel(), GROUP, APPLICATION)
    order = rng.permutation(60)
    moved = deviations(totals).ravel()[order]
    other = home_favour(moved, HOME.ravel()[order], GROUP[order], APPLICATION[order])
    # An expert's shift reaches the deviations of others where he gave no mark, so only complete rows are his alone.
    if abs(shift) < 1e-9:
        assert other.estimate == pytest.approx(one.estimate * scale, rel=1e-9)
        assert other.p_value == pytest.approx(one.p_value, rel=1e-6)
    whole = ~np.isnan(TOTALS).any(axis=1)
    keep = np.repeat(whole, 5)
    first = home_favour(deviations(TOTALS).ravel()[keep], HOME.ravel()[keep], GROUP[keep], APPLICATION[keep])
    second = home_favour(deviations(totals).ravel()[keep], HOME.ravel()[keep], GROUP[keep], APPLICATION[keep])
    assert second.estimate == pytest.approx(first.estimate * scale, rel=1e-6)
    assert second.p_value == pytest.approx(first.p_value, rel=1e-5)


def test_false_alarms_at_the_stated_rate_and_favour_found() -> None:
    """Honest panels, with severity; few marks at home, and one or several experts of an application's region."""
    rng = np.random.default_rng(20)
    n_panels = 4000
    for n_applications, n_experts, n_regions in ((40, 7, 13), (12, 7, 4)):
        home = rng.integers(n_regions, size=n_applications)[:, None] == rng.integers(n_regions, size=n_experts)
        group = np.tile(np.arange(n_experts), n_applications)
        application = np.repeat(np.arange(n_applications), n_experts)
        marks = rng.normal(80, 6, (n_panels, n_applications, 1)) + rng.normal(0, 3, (n_panels, 1, n_experts))
        marks = marks + rng.normal(0, 4, (n_panels, n_applications, n_experts))
        off = deviations(marks).reshape(n_panels, -1)
        found = home_favour(off, home.ravel(), group, application)
        assert 0.04 < (found.p_value < 0.05).mean() < 0.062
        each, q_value = favour_by_expert(off, home.ravel(), group)
        told = ~np.isnan(each.p_value)
        assert 0.045 < (each.p_value[told] < 0.05).mean() < 0.055
        assert (np.where(np.isnan(q_value), 1.0, q_value).min(axis=1) < 0.05).mean() < 0.06
        favoured = home_favour(deviations(marks + 5.0 * home).reshape(n_panels, -1), home.ravel(), group, application)
        assert (favoured.p_value < 0.05).mean() > 0.9
        assert ((favoured.low < 5.0) & (favoured.high > 5.0)).mean() > 0.9


def test_limits_hold_the_favour_with_two_marks_at_home() -> None:
    rng = np.random.default_rng(3)
    home = np.zeros((30, 5), bool)
    home[[1, 2], [0, 1]] = True
    off = deviations(rng.normal(80, 4, (2000, 30, 5))).reshape(2000, -1)
    found = home_favour(off, home.ravel(), np.tile(np.arange(5), 30), np.repeat(np.arange(30), 5))
    assert (found.p_value < 0.05).mean() < 0.05


@pytest.mark.parametrize(
    ("off", "home", "reason"),
    [
        ([GAP, GAP, GAP, GAP], [1, 0, 1, 0], Reason.NO_MARKS),
        ([1.0, -1.0, 2.0, -2.0], [0, 0, 0, 0], Reason.NO_CONTRAST),
        ([1.0, -1.0, 2.0, -2.0], [1, 1, 1, 1], Reason.NO_CONTRAST),
        ([1.0, -1.0, 2.0, -2.0], [1, 1, 0, 0], Reason.CONFOUNDED),
        ([0.0, 0.0, 0.0, 0.0, 0.0, 0.0], [1, 0, 0, 1, 0, 0], Reason.EXACT_FIT),
        ([np.inf, -1.0, 2.0, -2.0], [1, 1, 1, 1], Reason.NO_CONTRAST),
        ([1.0, -1.0, 2.0, -2.0, 1.0, -1.0], [1, 0, 0, 0, 0, 0], Reason.TOO_FEW),
    ],
)
def test_what_cannot_be_told_has_a_reason(off: list[float], home: list[int], reason: Reason) -> None:
    n = len(off) // 2
    found = home_favour(
        np.array(off), np.array(home, bool), np.tile([0, 1], n), np.repeat(np.arange(n), 2)
    )  # fmt: skip
    assert Reason(int(found.reason)) is reason
    assert np.isnan(found.p_value)
    assert np.isnan(found.low)
    assert np.isnan(found.estimate) == (reason not in (Reason.EXACT_FIT, Reason.TOO_FEW))


def test_no_marks_at_all() -> None:
    none, codes = np.zeros(0), np.zeros(0, np.int64)
    found = home_favour(none, none.astype(bool), codes, codes)
    assert Reason(int(found.reason)) is Reason.NO_MARKS
    each, q_value = favour_by_expert(none, none.astype(bool), codes)
    assert each.estimate.shape == q_value.shape == (0,)


def test_marks_of_unknown_regions_do_not_enter() -> None:
    known = APPLICATION != 3
    found = home_favour(OFF, HOME.ravel(), GROUP, APPLICATION, known=known)
    kept = home_favour(OFF[known], HOME.ravel()[known], GROUP[known], APPLICATION[known])
    assert found.p_value == pytest.approx(kept.p_value)
    assert int(found.other_marks) == 47
