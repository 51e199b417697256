"""Rounding and sums as on paper."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.statistics.exact import half_up, largest, scaled, scaled_exactly


@given(
    numerators=st.lists(st.integers(-(10**15), 10**15), min_size=1, max_size=5),
    factor=st.integers(1, 10**6),
    divisor=st.integers(1, 10**9),
)
def test_half_up_is_that_of_decimal(numerators: list[int], factor: int, divisor: int) -> None:
    with localcontext(prec=60):
        expected = [
            int((Decimal(n) * factor / divisor).quantize(Decimal(1), rounding=ROUND_HALF_UP)) for n in numerators
        ]
    divisors = np.full(len(numerators), divisor)
    assert half_up(np.array(numerators), factor, divisors).tolist() == expected


@pytest.mark.parametrize(("numerator", "expected"), [(25, 3), (-25, -3), (24, 2), (-24, -2), (0, 0)])
def test_halves_go_away_from_zero(numerator: int, expected: int) -> None:
    assert half_up(np.array([numerator]), 1, 10).tolist() == [expected]


def test_numbers_beyond_64_bits() -> None:
    huge = np.array([10**30 + 5], object)
    assert half_up(huge, 1, 10).tolist() == [10**29 + 1]
    assert half_up(np.array([2**61]), 1000, 3).tolist() == [(2**61 * 2000 + 3) // 6]


def test_scaled_keeps_gaps_and_its_input() -> None:
    values = np.array([9.71, np.nan, 0.1 + 0.2])
    np.testing.assert_array_equal(scaled(values, 2), [971, np.nan, 30])
    assert values[0] == 9.71
    assert scaled_exactly(9.71, 2) == 971


def test_the_largest_mark_is_by_size_and_gaps_are_none() -> None:
    assert largest(np.array([np.nan, -3.0, 2.0])) == 3
    assert largest(np.array([np.nan])) == 0
    assert largest(np.zeros(0)) == 0
