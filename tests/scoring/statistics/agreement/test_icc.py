from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import f as f_distribution

from scoring.statistics.agreement.anova import two_way
from scoring.statistics.agreement.icc import FORMS, icc
from scoring.statistics.agreement.result import Agreement, Method
from scoring.statistics.reasons import Reason

# Shrout & Fleiss (1979), table 2
JUDGES = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], np.float64)
seeds = st.integers(0, 10**6)


def _panel(seed: int, n: int = 9, r: int = 5, gaps: float = 0.0, severity: float = 3.0) -> np.ndarray:
    random = np.random.default_rng(seed)
    marks = random.normal(70, 8, (n, 1)) + random.normal(0, severity, (1, r)) + random.normal(0, 4, (n, r))
    marks[random.random((n, r)) < gaps] = np.nan
    return marks


def _all_numbers(form: Agreement) -> np.ndarray:
    return np.array([form.value, form.low, form.high, form.p_value])


def test_forms_are_those_of_shrout_and_fleiss() -> None:
    forms = icc(JUDGES)
    assert list(forms) == list(FORMS)
    published = {"icc_1": 0.17, "icc_a1": 0.29, "icc_c1": 0.71, "icc_1k": 0.44, "icc_ak": 0.62, "icc_ck": 0.91}
    for name, value in published.items():
        assert forms[name].value == pytest.approx(value, abs=0.0051)
        assert forms[name].statistic == name


def test_limits_of_the_mean_of_experts_who_must_agree_are_not_those_of_irr() -> None:
    form = icc(JUDGES)["icc_ak"]
    assert_allclose([form.low, form.high], [0.0711368153, 0.9272320402], atol=1e-9)
    assert abs(form.low - 0.0394) > 0.03  # what irr and irrNA print


@pytest.mark.parametrize("gaps", [0.0, 0.25])
def test_limits_are_those_of_the_formulas_as_printed(gaps: float) -> None:
    marks = _panel(11, gaps=gaps)
    squares, forms = two_way(marks), icc(marks, confidence=0.9)
    n, k = int(squares.n_applications), float(squares.marks_per_application)
    msr, msc, mse = float(squares.ms_adjusted), float(squares.ms_experts), float(squares.ms_error)
    first, second = n - 1, float(squares.df_error)
    low, high = msr / mse / f_distribution.ppf(0.95, first, second), msr / mse * f_distribution.ppf(0.95, second, first)
    assert_allclose([forms["icc_c1"].low, forms["icc_c1"].high], [(f - 1) / (f + k - 1) for f in (low, high)])
    assert_allclose([forms["icc_ck"].low, forms["icc_ck"].high], [1 - 1 / low, 1 - 1 / high])

    rho = float(forms["icc_a1"].value)
    a, b = k * rho / (n * (1 - rho)), 1 + k * rho * (n - 1) / (n * (1 - rho))
    v = (a * msc + b * mse) ** 2 / ((a * msc) ** 2 / (squares.n_experts - 1) + (b * mse) ** 2 / second)
    lower, upper = f_distribution.ppf(0.95, first, v), f_distribution.ppf(0.95, v, first)
    rest = k * msc + (k * n - k - n) * mse
    limits = [
        n * (msr - lower * mse) / (lower * rest + n * msr),
        n * (upper * msr - mse) / (rest + n * upper * msr),
    ]
    assert_allclose([forms["icc_a1"].low, forms["icc_a1"].high], limits)


def test_with_gaps_no_application_is_dropped_and_the_method_says_so() -> None:
    marks = _panel(12, n=20, gaps=0.1)
    assert np.isnan(marks).any(axis=1).sum() > 5
    for form in icc(marks).values():
        assert form.n_applications == 20
        assert form.method == Method.UNBALANCED_ANOVA
    assert {Method(int(form.method)) for form in icc(_panel(12)).values()} == {
        Method.ONE_WAY_ANOVA,
        Method.TWO_WAY_ANOVA,
    }


@settings(max_examples=25, deadline=None)
@given(seeds, st.sampled_from([0.0, 0.2]), st.floats(5, 40))
def test_shifting_an_expert_leaves_consistency_alone(seed: int, gaps: float, shift: float) -> None:
    marks = _panel(seed, gaps=gaps)
    before, after = icc(marks), icc(marks + np.array([shift, 0, 0, 0, 0]))
    for name in ("icc_c1", "icc_ck"):
        assert_allclose(_all_numbers(after[name]), _all_numbers(before[name]), rtol=1e-8, atol=1e-8)


@settings(max_examples=25, deadline=None)
@given(seeds, st.floats(5, 40))
def test_moving_an_expert_away_from_the_others_lowers_agreement(seed: int, shift: float) -> None:
    marks = _panel(seed, severity=0.0)
    marks -= marks.mean(axis=0)  # nobody severe
    before, after = icc(marks), icc(marks + np.array([shift, 0, 0, 0, 0]))
    for name in ("icc_1", "icc_a1", "icc_1k", "icc_ak"):
        if before[name].value > 0:
            assert after[name].value < before[name].value


@settings(max_examples=25, deadline=None)
@given(seeds, st.sampled_from([0.0, 0.2]), st.floats(0.1, 50), st.floats(-500, 500))
def test_labels_scale_and_origin_change_nothing(seed: int, gaps: float, scale: float, origin: float) -> None:
    marks, random = _panel(seed, gaps=gaps), np.random.default_rng(seed)
    other = origin + scale * marks[random.permutation(9)][:, random.permutation(5)]
    before, after = icc(marks), icc(other)
    for name in FORMS:
        assert_allclose(_all_numbers(after[name]), _all_numbers(before[name]), rtol=1e-9, atol=1e-10)


@settings(max_examples=25, deadline=None)
@given(seeds, st.sampled_from([0.0, 0.2]))
def test_the_panels_mean_is_one_expert_stepped_up(seed: int, gaps: float) -> None:
    marks = _panel(seed, gaps=gaps)
    forms, k = icc(marks), two_way(marks).marks_per_application
    for one, mean in (("icc_1", "icc_1k"), ("icc_a1", "icc_ak"), ("icc_c1", "icc_ck")):
        for end in ("value", "low", "high"):
            single = getattr(forms[one], end)
            assert_allclose(getattr(forms[mean], end), k * single / (1 + (k - 1) * single), rtol=1e-9, atol=1e-10)


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_copying_the_whole_panel_makes_the_mean_reliable_by_a_known_step(seed: int) -> None:
    marks = _panel(seed)
    once, twice = icc(marks)["icc_ck"], icc(np.hstack([marks, marks]))["icc_ck"]
    assert_allclose(1 - twice.value, (1 - once.value) * (5 - 1) / (2 * 5 - 1), rtol=1e-9)


def test_experts_who_agree_on_everything_have_one_throughout() -> None:
    marks = np.repeat(np.array([[60.0], [71.5], [80.25]]), 4, axis=1)
    for form in icc(marks).values():
        assert_array_equal(_all_numbers(form), [1, 1, 1, 0])


def test_experts_who_differ_by_a_shift_only_are_consistent_and_do_not_agree() -> None:
    forms = icc(np.array([[60.0], [70.0], [81.0]]) + np.array([0.0, 5.0, -3.3]))
    assert forms["icc_c1"].value == forms["icc_ck"].value == 1
    assert forms["icc_c1"].p_value == 0
    assert 0 < forms["icc_a1"].low < forms["icc_a1"].value < forms["icc_a1"].high < 1


def test_disagreement_beyond_chance_is_printed_negative() -> None:
    forms = icc(np.array([[1.0, 5.0], [5.0, 1.0], [2.0, 4.5], [4.0, 2.5]]))
    assert -1 <= forms["icc_1"].value < 0
    assert forms["icc_c1"].value < 0
    assert forms["icc_ck"].value < -1


def test_applications_that_do_not_differ_have_no_reliability() -> None:
    forms = icc(np.array([[1.0, 3.0], [3.0, 1.0]]))
    assert forms["icc_1"].value == -1  # the least that two experts can have
    assert {forms[name].reason_of() for name in ("icc_1k", "icc_ak", "icc_ck")} == {Reason.NO_VARIANCE}


def test_all_marks_equal_is_no_reliability_of_one() -> None:
    for form in icc(np.full((5, 4), 80.0)).values():
        assert np.isnan(_all_numbers(form)).all()
        assert form.reason_of() is Reason.ALL_EQUAL


def test_groups_with_nothing_in_common_keep_only_the_forms_that_ask_for_no_common_expert() -> None:
    apart = np.full((6, 6), np.nan)
    apart[:3, :3], apart[3:, 3:] = _panel(1, 3, 3), _panel(2, 3, 3)
    forms = icc(apart)
    assert forms["icc_1"].reason_of() is Reason.NONE
    assert {forms[name].reason_of() for name in ("icc_a1", "icc_c1", "icc_ak", "icc_ck")} == {Reason.NOT_CONNECTED}


@pytest.mark.parametrize("gaps", [0.0, 0.2])
def test_a_stack_gives_each_panel_what_it_gets_alone(gaps: float) -> None:
    # More than enough panels for their quantiles to be interpolated
    stack = np.stack([_panel(seed, gaps=gaps) for seed in range(600)])
    together = icc(stack)
    for place in (0, 7, 599):
        for name, alone in icc(stack[place]).items():
            assert_allclose(
                [getattr(together[name], part)[place] for part in ("value", "low", "high", "p_value")],
                _all_numbers(alone),
                rtol=1e-11,
                err_msg=name,
            )


def test_limits_hold_the_true_value_as_often_as_they_say() -> None:
    random = np.random.default_rng(2026)
    panels = random.normal(0, 8, (4000, 20, 1)) + random.normal(0, 3, (4000, 1, 7)) + random.normal(0, 4, (4000, 20, 7))
    truth = {"icc_a1": 64 / (64 + 9 + 16), "icc_c1": 64 / (64 + 16), "icc_ck": 64 / (64 + 16 / 7)}
    forms = icc(panels)
    for name, value in truth.items():
        held = np.mean((forms[name].low <= value) & (value <= forms[name].high))
        assert 0.94 < held < 0.97, name


def test_the_f_test_errs_at_its_rate_where_applications_do_not_differ() -> None:
    random = np.random.default_rng(2027)
    panels = random.normal(0, 3, (4000, 1, 7)) + random.normal(0, 4, (4000, 12, 7))
    assert 0.04 < np.mean(icc(panels)["icc_a1"].p_value < 0.05) < 0.06
