"""What is handed in wrongly is refused, all at once, in words that tell where."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from indicators.faults import FaultsError
from indicators.language import LOCALE, Translator
from indicators.tabular import table_of
from indicators.weighting import (
    best_worst_of,
    comparisons,
    from_matrix,
    parse_judgement,
    read_judgements,
    read_swings,
    smarter,
    swing,
)
from indicators.weighting.judgements import Comparisons

SAY = {language: Translator(language, LOCALE) for language in ("zh", "en")}


def keys(error: pytest.ExceptionInfo[FaultsError]) -> list[str]:
    """Return the keys of the faults, each said in both languages without a gap."""
    for fault in error.value.faults:
        for say in SAY.values():
            assert "None" not in fault.message(say)
            assert "{" not in fault.message(say)
    return [fault.what.key.removeprefix("weighting.") for fault in error.value.faults]


def table(text: str, header: str = "expert,first,second,judgement") -> object:
    return table_of(f"{header}\n{text}".encode(), "判断.csv")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("1/3", Fraction(1, 3)),
        ("0.5", Fraction(1, 2)),
        (" 2 / 3 ", Fraction(2, 3)),
        *((text, None) for text in ("1/0", "0", "-2", "", "三", "1e3")),
    ],
)
def test_a_judgement_is_read_as_people_write_it(text: str, value: object) -> None:
    assert parse_judgement(text) == value


def test_faults_of_cells() -> None:
    with pytest.raises(FaultsError) as error:
        read_judgements(table("甲,a,b,x\n,a,b,3\n甲,a,b,"))
    assert keys(error) == ["not_a_judgement", "empty_cell", "empty_cell"]
    assert [(one.row, one.column) for one in error.value.faults] == [(2, "judgement"), (3, "expert"), (4, "judgement")]
    assert error.value.faults[0].message(SAY["zh"]).startswith("“判断.csv”第 2 行：判断值“x”")


def test_faults_of_columns() -> None:
    with pytest.raises(FaultsError) as error:
        read_judgements(table("甲,a", "expert,first"))
    assert keys(error) == ["no_column", "no_column"]


def test_faults_of_judgements_all_at_once() -> None:
    read = read_judgements(table("甲,a,b,10\n甲,a,a,1\n甲,b,c,2\n甲,c,b,2\n甲,a,x,3\n乙,a,b,1\n乙,b,a,1"))
    with pytest.raises(FaultsError) as error:
        comparisons(read, "abc", file="判断.csv")
    found = keys(error)
    assert sorted(found) == ["judged_twice", "left_apart", "not_compared", "off_the_scale", "with_itself"]


def test_reciprocals_of_one_judgement_are_one() -> None:
    read = read_judgements(table("甲,a,b,3\n甲,b,a,1/3"))
    (one,) = comparisons(read)
    assert one.matrix.tolist() == [[1.0, 3.0], [1 / 3, 1.0]]


def test_faults_of_a_matrix() -> None:
    matrix = np.array([[1, 3, -1], [1 / 3, 2, 5], [1, 1 / 4, 1]])
    with pytest.raises(FaultsError) as error:
        from_matrix("甲", "abc", matrix)
    assert keys(error) == ["not_positive", "diagonal", "not_reciprocal"]
    with pytest.raises(FaultsError) as error:
        from_matrix("甲", "abc", matrix[:2])
    assert keys(error) == ["not_square"]
    printed = from_matrix("甲", "ab", np.array([[1, 0.333], [3, 1]])).matrix
    assert printed.tolist() == [[1, 1 / 3], [3, 1]]
    half = np.array([[1, 3, np.nan], [np.nan, 1, 2], [np.nan, np.nan, 1]])
    assert from_matrix("甲", "abc", half).matrix[2, 1] == 0.5


def test_best_and_worst_are_found_or_asked_for() -> None:
    (one,) = comparisons(read_judgements(table("甲,b,a,2\n甲,b,c,8\n甲,a,c,4")))
    found = best_worst_of(one)
    assert (found.items[found.best], found.items[found.worst]) == ("b", "c")
    assert found.best_to_worst == 8
    (no_worst,) = comparisons(read_judgements(table("甲,a,b,2\n甲,a,c,2\n甲,a,d,2")))
    with pytest.raises(FaultsError) as error:
        best_worst_of(no_worst)
    assert keys(error) == ["no_worst"]
    matrix = np.array([[1, 3, np.nan], [1 / 3, 1, 3], [np.nan, 1 / 3, 1]])
    with pytest.raises(FaultsError) as error:
        best_worst_of(Comparisons("甲", ("a", "b", "c"), matrix))
    assert keys(error) == ["no_best"]


def test_faults_of_swings() -> None:
    with pytest.raises(FaultsError) as error:
        swing("ab", {"甲": {"a": 90, "b": 50}, "乙": {"a": 100, "b": -1}, "丙": {"a": 100}})
    assert keys(error) == ["no_full_swing", "not_swing_points", "not_swing_points"]
    with pytest.raises(FaultsError) as error:
        smarter("ab", {"甲": {"a": 1}})
    assert keys(error) == ["no_rank"]
    with pytest.raises(FaultsError) as error:
        read_swings(table("甲,a,100\n甲,a,50\n甲,b,x", "expert,indicator,points"))
    assert keys(error) == ["swing_twice", "not_a_number"]
    with pytest.raises(FaultsError) as error:
        read_swings(table("甲,a", "expert,indicator"))
    assert keys(error) == ["points_or_rank"]


def test_the_say_of_experts() -> None:
    ranks = {"甲": {"a": 1.0, "b": 2.0}, "乙": {"a": 2.0, "b": 1.0}}
    assert smarter("ab", ranks).weights == pytest.approx([0.5, 0.5])
    assert smarter("ab", ranks, expert_weights={"甲": 1, "乙": 0}).weights == pytest.approx([0.75, 0.25])
    for say, key in (({"甲": 1.0}, "no_expert_weight"), ({"甲": 0.0, "乙": 0.0}, "no_say")):
        with pytest.raises(FaultsError) as error:
            smarter("ab", ranks, expert_weights=say)
        assert keys(error) == [key]
