"""Regions and times of a score file: what is read, and everything that contradicts itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indicators.faults import FaultsError
from indicators.tabular import table_of
from scoring.sheets import read_marks, score_tables
from scoring.sheets.circumstances import Circumstances, read_circumstances

GAP = np.nan


def read(text: str) -> tuple[Circumstances, ...]:
    table = table_of(text.encode(), "m.csv")
    return read_circumstances(table, score_tables(read_marks(table)))


def test_regions_by_panel_in_the_order_of_the_table() -> None:
    one, two = read(
        "panel,applicant,expert,score,applicant_region,expert_region\n"
        "p,甲,e1,8,南京,苏州\np,乙,e1,7,,\np,甲,e2,8,,南京\nq,甲,e1,8,无锡,\n"
    )
    assert (one.applicant_regions, one.expert_regions) == (("南京", ""), ("苏州", "南京"))
    assert (two.applicant_regions, two.expert_regions) == (("无锡",), ("",))
    assert (one.known, two.known) == (True, False)
    assert one.times is None


def test_a_file_without_such_columns() -> None:
    (only,) = read("applicant,expert,score\na,e,1\n")
    assert only == Circumstances(("",), ("",))


def test_moments_in_seconds() -> None:
    (only,) = read(
        "applicant,expert,indicator,score,time\n"
        "a,e,i,1,2026-03-01 09:30:00\na,e,j,1,2026-03-01T09:30:15\na,e,k,1,2026/3/1 9:31\n"
        "a,f,i,1,2026-03-01T09:30:00+08:00\na,f,j,1,\n"
    )
    assert only.times is not None
    first = only.times[0, 0, 0]
    np.testing.assert_array_equal(only.times[0] - first, [[0, 15, 60], [-8 * 3600, GAP, GAP]])
    assert not only.only_order


def test_numbers_are_an_order() -> None:
    (only,) = read("applicant,expert,score,time\na,e,1,2\nb,e,1,1\n")
    assert only.times is not None
    assert only.times.ravel().tolist() == [2.0, 1.0]
    assert only.only_order


@pytest.mark.parametrize(
    ("rows", "where", "key"),
    [
        ("a,e,1,南京,,\na,f,1,苏州,,\n", (3, "applicant_region"), "scorefile.another_region"),
        ("a,e,1,,南京,\nb,e,1,,苏州,\n", (3, "expert_region"), "scorefile.another_region"),
        ("a,e,1,,,soon\n", (2, "time"), "scorefile.not_a_time"),
        ("a,e,1,,,2026-13-01 00:00\n", (2, "time"), "scorefile.not_a_time"),
        ("a,e,1,,,2026/x/1\n", (2, "time"), "scorefile.not_a_time"),
        ("a,e,1,,,09:30\n", (2, "time"), "scorefile.not_a_time"),
        ("a,e,1,,,1\nb,e,1,,,2026-03-01 09:30\n", (3, "time"), "scorefile.mixed_times"),
    ],
)
def test_what_contradicts_itself_is_a_fault(rows: str, where: tuple[int, str], key: str) -> None:
    with pytest.raises(FaultsError, match=key.replace(".", r"\.")) as caught:
        read("applicant,expert,score,applicant_region,expert_region,time\n" + rows)
    (fault,) = caught.value.faults
    assert (fault.row, fault.column) == where


def test_all_faults_at_once_in_the_order_of_the_rows() -> None:
    with pytest.raises(FaultsError, match=r"scorefile\.") as caught:
        read("applicant,expert,score,expert_region,time\na,e,1,x,soon\nb,e,1,y,late\n")
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [
        (2, "time"), (3, "expert_region"), (3, "time"),
    ]  # fmt: skip


def test_the_published_panels_have_no_regions() -> None:
    data = (Path(__file__).parents[2] / "data" / "isu-worlds-2017" / "scores.csv").read_bytes()
    table = table_of(data, "scores.csv")
    assert not any(one.known for one in read_circumstances(table, score_tables(read_marks(table))))
