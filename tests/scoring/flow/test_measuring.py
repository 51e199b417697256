"""Measures within validity, each on its ground and with its term; orders done or late; what everybody may know."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.texts import translator

FIRST, SECOND = "2026-0001", "2026-0002"
COUNTY = "320102"
DAY, UNTIL = date(2026, 6, 1), date(2026, 8, 30)
ACCIDENT = flow.Cause("major_accident", date(2026, 5, 25))
ORDER, SUSPENSION = "rectification_order", "publicity_suspension"
ID = f"{FIRST}/measure/1"


def order(office: Any, measure: str = ORDER, *, until: date | None = UNTIL, role: str = "secretariat", **given: Any):
    told = {"application_id": FIRST, "cause": ACCIDENT, "on": DAY, "reason": "事故"} | given
    return flow.order_measure(office.register, office.who(role), office.tick(), measure=measure, until=until, **told)


def confirm(
    office: Any, on: date, *, role: str = "county_regulator", region: str | None = COUNTY, reason: str = "已整改"
):
    office.now = max(office.now, office.now.replace(year=on.year, month=on.month, day=on.day))
    who = office.who(role, region=region)
    return flow.confirm_rectified(office.register, who, office.tick(), measure_id=ID, on=on, reason=reason)


def lift(office: Any, on: date) -> Any:
    office.now = max(office.now, office.now.replace(year=on.year, month=on.month, day=on.day))
    who = office.who("secretariat")
    return flow.lift_suspension(office.register, who, office.tick(), measure_id=ID, on=on, reason="整改完成")


def read(office: Any, role: str = "secretariat", region: str | None = None) -> Any:
    return flow.read_measures(office.register, office.who(role, region=region), FIRST)


def standing(office: Any, on: date) -> str:
    return flow.grade_standing(office.register, office.who("public"), FIRST, on=on)


def found_true(office: Any, kind: str = "complaint") -> str:
    """Enter something that is investigated and found true; return its id."""
    who = office.who("secretariat")
    flow.receive_complaint(
        office.register,
        who,
        office.tick(),
        application_id=FIRST,
        kind=kind,
        account="渗漏",
        on=DAY,  # type: ignore[arg-type]
    )
    id_ = flow.list_complaints(office.register, who)[-1].complaint_id
    for state in ("accepted", "investigated", "found_true"):
        flow.advance_complaint(
            office.register,
            who,
            office.tick(),
            complaint_id=id_,
            state=state,
            on=DAY,
            reason="属实",  # type: ignore[arg-type]
        )
    return id_


def test_an_order_stands_in_the_record_with_its_ground_its_term_and_its_article(graded: Any) -> None:
    order(graded)
    (one,) = read(graded)
    assert (one.kind, one.ground, one.happened_on) == (ORDER, "major_accident", date(2026, 5, 25))
    assert (one.document, one.clause, one.taken_on, one.until_on) == ("jiangsu-measures", "17", DAY, UNTIL)
    assert (one.state, one.authority, one.signer, one.reason) == ("in_force", "market_regulator", "secretariat", "事故")
    assert standing(graded, DAY) == "valid"
    assert not flow.verify(graded.register, graded.who("inspector")).faults


@pytest.mark.parametrize(("on", "late"), [(UNTIL, False), (date(2026, 8, 31), True)])
def test_an_order_is_done_in_time_or_late(graded: Any, on: date, late: bool) -> None:
    order(graded)
    confirm(graded, on)
    (one,) = read(graded)
    assert (one.state, one.ended_on, one.version) == ("done", on, 2)
    assert f'"late":{str(late).lower()}' in graded.entries()[-1].content
    with pytest.raises(ConflictError, match=r"supervision\.nothing_to_end"):
        confirm(graded, on)


def test_orders_that_are_late_are_told_and_no_others(graded: Any) -> None:
    order(graded)
    order(graded, SUSPENSION, until=UNTIL)

    def late(on: date, role: str = "secretariat", region: str | None = None) -> list[tuple[str, str, int]]:
        found = flow.late_rectifications(graded.register, graded.who(role, region=region), on=on)
        return [(one.measure.measure_id, one.county, one.days_late) for one in found]

    assert late(UNTIL) == []
    assert late(date(2026, 8, 31)) == [(ID, COUNTY, 1)]
    assert late(date(2026, 8, 31), "county_regulator", "320104") == []
    assert late(date(2026, 8, 31), "prefecture_regulator", "320100") == [(ID, COUNTY, 1)]
    confirm(graded, date(2026, 9, 1))
    assert late(date(2026, 9, 2)) == []


@pytest.mark.parametrize("until", [None, date(2026, 5, 31), DAY, date(2026, 8, 31)])
def test_an_order_has_a_term_after_its_day_and_no_longer_than_the_rule_book_says(graded: Any, until: date) -> None:
    with pytest.raises(FaultsError, match=r"supervision\.order_term"):
        order(graded, until=until)


def test_a_suspension_keeps_the_grade_valid_and_out_of_publicity(graded: Any) -> None:
    order(graded, SUSPENSION, until=date(2026, 12, 31))
    days = [date(2026, 5, 31), DAY, date(2026, 12, 31), date(2027, 1, 1)]
    assert [standing(graded, on) for on in days] == ["valid", "suspended", "suspended", "valid"]
    lift(graded, date(2026, 9, 1))
    assert [standing(graded, date(2026, 8, 31)), standing(graded, date(2026, 9, 1))] == ["suspended", "valid"]


def test_a_suspension_may_last_until_it_is_lifted_and_never_ends_before_it_begins(graded: Any) -> None:
    with pytest.raises(FaultsError, match=r"supervision\.ends_before_it_begins"):
        order(graded, SUSPENSION, until=date(2026, 5, 31))
    order(graded, SUSPENSION, until=None)
    assert standing(graded, date(2030, 1, 1)) == "suspended"
    assert standing(graded, date(2031, 5, 20)) == "expired"


def test_what_runs_is_not_ordered_again(graded: Any) -> None:
    for measure in (ORDER, SUSPENSION):
        order(graded, measure)
        with pytest.raises(ConflictError, match=r"supervision\.runs_already"):
            order(graded, measure)
    order(graded, "public_exposure", until=None)
    order(graded, "public_exposure", until=None)
    order(graded, "legal_liability", until=None)
    assert [one.kind for one in read(graded)][2:] == ["public_exposure", "public_exposure", "legal_liability"]


def test_a_suspension_that_has_run_out_may_be_ordered_again(graded: Any) -> None:
    order(graded, SUSPENSION, until=date(2026, 6, 10))
    graded.now = graded.now.replace(day=11)
    order(graded, SUSPENSION, until=None, on=date(2026, 6, 11))
    assert standing(graded, date(2026, 6, 11)) == "suspended"


def test_many_complaints_found_true_are_a_ground_and_few_are_not(graded: Any) -> None:
    ids = tuple(found_true(graded) for _ in range(3))
    with pytest.raises(FaultsError, match=r"supervision\.too_few_complaints"):
        order(graded, cause=flow.Cause("complaints_found_true", complaints=ids[:2]))
    order(graded, cause=flow.Cause("complaints_found_true", complaints=ids))
    assert read(graded)[0].cited_complaints == ids


def test_what_the_office_found_itself_is_a_ground_once_it_is_found_true(graded: Any) -> None:
    with pytest.raises(FaultsError, match=r"supervision\.finding_needed"):
        order(graded, cause=flow.Cause("own_finding", complaints=(found_true(graded),)))
    order(graded, cause=flow.Cause("own_finding", complaints=(found_true(graded, "own_finding"),)))
    assert read(graded)[0].ground == "own_finding"


def test_what_is_untrue_is_not_put_right(graded: Any) -> None:
    with pytest.raises(FaultsError, match=r"supervision\.measure_not_for_ground") as caught:
        order(graded, cause=flow.Cause("untrue_material"))
    (fault,) = caught.value.faults
    assert fault.expected == "major_accident | complaints_found_true | own_finding"
    assert "《江苏省企业质量信用等级认定管理办法》第十六条" in fault.message(translator("zh"))


@pytest.mark.parametrize("measure", ["revocation", "application_returned", "revocation_announcement", "fine"])
def test_only_measures_that_leave_the_grade_valid_are_ordered(graded: Any, measure: str) -> None:
    with pytest.raises(FaultsError, match=r"supervision\.unknown_measure"):
        order(graded, measure, until=None)
    assert read(graded) == ()


def test_all_faults_are_told_at_once(graded: Any) -> None:
    with pytest.raises(FaultsError, match=r"supervision\.") as caught:
        order(graded, "public_exposure", cause=flow.Cause("major_accident"), on=date(2026, 6, 2))
    assert [fault.what.key for fault in caught.value.faults] == [
        "supervision.accident_without_day",
        "supervision.day_to_come",
        "supervision.no_term",
    ]


@pytest.mark.parametrize("on", [date(2026, 5, 19), date(2031, 5, 20)])
def test_measures_are_taken_within_validity(graded: Any, on: date) -> None:
    graded.now = graded.now.replace(year=2032)
    with pytest.raises(ConflictError, match=r"supervision\.not_in_force"):
        order(graded, on=on)


def test_nothing_is_ordered_of_what_was_revoked_or_never_announced(graded: Any) -> None:
    graded.revoke()
    for application_id in (FIRST, SECOND):
        with pytest.raises(ConflictError, match=r"supervision\.not_in_force"):
            order(graded, application_id=application_id)


def test_a_reason_is_due(graded: Any) -> None:
    with pytest.raises(ConflictError, match=r"flow\.reason_needed .*what_measure"):
        order(graded, reason="")
    order(graded)
    with pytest.raises(ConflictError, match=r"flow\.reason_needed .*what_confirm"):
        confirm(graded, DAY, reason="")


def test_who_orders_confirms_and_reads(graded: Any) -> None:
    for role in ("prefecture_regulator", "county_regulator", "province_drc", "leader", "inspector"):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            order(graded, role=role)
    order(graded)
    for role, region in (("county_regulator", "320104"), ("county_drc", COUNTY), ("inspector", None)):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            confirm(graded, DAY, role=role, region=region)
    for role, region in (("county_drc", COUNTY), ("prefecture_drc", "320100"), ("province_drc", None)):
        assert len(read(graded, role, region)) == 1
    for role, region in (("county_regulator", "320104"), ("public", None), ("expert", None)):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            read(graded, role, region)


def test_a_measure_set_aside_never_was(graded: Any) -> None:
    order(graded, SUSPENSION)
    who = graded.who("secretariat")
    flow.propose_void(graded.register, who, graded.tick(), measure_id=ID, reason="事故与其无关")
    assert standing(graded, DAY) == "suspended"
    who = graded.who("province_drc")
    flow.answer_void(graded.register, who, graded.tick(), measure_id=ID, agreed=True, reason="属实")
    assert standing(graded, DAY) == "valid"


def test_the_public_is_told_of_grades_and_not_of_applications(graded: Any) -> None:
    for application_id in (SECOND, "2026-0099"):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            flow.grade_standing(graded.register, graded.who("public"), application_id, on=DAY)
