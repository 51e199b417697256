"""Unusual marks: against the definition by refitting, size on honest panels, and every panel that has none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.statistics.integrity.unusual import unusual
from scoring.statistics.reasons import Reason

GAP = np.nan


def by_refitting(totals: np.ndarray, application: int, expert: int) -> float:
    """Return z of one mark: its distance from a fit without it, over the standard error of that distance."""
    rest = totals.copy()
    rest[application, expert] = GAP
    a, e = np.nonzero(~np.isnan(rest))
    n_applications, n_experts = totals.shape

    def row(at: np.ndarray, by: np.ndarray) -> np.ndarray:
        return np.column_stack([at[:, None] == np.arange(n_applications), by[:, None] == np.arange(n_experts)]) * 1.0

    x, y = row(a, e), rest[a, e]
    inverse = np.linalg.pinv(x.T @ x)
    coefficients = inverse @ x.T @ y
    freedom = len(y) - np.linalg.matrix_rank(x)
    variance = ((y - x @ coefficients) ** 2).sum() / freedom
    own = row(np.array([application]), np.array([expert]))[0]
    return float((totals[application, expert] - own @ coefficients) / np.sqrt(variance * (1 + own @ inverse @ own)))


def test_every_mark_against_a_fit_without_it() -> None:
    rng = np.random.default_rng(4)
    totals = rng.normal(80, 6, (8, 1)) + rng.normal(0, 3, (1, 5)) + rng.normal(0, 4, (8, 5))
    totals[[0, 1, 5, 7, 7], [0, 3, 3, 1, 2]] = GAP
    found = unusual(totals)
    for a, e in np.argwhere(~np.isnan(totals)).tolist():
        assert found.z[a, e] == pytest.approx(by_refitting(totals, a, e), rel=1e-9)
    assert (int(found.marks), int(found.degrees_of_freedom)) == (35, 35 - 8 - 4 - 1)


def test_a_panel_in_two_parts_is_two_panels_with_one_error() -> None:
    rng = np.random.default_rng(5)
    totals = np.full((8, 6), GAP)
    totals[:4, :3], totals[4:, 3:] = rng.normal(80, 4, (4, 3)), rng.normal(60, 4, (4, 3))
    found = unusual(totals)
    np.testing.assert_allclose(found.residual[:4, :3], unusual(totals[:4, :3]).residual, atol=1e-12)
    assert int(found.degrees_of_freedom) == 24 - 8 - 4 - 1


@settings(max_examples=30)
@given(seed=st.integers(0, 1000), shift=st.floats(-50, 50), factor=st.floats(0.1, 10))
def test_severity_quality_and_scale_change_no_z(seed: int, shift: float, factor: float) -> None:
    rng = np.random.default_rng(seed)
    totals = rng.normal(80, 4, (6, 4))
    totals[rng.random((6, 4)) < 0.15] = GAP
    changed = totals * factor
    changed[:, 1] += shift
    changed[2] -= shift
    order = rng.permutation(6)
    before, after = unusual(totals), unusual(changed[order])
    np.testing.assert_allclose(after.z, before.z[order], rtol=1e-5, atol=1e-7)
    np.testing.assert_array_equal(after.reason, before.reason[order])


def test_a_stack_is_its_panels() -> None:
    totals = np.random.default_rng(6).normal(80, 4, (3, 2, 7, 5))
    totals[0, 1, 2, 3] = GAP
    np.testing.assert_allclose(unusual(totals).bonferroni[0, 1], unusual(totals[0, 1]).bonferroni)


def test_one_honest_panel_in_twenty_has_an_unusual_mark_and_a_wrong_one_is_found() -> None:
    rng = np.random.default_rng(7)
    totals = rng.normal(80, 6, (4000, 20, 1)) + rng.normal(0, 3, (4000, 1, 5)) + rng.normal(0, 4, (4000, 20, 5))
    found = unusual(totals)
    assert 0.04 < (found.bonferroni.min(axis=(1, 2)) < 0.05).mean() < 0.06
    assert 0.048 < (found.p_value < 0.05).mean() < 0.052
    totals[:, 3, 2] += 25.0
    assert (unusual(totals).bonferroni[:, 3, 2] < 0.05).mean() > 0.95


@pytest.mark.parametrize(
    ("totals", "reasons"),
    [
        ([[1.0], [2.0]], {Reason.NO_FREEDOM}),
        ([[1.0, 2.0, 4.0]], {Reason.NO_FREEDOM}),
        ([[GAP, GAP], [GAP, GAP]], {Reason.NO_MARKS}),
        ([[5.0] * 3] * 4, {Reason.EXACT_FIT}),
        ([[1.0, 2.0, np.inf], [1.0, 2.0, 3.0], [2.0, 3.0, 5.0]], {Reason.NOT_FINITE}),
        ([[1.0, 2.0, 3.0], [1.0, 3.0, 3.5], [2.0, 2.0, 5.0], [4.0, GAP, GAP]],
         {Reason.NONE, Reason.NO_FREEDOM, Reason.NO_MARKS}),
    ],
)  # fmt: skip
def test_what_cannot_be_told_has_a_reason(totals: list[list[float]], reasons: set[Reason]) -> None:
    found = unusual(np.array(totals))
    assert {Reason(code) for code in found.reason.ravel().tolist()} == reasons
    np.testing.assert_array_equal(np.isnan(found.z), found.reason != Reason.NONE)


def test_one_mark_off_an_otherwise_exact_panel_has_no_error_to_be_judged_by() -> None:
    totals = np.full((6, 4), 70.0)
    totals[2, 1] = 90.0
    found = unusual(totals)
    assert Reason(found.reason[2, 1]) is Reason.EXACT_FIT
    assert np.abs(found.residual).argmax() == 2 * 4 + 1
    assert np.isfinite(found.z[0, 0])
