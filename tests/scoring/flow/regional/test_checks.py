"""Small numbers of what checks a report: none is told that names an enterprise, and every missing one has a reason."""

from __future__ import annotations

import pytest

from scoring.flow.regional.figures import rates
from scoring.flow.regional.records import Line
from scoring.flow.regional.standardised import grade_lines, overturned_lines


def line(code: str, applied: dict[str, int], granted: dict[str, int]) -> Line:
    (rate,) = rates("province.define_rate", [sum(granted.values())], [sum(applied.values())])
    return Line("prefecture", code, code, applied, granted, rate)


PLACES = [line(code, {"A": 50}, {"A": 20}) for code in ("320100", "320200", "320300", "320400")]


def looked(place: str, count: int, fell: int) -> list[tuple[str, str]]:
    return [(place, "overturned" if at < fell else "upheld") for at in range(count)]


def test_few_rechecked_have_no_number_nor_can_it_be_told_from_the_sum() -> None:
    results = [*looked("320100", 1, 1), *looked("320200", 10, 2), *looked("320300", 6, 0), ("320400", "drawn")]
    found = {one.code: one.rate for one in overturned_lines(results, {"320200": 40, "320300": 40}, PLACES)}
    # What is only drawn is nobody's rate; with the one of Nanjing hidden alone, the sum less the others would tell it.
    assert set(found) == {"320100", "320200", "320300"}
    assert [found[code].numerator for code in ("320100", "320300")] == [None, None]
    assert found["320100"].reason is not None
    assert found["320100"].denominator == 1
    assert (found["320200"].numerator, found["320200"].value) == (2, pytest.approx(0.2))


def test_enough_hide_each_other_and_all_told_are_told() -> None:
    hidden = overturned_lines([*looked("320100", 3, 1), *looked("320200", 3, 1), *looked("320300", 9, 1)], {}, PLACES)
    assert [one.rate.numerator for one in hidden] == [None, None, 1]
    every = overturned_lines(looked("320100", 5, 5), {}, PLACES)
    # Looked at all there are: known without an interval.
    assert [(one.rate.value, one.rate.low, one.rate.high) for one in every] == [(1.0, 1.0, 1.0)]
    assert overturned_lines([], {}, PLACES) == ()


def test_a_grade_is_held_against_the_same_grade() -> None:
    now = line("", {"A": 56, "AA": 0}, {"A": 48, "AA": 0})
    before = line("", {"A": 29}, {"A": 20})
    double, single = grade_lines(now, before)
    assert (double.grade, double.change, double.rate.value) == ("AA", None, None)
    assert double.rate.reason is not None
    # Newcombe (1998, Stat Med 17:873), table II, method 10: 9 of 10 against 3 of 10.
    assert single.change is not None
    assert single.change.value == pytest.approx(48 / 56 - 20 / 29)
    (ten,) = grade_lines(line("", {"A": 10}, {"A": 9}), line("", {"A": 10}, {"A": 3}))
    assert ten.change is not None
    assert (ten.change.low, ten.change.high) == (pytest.approx(0.1705, abs=1e-4), pytest.approx(0.8090, abs=1e-4))
