from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import friedmanchisquare, spearmanr

from scoring.model import FloatArray
from scoring.statistics.agreement.kendall import kendall_concordance, kendall_w
from scoring.statistics.agreement.result import Method
from scoring.statistics.reasons import Reason
from tests.scoring.statistics.agreement.panels import COMMON_FAULTS, GAP, random_panel

SEEDS = st.integers(0, 2**32 - 1)


def by_pairs(marks: FloatArray) -> float:
    """W of a panel with gaps, pair by pair, with scipy's correlation."""
    given_ = ~np.isnan(marks)
    weights = weighted = 0.0
    for one in range(marks.shape[1]):
        for other in range(one):
            both = given_[:, one] & given_[:, other]
            if both.sum() < 2:
                continue
            constant = np.ptp(marks[both, one]) == 0 or np.ptp(marks[both, other]) == 0
            rho = 0.0 if constant else spearmanr(marks[both, one], marks[both, other])[0]
            weights += both.sum() - 1
            weighted += (both.sum() - 1) * rho
    mean_marks = given_.sum() / given_.any(axis=1).sum()
    return float((1 + weighted / weights * (mean_marks - 1)) / mean_marks)


@pytest.mark.parametrize("seed", range(4))
def test_complete_panels_have_the_chi_square_of_friedman(seed: int) -> None:
    marks = random_panel(seed, gaps=0.0)
    found = kendall_concordance(marks)
    statistic, p_value = friedmanchisquare(*marks)
    assert found.chi_square == pytest.approx(statistic)
    assert found.p_chi_square == pytest.approx(p_value)
    assert found.w == pytest.approx(statistic / (5 * 11))
    assert found.method == Method.CHI_SQUARE


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("categories", [2, 5, 1000])
def test_panels_with_gaps_have_the_mean_of_pairs(seed: int, categories: int) -> None:
    marks = random_panel(seed, categories=categories, gaps=0.4)
    found = kendall_w(marks)
    assert found.value == pytest.approx(by_pairs(marks), abs=1e-12)
    assert found.method == Method.PAIRWISE_RANKS


def test_a_stack_is_each_of_its_panels_complete_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    stack = random_panel(1, shape=(3, 4, 9, 4))
    stack[1] = random_panel(2, shape=(4, 9, 4), gaps=0.0)
    stack[2, 0] = 5.0
    monkeypatch.setattr("scoring.statistics.agreement.blockwise.blocks.__kwdefaults__", {"most": 100})
    found = kendall_concordance(stack)
    assert found.rank_sums.shape == (3, 4, 9)
    for panel in np.ndindex(3, 4):
        alone = kendall_concordance(stack[panel])
        for name in ("w", "w_uncorrected", "rank_sums", "chi_square", "p_chi_square", "f", "p_f", "reason", "method"):
            np.testing.assert_allclose(getattr(found, name)[panel], getattr(alone, name), atol=1e-12, err_msg=name)


def test_without_gaps_or_ties_both_formulas_agree() -> None:
    marks = np.argsort(np.random.default_rng(3).random((12, 5)), axis=0).astype(np.float64)
    complete = kendall_w(marks)
    extra = np.vstack([marks, np.full((1, 5), GAP)])
    assert kendall_w(extra).value == complete.value
    assert by_pairs(marks) == pytest.approx(float(complete.value))


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.sampled_from([0.0, 0.3]))
def test_only_ranks_matter_and_neither_names_nor_order(seed: int, gaps: float) -> None:
    marks = random_panel(seed, gaps=gaps)
    rng = np.random.default_rng(seed)
    mixed = marks[rng.permutation(12)][:, rng.permutation(5)]
    expected = kendall_w(marks).value
    np.testing.assert_allclose(kendall_w(mixed).value, expected, atol=1e-12)
    np.testing.assert_allclose(kendall_w(np.exp(marks)).value, expected, atol=1e-12)
    np.testing.assert_allclose(kendall_w(-marks).value, expected, atol=1e-12)


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.floats(-100, 100))
def test_shifting_one_expert_changes_nothing(seed: int, shift: float) -> None:
    marks = random_panel(seed)
    moved = marks + np.array([shift, 0, 0, 0, 0])
    np.testing.assert_allclose(kendall_w(moved).value, kendall_w(marks).value, atol=1e-12)


@pytest.mark.parametrize("gaps", [0.0, 0.3])
def test_experts_who_rank_alike_concur_perfectly(gaps: float) -> None:
    marks = np.repeat(random_panel(5, shape=(12, 1), gaps=0.0), 4, axis=1)
    marks[np.random.default_rng(5).random(marks.shape) < gaps] = GAP
    found = kendall_concordance(marks)
    assert found.w == pytest.approx(1.0, abs=1e-14)
    if not gaps:
        assert found.f == np.inf
        assert found.p_f == 0.0


def test_two_who_rank_the_other_way_round_do_not_concur() -> None:
    marks = np.array([[1.0, 3.0], [2.0, 2.0], [3.0, 1.0]])
    found = kendall_concordance(marks)
    assert found.w == 0.0
    assert found.p_chi_square == 1.0


def test_noise_of_computing_breaks_no_ties() -> None:
    marks = random_panel(6, gaps=0.0) / 10
    noisy = marks + np.random.default_rng(6).choice([-1e-14, 0.0, 1e-14], marks.shape)
    assert kendall_w(noisy).value == kendall_w(marks).value


def test_an_expert_with_one_mark_ranks_nothing_and_is_left_out() -> None:
    marks = random_panel(7, gaps=0.0)
    alone = np.full((12, 1), GAP)
    alone[3] = 2.0
    found = kendall_w(np.hstack([marks, alone]))
    assert found.value == kendall_w(marks).value
    assert found.method == Method.CHI_SQUARE
    assert found.n_experts == 5


def test_two_applications_and_two_experts_leave_f_no_freedom() -> None:
    found = kendall_concordance(np.array([[1.0, 1.0], [2.0, 2.0]]))
    assert found.w == 1.0
    assert np.isnan([found.f, found.p_f]).all()


@pytest.mark.parametrize("name", COMMON_FAULTS)
def test_what_cannot_be_computed_says_why(name: str) -> None:
    marks, reason = COMMON_FAULTS[name]
    found = kendall_concordance(marks)
    assert np.isnan([found.w, found.w_uncorrected, found.chi_square, found.p_chi_square, found.f, found.p_f]).all()
    assert np.isnan(found.rank_sums).all()
    assert Reason(int(found.reason)) is reason


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        (np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 2.0]]), Reason.ONLY_TIES),
        (np.array([[1.0, 2.0, GAP], [1.0, 2.0, 3.0], [1.0, GAP, 3.0]]), Reason.ONLY_TIES),
        (np.array([[1.0, 2.0], [3.0, GAP]]), Reason.TOO_FEW),
        (np.array([[1.0, GAP], [3.0, 2.0], [GAP, 4.0]]), Reason.TOO_FEW),
    ],
)
def test_ties_and_gaps_say_why_there_is_no_concordance(marks: FloatArray, reason: Reason) -> None:
    assert kendall_w(marks).reason_of() is reason


def test_one_undefined_panel_leaves_the_others_alone() -> None:
    good = random_panel(8)
    found = kendall_w(np.stack([good, np.full_like(good, GAP), np.full_like(good, np.inf), good]))
    assert found.reason.tolist() == [0, Reason.NO_MARKS, Reason.NOT_FINITE, 0]
    assert found.value[0] == found.value[3] == kendall_w(good).value


def test_a_stack_of_no_panels_has_no_w() -> None:
    assert kendall_w(np.empty((0, 5, 3))).value.shape == (0,)


def test_with_gaps_experts_may_contradict_each_other_more_than_w_can_say() -> None:
    marks = np.array([[GAP, 1.0, 4.0], [2.0, 4.0, 2.0], [4.0, GAP, 1.0]])
    found = kendall_concordance(marks)
    assert found.w == pytest.approx(-1 / 7)
    assert found.p_chi_square == 1.0
