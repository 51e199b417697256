"""Caps of a prefecture: reached, exceeded, and what was beyond before."""

from __future__ import annotations

import pytest

from indicators.model import Cap
from scoring.procedure.quotas import quotas

CAPS = (Cap("AAA", 2),)


@pytest.mark.parametrize(
    ("before", "after", "reached", "exceeded"),
    [(0, 1, False, False), (1, 2, True, False), (1, 3, True, True), (3, 3, True, False), (3, 4, True, True)],
)
def test_a_cap(before: int, after: int, reached: bool, exceeded: bool) -> None:
    (found,) = quotas(CAPS, [("320100", "AAA")] * before, [("320100", "AAA")] * after)
    assert (found.before, found.after, found.reached, found.exceeded) == (before, after, reached, exceeded)


def test_only_grades_with_a_cap_are_counted_and_each_prefecture_by_itself() -> None:
    found = quotas(CAPS, [], [("320500", "AAA"), ("320100", "AAA"), ("320100", "A")])
    assert [(one.prefecture, one.grade, one.after) for one in found] == [("320100", "AAA", 1), ("320500", "AAA", 1)]
