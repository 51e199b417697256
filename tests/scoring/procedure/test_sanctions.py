"""Bars of two and five years, and which measure follows from which ground, as Articles 16 and 17 have them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from indicators.load import shipped_rule_book
from indicators.model import Regulation
from scoring.procedure.sanctions import (
    GROUNDS,
    RETURN,
    REVOCATION,
    Ground,
    allows,
    debarment,
    grounds_for,
    sanction_for,
)


@pytest.fixture(scope="module")
def jiangsu() -> Regulation:
    return shipped_rule_book("2026-sample").regulation


@pytest.mark.parametrize(
    ("ground", "announced", "measure", "on", "last", "clause"),
    [
        ("untrue_material", False, RETURN, date(2026, 5, 10), date(2028, 5, 10), "16"),
        ("untrue_material", True, REVOCATION, date(2026, 5, 10), date(2028, 5, 10), "16"),
        ("major_accident", True, REVOCATION, date(2026, 5, 10), date(2031, 5, 10), "17"),
        ("complaints_found_true", True, REVOCATION, date(2026, 12, 31), date(2031, 12, 31), "17"),
        ("own_finding", True, REVOCATION, date(2026, 1, 1), date(2031, 1, 1), "17"),
        # 29 February: the last day of that month where there is none, and itself where there is one.
        ("untrue_material", False, RETURN, date(2028, 2, 29), date(2030, 2, 28), "16"),
        ("major_accident", True, REVOCATION, date(2028, 2, 29), date(2033, 2, 28), "17"),
        ("untrue_material", True, REVOCATION, date(2026, 2, 28), date(2028, 2, 28), "16"),
    ],
)
def test_how_long_a_bar_lasts(
    jiangsu: Regulation, ground: Ground, announced: bool, measure: str, on: date, last: date, clause: str
) -> None:
    sanction = sanction_for(jiangsu, ground, announced=announced)
    assert sanction is not None
    found = debarment(sanction, measure, on)
    assert found is not None
    assert (found.first, found.last, found.sanction.cite.clause) == (on, last, clause)


def test_only_return_and_revocation_bar(jiangsu: Regulation) -> None:
    for ground in GROUNDS:
        sanction = sanction_for(jiangsu, ground, announced=True)
        assert sanction is not None
        for measure in {one.id for one in jiangsu.measures} - {REVOCATION}:
            assert debarment(sanction, measure, date(2026, 5, 10)) is None


def test_a_rule_that_bars_nobody_bars_nobody(jiangsu: Regulation) -> None:
    (untrue, *_) = jiangsu.sanctions
    mild = replace(untrue, debarment_years=None, debarment_from=None)
    assert debarment(mild, RETURN, date(2026, 5, 10)) is None


def test_before_the_announcement_there_is_a_rule_for_untrue_material_alone(jiangsu: Regulation) -> None:
    assert [ground for ground in GROUNDS if sanction_for(jiangsu, ground, announced=False)] == ["untrue_material"]


def test_what_is_untrue_is_revoked_and_not_put_right(jiangsu: Regulation) -> None:
    rest = ("major_accident", "complaints_found_true", "own_finding")
    assert grounds_for(jiangsu, "rectification_order", announced=True) == rest
    assert grounds_for(jiangsu, "publicity_suspension", announced=True) == rest
    assert grounds_for(jiangsu, REVOCATION, announced=True) == GROUNDS
    assert grounds_for(jiangsu, RETURN, announced=False) == ("untrue_material",)
    assert grounds_for(jiangsu, RETURN, announced=True) == ()
    assert not allows(None, REVOCATION)
