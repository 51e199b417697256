"""Counts by region: every region has its row, nothing is dropped, what is unknown is not 0."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.statistics.regions import count_by_region

CODES, GRADES = ("320100", "320200"), ("A", "AA")
PAIRS = st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(GRADES)), max_size=40)


@given(applied=PAIRS, granted=PAIRS)
def test_every_pair_is_counted_once_in_its_place(
    applied: list[tuple[str, str]], granted: list[tuple[str, str]]
) -> None:
    found = count_by_region(CODES, GRADES, applied=applied, granted=granted)
    assert tuple(region.code for region in found) == CODES
    assert sum(region.applications for region in found) == len(applied)
    assert sum(region.grants for region in found) == len(granted)
    for region in found:
        assert region.granted == {grade: granted.count((region.code, grade)) for grade in GRADES}


def test_a_grade_that_is_not_known_is_left_out_and_so_are_its_applications() -> None:
    applied = [("320100", "A"), ("320100", "AA"), ("320100", "AA")]
    first, second = count_by_region(CODES, GRADES, applied=applied, granted=[("320100", "AA")], known={"AA"})
    assert (first.granted, first.applications, first.applications_answered, first.grants) == ({"AA": 1}, 3, 2, 1)
    assert (second.granted, second.applications) == ({"AA": 0}, 0)


@pytest.mark.parametrize(
    ("applied", "granted", "known"),
    [([("320300", "A")], [], None), ([], [("320100", "AAA")], None), ([], [("320100", "A")], {"AA"})],
)
def test_a_count_without_a_place_is_never_dropped(
    applied: list[tuple[str, str]], granted: list[tuple[str, str]], known: set[str] | None
) -> None:
    with pytest.raises(ValueError, match="no row or column"):
        count_by_region(CODES, GRADES, applied=applied, granted=granted, known=known)
