"""Practice marks beside reference marks, against numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.mirror.practice import Comparison, compare

NAN = float("nan")


def compared(own: list[float], reference: list[float], full: list[float], same: list[bool] | None = None) -> Comparison:
    quarters = [np.array([0, 0.25, 0.5, 0.75, 1.0]) * one for one in full]
    alike = [mine == theirs for mine, theirs in zip(own, reference, strict=True)] if same is None else same
    return compare(np.array(own), np.array(reference), np.array(full), same=np.array(alike), levels=quarters)


def test_by_hand() -> None:
    # Reference less own: 0.5, 0, -1, 1 points; of full marks 2, 2, 4, 2: 0.25, 0, -0.25, 0.5.
    found = compared([1.0, 1.5, 3.0, 0.5], [1.5, 1.5, 2.0, 1.5], [2, 2, 4, 2])
    assert found.points is not None
    assert found.points.value == pytest.approx(0.125)
    assert found.points.absolute == pytest.approx(0.625)
    # Sum of squares about the mean 2.25 - 4 * 0.125**2 = 2.1875; t of 3 degrees of freedom at 0.975 is 3.18245.
    half = 3.182446305 * (2.1875 / 3) ** 0.5 / 2
    assert (found.points.low, found.points.high) == pytest.approx((0.125 - half, 0.125 + half))
    assert found.shares is not None
    assert (found.shares.value, found.shares.absolute) == pytest.approx((0.125, 0.25))
    assert (found.compared, found.exact, found.within_one) == (4, 1, 3)
    assert found.largest == (3, 0, 2)


def test_the_reference_itself_differs_in_nothing() -> None:
    found = compared([1.0, 0.0, 2.0], [1.0, 0.0, 2.0], [2, 2, 4])
    assert found.points == found.shares
    assert found.points is not None
    assert (found.points.value, found.points.low, found.points.high, found.points.absolute) == (0, 0, 0, 0)
    assert (found.exact, found.within_one, found.largest) == (3, 3, ())


def test_turned_round_the_sign_turns_and_nothing_else() -> None:
    own, reference, full = [1.0, 1.5, 3.0, 0.5], [1.5, 1.5, 2.0, 1.5], [2.0, 2.0, 4.0, 2.0]
    one, other = compared(own, reference, full).points, compared(reference, own, full).points
    assert one is not None
    assert other is not None
    assert one.low is not None
    assert other.high is not None
    assert (one.value, one.low, one.absolute) == pytest.approx((-other.value, -other.high, other.absolute))


def test_what_does_not_apply_has_no_points_and_comes_first_where_the_other_side_has_some() -> None:
    found = compared([NAN, NAN, 0.0], [NAN, 1.0, 2.0], [2, 2, 2], [True, False, False])
    assert found.compared == 1
    assert found.points is not None
    assert (found.points.value, found.points.low, found.points.high) == (2.0, None, None)
    assert (found.exact, found.within_one, found.largest) == (1, 1, (1, 2))


def test_no_points_on_both_sides_is_no_mean() -> None:
    found = compared([NAN], [1.0], [2], [False])
    assert (found.points, found.shares, found.compared) == (None, None, 0)


def test_insufficient_material_is_no_level_zero_but_one_level_off_at_most() -> None:
    found = compared([0.0], [0.0], [2], [False])
    assert (found.exact, found.within_one, found.largest) == (0, 1, (0,))


def test_points_between_levels_lie_between_them() -> None:
    # 0.6 of 2 points is 1.2 levels up; three levels are 2.8 away from it, or 0.8 from the second.
    assert compared([0.6], [1.0], [2]).within_one == 1
    assert compared([0.6], [1.5], [2]).within_one == 0
