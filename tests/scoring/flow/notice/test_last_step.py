"""The last step on the board: each act done when it is, cases that end there and why, and who sees it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import flow
from scoring.flow import CreditResult, Granted

ROUND, FIRST, SECOND = "2026-sample", "2026-0001", "2026-0002"
AA, AAA = Granted(FIRST, "AA"), Granted(SECOND, "AAA")
OPENED, CLOSED, ANNOUNCED = date(2026, 6, 1), date(2026, 6, 9), date(2026, 6, 10)
STEP = "notice_and_joint_document"
CHECKS = {"credit_check_by_market_regulator", "credit_check_by_drc"}
NOTICE = {"public_notice_by_market_regulator", "public_notice_by_drc"}
DOCUMENT = {"joint_document_by_market_regulator", "joint_document_by_drc"}


def at(desk: Any, name: str = FIRST, role: str = "secretariat", region: str | None = None) -> Any:
    board = flow.step_board(desk.register, desk.office.who(role, region=region), OPENED, ROUND)
    return next(row.standing for row in board if row.application_id == name)


def due(desk: Any) -> set[str]:
    return {act.id for act in at(desk).due}


def test_each_act_is_done_when_it_is_and_the_path_is_complete_with_the_joint_document(desk: Any) -> None:
    assert due(desk) == CHECKS
    desk.passed(FIRST)
    assert due(desk) == NOTICE
    assert at(desk).done["credit_check_by_drc"] == OPENED
    desk.draft(AA)
    desk.sign()
    desk.open()
    assert due(desk) == NOTICE  # under notice is not noticed yet
    desk.close()
    assert due(desk) == DOCUMENT
    assert at(desk).done["public_notice_by_drc"] == CLOSED
    desk.document(AA)
    desk.issue("secretariat")
    assert due(desk) == {"joint_document_by_drc"}
    desk.issue("province_drc")
    assert (at(desk).state, at(desk).step) == ("complete", None)
    assert (at(desk, SECOND).state, at(desk, SECOND).step.id) == ("open", STEP)


def test_a_signature_of_an_earlier_list_is_none(desk: Any) -> None:
    desk.opened(AA, AAA)
    desk.close()
    desk.document(AA, AAA)
    desk.issue("secretariat")
    desk.do(flow.correct_joint_document, ROUND, removed=[SECOND], reason="更正")
    assert due(desk) == DOCUMENT


def test_a_failed_check_ends_it_until_it_is_corrected(desk: Any) -> None:
    desk.passed(FIRST)
    desk.check(CreditResult(FIRST, "failed", "列入异常名录"), by="province_drc")
    assert (at(desk).state, at(desk).ended, at(desk).due) == ("ended", "credit_failed", ())
    desk.check(CreditResult(FIRST, "passed", "已移出名录"), by="province_drc")
    assert at(desk).state == "open"


def test_an_objection_ends_it_when_found_true_and_signed_by_both(desk: Any) -> None:
    desk.opened(AA)
    objection = desk.object()
    desk.acknowledge(objection)
    desk.decide(objection, "founded")
    assert at(desk).state == "open"
    desk.agree(objection)
    assert (at(desk).state, at(desk).ended) == ("ended", "objected")


def test_what_is_taken_off_the_list_has_ended_until_it_is_listed_again(desk: Any) -> None:
    desk.opened(AA, AAA)
    desk.do(flow.correct_notice, ROUND, removed=[FIRST], reason="核实后删去")
    assert (at(desk).state, at(desk).ended) == ("ended", "taken_off")
    desk.do(flow.correct_notice, ROUND, listed=[AA], reason="更正")
    assert at(desk).state == "open"


def test_announced_is_complete_and_what_was_not_announced_has_ended(desk: Any) -> None:
    desk.opened(AA, AAA)
    desk.close()
    desk.document(AA)
    desk.issue()
    desk.until(ANNOUNCED)
    desk.announce(AA)
    assert at(desk).announced == ANNOUNCED
    desk.office.to("accredited")
    assert (at(desk).state, at(desk, SECOND).state, at(desk, SECOND).ended) == ("complete", "ended", "not_accredited")


def test_counties_learn_of_the_last_step_with_the_announcement(desk: Any) -> None:
    desk.passed(FIRST)
    desk.check(CreditResult(SECOND, "failed", "列入异常名录"))
    for name in (FIRST, SECOND):
        standing = at(desk, name, "county_regulator", "320102")
        assert (standing.state, standing.step.id, standing.due) == ("open", STEP, ())
    desk.draft(AA)
    desk.sign()
    desk.open()
    desk.close()
    desk.document(AA)
    desk.issue()
    desk.until(ANNOUNCED)
    desk.announce(AA)
    assert at(desk, FIRST, "county_regulator", "320102").announced is None
    desk.office.to("accredited")
    assert at(desk, FIRST, "county_regulator", "320102").announced == ANNOUNCED
    assert at(desk, SECOND, "county_regulator", "320102").ended == "not_accredited"


def test_what_is_returned_as_untrue_goes_nowhere_and_gets_no_grade(early: Any, keys: Any) -> None:
    early.do(flow.return_as_untrue, application_id=FIRST, on=OPENED, reason="检验报告系变造")
    assert (at(early).state, at(early).ended) == ("ended", "untrue")
    for region, role in (("320102", "county_regulator"), (None, "inspector")):
        assert at(early, FIRST, role, region).ended == "untrue"
    one = flow.Signed(FIRST, "county_preliminary_review")
    county = early.office.who("county_regulator", region="320102")
    with pytest.raises(FaultsError) as caught:
        flow.sign_steps(early.register, county, early.office.tick(), ROUND, [one])
    assert keys(caught) == ["steps.ended_untrue"]
    for state in ("deciding", "in_notice"):
        early.office.to(state)
    with pytest.raises(FaultsError) as caught:
        early.draft(AA)
    assert "steps.grade_of_untrue" in keys(caught)
