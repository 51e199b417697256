"""Acts of offices: many applications as one act, reasons and clauses, caps, one person for one authority, reminders."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.flow import Signed
from scoring.model import AdverseRecord, Application
from scoring.register import step_acts

ROUND = "2026-sample"
COUNTY = {"region": "320102"}
WAY = (
    ("county_preliminary_review", "county_regulator", "320102"),
    ("county_recheck", "county_drc", "320102"),
    ("prefecture_document_review", "prefecture_regulator", "320100"),
    ("prefecture_recheck", "prefecture_drc", "320100"),
    ("grade_opinion_or_recommendation", "prefecture_regulator", "320100"),
)


def enter(office: Any, *given: Application) -> None:
    flow.import_applications(
        office.register, office.who("secretariat"), office.tick(), ROUND, given, source="a.csv", reason="更正"
    )


def sign(office: Any, signed: list[Signed], role: str, region: str | None = None, id_: str | None = None) -> Any:
    return flow.sign_steps(office.register, office.who(role, id_, region), office.tick(), ROUND, signed)


def up_to(office: Any, count: int, *names: str) -> None:
    for act, role, region in WAY[:count]:
        sign(office, [Signed(name, act) for name in names], role, region)


def state(office: Any, name: str) -> str:
    board = flow.step_board(office.register, office.who("secretariat"), date(2026, 6, 1), ROUND)
    return next(row.standing.state for row in board if row.application_id == name)


def test_many_applications_are_one_entry(opened: Any) -> None:
    enter(opened, opened.application(3), opened.application(4, "A"))
    before = len(opened.entries())
    sign(opened, [Signed(name, WAY[0][0]) for name in ("2026-0003", "2026-0004")], "county_regulator", "320102")
    (entry,) = opened.entries()[before:]
    assert (entry.act, entry.role) == ("procedure.stepped", "county_regulator")
    assert len(flow.step_history(opened.register, opened.who("inspector"), "2026-0003")) == 1
    assert opened.is_sound()


def test_all_or_none_and_every_fault_is_told(opened: Any) -> None:
    enter(opened, opened.application(3), opened.application(4))
    up_to(opened, 1, "2026-0003")
    with pytest.raises(FaultsError, match=r"steps\.done_already.*steps\.reason_missing.*steps\.clause_missing"):
        sign(
            opened,
            [Signed("2026-0003", WAY[0][0]), Signed("2026-0004", WAY[0][0], "returned")],
            "county_regulator",
            "320102",
        )
    assert flow.step_history(opened.register, opened.who("inspector"), "2026-0004") == ()
    with pytest.raises(FaultsError, match=r"steps\.nothing_to_sign"):
        sign(opened, [], "county_regulator", "320102")


def test_hidden_and_absent_applications_are_refused_alike(opened: Any) -> None:
    enter(opened, opened.application(3))
    said = set()
    for name, region in (("2026-0003", "320104"), ("2026-0099", "320102")):
        with pytest.raises(AccessRefusedError, match=r"access\.refused") as caught:
            sign(opened, [Signed(name, WAY[0][0])], "county_regulator", region)
        said.add(str(caught.value))
    assert len(said) == 1


@pytest.mark.parametrize("clause", ["", "9", "9(2)", "10(1)1", "99", "9(12)", "第九条", "10(3)7"])
def test_a_return_names_a_clause_that_is_there(opened: Any, clause: str) -> None:
    enter(opened, opened.application(3))
    one = Signed("2026-0003", WAY[0][0], "returned", "缺少证明", clause)
    if clause in ("9", "9(2)", "10(1)1"):
        sign(opened, [one], "county_regulator", "320102")
        assert state(opened, "2026-0003") == "returned"
        return
    with pytest.raises(FaultsError, match=r"steps\.clause_missing"):
        sign(opened, [one], "county_regulator", "320102")


def test_one_person_with_both_roles_signs_for_one_authority_and_the_attempt_stays(opened: Any) -> None:
    enter(opened, opened.application(3))
    both = replace(opened.who("county_regulator", "p1", "320102"), roles=frozenset({"county_regulator", "county_drc"}))
    flow.sign_steps(opened.register, both, opened.tick(), ROUND, [Signed("2026-0003", WAY[0][0])])
    before = len(opened.entries())
    with pytest.raises(FaultsError, match=r"steps\.same_person"):
        flow.sign_steps(opened.register, both, opened.tick(), ROUND, [Signed("2026-0003", WAY[1][0])])
    (entry,) = opened.entries()[before:]
    assert entry.act == "attempt.refused"
    assert "steps.same_person" in entry.content
    assert opened.is_sound()


def test_a_recommendation_against_a_condition_needs_a_reason(opened: Any) -> None:
    record = AdverseRecord(opened.book.regulation.adverse_record_kinds[0].id, date(2025, 6, 1))
    enter(opened, opened.application(3, adverse_records=(record,)))
    up_to(opened, 4, "2026-0003")
    act, role, region = WAY[4]
    with pytest.raises(FaultsError, match=r"steps\.condition_not_met") as caught:
        sign(opened, [Signed("2026-0003", act)], role, region)
    assert caught.value.faults[0].what.values["clauses"] == "10(2)4"
    sign(opened, [Signed("2026-0003", act, reason="记录已经复核更正")], role, region)


def test_a_cap_is_held_by_prefecture_and_grade_and_the_attempt_stays(opened: Any) -> None:
    cap = next(cap.per_prefecture for cap in opened.book.round.parameter_sheet.caps if cap.grade == "AAA")
    numbers = range(3, 3 + cap + 1)
    enter(opened, *(opened.application(number, "AAA") for number in numbers), opened.application(50))
    names = [f"2026-{number:04d}" for number in numbers]
    up_to(opened, 4, *names, "2026-0050")
    act, role, region = WAY[4]
    before = len(opened.entries())
    with pytest.raises(FaultsError, match=r"steps\.cap_exceeded") as caught:
        sign(opened, [Signed(name, act) for name in names], role, region)
    (fault,) = caught.value.faults
    assert (fault.seen, fault.what.values["cap"], fault.what.values["after"]) == ("320100 AAA", cap, cap + 1)
    assert [entry.act for entry in opened.entries()[before:]] == ["attempt.refused"]
    sign(opened, [Signed(name, act) for name in (*names[:cap], "2026-0050")], role, region)
    with pytest.raises(FaultsError, match=r"steps\.cap_exceeded"):
        sign(opened, [Signed(names[cap], act)], role, region)
    withdraw(opened, names[0])  # what is withdrawn takes no place
    sign(opened, [Signed(names[cap], act)], role, region)


def withdraw(office: Any, name: str, reason: str = "企业申请", **who: Any) -> Any:
    actor = office.who(**who) if who else office.who("secretariat")
    return flow.withdraw_application(office.register, actor, office.tick(), application_id=name, reason=reason)


def test_experts_are_assigned_to_what_is_recommended_alone(opened: Any) -> None:
    enter(opened, opened.application(3), opened.application(4))
    up_to(opened, 5, "2026-0003")
    up_to(opened, 4, "2026-0004")
    holder = opened.who("assignment_holder")
    flow.import_experts(opened.register, holder, opened.tick(), [expert()], source="e.csv")
    with pytest.raises(FaultsError, match=r"steps\.not_recommended") as caught:
        flow.assign(opened.register, holder, opened.tick(), ROUND, [("2026-0003", "E1"), ("2026-0004", "E1")])
    assert [fault.seen for fault in caught.value.faults] == ["2026-0004"]
    flow.assign(opened.register, holder, opened.tick(), ROUND, [("2026-0003", "E1")])


def expert() -> Any:
    from scoring.model import Expert

    return Expert("E1", "专家", "研究院", "320500", ("C34",), date(2024, 1, 1))


def test_a_withdrawal_is_for_good_and_lets_the_enterprise_apply_anew(opened: Any) -> None:
    enter(opened, opened.application(3))
    again = replace(opened.application(3), application_id="2026-0009")
    with pytest.raises(FaultsError, match=r"flow\.second_application"):
        enter(opened, again)
    with pytest.raises(ConflictError, match=r"flow\.reason_needed"):
        withdraw(opened, "2026-0003", " ")
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        withdraw(opened, "2026-0003", role="county_regulator", region="320104")
    withdraw(opened, "2026-0003", role="county_regulator", region="320102")
    with pytest.raises(ConflictError, match=r"steps\.withdrawn_already"):
        withdraw(opened, "2026-0003")
    with pytest.raises(FaultsError, match=r"steps\.ended_application_stays"):
        enter(opened, opened.application(3, adverse_records_checked=False))
    enter(opened, again)
    assert (state(opened, "2026-0003"), state(opened, "2026-0009")) == ("withdrawn", "open")
    assert opened.is_sound()


def test_a_refused_case_is_not_taken_up_while_another_is_live(opened: Any) -> None:
    enter(opened, opened.application(3))
    refused = Signed("2026-0003", WAY[0][0], "refused", "不符合基本条件", "9(4)")
    sign(opened, [refused], "county_regulator", "320102")
    enter(opened, replace(opened.application(3), application_id="2026-0009"))
    resumed = Signed("2026-0003", WAY[0][0], "resumed", "复查后恢复")
    with pytest.raises(FaultsError, match=r"flow\.second_application"):
        sign(opened, [resumed], "county_regulator", "320102")
    withdraw(opened, "2026-0009")
    sign(opened, [resumed], "county_regulator", "320102")
    assert state(opened, "2026-0003") == "open"


def test_no_step_and_no_withdrawal_once_the_notice_is_out(office: Any) -> None:
    for to in ("deciding", "in_notice"):
        office.to(to)
    with pytest.raises(ConflictError, match=r"steps\.round_takes_no_steps"):
        sign(office, [Signed("2026-0001", WAY[0][0])], "county_regulator", "320102")
    with pytest.raises(ConflictError, match=r"steps\.too_late_to_withdraw"):
        withdraw(office, "2026-0001")


def test_those_who_are_late_are_reminded_and_no_others(opened: Any) -> None:
    elsewhere = opened.application(5)
    elsewhere = replace(elsewhere, enterprise=replace(elsewhere.enterprise, county="320583"))
    enter(opened, opened.application(3), opened.application(4), elsewhere)
    up_to(opened, 2, "2026-0004")
    secretariat = opened.who("secretariat")
    with pytest.raises(FaultsError, match=r"steps\.nobody_is_late"):
        flow.remind_late(opened.register, secretariat, opened.tick(), ROUND)
    up_to(opened, 1, "2026-0003")
    # Entered on 1 June, ten days for the county: the 11th is in time, the 12th is not.
    for day, expected in ((date(2026, 6, 11), 0), (date(2026, 6, 12), 2)):
        assert len(flow.late_offices(opened.register, secretariat, day, ROUND)) == expected
    opened.now += timedelta(days=11)
    late = flow.remind_late(opened.register, secretariat, opened.tick(), ROUND)
    told = [(one.level, one.authority, one.region, [act.application_id for act in one.acts]) for one in late]
    assert told == [
        ("county", "drc", "320102", ["2026-0003"]),
        ("county", "market_regulator", "320583", ["2026-0005"]),
    ]
    assert opened.entries()[-1].act == "procedure.reminded"
    county = opened.who("county_drc", region="320102")
    assert [one.region for one in flow.late_offices(opened.register, county, date(2026, 6, 12), ROUND)] == ["320102"]
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        flow.remind_late(opened.register, county, opened.tick(), ROUND)


@pytest.mark.parametrize(
    ("role", "region", "seen"),
    [
        ("secretariat", None, 2),
        ("inspector", None, 2),
        ("county_regulator", "320102", 1),
        ("prefecture_drc", "320500", 1),
        ("county_drc", "320104", 0),
    ],
)
def test_each_office_sees_its_own_on_the_board(opened: Any, role: str, region: str | None, seen: int) -> None:
    elsewhere = opened.application(5)
    enter(opened, opened.application(3), replace(elsewhere, enterprise=replace(elsewhere.enterprise, county="320583")))
    assert len(flow.step_board(opened.register, opened.who(role, None, region), date(2026, 6, 1), ROUND)) == seen


def test_a_late_office_finds_when_it_was_reminded_and_no_other_office_does(opened: Any) -> None:
    enter(opened, opened.application(3))
    opened.now += timedelta(days=11)
    assert flow.reminders_sent(opened.register, opened.who("secretariat"), ROUND) == ()
    flow.remind_late(opened.register, opened.who("secretariat"), opened.tick(), ROUND)
    (sent,) = flow.reminders_sent(opened.register, opened.who("county_regulator", region="320102"), ROUND)
    assert [(to.authority, to.region, to.applications) for to in sent.offices] == [
        ("market_regulator", "320102", ("2026-0003",))
    ]
    assert flow.reminders_sent(opened.register, opened.who("county_regulator", region="320583"), ROUND) == ()
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        flow.reminders_sent(opened.register, opened.who("expert"), ROUND)


def test_the_board_says_until_when_what_is_due_is_in_time(opened: Any) -> None:
    enter(opened, opened.application(3))
    (row,) = flow.step_board(opened.register, opened.who("secretariat"), date(2026, 6, 11), ROUND)
    assert (row.due_on, row.late) == (date(2026, 6, 11), ())
    withdraw(opened, "2026-0003")
    (row,) = flow.step_board(opened.register, opened.who("secretariat"), date(2026, 7, 11), ROUND)
    assert (row.due_on, row.late) == (None, ())


def test_a_file_has_facts_conditions_and_way_for_its_own_region_alone(opened: Any) -> None:
    enter(opened, opened.application(3, adverse_records_checked=False))
    up_to(opened, 2, "2026-0003")
    day = date(2026, 6, 1)
    found = flow.step_file(opened.register, opened.who("county_drc", region="320102"), day, "2026-0003")
    assert [act.act for act in found.acts] == [act for act, _, _ in WAY[:2]]
    assert (found.version, found.due_on, found.eligibility.grade) == (1, date(2026, 6, 16), "AA")
    assert "unknown" in {one.outcome for one in found.eligibility.findings}
    said = set()
    for name, region in (("2026-0003", "320104"), ("2026-0099", "320102")):
        with pytest.raises(AccessRefusedError, match=r"access\.refused") as caught:
            flow.step_file(opened.register, opened.who("county_drc", region=region), day, name)
        said.add(str(caught.value))
    assert len(said) == 1


def test_what_caps_leave_is_shown_to_the_prefecture_and_the_province(opened: Any) -> None:
    enter(opened, opened.application(3))
    up_to(opened, 5, "2026-0003")

    def left(role: str, region: str | None = None) -> dict[tuple[str, str], tuple[int, int]]:
        found = flow.step_quotas(opened.register, opened.who(role, region=region), ROUND)
        return {(one.prefecture, one.grade): (one.used, one.left) for one in found}

    assert left("prefecture_drc", "320100") == {("320100", "AAA"): (0, 15), ("320100", "AA"): (1, 29)}
    assert left("county_regulator", "320102") == {}
    assert len(left("inspector")) == 26


def seen(office: Any, role: str, name: str, region: str | None = None) -> Any:
    board = flow.step_board(office.register, office.who(role, region=region), date(2026, 6, 1), ROUND)
    return next(row for row in board if row.application_id == name)


def test_what_a_sitting_decided_shows_in_no_standing_before_decisions_are_locked(office: Any) -> None:
    for name in ("2026-0001", "2026-0002"):
        office.score(name, "0.25")
    office.to("deciding")
    office.decide("do_not_propose", reason="未达到要求")
    assert seen(office, "chair", "2026-0001").standing.ended == "not_proposed"
    for role, region in (("county_regulator", "320102"), ("prefecture_drc", "320100"), ("province_drc", None)):
        hidden = seen(office, role, "2026-0001", region).standing
        assert (hidden.state, hidden.ended, hidden.done.keys() & {"expert_document_review"}) == ("open", None, set())
        assert hidden == replace(seen(office, role, "2026-0002", region).standing, since=hidden.since)
    office.to("in_notice")
    assert seen(office, "county_regulator", "2026-0001", "320102").standing.ended == "not_proposed"


def test_what_an_office_refused_is_found_by_the_database_as_by_reading_every_act(opened: Any) -> None:
    names = tuple(f"2026-000{number}" for number in range(3, 7))
    enter(opened, *(opened.application(number) for number in range(3, 7)))
    first, (_, role, region) = WAY[0][0], WAY[0]
    for name, verdict in zip(names[:3], ("refused", "returned", "refused"), strict=True):
        sign(opened, [Signed(name, first, verdict, "不符合基本条件", "9(4)")], role, region)
    sign(opened, [Signed(names[2], first, "resumed", "复核后继续办理", "9(4)")], role, region)
    with opened.register.read() as connection:
        read = {
            name
            for name, acts in step_acts.of_round(connection, ROUND).items()
            if next((one.verdict for one in reversed(acts) if one.verdict != "signed"), "") == "refused"
        }
        assert step_acts.refused(connection, ROUND) == read == {names[0]}
