"""What a round lets in: known people, its indicators, their points; every fault with its row."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

import pytest

from indicators.faults import FaultsError
from indicators.model import Indicator, IndicatorTable, Level, Round
from indicators.tabular import table_of
from scoring.model import MarkState
from scoring.sheets import Marks, check_against_round
from scoring.texts import translator

EN, ZH = translator("en"), translator("zh")
LEVELS = tuple(Level(Decimal(share) / 4, "") for share in range(5))


@dataclass
class _Table:
    """As much of a round as is asked for here."""

    indicator_table: IndicatorTable


def sheet_of(rows: str) -> Marks:
    indicators = (
        Indicator("1", "制度", "system", Decimal(6), ()),
        Indicator("1.1", "方针", "policy", Decimal(2), (), parent="1", levels=LEVELS),
        Indicator("1.2", "目标", "goals", Decimal(4), (), parent="1", step=Decimal("0.5"), allows_not_applicable=True),
    )
    table = IndicatorTable("表", "table", Decimal(6), "points", (), indicators)
    file = table_of(("applicant,expert,indicator,score,state\n" + rows).encode(), "m.csv")
    round_ = cast(Round, cast(Any, _Table(table)))
    return check_against_round(file, round_=round_, applicants={"a1"}, experts={"e1", "e2"})


def test_what_the_round_allows() -> None:
    marks = sheet_of("a1,e1,1.1,1.5,\na1,e1,1.2,,not_applicable\na1,e2,1.1,,insufficient\na1,e2,1.2,,\n").marks
    assert [mark.state for mark in marks] == [
        MarkState.SCORED,
        MarkState.NOT_APPLICABLE,
        MarkState.INSUFFICIENT,
        MarkState.MISSING,
    ]
    assert marks[0].score == Decimal("1.5")


@pytest.mark.parametrize(
    ("rows", "column", "english", "chinese"),
    [
        ("a9,e1,1.1,1,\n", "applicant", "row 2: the applicant a9 is not in this round", "第 2 行的申报“a9”不在本轮"),
        ("a1,e9,1.1,1,\n", "expert", "row 2: the expert e9 is not on record", "第 2 行的专家“e9”没有登记"),
        ("a1,e1,9,1,\n", "indicator", "row 2: 9 is not an indicator that this round scores", "指标“9”不是本轮"),
        ("a1,e1,1,1,\n", "indicator", "row 2: 1 is not an indicator", "上级指标不单独评分"),
        (
            "a1,e1,1.1,0.75,\n",
            "score",
            "row 2: The mark 0.75 cannot be given on the indicator 1.1 policy. Allowed: 0, 0.5, 1, 1.5, 2",
            "第 2 行：指标 1.1“方针”不能评为“0.75”。可评的分值：0, 0.5, 1, 1.5, 2",
        ),
        ("a1,e1,1.2,4.5,\n", "score", "The mark 4.5 cannot be given", "不能评为“4.5”"),
        (
            "a1,e1,1.1,,not_applicable\n",
            "state",
            "row 2: The indicator 1.1 policy may not be judged not applicable",
            "第 2 行：指标 1.1“方针”不允许评为不适用",
        ),
    ],
)
def test_what_it_does_not(rows: str, column: str, english: str, chinese: str) -> None:
    with pytest.raises(FaultsError, match=r"scoresheet\.") as caught:
        sheet_of(rows)
    (fault,) = caught.value.faults
    assert (fault.file, fault.row, fault.column) == ("m.csv", 2, column)
    assert english in fault.message(EN)
    assert chinese in fault.message(ZH)


def test_faults_of_the_file_and_of_the_round_together() -> None:
    with pytest.raises(FaultsError, match=r"scoresheet\.") as caught:
        sheet_of("a1,e1,1.1,x,\na9,e9,9,1,\na1,e1,1.1,1,\na1,e1,1.1,0.3,\n")
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [
        (2, "score"),
        (3, "applicant"),
        (3, "expert"),
        (3, "indicator"),
        (4, "score"),
        (5, "score"),
        (5, "score"),
    ]
