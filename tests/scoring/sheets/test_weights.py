"""Weights: from a file, fitted to the panels; from the tree of a round."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.faults import FaultsError
from indicators.model import Indicator, IndicatorTable
from indicators.tabular import table_of
from scoring.model import ScoreTable
from scoring.sheets import fitting_weights, read_marks, read_weights, round_weights, score_tables
from scoring.texts import translator

EN, ZH = translator("en"), translator("zh")


def tables(text: str) -> tuple[ScoreTable, ...]:
    return score_tables(read_marks(table_of(text.encode(), "m.csv")))


def test_identical_repeats_count_once_even_written_otherwise() -> None:
    weights, notices = read_weights(table_of(b"indicator,weight\ni,1.2\nj,2\ni,1.20\n", "w.csv"))
    assert weights[""].of == {"i": Decimal("1.2"), "j": Decimal(2)}
    assert notices == ()


def test_weights_by_panel() -> None:
    weights, _ = read_weights(table_of(b"panel,indicator,weight\np,i,1\nq,i,2\n,i,3\n", "w.csv"))
    assert {panel: own.of["i"] for panel, own in weights.items()} == {"p": 1, "q": 2, "": 3}
    marks = tables("panel,applicant,expert,indicator,score\nq,a,e,i,1\nother,a,e,i,1\n")
    fitting, _ = fitting_weights(marks, weights, file="w.csv")
    assert {panel: own.of["i"] for panel, own in fitting.items()} == {"q": 2, "other": 3}


@pytest.mark.parametrize(
    ("text", "place", "english", "chinese"),
    [
        ("indicator,factor\ni,1\n", (1, "weight"), "required column weight is missing", "缺少必需的列“weight”"),
        ("indicator,weight\ni,much\n", (2, "weight"), "much is not a number", "实际是“much”"),
        ("indicator,weight\ni,\n", (2, "weight"), "the column weight is empty", "“weight”列是空的"),
        ("indicator,weight\ni,-1\n", (2, "weight"), "row 2: the weight -1 is negative", "第 2 行的权重 -1 是负数"),
        (
            "indicator,weight\ni,1\nj,1\ni,1.5\n",
            (4, "weight"),
            "row 4: the weight of i is 1.5, but in row 2 it is 1",
            "指标“i”的权重是 1.5，而第 2 行是 1",
        ),
        ("indicator,weight\n,1\n", (2, "indicator"), "the column indicator is empty", "“indicator”列是空的"),
        ("indicator,weight\ni,0\nj,0.0\n", (None, "weight"), "every weight is 0", "权重全部为 0"),
    ],
)
def test_faults(text: str, place: tuple[int | None, str], english: str, chinese: str) -> None:
    with pytest.raises(FaultsError, match=r"(scorefile|weights)\.") as caught:
        read_weights(table_of(text.encode(), "w.csv"))
    (fault,) = caught.value.faults
    assert (fault.row, fault.column) == place
    assert english in fault.message(EN)
    assert chinese in fault.message(ZH)


def test_a_scored_indicator_without_a_weight() -> None:
    weights, _ = read_weights(table_of(b"indicator,weight\ni,1\n", "w.csv"))
    marks = tables("applicant,expert,indicator,score\na,e,i,1\na,e,j,1\na,e,k,1\n")
    with pytest.raises(FaultsError, match="none_for") as caught:
        fitting_weights(marks, weights, file="w.csv")
    assert [fault.seen for fault in caught.value.faults] == ["j", "k"]
    assert "no weight for the indicator j, which was scored" in caught.value.faults[0].message(EN)
    assert "没有给出指标“j”的权重" in caught.value.faults[0].message(ZH)


def test_a_weight_that_no_mark_uses_is_said() -> None:
    weights, _ = read_weights(table_of(b"indicator,weight\ni,1\nj,2\n", "w.csv"))
    _, (notice,) = fitting_weights(tables("applicant,expert,indicator,score\na,e,i,1\n"), weights, file="w.csv")
    assert "weights of indicators that nobody scored" in EN(notice)
    assert "有权重而没有评分" in ZH(notice)


def test_weights_of_a_round() -> None:
    nodes = [
        Indicator("1", "一", "one", Decimal(10), ()),
        Indicator("1.1", "甲", "a", Decimal(4), (), parent="1"),
        Indicator("1.2", "乙", "b", Decimal(6), (), parent="1"),
    ]
    weights = round_weights(IndicatorTable("表", "table", Decimal(10), "points", (), tuple(nodes)))
    assert weights.of == {"1.1": 1, "1.2": 1}
    assert weights.full_marks == {"1.1": 4, "1.2": 6}
    assert weights.parents == {"1": None, "1.1": "1", "1.2": "1"}
