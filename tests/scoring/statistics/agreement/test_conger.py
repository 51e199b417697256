"""Conger's kappa: of two experts it is Cohen's, and an expert's severity does not count as chance."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.agreement.cohen import cohen_kappa
from scoring.statistics.agreement.conger import conger_kappa
from scoring.statistics.agreement.fleiss import fleiss_kappa
from scoring.statistics.agreement.weighting import Weighting

RNG = np.random.default_rng(4)
FIVE = np.arange(1.0, 6.0)
MARKS = np.clip(np.round(RNG.normal(3, 1, (14, 1)) + RNG.normal(0, 0.8, (14, 4))), 1, 5)


@pytest.mark.parametrize("weighting", ["identity", "linear", "quadratic"])
def test_of_two_experts_it_is_cohens_kappa(weighting: Weighting) -> None:
    two = MARKS[:, :2]
    cohen = cohen_kappa(two, FIVE, weighting).agreement
    assert conger_kappa(two, FIVE, weighting).value == pytest.approx(float(cohen.value), rel=1e-12)


def test_an_expert_who_always_gives_the_lowest_mark_agrees_less_than_chance_in_fleiss_only() -> None:
    marks = np.column_stack([MARKS[:, 0], np.ones(14)])
    assert conger_kappa(marks, FIVE).value == pytest.approx(0.0, abs=1e-12)
    assert fleiss_kappa(marks, FIVE).value < -0.3


def test_an_expert_without_marks_is_not_of_the_panel() -> None:
    wider = np.column_stack([MARKS, np.full(14, np.nan)])
    one, other = conger_kappa(MARKS, FIVE), conger_kappa(wider, FIVE)
    assert (one.value, one.standard_error, one.n_experts) == (other.value, other.standard_error, 4)


def test_a_copied_expert_raises_agreement() -> None:
    copied = np.column_stack([MARKS, MARKS[:, 0]])
    assert conger_kappa(copied, FIVE).value > conger_kappa(MARKS, FIVE).value
