"""Small numbers of what checks a report: none is told that names an enterprise, and every missing one has a reason."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from scoring.flow.regional.figures import rates
from scoring.flow.regional.rechecked import overturned_lines, overturned_whole
from scoring.flow.regional.records import Line
from scoring.flow.regional.standardised import grade_lines, standardised_lines
from scoring.register.regional_cells import Stratum


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


WHOLE = {
    "none": ([], 0, 0),
    "three of one": (looked("320100", 3, 3), None, 3),
    "four of one": (looked("320100", 4, 1), 1, 4),
    "one each of three": ([*looked("320100", 1, 1), *looked("320200", 1, 0), *looked("320300", 1, 0)], None, 3),
    "two each of two": ([*looked("320100", 2, 1), *looked("320200", 2, 0)], 1, 4),
    "one hides behind another": ([*looked("320100", 1, 1), *looked("320200", 9, 0)], 1, 10),
    "what is only drawn counts for nothing": ([*looked("320100", 3, 1), ("320200", "drawn")], None, 3),
}


@pytest.mark.parametrize("case", WHOLE)
def test_the_whole_gives_nothing_away_that_its_prefectures_hide(case: str) -> None:
    results, fell, of = WHOLE[case]
    whole = overturned_whole(results)
    assert (whole.numerator, whole.denominator) == (fell, of)
    assert (whole.reason is None) == (bool(of) and fell is not None)
    lines = overturned_lines(results, {}, PLACES)
    hidden = [one.rate.denominator for one in lines if one.rate.numerator is None]
    # Whole less what is told must never be one prefecture, or fewer than four.
    assert fell in (None, 0) or not hidden or (len(hidden) > 1 and sum(map(int, filter(None, hidden))) >= 4)


def test_a_grade_is_held_against_the_same_grade() -> None:
    now = line("", {"A": 56, "AA": 0}, {"A": 48, "AA": 0})
    before = line("", {"A": 29}, {"A": 20})
    double, single = grade_lines(now, before)
    assert (double.grade, double.change, double.rate.value) == ("AA", None, 0.0)
    assert single.change is not None
    assert single.change.value == pytest.approx(48 / 56 - 20 / 29)
    # Newcombe (1998, Stat Med 17:873), table II, method 10: 9 of 10 against 3 of 10.
    (ten,) = grade_lines(line("", {"A": 10}, {"A": 9}), line("", {"A": 10}, {"A": 3}))
    assert ten.change is not None
    assert (ten.change.low, ten.change.high) == (pytest.approx(0.1705, abs=1e-4), pytest.approx(0.8090, abs=1e-4))


def test_the_rates_of_the_grades_add_up_to_that_of_the_province() -> None:
    # Of 10 who asked for AA 4 got A: more have A than asked for it.
    whole = line("", {"A": 3, "AA": 10}, {"A": 6, "AA": 5})
    every = grade_lines(whole, line("", {"A": 20, "AA": 20}, {"A": 5, "AA": 10}))
    assert sum(one.rate.value or 0.0 for one in every) == pytest.approx(whole.rate.value)
    assert {one.rate.denominator for one in every} == {whole.rate.denominator} == {13}
    assert [one.change.value for one in every if one.change] == pytest.approx([5 / 13 - 10 / 40, 6 / 13 - 5 / 40])
    # The round before knew nothing of A yet: held against each other are applications for AA alone.
    double, single = grade_lines(whole, line("", {"A": 20, "AA": 20}, {"AA": 10}))
    assert double.change is not None
    assert (double.change.denominator, double.change.value) == (10, pytest.approx(5 / 10 - 10 / 20))
    assert single.change is None
    (nobody,) = grade_lines(line("", {}, {"A": 0}), None)
    assert (nobody.rate.value, nobody.rate.denominator) == (None, 0)
    assert nobody.rate.reason is not None


class Cells:
    """Of a round what standardising asks for: which grades are known, and whether they are announced."""

    known = frozenset({"A", "AA"})

    def __init__(self, *, announced: bool = True) -> None:
        self.announced = announced


def strata(place: str, industry: str, size: str, cases: int, events: int) -> dict[Stratum, int]:
    return {
        Stratum(place, industry, size, "A", "propose_a", "A", "A"): events,
        Stratum(place, industry, size, "A", "do_not_propose", "", ""): cases - events,
    }


def standardised(found: dict[Stratum, int], *, announced: bool = True) -> dict[str, Any]:
    lines = standardised_lines(Cells(announced=announced), found, PLACES)  # type: ignore[arg-type]
    return {one.code: one for one in lines}


def test_two_strata_by_hand() -> None:
    # C13 small: 8 of 10 and 2 of 10, in the province 10 of 20; C34 large: 1 of 2 and 2 of 8, 3 of 10.
    found = standardised(
        strata("320100", "C13", "small", 10, 8)
        | strata("320100", "C34", "large", 2, 1)
        | strata("320200", "C13", "small", 10, 2)
        | strata("320200", "C34", "large", 8, 2)
    )
    one, other = found["320100"], found["320200"]
    assert (one.observed, one.expected) == (9, pytest.approx(10 * 0.5 + 2 * 0.3))
    assert (other.observed, other.expected) == (4, pytest.approx(10 * 0.5 + 8 * 0.3))
    assert (one.ratio.value, one.ratio.denominator) == (pytest.approx(9 / 5.6), 12)
    assert one.ratio.low is not None
    assert one.ratio.low < 9 / 5.6
    # Of a third nobody applied: nothing is expected of it, and that says so.
    assert (found["320300"].observed, found["320300"].ratio.value) == (0, None)
    assert found["320300"].ratio.reason is not None


def test_observed_and_expected_add_up_to_the_province() -> None:
    rng = Random(20_261_127)
    found: dict[Stratum, int] = {}
    for place in PLACES:
        for industry in ("C13", "C26", "C34"):
            for size in ("large", "small"):
                cases = rng.randint(0, 12)
                found |= strata(place.code, industry, size, cases, rng.randint(0, cases))
    granted = sum(count for one, count in found.items() if one.granted)
    lines = standardised(found).values()
    assert sum(line.observed for line in lines) == granted
    assert sum(line.expected or 0.0 for line in lines) == pytest.approx(granted)


@pytest.mark.parametrize("events", [0, 1])
def test_one_application_in_all_the_province(events: int) -> None:
    (line,) = [
        one for one in standardised(strata("320100", "C13", "small", 1, events)).values() if one.ratio.denominator
    ]
    assert (line.observed, line.expected) == (events, pytest.approx(events))
    # Where nobody has a grade nothing is expected, and no ratio to it.
    assert (line.ratio.value is None) == (events == 0) == (line.ratio.reason is not None)


def test_nothing_to_standardise() -> None:
    assert standardised({}) == {}
    assert standardised_lines(Cells(), strata("320100", "C13", "small", 2, 1), []) == ()  # type: ignore[arg-type]


def test_before_the_announcement_what_is_proposed_counts_and_the_withdrawn_never() -> None:
    found = {
        Stratum("320100", "C13", "small", "A", "propose_a", "A", ""): 2,
        Stratum("320100", "C13", "small", "A", "", "", ""): 2,
        Stratum("320100", "C13", "small", "A", "withdrawn", "", ""): 5,
        Stratum("320100", "C13", "small", "AAA", "", "", ""): 7,  # of a grade that is not known
    }
    proposed, announced = standardised(found, announced=False)["320100"], standardised(found)["320100"]
    assert (proposed.observed, proposed.ratio.denominator) == (2, 4)
    assert announced.observed == 0
    # A grade stands though its application was taken back: it is a case as well.
    kept = {Stratum("320100", "C13", "small", "A", "withdrawn", "", "A"): 1}
    assert (standardised(kept)["320100"].observed, standardised(kept)["320100"].ratio.denominator) == (1, 1)
