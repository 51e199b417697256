from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

from scoring.statistics.agreement.rank_correlation import mean_rank_correlation
from scoring.statistics.reasons import Reason
from tests.scoring.statistics.agreement.panels import COMMON_FAULTS, GAP, random_panel


def test_it_is_the_mean_over_pairs_of_what_scipy_finds() -> None:
    marks = random_panel(1, gaps=0.0)
    pairs = spearmanr(marks).statistic[np.tril_indices(5, -1)]
    assert mean_rank_correlation(marks).value == pytest.approx(pairs.mean())
    assert mean_rank_correlation(marks, fisher=True).value == pytest.approx(np.tanh(np.arctanh(pairs).mean()))


def test_perfect_pairs_have_no_transform_and_are_left_out_of_it() -> None:
    marks = random_panel(2, shape=(12, 3), gaps=0.0)
    doubled = np.hstack([marks, marks[:, :1]])
    assert mean_rank_correlation(doubled, fisher=True).reason_of() is Reason.NONE
    assert mean_rank_correlation(marks[:, [0, 0]], fisher=True).reason_of() is Reason.ONLY_TIES
    assert mean_rank_correlation(marks[:, [0, 0]]).value == 1.0


def test_a_stack_is_each_of_its_panels() -> None:
    stack = random_panel(3, shape=(2, 3, 9, 4))
    found = mean_rank_correlation(stack).value
    for panel in np.ndindex(2, 3):
        assert found[panel] == pytest.approx(float(mean_rank_correlation(stack[panel]).value))


@pytest.mark.parametrize("name", [name for name in COMMON_FAULTS if not name.startswith(("all equal", "equal but"))])
def test_what_cannot_be_computed_says_why(name: str) -> None:
    marks, reason = COMMON_FAULTS[name]
    assert mean_rank_correlation(marks).reason_of() is reason


def test_experts_who_tie_everything_have_no_correlation() -> None:
    assert mean_rank_correlation(np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 3.0]])).reason_of() is Reason.ONLY_TIES
    assert mean_rank_correlation(np.array([[1.0, GAP], [2.0, 2.0], [GAP, 3.0]])).reason_of() is Reason.TOO_FEW
