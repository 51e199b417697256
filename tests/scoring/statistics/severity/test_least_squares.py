"""Least-squares severity: right, blind to names, silent where nothing is to be adjusted, and never without a reason."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.model import FloatArray
from scoring.statistics.reasons import Reason
from scoring.statistics.severity.least_squares import least_squares

panels = sys.modules["severity_panels"]
UNUSUAL, panel, with_gaps = panels.UNUSUAL, panels.panel, panels.with_gaps

SEEDS = st.integers(0, 10_000)


def _by_dummies(marks: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return severities and fair totals by least squares on the whole dummy matrix."""
    n, k = marks.shape
    row, column = np.nonzero(~np.isnan(marks))
    design = np.zeros((len(row), n + k))
    design[np.arange(len(row)), row] = 1
    design[np.arange(len(row)), n + column] = 1
    found = np.linalg.lstsq(design, marks[row, column], rcond=None)[0]
    mean = found[n:].mean()
    return mean - found[n:], np.where(np.isnan(marks).all(axis=1), np.nan, found[:n] + mean)


@settings(max_examples=25)
@given(SEEDS)
def test_the_answer_is_that_of_the_dummy_matrix(seed: int) -> None:
    marks = with_gaps(seed, share=0.3)
    result = least_squares(marks)
    severities, fair = _by_dummies(marks)
    np.testing.assert_allclose(result.severity, severities, atol=1e-9)
    np.testing.assert_allclose(result.fair, fair, atol=1e-9)


@settings(max_examples=25)
@given(SEEDS, st.integers(0, 5), st.sampled_from([-20.0, 0.5, 3.0]))
def test_a_shift_of_one_expert_is_his_severity_and_moves_no_difference_between_totals(
    seed: int, expert: int, shift: float
) -> None:
    marks = with_gaps(seed, share=0.3)
    before = least_squares(marks)
    marks[:, expert] += shift
    after = least_squares(marks)
    share = np.full(6, 1 / 6)
    share[expert] -= 1
    np.testing.assert_allclose(after.severity - before.severity, shift * share, atol=1e-9)
    known = np.isfinite(before.fair)  # with so many gaps an application may have no mark at all
    np.testing.assert_array_equal(np.isfinite(after.fair), known)
    np.testing.assert_allclose((after.fair - before.fair)[known], shift / 6, atol=1e-9)
    np.testing.assert_allclose(after.severity_error, before.severity_error, rtol=1e-9)


@settings(max_examples=25)
@given(SEEDS)
def test_names_and_order_change_nothing(seed: int) -> None:
    marks, rng = with_gaps(seed), np.random.default_rng(seed)
    applications, experts = rng.permutation(20), rng.permutation(6)
    before, after = least_squares(marks), least_squares(marks[applications][:, experts])
    np.testing.assert_allclose(after.severity, before.severity[experts], atol=1e-9)
    np.testing.assert_allclose(after.fair, before.fair[applications], atol=1e-9)
    np.testing.assert_allclose(after.p_value, before.p_value, rtol=1e-6)


@settings(max_examples=25)
@given(SEEDS, st.sampled_from([0.01, 3.0, 1000.0]), st.sampled_from([-500.0, 0.0, 1e6]))
def test_scale_and_origin_of_the_marks_carry_over(seed: int, scale: float, origin: float) -> None:
    marks = with_gaps(seed)
    before, after = least_squares(marks), least_squares(marks * scale + origin)
    np.testing.assert_allclose(after.severity, before.severity * scale, atol=1e-8 * scale)
    np.testing.assert_allclose(after.fair_error, before.fair_error * scale, rtol=1e-6)
    np.testing.assert_allclose(after.f_value, before.f_value, rtol=1e-6)


def test_a_complete_panel_is_never_adjusted() -> None:
    result = least_squares(with_gaps(1, share=0.0))
    np.testing.assert_array_equal(result.fair, result.raw)
    assert not result.adjusted.any()
    assert not result.weak_links
    assert np.nanmax(np.abs(result.severity)) > 1


def test_experts_fixed_to_prefectures_are_not_corrected() -> None:
    # The second prefecture is marked ten points lower: poorer applications or stricter experts, nobody can tell.
    result = least_squares(panel("80 82 - -", "84 88 - -", "- - 70 72", "- - 74 78"))
    np.testing.assert_array_equal(result.fair, result.raw)
    assert int(result.subsets.count) == 2
    assert not result.connected
    np.testing.assert_allclose(result.severity, [1.5, -1.5, 1.5, -1.5])


def test_severities_sum_to_zero_in_each_subset() -> None:
    marks = np.full((12, 6), np.nan)
    marks[:6, :3], marks[6:, 3:] = with_gaps(4, (6, 3), share=0.2), with_gaps(5, (6, 3), share=0.2)
    result = least_squares(marks)
    assert int(result.subsets.count) == 2
    np.testing.assert_allclose([result.severity[:3].sum(), result.severity[3:].sum()], 0, atol=1e-12)


def test_standard_errors_cover_what_they_should() -> None:
    rng = np.random.default_rng(8)
    truth = rng.normal(0, 6, (400, 1, 5))
    marks = rng.normal(70, 8, (400, 30, 1)) - truth + rng.normal(0, 4, (400, 30, 5))
    marks[rng.random(marks.shape) < 0.5] = np.nan
    result = least_squares(marks)
    joined = result.connected
    off = (result.severity - (truth - truth.mean(axis=-1, keepdims=True))[:, 0])[joined]
    covered = np.abs(off) < 2 * result.severity_error[joined]
    assert 0.93 < covered.mean() < 0.97
    assert abs(off.mean(axis=0)).max() < 0.2


def test_the_test_of_equal_severities_keeps_its_level() -> None:
    rng = np.random.default_rng(9)
    marks = rng.normal(70, 8, (1000, 12, 1)) + rng.normal(0, 4, (1000, 12, 5))
    marks[rng.random(marks.shape) < 0.3] = np.nan
    assert 0.03 < np.mean(least_squares(marks).p_value < 0.05) < 0.075


def test_a_few_shared_applications_are_a_weak_link_and_many_are_not() -> None:
    rng = np.random.default_rng(2)
    marks = rng.normal(70, 8, (60, 1)) + rng.normal(0, 4, (60, 6))
    marks[:30, 3:], marks[30:, :3] = np.nan, np.nan
    thin, firm = marks.copy(), marks.copy()
    thin[0, 3] = 70
    firm[::3] = rng.normal(70, 4, (20, 6))
    assert least_squares(thin).weak_links
    assert not least_squares(firm).weak_links
    assert least_squares(thin).difference_error > least_squares(firm).difference_error


def test_a_weight_of_zero_leaves_a_mark_out_and_equal_weights_change_nothing() -> None:
    marks = with_gaps(6)
    weights = np.ones(marks.shape)
    row, column = np.argwhere(~np.isnan(marks))[3]
    weights[row, column] = 0
    without = marks.copy()
    without[row, column] = np.nan
    np.testing.assert_allclose(least_squares(marks, weights).severity, least_squares(without).severity, atol=1e-12)
    halves = least_squares(marks, np.full(marks.shape, 0.5))
    np.testing.assert_allclose(halves.severity_error, least_squares(marks).severity_error, rtol=1e-9)


def test_a_mark_of_weight_two_counts_as_two() -> None:
    marks = panel("1 4 -", "2 2 5", "- 3 4", "6 9 8")
    twice = np.vstack([marks, marks[3:]])
    weights = np.array([1.0, 1.0, 1.0, 2.0])[:, None]
    np.testing.assert_allclose(least_squares(marks, weights).severity, least_squares(twice).severity, atol=1e-12)


@pytest.mark.parametrize(
    ("weights", "reason"),
    [(0.0, Reason.ZERO_WEIGHTS), (-1.0, Reason.NEGATIVE), (np.nan, Reason.NOT_FINITE), (np.inf, Reason.NOT_FINITE)],
)
def test_weights_that_make_no_sense_are_answered_with_a_reason(weights: float, reason: Reason) -> None:
    result = least_squares(panel("1 2", "3 5"), np.array([weights]))
    assert result.reason_of_expert(0) is reason
    assert result.reason_of_application(1) is reason
    assert np.isnan(result.severity).all()
    assert np.isnan(result.fair).all()


@pytest.mark.parametrize("name", UNUSUAL)
def test_whatever_comes_is_answered_by_a_value_or_a_reason(name: str) -> None:
    result = least_squares(UNUSUAL[name])
    np.testing.assert_array_equal(np.isnan(result.severity), result.expert_reason != Reason.NONE)
    np.testing.assert_array_equal(np.isnan(result.fair), result.application_reason != Reason.NONE)
    np.testing.assert_array_equal(np.isnan(result.raw), result.application_reason != Reason.NONE)
    np.testing.assert_array_equal(np.isnan(result.error_variance), result.error_reason != Reason.NONE)
    np.testing.assert_array_equal(np.isnan(result.p_value), result.test_reason != Reason.NONE)
    defined = (result.expert_reason == Reason.NONE) & (result.error_reason == Reason.NONE)[..., None]
    np.testing.assert_array_equal(np.isnan(result.severity_error), ~defined)


@pytest.mark.parametrize(
    ("name", "expert", "application", "error", "test"),
    [
        ("one expert", Reason.ONE_EXPERT, Reason.NONE, Reason.ONE_EXPERT, Reason.ONE_EXPERT),
        ("one application", Reason.NONE, Reason.NONE, Reason.NO_FREEDOM, Reason.NO_FREEDOM),
        ("all equal", Reason.NONE, Reason.NONE, Reason.NONE, Reason.EXACT_FIT),
        ("fits exactly", Reason.NONE, Reason.NONE, Reason.NONE, Reason.EXACT_FIT),
        ("nobody shares anything", Reason.ONE_EXPERT, Reason.NONE, Reason.ONE_EXPERT, Reason.ONE_EXPERT),
        ("a tree", Reason.NONE, Reason.NONE, Reason.NO_FREEDOM, Reason.NO_FREEDOM),
        ("no mark", Reason.NO_MARKS, Reason.NO_MARKS, Reason.NO_MARKS, Reason.NO_MARKS),
        ("as good as infinite", Reason.NOT_FINITE, Reason.NOT_FINITE, Reason.NOT_FINITE, Reason.NOT_FINITE),
        ("infinite", Reason.NOT_FINITE, Reason.NOT_FINITE, Reason.NOT_FINITE, Reason.NOT_FINITE),
    ],
)
def test_reasons_are_the_right_ones(
    name: str, expert: Reason, application: Reason, error: Reason, test: Reason
) -> None:
    result = least_squares(UNUSUAL[name])
    assert result.reason_of_expert(0) is expert
    assert result.reason_of_application(0) is application
    assert Reason(int(result.error_reason)) is error
    assert Reason(int(result.test_reason)) is test


def test_equal_marks_have_no_severity_and_no_shift() -> None:
    result = least_squares(UNUSUAL["all equal with gaps"])
    assert result.severity.tolist() == [0.0, 0.0, 0.0]
    assert result.fair.tolist() == [7.1, 7.1, 7.1]


def test_marks_that_fit_exactly_are_recovered() -> None:
    result = least_squares(UNUSUAL["fits exactly"])
    np.testing.assert_allclose(result.severity, [4 / 3, 1 / 3, -5 / 3], atol=1e-12)
    np.testing.assert_allclose(result.shift, result.fair - result.raw)


def test_a_stack_is_answered_panel_by_panel_even_beside_a_bad_one() -> None:
    stack = with_gaps(7, (4, 8, 5))
    stack[2, 0, 0] = np.inf
    together = least_squares(stack.reshape(2, 2, 8, 5))
    for n in (0, 1, 3):
        alone = least_squares(stack[n])
        np.testing.assert_allclose(together.severity.reshape(4, 5)[n], alone.severity, atol=1e-12)
        np.testing.assert_allclose(together.p_value.reshape(4)[n], alone.p_value, rtol=1e-9)
    assert np.isnan(together.severity[1, 0]).all()
