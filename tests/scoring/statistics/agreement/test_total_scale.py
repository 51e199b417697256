"""Every total that marks can add up to, against all of them written out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest

from scoring.model import MarkState, ScoreTable, Weights
from scoring.statistics.agreement.categories import is_even
from scoring.statistics.agreement.total_scale import MOST, total_categories

HALVES = tuple(Decimal(n) / 2 for n in range(5))


def table(n_indicators: int, states: Any = None) -> ScoreTable:
    shape = (2, 2, n_indicators)
    given = np.full(shape, MarkState.SCORED, np.uint8) if states is None else np.asarray(states, np.uint8)
    names = tuple(f"i{n}" for n in range(n_indicators))
    return ScoreTable("", ("a", "b"), ("x", "y"), names, np.zeros(shape), given)


def weights(*of: str) -> Weights:
    return Weights({f"i{n}": Decimal(weight) for n, weight in enumerate(of)})


def written_out(points: Sequence[Decimal], of: Sequence[Fraction]) -> list[float]:
    marks = [Fraction(point) for point in points]
    totals = {
        sum((w * x for w, x in zip(of, each, strict=True)), Fraction(0)) for each in product(marks, repeat=len(of))
    }
    return [float(total) for total in sorted(totals)]


def test_of_one_indicator_without_weights_it_is_the_declared_scale() -> None:
    assert total_categories(table(1), HALVES).tolist() == [0, 0.5, 1, 1.5, 2]


def test_a_mean_has_finer_steps() -> None:
    scale = total_categories(table(3), HALVES)
    np.testing.assert_allclose(scale, np.arange(13) / 6, rtol=1e-15)
    assert is_even(scale)


@pytest.mark.parametrize("points", [HALVES, (Decimal(1), Decimal(2), Decimal(5)), (Decimal(-1), Decimal("0.1"))])
@pytest.mark.parametrize("of", [("2", "3"), ("0.7", "1.3", "10"), ("1", "0", "1"), ("60", "25", "15")])
@pytest.mark.parametrize("normalise", [False, True])
def test_weighted_totals_are_those_that_can_be_reached_and_no_others(
    points: tuple[Decimal, ...], of: tuple[str, ...], normalise: bool
) -> None:
    got = total_categories(table(len(of)), points, weights(*of), normalise=normalise)
    whole = sum((Fraction(w) for w in of), Fraction(0)) if normalise else Fraction(1)
    want = written_out(points, [Fraction(w) / whole for w in of])
    assert len(got) == len(want)
    np.testing.assert_allclose(got, want, rtol=1e-12, atol=1e-12)


def test_sheets_with_something_not_applicable_add_up_in_their_own_way() -> None:
    states = np.full((2, 2, 2), MarkState.SCORED)
    states[0, 1, 1] = MarkState.NOT_APPLICABLE
    got = total_categories(table(2, states), (Decimal(0), Decimal(1), Decimal(3)))
    np.testing.assert_allclose(got, [0, 0.5, 1, 1.5, 2, 3])


def test_where_nothing_counts_there_is_no_scale() -> None:
    assert total_categories(table(2), HALVES, weights("0", "0")) is None
    assert total_categories(table(1, np.full((2, 2, 1), MarkState.NOT_APPLICABLE)), HALVES) is None


def test_a_scale_too_long_to_write_down_is_none() -> None:
    points = tuple(Decimal(n) for n in range(101))
    short = total_categories(table(2), points, weights("1", "0.001"))
    assert len(short) == 101 * 101
    assert MOST < 100 * 100_001
    assert total_categories(table(2), points, weights("1", "0.00001")) is None


def test_forty_nine_weights_on_a_fine_scale_are_quick_enough_to_be_worked_out() -> None:
    of = [str(1 + n % 7) for n in range(49)]
    scale = total_categories(table(49), tuple(Decimal(n) / 4 for n in range(41)), weights(*of))
    assert scale[0] == 0
    assert scale[-1] == 10 * sum(int(w) for w in of)
    assert len(scale) == 40 * sum(int(w) for w in of) + 1
