"""Declared marks: from a scale, or one by one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scoring.errors import SpokenError
from scoring.sheets import parse_scale
from scoring.statistics.agreement.points import parse_points, scale_points


def test_a_scale_is_all_of_its_steps_exactly() -> None:
    assert scale_points(parse_scale("0:0.3:0.1")) == (Decimal("0.0"), Decimal("0.1"), Decimal("0.2"), Decimal("0.3"))


def test_a_scale_without_end_is_refused_before_it_fills_the_memory() -> None:
    with pytest.raises(SpokenError, match="scale_too_long"):
        scale_points(parse_scale("0:1000000000:0.001"))


def test_marks_one_by_one_in_any_order_with_any_comma() -> None:
    assert parse_points("3, 1，2,1") == (1, 2, 3)
    assert parse_points("0.5,-1") == (Decimal(-1), Decimal("0.5"))


@pytest.mark.parametrize("text", ["", "5", "1,1", "1,two", "1,,2", "1;2", "nan,1", "inf,1"])
def test_what_is_no_list_of_marks_is_refused(text: str) -> None:
    with pytest.raises(SpokenError, match="categories_not_read"):
        parse_points(text)
