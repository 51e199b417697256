"""What percent agreement has that the corrected coefficients have not."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.agreement.percent_agreement import percent_agreement
from scoring.statistics.reasons import Reason

MARKS = np.array([[1.0, 1, 2], [3, 3, 3], [2, 1, np.nan], [4, np.nan, np.nan]])


def test_the_share_of_pairs_that_are_the_same_needs_no_scale() -> None:
    result = percent_agreement(MARKS)
    assert result.value == pytest.approx((1 / 3 + 1 + 0) / 3)
    assert (result.n_applications, result.n_experts) == (4, 3)
    assert percent_agreement(MARKS, np.arange(1.0, 5.0)).value == pytest.approx(float(result.value))


def test_other_weights_do_need_one() -> None:
    assert percent_agreement(MARKS, None, "quadratic").reason_of() is Reason.NO_SCALE


def test_marks_are_compared_as_they_are_printed() -> None:
    marks = np.array([[0.3, 0.1 + 0.2], [0.5, 0.5]])
    assert percent_agreement(marks).value == 1.0
    marks[0, 1] += 0.01
    assert percent_agreement(marks, decimals=1).value == 1.0
    assert percent_agreement(marks, decimals=2).value == 0.5


def test_of_one_application_there_is_a_share_but_no_limits() -> None:
    result = percent_agreement(np.array([[1.0, 1, 2]]))
    assert result.reason_of() is Reason.NONE
    assert result.value == pytest.approx(1 / 3)
    assert np.isnan([result.low, result.high, result.standard_error, result.p_value]).all()


def test_one_expert_agrees_with_nobody_even_on_one_application() -> None:
    assert percent_agreement(np.array([[1.0]])).reason_of() is Reason.ONE_EXPERT
