from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from scoring.statistics.agreement.cronbach import cronbach_alpha
from scoring.statistics.agreement.result import Method
from scoring.statistics.reasons import Reason


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(3, 12), st.integers(2, 8))
def test_alpha_is_one_less_the_experts_share_of_the_sums_variance(seed: int, n: int, r: int) -> None:
    random = np.random.default_rng(seed)
    marks = random.normal(70, 8, (n, 1)) + random.normal(0, 4, (n, r))
    plain = r / (r - 1) * (1 - marks.var(axis=0, ddof=1).sum() / marks.sum(axis=1).var(ddof=1))
    assert_allclose(cronbach_alpha(marks).value, plain, rtol=1e-9, atol=1e-10)


def test_with_gaps_every_mark_stays_and_the_method_says_so() -> None:
    random = np.random.default_rng(1)
    marks = random.normal(70, 8, (30, 1)) + random.normal(0, 4, (30, 9))
    marks[random.random((30, 9)) < 0.1] = np.nan
    alpha = cronbach_alpha(marks)
    assert alpha.statistic == "cronbach_alpha"
    assert (alpha.n_applications, alpha.n_experts, alpha.method) == (30, 9, Method.UNBALANCED_ANOVA)
    assert alpha.low < alpha.value < alpha.high
    # True value 64 / (64 + 16 / 8.1)
    assert alpha.low < 0.97 < alpha.high


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        (np.full((4, 3), 8.0), Reason.ALL_EQUAL),
        (np.array([[1.0], [2.0]]), Reason.ONE_EXPERT),
        (np.array([[1.0, 2.0], [2.0, 1.0]]), Reason.NO_VARIANCE),
    ],
)
def test_where_alpha_is_undefined_it_says_why(marks: np.ndarray, reason: Reason) -> None:
    assert np.isnan(cronbach_alpha(marks).value)
    assert cronbach_alpha(marks).reason_of() is reason
