"""The coefficients corrected for chance against plain loops over tables, and on whatever a panel may hold."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t as student

from scoring.statistics.agreement.brennan_prediger import brennan_prediger
from scoring.statistics.agreement.chance import limits
from scoring.statistics.agreement.conger import conger_kappa
from scoring.statistics.agreement.fleiss import fleiss_kappa
from scoring.statistics.agreement.gwet import gwet_ac2
from scoring.statistics.agreement.gwet_alpha import gwet_alpha
from scoring.statistics.agreement.percent_agreement import percent_agreement
from scoring.statistics.agreement.weighting import Weighting
from scoring.statistics.reasons import Reason

Coefficient = Callable[..., Any]
CORRECTED = [gwet_ac2, fleiss_kappa, conger_kappa, brennan_prediger, gwet_alpha]
ALL = [*CORRECTED, percent_agreement]
NEED_VARIETY = [fleiss_kappa, conger_kappa, gwet_alpha]
WEIGHTINGS: list[Weighting] = ["identity", "linear", "quadratic", "ordinal"]
FIVE = np.arange(1.0, 6.0)


def plain(function: Coefficient, marks: Any, categories: Any, weights: Any) -> float:
    """The coefficient of one panel from its table of applications by categories, as in the textbook."""
    marks = marks[:, ~np.isnan(marks).all(axis=0)]
    marks = marks[~np.isnan(marks).all(axis=1)]
    counts = np.array([[(row == c).sum() for c in categories] for row in marks], dtype=float)
    m = counts.sum(axis=1)
    more = m >= 2
    if function is gwet_alpha:
        counts, m, more = counts[more], m[more], more[more]
    of_pairs = (counts * (counts @ weights - 1)).sum(axis=1)
    agreed = (of_pairs[more] / (m * (m - 1))[more]).mean()
    q = len(categories)
    shares = (counts / m[:, None]).mean(axis=0)
    if function is percent_agreement:
        return float(agreed)
    if function is gwet_ac2:
        chance = weights.sum() / (q * (q - 1)) * (shares * (1 - shares)).sum()
    elif function is brennan_prediger:
        chance = weights.sum() / q**2
    elif function is fleiss_kappa:
        chance = shares @ weights @ shares
    elif function is gwet_alpha:
        n = counts.sum()
        agreed = (1 - 1 / n) * (of_pairs / (m.mean() * (m - 1))).mean() + 1 / n
        shares = counts.sum(axis=0) / n
        chance = shares @ weights @ shares
    else:
        own = [np.array([(column == c).sum() for c in categories]) / (~np.isnan(column)).sum() for column in marks.T]
        chance = np.mean([one @ weights @ other for one, other in itertools.permutations(own, 2)])
    return float((agreed - chance) / (1 - chance))


def weights_of(weighting: Weighting, q: int) -> Any:
    k, l = np.indices((q, q))  # noqa: E741
    apart = np.abs(k - l)
    return {
        "identity": apart == 0,
        "linear": 1 - apart / (q - 1),
        "quadratic": 1 - (apart / (q - 1)) ** 2,
        "ordinal": 1 - apart * (apart + 1) / (q * (q - 1)),
    }[weighting]


def panels(seed: int, shape: tuple[int, ...], gaps: float = 0.2) -> Any:
    rng = np.random.default_rng(seed)
    quality = rng.normal(3, 1, (*shape[:-1], 1))
    marks = np.clip(np.round(quality + rng.normal(0, 0.8, shape)), 1, 5)
    return np.where(rng.random(shape) < gaps, np.nan, marks)


@pytest.mark.parametrize("weighting", WEIGHTINGS)
@pytest.mark.parametrize("function", ALL)
def test_a_stack_with_gaps_gives_what_tables_one_by_one_give(function: Coefficient, weighting: Weighting) -> None:
    stack = panels(1, (3, 4, 11, 5))
    stack[0, 0, 3, 1:] = np.nan
    stack[0, 1, :, 2] = np.nan
    result = function(stack, FIVE, weighting)
    assert result.value.shape == (3, 4)
    want = [plain(function, panel, FIVE, weights_of(weighting, 5)) for panel in stack.reshape(-1, 11, 5)]
    np.testing.assert_allclose(result.value.ravel(), want, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("function", ALL)
def test_a_long_scale_and_a_large_stack_go_through_in_blocks(function: Coefficient) -> None:
    rng = np.random.default_rng(2)
    stack = rng.integers(0, 1001, (600, 12, 7)) / 10
    whole = function(stack, np.arange(1001) / 10, "linear")
    alone = [function(stack[n], np.arange(1001) / 10, "linear") for n in (0, 299, 599)]
    np.testing.assert_allclose(whole.value[[0, 299, 599]], [one.value for one in alone], rtol=1e-12)
    np.testing.assert_allclose(whole.standard_error[[0, 299, 599]], [one.standard_error for one in alone], rtol=1e-12)


@pytest.mark.parametrize("function", ALL)
def test_quadratic_weights_by_means_and_squares_are_those_of_an_uneven_list_by_table(function: Coefficient) -> None:
    marks = panels(3, (20, 12, 6))
    uneven = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 7.5])
    table = 1 - (np.subtract.outer(uneven, uneven) / 6.5) ** 2
    got = function(marks, uneven, "quadratic")
    want = [plain(function, panel, uneven, table) for panel in marks]
    np.testing.assert_allclose(got.value, want, rtol=1e-12)


@pytest.mark.parametrize("weighting", WEIGHTINGS)
@pytest.mark.parametrize("function", ALL)
@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_nothing_depends_on_names_and_order(function: Coefficient, weighting: Weighting, seed: int) -> None:
    rng = np.random.default_rng(seed)
    marks = panels(seed, (8, 4))
    shuffled = marks[rng.permutation(8)][:, rng.permutation(4)]
    one, other = function(marks, FIVE, weighting), function(shuffled, FIVE, weighting)
    np.testing.assert_allclose(other.value, one.value, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(other.standard_error, one.standard_error, rtol=1e-9, atol=1e-14)
    assert other.reason == one.reason


@pytest.mark.parametrize("weighting", WEIGHTINGS)
@pytest.mark.parametrize("function", ALL)
@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000), factor=st.sampled_from([0.1, 3.0]), shift=st.sampled_from([-2.0, 0.3, 100.0]))
def test_marks_and_scale_may_be_shifted_stretched_and_turned_round(
    function: Coefficient, weighting: Weighting, seed: int, factor: float, shift: float
) -> None:
    marks = panels(seed, (8, 4))
    one = function(marks, FIVE, weighting)
    for turn in (1.0, -1.0):
        other = function(turn * factor * marks + shift, turn * factor * FIVE + shift, weighting)
        np.testing.assert_allclose(other.value, one.value, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(other.standard_error, one.standard_error, rtol=1e-7, atol=1e-12)


@pytest.mark.parametrize("function", ALL)
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_identity_weights_do_not_care_which_category_is_which(function: Coefficient, seed: int) -> None:
    marks = panels(seed, (9, 4))
    renamed = np.where(np.isnan(marks), np.nan, np.array([0, 4, 1, 5, 2, 3.0])[np.nan_to_num(marks).astype(int)])
    one, other = function(marks, FIVE, "identity"), function(renamed, FIVE, "identity")
    np.testing.assert_allclose(other.value, one.value, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("function", ALL)
def test_doubling_every_application_keeps_the_value_and_narrows_the_limits(function: Coefficient) -> None:
    marks = panels(5, (12, 5), gaps=0.0)
    one, twice = function(marks, FIVE, "linear"), function(np.repeat(marks, 2, axis=0), FIVE, "linear")
    if function is not gwet_alpha:  # its 1/N goes with the number of marks
        assert twice.value == pytest.approx(float(one.value), rel=1e-12)
    assert twice.high - twice.low < one.high - one.low


@pytest.mark.parametrize("function", ALL)
def test_noise_of_computing_makes_no_second_category(function: Coefficient) -> None:
    marks = panels(6, (10, 4))
    noisy = marks + np.random.default_rng(6).uniform(-1e-13, 1e-13, marks.shape)
    assert function(noisy, FIVE, "identity").value == function(marks, FIVE, "identity").value
    assert function(noisy, FIVE, "quadratic").value == function(marks, FIVE, "quadratic").value


@pytest.mark.parametrize("function", ALL)
def test_standard_errors_are_those_of_simulation(function: Coefficient) -> None:
    """Not a formula against itself: 1,500 panels of 60 applications drawn from one population of experts."""
    stack = panels(7, (1500, 60, 4), gaps=0.1)
    result = function(stack, FIVE, "quadratic")
    assert np.median(result.standard_error) == pytest.approx(result.value.std(), rel=0.1)
    truth = result.value.mean()
    covered = ((result.low <= truth) & (truth <= result.high)).mean()
    assert 0.92 < covered < 0.97


BAD: dict[str, tuple[Any, Reason]] = {
    "nobody": (np.full((4, 3), np.nan), Reason.NO_MARKS),
    "no application": (np.empty((0, 3)), Reason.NO_MARKS),
    "no expert column": (np.empty((4, 0)), Reason.NO_MARKS),
    "one expert": (np.array([[1.0, np.nan], [2, np.nan]]), Reason.ONE_EXPERT),
    "no pair": (np.array([[1.0, np.nan], [np.nan, 2]]), Reason.NO_PAIRS),
    "infinite": (np.array([[1.0, np.inf], [2, 2]]), Reason.NOT_FINITE),
    "off the scale": (np.array([[1.0, 2], [2, 6]]), Reason.OFF_SCALE),
    "between two categories": (np.array([[1.0, 2], [2, 2.5]]), Reason.OFF_SCALE),
    "negative": (np.array([[1.0, 2], [2, -1]]), Reason.OFF_SCALE),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("weighting", [*WEIGHTINGS, "ratio"])
@pytest.mark.parametrize("function", ALL)
def test_bad_input_gets_its_reason_and_stops_no_other_panel(
    function: Coefficient, weighting: Weighting, name: str
) -> None:
    marks, reason = BAD[name]
    alone = function(marks, FIVE, weighting)
    assert alone.reason_of() is reason
    assert np.isnan([alone.value, alone.low, alone.high, alone.standard_error, alone.p_value]).all()
    if marks.size:
        good = np.where(np.arange(marks.size).reshape(marks.shape) % 2, 3.0, 2.0)
        both = function(np.stack([marks, good]), FIVE, weighting)
        assert both.reason.tolist() == [reason, Reason.NONE]
        assert np.isnan(both.value[0])
        assert np.isfinite(both.value[1])


@pytest.mark.parametrize("function", CORRECTED)
def test_one_application_shows_no_agreement_beyond_chance(function: Coefficient) -> None:
    assert function(np.array([[1.0, 2.0, 2.0]]), FIVE).reason_of() is Reason.ONE_APPLICATION


@pytest.mark.parametrize("function", CORRECTED)
def test_no_scale_is_ever_guessed(function: Coefficient) -> None:
    assert function(panels(8, (6, 3)), None).reason_of() is Reason.NO_SCALE


@pytest.mark.parametrize("weighting", WEIGHTINGS)
@pytest.mark.parametrize("function", ALL)
def test_all_marks_equal(function: Coefficient, weighting: Weighting) -> None:
    marks = np.full((7, 3), 2.0)
    marks[0, 0] = np.nan  # shares of one third that do not add up to 1 exactly
    result = function(marks, FIVE, weighting)
    if function in NEED_VARIETY:
        assert result.reason_of() is Reason.ALL_EQUAL
        assert np.isnan(result.value)
    else:
        assert result.reason_of() is Reason.NONE
        assert result.value == 1.0
        assert np.isnan([result.low, result.high, result.p_value]).all()


@pytest.mark.parametrize("function", CORRECTED)
def test_a_scale_of_one_category_leaves_nothing_to_agree_on(function: Coefficient) -> None:
    assert function(np.full((3, 3), 2.0), np.array([2.0])).reason_of() is Reason.ALL_EQUAL


def test_an_expert_who_gave_one_mark_is_one_of_the_panel() -> None:
    marks = panels(9, (9, 4), gaps=0.0)
    marks[1:, 3] = np.nan
    for function in ALL:
        result = function(marks, FIVE, "linear")
        assert result.n_experts == 4
        assert result.value == pytest.approx(plain(function, marks, FIVE, weights_of("linear", 5)), rel=1e-12)


def test_disconnected_groups_of_experts_still_agree_within_themselves() -> None:
    marks = np.full((8, 4), np.nan)
    marks[:4, :2] = [[1, 2], [3, 3], [5, 4], [2, 2]]
    marks[4:, 2:] = [[2, 2], [4, 3], [1, 1], [5, 5]]
    for function in ALL:
        assert function(marks, FIVE, "linear").value == pytest.approx(
            plain(function, marks, FIVE, weights_of("linear", 5)), rel=1e-12
        )


def test_ratio_weights_need_a_zero_below_which_there_is_nothing() -> None:
    marks = np.array([[0.0, 0.0], [1, 2], [2, 2]])
    assert gwet_ac2(marks, np.array([-1.0, 0, 1, 2]), "ratio").reason_of() is Reason.NEGATIVE
    assert np.isfinite(gwet_ac2(marks, np.array([0.0, 1, 2]), "ratio").value)  # irrCAC: no number at 0


def test_limits_are_by_t_and_end_at_one() -> None:
    low, high, p_value = limits(np.array([0.9, 0.9]), np.array([0.1, 0.0]), np.array([11.0, 11.0]), 0.95)
    assert low[0] == pytest.approx(0.9 - 2.200985160082949 * 0.1)
    assert high[0] == 1.0
    assert p_value[0] == pytest.approx(2 * student.sf(9.0, 11), rel=1e-12)
    assert np.isnan([low[1], high[1], p_value[1]]).all()


def test_a_higher_confidence_is_a_wider_interval() -> None:
    marks = panels(10, (12, 4))
    narrow, wide = (fleiss_kappa(marks, FIVE, "linear", confidence=c) for c in (0.8, 0.9))
    assert wide.low < narrow.low
    assert (wide.confidence, wide.value) == (0.9, narrow.value)
