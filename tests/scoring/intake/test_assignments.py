"""A file of assignments: pairs with their rows, every fault at once."""

from __future__ import annotations

import pytest

from indicators.faults import FaultsError
from indicators.tabular import Table, table_of
from scoring.intake.assignments import read_assignments


def table(*lines: str) -> Table:
    return table_of("\n".join(lines).encode(), "assignments.csv")


@pytest.mark.parametrize("head", ["application,expert", "申报编号,专家编号", "application_id,专家编号"])
def test_headings_in_either_language(head: str) -> None:
    read = read_assignments(table(head, "a1,E１", "a2,E1"))
    assert read.row_of == {("a1", "E1"): 2, ("a2", "E1"): 3}


def test_other_columns_are_reported_and_ignored() -> None:
    read = read_assignments(table("application,expert,备注", "a1,E1,x"))
    assert [(notice.key, notice.values["columns"]) for notice in read.notices] == [("intake.columns_ignored", "备注")]


def test_every_fault_at_once() -> None:
    with pytest.raises(FaultsError, match=r"intake\.empty") as caught:
        read_assignments(table("application,expert", "a1,E1", "a1,", "a1,E1", ",E2"))
    found = [(fault.what.key, fault.row, fault.column) for fault in caught.value.faults]
    assert found == [
        ("intake.empty", 3, "expert"),
        ("intake.twice", 4, "expert"),
        ("intake.empty", 5, "application"),
    ]


def test_a_column_that_is_not_there() -> None:
    with pytest.raises(FaultsError, match=r"intake\.column_missing"):
        read_assignments(table("application,who", "a1,E1"))
