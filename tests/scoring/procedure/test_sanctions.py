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
    standing_of_grade,
)
from scoring.register.accreditations import Accreditation
from scoring.register.measures import Measure


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


HELD = Accreditation("2026-0001", 1, "x", "2026-sample", "AA", date(2024, 2, 29), date(2029, 2, 27))
SUSPENDED = Measure(
    "2026-0001/measure/1",
    1,
    "2026-0001",
    "publicity_suspension",
    "major_accident",
    "jiangsu-measures",
    "17",
    date(2026, 6, 1),
    "market_regulator",
    "secretariat",
    "事故调查期间",
    until_on=date(2026, 12, 31),
)
REVOKED = replace(SUSPENDED, measure_id="2026-0001/measure/2", kind=REVOCATION, until_on=None)


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        (date(2024, 2, 28), "not_yet_valid"),
        (date(2024, 2, 29), "valid"),
        (date(2026, 5, 31), "valid"),
        (date(2026, 6, 1), "suspended"),
        (date(2026, 12, 31), "suspended"),
        (date(2027, 1, 1), "valid"),
        (date(2029, 2, 27), "valid"),
        (date(2029, 2, 28), "expired"),
    ],
)
def test_what_everybody_may_know_of_a_grade_on_a_day(on: date, standing: str) -> None:
    assert standing_of_grade(HELD, [SUSPENDED], on) == standing


def test_a_suspension_ends_on_the_day_it_is_lifted_and_one_set_aside_never_was() -> None:
    lifted = replace(SUSPENDED, state="lifted", ended_on=date(2026, 8, 1))
    assert standing_of_grade(HELD, [lifted], date(2026, 7, 31)) == "suspended"
    assert standing_of_grade(HELD, [lifted], date(2026, 8, 1)) == "valid"
    assert standing_of_grade(HELD, [replace(SUSPENDED, state="voided")], date(2026, 7, 1)) == "valid"
    endless = replace(SUSPENDED, until_on=None)
    assert standing_of_grade(HELD, [endless], date(2029, 2, 27)) == "suspended"
    assert standing_of_grade(HELD, [endless], date(2029, 2, 28)) == "expired"


def test_an_order_to_rectify_leaves_the_grade_in_publicity() -> None:
    assert standing_of_grade(HELD, [replace(SUSPENDED, kind="rectification_order")], date(2026, 7, 1)) == "valid"


def test_revoked_from_its_day_on_and_for_good() -> None:
    revoked = replace(HELD, state="revoked")
    measures = [SUSPENDED, replace(REVOKED, taken_on=date(2026, 9, 1))]
    assert standing_of_grade(revoked, measures, date(2026, 8, 31)) == "suspended"
    assert standing_of_grade(revoked, measures, date(2026, 9, 1)) == "revoked"
    assert standing_of_grade(revoked, measures, date(2040, 1, 1)) == "revoked"
    # Without its measure, as a register of earlier days has it, no day is known: then it is revoked all along.
    assert standing_of_grade(revoked, [], date(2026, 1, 1)) == "revoked"


def test_one_signature_revokes_nothing() -> None:
    assert standing_of_grade(HELD, [replace(REVOKED, state="signed")], date(2026, 7, 1)) == "valid"


def test_superseded_is_neither_suspended_nor_expired() -> None:
    replaced = replace(HELD, state="superseded")
    assert standing_of_grade(replaced, [SUSPENDED], date(2026, 7, 1)) == "superseded"
    assert standing_of_grade(replaced, [], date(2040, 1, 1)) == "superseded"
