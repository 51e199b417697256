"""Coefficients: Spearman and Brown, fixed indicators, negatives, and why there are none."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.agreement.icc import icc
from scoring.statistics.reasons import Reason
from scoring.statistics.reliability.d_study import by_experts, d_study, error_parts
from scoring.statistics.reliability.g_study import GStudy, g_study, g_study_two_way

MARKS = np.random.default_rng(2).normal(0, 3, (12, 5, 4)) + np.linspace(0, 20, 12)[:, None, None]


def study_of(marks: np.ndarray = MARKS) -> GStudy:
    return g_study(marks)


def test_g_of_one_expert_steps_up_to_g_of_many_as_spearman_and_brown_say() -> None:
    found = by_experts(g_study_two_way(MARKS[..., 0]))
    n = np.arange(1, 16)
    for coefficient in (found.g_coefficient, found.phi_coefficient):
        np.testing.assert_allclose(coefficient, n * coefficient[0] / (1 + (n - 1) * coefficient[0]))
    assert found.n_experts.tolist() == n.tolist()


def test_g_and_phi_of_one_indicator_are_the_intraclass_correlations() -> None:
    marks = MARKS[..., 1]
    found = d_study(g_study_two_way(marks))
    forms = icc(marks)
    assert found.g_coefficient == pytest.approx(float(forms["icc_ck"].value))
    assert found.phi_coefficient == pytest.approx(float(forms["icc_ak"].value))


def test_formulas_written_out() -> None:
    study = study_of()
    p, r, i, pr, pi, ri, e = study.truncated
    found = d_study(study, 3, n_indicators=6)
    relative = pr / 3 + pi / 6 + e / 18
    absolute = relative + r / 3 + i / 6 + ri / 18
    assert found.g_coefficient == pytest.approx(p / (p + relative))
    assert found.phi_coefficient == pytest.approx(p / (p + absolute))
    assert (found.relative_error, found.absolute_error) == pytest.approx((relative**0.5, absolute**0.5))


def test_fixed_indicators_belong_to_the_universe_score() -> None:
    study = study_of()
    p, r, _, pr, pi, ri, e = study.truncated
    found = d_study(study, 3, n_indicators=6, fixed_indicators=True)
    relative = pr / 3 + e / 18
    absolute = relative + r / 3 + ri / 18
    assert found.universe_variance == pytest.approx(p + pi / 6)
    assert found.g_coefficient == pytest.approx((p + pi / 6) / (p + pi / 6 + relative))
    assert found.phi_coefficient == pytest.approx((p + pi / 6) / (p + pi / 6 + absolute))


def test_fixing_indicators_where_there_is_one_changes_nothing() -> None:
    study = g_study_two_way(MARKS[..., 0])
    assert d_study(study, fixed_indicators=True).phi_coefficient == d_study(study).phi_coefficient


def test_a_panel_as_it_sat_is_that_of_its_size() -> None:
    study = study_of()
    own, same = d_study(study), by_experts(study)
    assert own.n_experts == 5
    assert own.g_coefficient == same.g_coefficient[4]
    gaps = MARKS.copy()
    gaps[0, 1:] = np.nan
    assert d_study(study_of(gaps)).n_experts == pytest.approx(12 / (11 / 5 + 1))


def test_a_stack_and_its_panels_are_the_same() -> None:
    stack = np.stack([MARKS, MARKS[::-1] ** 2, np.full(MARKS.shape, np.nan)])
    together = d_study(g_study(stack), [1, 7])
    assert together.g_coefficient.shape == (3, 2)
    for place in range(2):
        alone = d_study(g_study(stack[place]), [1, 7])
        np.testing.assert_allclose(together.g_coefficient[place], alone.g_coefficient)
        np.testing.assert_allclose(together.absolute_error[place], alone.absolute_error)
    assert (together.phi_reason[2] == Reason.NO_MARKS).all()
    assert np.isnan(together.phi_coefficient[2]).all()


def test_components_below_0_count_as_0() -> None:
    study = g_study_two_way(np.array([[1.0, 5.0], [5.0, 1.0], [1.0, 5.0], [5.0, 1.0]]))
    found = d_study(study)
    assert (found.g_coefficient, found.phi_coefficient) == (0, 0)
    assert found.relative_error == pytest.approx((study.component("residual") / 2) ** 0.5)


def test_nothing_is_known_of_reliability_where_all_marks_are_equal() -> None:
    found = d_study(g_study(np.full((4, 3, 2), 8.1)))
    assert np.isnan(found.g_coefficient)
    assert (found.g_reason, found.phi_reason) == (Reason.ALL_EQUAL, Reason.ALL_EQUAL)
    assert found.absolute_error == 0


def test_experts_who_differ_by_constants_alone() -> None:
    """All applications the same: what order they have is unknown, that values differ is not."""
    found = d_study(g_study_two_way(np.tile([1.0, 2.0, 4.0], (5, 1))))
    assert (found.g_reason, found.phi_reason) == (Reason.NO_VARIANCE, Reason.NONE)
    assert (np.isnan(found.g_coefficient), float(found.phi_coefficient)) == (True, 0.0)


def test_a_panel_of_no_experts_has_no_coefficients() -> None:
    found = d_study(study_of(), [0, 1])
    assert found.g_reason.tolist() == [Reason.TOO_FEW, Reason.NONE]
    assert np.isnan(found.phi_coefficient).tolist() == [True, False]


def test_error_falls_with_experts_to_what_does_not_lie_with_them() -> None:
    study = study_of()
    parts = error_parts(study)
    many = d_study(study, 10**9)
    assert many.absolute_error**2 == pytest.approx(parts.absolute_constant, abs=1e-7)
    assert parts.relative_per_expert <= parts.absolute_per_expert
