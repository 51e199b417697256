"""Bars hold from their first day to their last, both included, unless lifted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from scoring.register import bars, tables
from scoring.register.bars import Bar
from scoring.register.chain import Act, record
from scoring.register.database import Register

MakeAct = Callable[..., Act]
USCC = "91320102MA1ABCD01X"
SHORT = Bar(
    USCC,
    1,
    date(2026, 2, 28),
    date(2028, 2, 28),
    "16",
    "检测报告系变造",
    document="jiangsu-measures",
    bar_id="a1/return",
    application_id="a1",
)
LONG = replace(SHORT, until=date(2031, 2, 28), clause="17", bar_id="a1/revocation")


@pytest.fixture
def barred(whole: Register, act: MakeAct) -> Register:
    with whole.write() as connection:
        record(connection, act("accreditation.revoked"), {tables.bar: bars.add([SHORT, LONG])})
    return whole


@pytest.mark.parametrize(
    ("on", "clauses"),
    [
        (date(2026, 2, 27), []),
        (date(2026, 2, 28), ["17", "16"]),
        (date(2028, 2, 28), ["17", "16"]),
        (date(2028, 2, 29), ["17"]),
        (date(2031, 2, 28), ["17"]),
        (date(2031, 3, 1), []),
    ],
)
def test_first_and_last_day_are_barred_and_no_other(barred: Register, on: date, clauses: list[str]) -> None:
    with barred.read() as connection:
        assert [one.clause for one in bars.standing(connection, USCC, on)] == clauses
        assert bars.standing(connection, "91320102MA1ABCD99X", on) == ()


def test_a_lifted_bar_stays_in_the_record_and_bars_nobody(barred: Register, act: MakeAct) -> None:
    lifted = replace(LONG, version=2, state="lifted", reason="撤销决定经复查不成立")
    with barred.write() as connection:
        record(connection, act("measure.voided"), {tables.bar: bars.add([lifted])})
    with barred.read() as connection:
        assert bars.standing(connection, USCC, date(2030, 1, 1)) == ()
        assert bars.of_enterprise(connection, USCC) == (SHORT, lifted)
        assert bars.one(connection, "a1/revocation") == lifted
        assert bars.one(connection, "a9/revocation") is None
        assert len(bars.everything(connection)) == 3
