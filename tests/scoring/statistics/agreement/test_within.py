from __future__ import annotations

import numpy as np
from numpy.testing import assert_allclose

from scoring.statistics.agreement.within import mean_where_defined, means, not_finite, variances, within
from scoring.statistics.reasons import Reason

MARKS = np.array([[1.0, 4.0, np.nan], [np.nan, 7.0, np.nan], [np.nan] * 3])


def test_means_and_variances_pass_over_gaps() -> None:
    assert_allclose(means(MARKS), [2.5, 7, np.nan])
    assert_allclose(variances(MARKS), [4.5, np.nan, np.nan])
    assert_allclose(mean_where_defined(MARKS, axis=0), [1, 5.5, np.nan])


def test_a_large_constant_costs_no_digits() -> None:
    assert_allclose(variances(MARKS + 2.0**45), [4.5, np.nan, np.nan], rtol=1e-12)


def test_no_value_has_a_reason_and_no_reason_has_a_value() -> None:
    found = within(np.array([1.0, np.nan, 3.0]), np.array([Reason.NONE, Reason.NONE, Reason.GAPS], np.uint8))
    assert found.reason.tolist() == [Reason.NONE, Reason.TOO_FEW, Reason.GAPS]
    assert_allclose(found.value, [1, np.nan, np.nan])
    assert not_finite(np.array([[1.0, np.inf], [1.0, np.nan]])).tolist() == [Reason.NOT_FINITE, Reason.NONE]
