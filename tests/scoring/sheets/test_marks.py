"""Score files to marks and arrays: every fault with row, column and words in both languages."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from indicators.faults import FaultsError
from indicators.tabular import table_of
from scoring.model import MarkState
from scoring.sheets import parse_scale, read_marks, score_tables
from scoring.texts import translator

EN, ZH = translator("en"), translator("zh")


def faults_of(text: str, scale: str | None = None) -> list[tuple[int | None, str | None, str, str]]:
    with pytest.raises(FaultsError, match=r"scorefile\.") as caught:
        read_marks(table_of(text.encode(), "m.csv"), scale=parse_scale(scale) if scale else None)
    return [(fault.row, fault.column, fault.message(EN), fault.message(ZH)) for fault in caught.value.faults]


HEADER = "applicant,expert,indicator,score,state\n"
ONE_FAULT = {
    "column missing": (
        "applicant,score\n1,2\n",
        (1, "expert"),
        "the required column expert is missing. There are: applicant, score",
        "缺少必需的列“expert”",
    ),
    "text for a number": (
        HEADER + "a,e,i,九分,\n",
        (2, "score"),
        "row 2, column score: 九分 is not a number",
        "第 2 行“score”列应为数字，实际是“九分”",
    ),
    "not a number": (HEADER + "a,e,i,NaN,\n", (2, "score"), "NaN is not a number", "实际是“NaN”"),
    "infinite": (HEADER + "a,e,i,-inf,\n", (2, "score"), "-inf is not a number", "实际是“-inf”"),
    "infinite as float": (HEADER + "a,e,i,1e999,\n", (2, "score"), "1e999 has more digits", "1e999 位数过多"),
    "too many digits": (
        HEADER + "a,e,i,0.12345678901234567891,\n",
        (2, "score"),
        "more digits than can be computed with exactly",
        "位数过多",
    ),
    "unknown state": (
        HEADER + "a,e,i,1,absent\n",
        (2, "state"),
        "unknown state absent. Use one of: missing, scored, not_applicable, insufficient",
        "状态“absent”不认识",
    ),
    "scored but empty": (HEADER + "a,e,i,,scored\n", (2, "score"), "scored but the score is empty", "评分却是空的"),
    "missing but scored": (
        HEADER + "a,e,i,0,missing\n",
        (2, "state"),
        "the state is missing but there is a score, 0",
        "状态是 missing，却填了评分 0",
    ),
    "not applicable but scored": (
        HEADER + "a,e,i,3,not_applicable\n",
        (2, "state"),
        "the state is not_applicable but there is a score, 3",
        "状态是 not_applicable，却填了评分 3",
    ),
    "insufficient but points": (
        HEADER + "a,e,i,3,insufficient\n",
        (2, "score"),
        "insufficient, which is 0 points, but the score is 3",
        "按 0 分计",
    ),
    "no applicant": (HEADER + ",e,i,1,\n", (2, "applicant"), "the column applicant is empty", "“applicant”列是空的"),
    "no expert": (HEADER + "a,,i,1,\n", (2, "expert"), "the column expert is empty", "“expert”列是空的"),
    "no indicator": (HEADER + "a,e,,1,\n", (2, "indicator"), "the column indicator is empty", "“indicator”列是空的"),
    "a name that hides something": (
        HEADER + "a\u202e,e,i,1,\n",
        (2, "applicant"),
        "column applicant: the name holds a character that cannot be seen or breaks a line: a\\u202e",
        "第 2 行“applicant”列的名称含有看不见的字符或换行（a\\u202e）",
    ),
    "panel of some rows only": (
        "panel,applicant,expert,score\np,a,e,1\n,b,e,1\n",
        (3, "panel"),
        "row 3: the column panel is empty",
        "第 3 行“panel”列是空的",
    ),
    "doubled mark": (
        HEADER + "a,e,i,1,\na,e,j,1,\na,e,i,1,\n",
        (4, "score"),
        "rows 2 and 4: e scored a twice on i",
        "第 4 行与第 2 行重复：专家“e”对“a”的指标“i”评分了两次",
    ),
}


@pytest.mark.parametrize("name", ONE_FAULT)
def test_one_fault(name: str) -> None:
    text, place, english, chinese = ONE_FAULT[name]
    ((row, column, said, gesagt),) = faults_of(text)
    assert (row, column) == place
    assert "m.csv" in said
    assert english in said
    assert "m.csv" in gesagt
    assert chinese in gesagt


@pytest.mark.parametrize("score", ["9.8", "-0.25", "10.25", "9.75001"])
def test_a_mark_off_the_declared_scale(score: str) -> None:
    ((row, column, said, gesagt),) = faults_of(HEADER + f"a,e,i,{score},\n", "0:10:0.25")
    assert (row, column) == (2, "score")
    assert f"the mark {score} is off the declared scale (0 to 10 in steps of 0.25)" in said
    assert f"评分 {score} 不在规定的分值之内（0 至 10，每档 0.25）" in gesagt


def test_steps_of_a_tenth_are_exact() -> None:
    text = HEADER + "".join(f"a{n},e,i,{n / 10:.1f},\n" for n in range(101))
    assert len(read_marks(table_of(text.encode(), "m.csv"), scale=parse_scale("0:10:0.1")).marks) == 101


def test_insufficient_is_0_points_even_off_the_scale() -> None:
    text = HEADER + "a,e,i,,insufficient\n"
    (mark,) = read_marks(table_of(text.encode(), "m.csv"), scale=parse_scale("1:5:1")).marks
    assert (mark.score, mark.state) == (Decimal(0), MarkState.INSUFFICIENT)


def test_all_faults_at_once() -> None:
    found = faults_of(HEADER + ",e,i,x,\na,e,i,1,\na,e,i,2,huh\n")
    assert [(row, column) for row, column, *_ in found] == [
        (2, "score"),
        (2, "applicant"),
        (4, "state"),
        (4, "score"),
    ]


def test_unknown_columns_are_reported_and_ignored() -> None:
    marks = read_marks(table_of(b"applicant,expert,score,colour,time\na,e,1,red,3\n", "m.csv"))
    assert [EN(notice) for notice in marks.notices] == ["m.csv: unknown columns, ignored: colour."]
    assert [ZH(notice) for notice in marks.notices] == ["“m.csv”：以下列不认识，已忽略：colour。"]


def test_without_indicator_and_panel_there_is_one_of_each() -> None:
    (table,) = score_tables(read_marks(table_of(b"applicant,expert,score\na,e,1\n", "m.csv")))
    assert (table.panel, table.indicators) == ("", ("total",))


def test_arrays_in_order_of_first_appearance() -> None:
    text = (
        "panel,applicant,expert,indicator,score,state\n"
        "q,b,y,j,1.5,\n"
        "p,a,x,i,2,\n"
        "q,a,x,i,,insufficient\n"
        "q,b,x,i,,not_applicable\n"
        "q,b,y,i,0.125,scored\n"
        "q,a,y,j,,missing\n"
    )
    first, second = score_tables(read_marks(table_of(text.encode(), "m.csv")))
    assert (first.panel, first.applicants, first.experts, first.indicators) == ("q", ("b", "a"), ("y", "x"), ("j", "i"))
    nan = np.nan
    np.testing.assert_array_equal(first.values, [[[1.5, 0.125], [nan, nan]], [[nan, nan], [nan, 0.0]]])
    np.testing.assert_array_equal(first.states, [[[1, 1], [0, 2]], [[0, 0], [0, 3]]])
    assert first.decimals == 3
    assert (second.panel, second.values.shape, second.decimals) == ("p", (1, 1, 1), 0)


@pytest.mark.parametrize("written", ["0.30000000000000004", "1e3", "7.", ".5", "+2", "-0.0"])
def test_a_mark_comes_back_as_printed(written: str) -> None:
    (table,) = score_tables(read_marks(table_of(f"applicant,expert,score\na,e,{written}\n".encode(), "m.csv")))
    assert Decimal(repr(table.values.item())) == Decimal(written)
