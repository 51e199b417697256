"""Cohen's kappa of pairs, and what it answers where it is undefined."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.statistics.agreement.cohen import cohen_kappa
from scoring.statistics.agreement.weighting import Weighting, disagreements
from scoring.statistics.reasons import Reason

FOUR = np.arange(1.0, 5.0)


def by_table(marks: np.ndarray, weighting: Weighting) -> tuple[float, float, float]:
    """Kappa, its standard error and that of 0, from the contingency table as in Fleiss, Cohen & Everitt (1969)."""
    w = 1 - disagreements(FOUR, weighting)
    cells = np.array([[((marks[:, 0] == a) & (marks[:, 1] == b)).mean() for b in FOUR] for a in FOUR])
    n, p, q = len(marks), cells.sum(axis=1), cells.sum(axis=0)
    chance = p @ w @ q
    kappa = ((cells * w).sum() - chance) / (1 - chance)
    margins = (w @ q)[:, None] + (p @ w)[None, :]
    error = (cells * (w - margins * (1 - kappa)) ** 2).sum() - (kappa - chance * (1 - kappa)) ** 2
    null = (np.outer(p, q) * (w - margins) ** 2).sum() - chance**2
    return kappa, np.sqrt(error / n) / (1 - chance), np.sqrt(null / n) / (1 - chance)


@pytest.mark.parametrize("weighting", ["identity", "linear", "quadratic", "ordinal"])
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_a_stack_gives_what_tables_give(weighting: Weighting, seed: int) -> None:
    rng = np.random.default_rng(seed)
    stack = rng.integers(1, 5, (3, 15, 2)).astype(float)
    got = cohen_kappa(stack, FOUR, weighting)
    for n, marks in enumerate(stack):
        kappa, error, null = by_table(marks, weighting)
        assert got.agreement.value[n] == pytest.approx(kappa, abs=1e-12)
        assert got.agreement.standard_error[n] == pytest.approx(error, rel=1e-9)
        assert got.z[n] == pytest.approx(kappa / null, rel=1e-9, abs=1e-12)


def test_applications_that_one_did_not_score_are_left_out() -> None:
    marks = np.array([[1.0, 1], [2, 3], [4, 4], [3, np.nan], [np.nan, 1]])
    one, other = cohen_kappa(marks, FOUR), cohen_kappa(marks[:3], FOUR)
    assert (one.agreement.value, one.z) == (other.agreement.value, other.z)
    assert one.agreement.n_applications == 3


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        ([[1.0, np.nan], [np.nan, 2], [3, np.nan]], Reason.NO_PAIRS),
        ([[1.0, np.nan], [2, np.nan]], Reason.ONE_EXPERT),
        ([[2.0, 2], [2, 2]], Reason.ALL_EQUAL),
        ([[2.0, 2], [2, 7]], Reason.OFF_SCALE),
        ([[2.0, 2]], Reason.ONE_APPLICATION),
        ([[2.0, np.inf], [1, 1]], Reason.NOT_FINITE),
        ([[np.nan, np.nan]], Reason.NO_MARKS),
    ],
)
def test_why_it_is_undefined(marks: list[list[float]], reason: Reason) -> None:
    result = cohen_kappa(np.array(marks), FOUR)
    assert result.agreement.reason_of() is reason
    assert np.isnan([result.agreement.value, result.agreement.p_value, result.z]).all()


def test_no_scale_is_guessed_and_no_third_expert_overlooked() -> None:
    assert cohen_kappa(np.array([[1.0, 2], [2, 2]]), None).agreement.reason_of() is Reason.NO_SCALE
    with pytest.raises(ValueError, match="two experts, not of 3"):
        cohen_kappa(np.ones((4, 3)), FOUR)


def test_perfect_agreement_is_one() -> None:
    result = cohen_kappa(np.array([[1.0, 1], [2, 2], [4, 4]]), FOUR)
    assert result.agreement.value == 1.0
    assert result.z > 0
