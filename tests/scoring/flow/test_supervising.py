"""Measures and bars of a region as its offices may see them, how each came about, and what may go back as untrue."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from scoring import flow
from scoring.errors import AccessRefusedError

FIRST, SECOND, ROUND = "2026-0001", "2026-0002", "2026-sample"
COUNTY, ELSEWHERE = "320102", "320505"
DAY = date(2026, 6, 1)
ACCIDENT = flow.Cause("major_accident", date(2026, 5, 25))


def suspend(office: Any) -> None:
    told = {"measure": "publicity_suspension", "cause": ACCIDENT, "on": DAY, "reason": "事故"}
    flow.order_measure(office.register, office.who("secretariat"), office.tick(), application_id=FIRST, **told)


def give_back(office: Any) -> None:
    who = office.who("secretariat")
    flow.return_as_untrue(office.register, who, office.tick(), application_id=SECOND, on=DAY, reason="变造")


def test_every_step_of_a_measure_is_told_with_who_did_it_and_why(graded: Any) -> None:
    suspend(graded)
    id_ = f"{FIRST}/measure/1"
    flow.propose_void(graded.register, graded.who("secretariat"), graded.tick(), measure_id=id_, reason="引证有误")
    drc = graded.who("province_drc")
    flow.answer_void(graded.register, drc, graded.tick(), measure_id=id_, agreed=False, reason="证据充分")
    acts = flow.measure_history(graded.register, graded.who("inspector"), FIRST)
    assert [(one.act, one.reason, one.recorded.role) for one in acts] == [
        ("measure.ordered", "事故", "secretariat"),
        ("measure.void_proposed", "引证有误", "secretariat"),
        ("measure.void_declined", "证据充分", "province_drc"),
    ]
    assert [one.measure.voider for one in acts] == [None, "secretariat", None]


def test_measures_and_bars_are_listed_to_the_region_and_to_no_other(graded: Any) -> None:
    suspend(graded)
    give_back(graded)
    for role, region, seen in (
        ("secretariat", None, True),
        ("county_regulator", COUNTY, True),
        ("prefecture_drc", "320100", True),
        ("county_drc", ELSEWHERE, False),
        ("prefecture_regulator", "320500", False),
    ):
        who = graded.who(role, region=region)
        held = flow.list_measures(graded.register, who)
        assert [one.subject.application_id for one in held] == ([FIRST, SECOND] if seen else [])
        barred = flow.list_bars(graded.register, who, on=DAY)
        assert [(one.subject.enterprise, one.bar.until) for one in barred] == (
            [("南京样例2有限公司", date(2028, 6, 1))] if seen else []
        )
    assert not flow.list_bars(graded.register, graded.who("secretariat"), on=date(2028, 6, 2))


def test_a_history_of_another_region_and_lists_without_an_office_are_refused(graded: Any) -> None:
    suspend(graded)
    far = graded.who("county_regulator", region=ELSEWHERE)
    with pytest.raises(AccessRefusedError):
        flow.measure_history(graded.register, far, FIRST)
    with pytest.raises(AccessRefusedError):
        flow.measure_history(graded.register, far, "2026-9999")
    for step in (flow.list_measures, lambda register, who: flow.list_bars(register, who, on=DAY)):
        with pytest.raises(AccessRefusedError):
            step(graded.register, graded.who("expert"))


def test_what_was_announced_or_returned_cannot_go_back(graded: Any) -> None:
    who = graded.who("secretariat")
    assert SECOND in {one.application_id for one in flow.returnable(graded.register, who, ROUND)}
    assert FIRST not in {one.application_id for one in flow.returnable(graded.register, who, ROUND)}
    give_back(graded)
    assert SECOND not in {one.application_id for one in flow.returnable(graded.register, who, ROUND)}
    with pytest.raises(AccessRefusedError):
        flow.returnable(graded.register, graded.who("province_drc"), ROUND)


def looked_at(office: Any, role: str, region: str | None = None) -> list[str]:
    found = flow.supervised(office.register, office.who(role, region=region), on=DAY)
    return [one.subject.application_id for one in found]


def test_whom_supervision_looks_at_has_measures_first_and_then_stands_by_name(graded: Any) -> None:
    assert looked_at(graded, "secretariat") == [FIRST]
    give_back(graded)
    assert looked_at(graded, "secretariat") == [SECOND, FIRST]
    suspend(graded)
    assert looked_at(graded, "secretariat") == [FIRST, SECOND]


def test_an_office_looks_at_its_own_region_alone(graded: Any) -> None:
    give_back(graded)
    assert sorted(looked_at(graded, "county_regulator", COUNTY)) == [FIRST, SECOND]
    assert looked_at(graded, "county_drc", ELSEWHERE) == []


def test_whose_application_was_returned_is_found_by_its_number_and_has_no_grade(graded: Any) -> None:
    give_back(graded)
    everyone = {
        one.subject.application_id: one for one in flow.supervised(graded.register, graded.who("inspector"), on=DAY)
    }
    returned, announced = everyone[SECOND], everyone[FIRST]
    assert (returned.entry, returned.standing, returned.number) == (None, "returned", SECOND)
    assert returned.sought.split("\n") == ["南京样例2有限公司", returned.subject.uscc.casefold(), SECOND]
    assert announced.entry is not None
    assert announced.entry.number.casefold() in announced.sought


def test_whom_supervision_looks_at_is_refused_to_whoever_may_read_no_measure(graded: Any) -> None:
    with pytest.raises(AccessRefusedError):
        flow.supervised(graded.register, graded.who("expert"), on=DAY)
