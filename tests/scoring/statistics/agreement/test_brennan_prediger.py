"""Brennan and Prediger: chance depends on the scale alone."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.agreement.brennan_prediger import brennan_prediger
from scoring.statistics.agreement.percent_agreement import percent_agreement

MARKS = np.array([[1.0, 1, 2], [3, 3, 3], [2, 1, 1], [4, 4, 3]])


@pytest.mark.parametrize("q", [4, 5, 20])
def test_agreement_over_an_even_draw_from_the_scale(q: int) -> None:
    scale = np.arange(1.0, q + 1.0)
    agreed = percent_agreement(MARKS)
    result = brennan_prediger(MARKS, scale, "identity")
    assert result.value == pytest.approx((float(agreed.value) - 1 / q) / (1 - 1 / q))
    assert result.standard_error == pytest.approx(float(agreed.standard_error) / (1 - 1 / q))


def test_standard_errors_carry_over_from_percent_agreement_with_weights_too() -> None:
    scale = np.arange(1.0, 6.0)
    agreed, result = percent_agreement(MARKS, scale, "quadratic"), brennan_prediger(MARKS, scale, "quadratic")
    factor = float((1 - result.value) / (1 - agreed.value))
    assert result.standard_error == pytest.approx(factor * float(agreed.standard_error), rel=1e-10)
