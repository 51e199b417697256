"""Who must not score whom: each kind for itself, at its edges."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from indicators.load import shipped_rule_book
from indicators.model import DrawRules
from scoring.model import Application, Expert
from scoring.procedure.draw.conflicts import Known, conflicts, employed_by

ON = date(2026, 6, 1)
EXPERT = Expert("E01", "专家", "某某研究院", "320500", ("C34",), date(2024, 2, 29), date(2028, 2, 29))


@pytest.fixture(scope="module")
def rules() -> DrawRules:
    found = shipped_rule_book("2026-sample").round.parameter_sheet.draw
    assert found is not None
    return found


def kinds(
    application: Application, rules: DrawRules | None, *, expert: Expert = EXPERT, on: date = ON, **known: Any
) -> tuple[str, ...]:
    return conflicts(expert, application, Known(**known), on=on, rules=rules)


def test_nothing_bars_a_stranger(sound_application: Application, rules: DrawRules) -> None:
    assert kinds(sound_application, rules) == ()


@pytest.mark.parametrize(
    ("day", "barred"),
    [
        (date(2024, 2, 28), True),
        (date(2024, 2, 29), False),
        (date(2028, 2, 29), False),
        (date(2028, 3, 1), True),
    ],
)
def test_an_appointment_holds_from_its_first_to_its_last_day(
    sound_application: Application, rules: DrawRules, day: date, barred: bool
) -> None:
    assert kinds(sound_application, rules, on=day) == (("appointment",) if barred else ())
    assert kinds(sound_application, rules, expert=replace(EXPERT, appointed_until=None), on=date(2099, 12, 31)) == ()


def test_the_own_prefecture_is_excluded_where_the_rules_say_so(
    sound_application: Application, rules: DrawRules
) -> None:
    neighbour = replace(EXPERT, region="320100")
    assert kinds(sound_application, rules, expert=neighbour) == ("own_prefecture",)
    assert kinds(sound_application, replace(rules, own_prefecture_excluded=False), expert=neighbour) == ()
    assert kinds(sound_application, None, expert=neighbour) == ()


@pytest.mark.parametrize(
    "employer", ["某公司（南京）", "某公司(南京)", " 某公司（ 南京 ） ", "某公司，91350100M000100Y43"]
)
def test_an_employer_is_known_by_name_and_by_code(sound_application: Application, employer: str) -> None:
    enterprise = replace(sound_application.enterprise, name="某公司（南京）")
    assert employed_by(replace(EXPERT, employer=employer), enterprise)


def test_another_company_of_a_like_name_is_no_employer(sound_application: Application) -> None:
    enterprise = replace(sound_application.enterprise, name="某公司")
    assert not employed_by(replace(EXPERT, employer="某公司研究院"), enterprise)


def test_an_earlier_visit_bars_where_the_rules_say_so(sound_application: Application, rules: DrawRules) -> None:
    assert kinds(sound_application, rules, visited_by=("E01",)) == ("earlier_visit",)
    assert kinds(sound_application, replace(rules, earlier_visit_excluded=False), visited_by=("E01",)) == ()
    assert kinds(sound_application, rules, visited_by=("E02",)) == ()


def test_what_was_told_bars_whatever_the_rules(sound_application: Application) -> None:
    kept = {("E01", "declared"), ("E01", "found"), ("E01", "unsuitable"), ("E02", "found")}
    assert kinds(sound_application, None, kept=kept, left={"E01"}) == (
        "declared",
        "found",
        "unsuitable",
        "left_before",
    )
