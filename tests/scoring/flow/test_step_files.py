"""One application's file: the same as among its whole round, without reading that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, event

from scoring import flow
from scoring.flow import Signed, gather
from scoring.flow.step_standings import EVERYTHING, OFFICES, cases
from scoring.register import step_acts

ROUND, FIRST, SECOND = "2026-sample", "2026-0001", "2026-0002"
OURS = "2026-0003"
PRELIMINARY = "county_preliminary_review"


@contextmanager
def rows_read() -> Iterator[list[int]]:
    """Count the rows that a file gives meanwhile, and the questions."""
    counted = [0, 0]

    def row(_cursor: Any, found: tuple[Any, ...]) -> tuple[Any, ...]:
        counted[0] += 1
        return found

    def hear(_connection: Any, cursor: Any, *_rest: Any) -> None:
        counted[1] += 1
        cursor.row_factory = row

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield counted
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def read(office: Any) -> tuple[flow.StepFile, list[int]]:
    with rows_read() as counted:
        found = flow.step_file(office.register, office.who("secretariat"), date(2026, 6, 1), OURS)
    return found, counted


def enter(office: Any, numbers: range) -> None:
    given = [office.application(number) for number in numbers]
    who = office.who("secretariat")
    flow.import_applications(office.register, who, office.tick(), ROUND, given, source="a.csv")
    signed = [Signed(one.application_id, PRELIMINARY) for one in given]
    regulator = office.who("county_regulator", region="320102")
    flow.sign_steps(office.register, regulator, office.tick(), ROUND, signed)


def test_a_file_reads_no_more_of_a_round_of_forty_than_of_one_of_three(opened: Any) -> None:
    enter(opened, range(3, 6))
    before, counted = read(opened)
    enter(opened, range(6, 46))
    for number in range(10, 16):
        flow.withdraw_application(
            opened.register,
            opened.who("secretariat"),
            opened.tick(),
            application_id=f"2026-{number:04d}",
            reason="申请",
        )
    after, now = read(opened)
    assert after == before
    assert counted[0] > 0
    assert now == counted, "rows and questions"
    with rows_read() as whole, opened.register.read() as connection:
        step_acts.of_round(connection, ROUND)
    assert whole[0] == 43, "the count counts"


@pytest.mark.parametrize("sees", [EVERYTHING, OFFICES])
def test_a_file_says_what_the_whole_round_says_of_it(decided: Any, sees: Any) -> None:
    decided.to("in_notice")
    decided.accredit(flow.Granted(FIRST, "AA"))
    with decided.register.read() as connection:
        book = gather.rule_book(connection, ROUND)
        whole = cases(connection, ROUND, book, sees)
        assert set(whole) == {FIRST, SECOND}
        for name, one in whole.items():
            assert cases(connection, ROUND, book, sees, only=(name,)) == {name: one}
    assert {one.standing.state for one in whole.values()} != {"open"} or sees == OFFICES
