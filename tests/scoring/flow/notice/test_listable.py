"""Who may stand on the list of a notice, and what keeps the others off it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from scoring import flow
from scoring.errors import AccessRefusedError
from scoring.flow import CreditResult, Granted

ROUND, FIRST, SECOND = "2026-sample", "2026-0001", "2026-0002"
AA, AAA = Granted(FIRST, "AA"), Granted(SECOND, "AAA")
OPENED = date(2026, 6, 1)


def candidates(desk: Any, by: str = "secretariat") -> dict[str, flow.Candidate]:
    found = flow.notice_candidates(desk.register, desk.office.who(by), ROUND, on=OPENED)
    return {one.application_id: one for one in found}


def test_a_candidate_is_ready_once_both_authorities_passed_him(desk: Any) -> None:
    before = candidates(desk)[FIRST]
    assert (before.grade, before.ready, before.listed_on) == ("AA", False, None)
    assert [one.what.key for one in before.faults] == ["notice.credit_not_checked"] * 2
    desk.passed(FIRST)
    desk.check(CreditResult(SECOND, "failed", "存在处罚记录"))
    found = candidates(desk)
    assert (found[FIRST].ready, found[SECOND].ready) == (True, False)
    assert found[SECOND].faults[0].what.key == "notice.credit_check_failed"


def test_what_stands_on_a_list_is_told_with_it(desk: Any) -> None:
    desk.passed(FIRST, SECOND)
    desk.draft(AA)
    drafted = candidates(desk)
    assert (drafted[FIRST].listed_on, drafted[FIRST].listed_as) == (f"{ROUND}/notice/1", "AA")
    assert drafted[FIRST].ready, "to stand on a list is no fault"
    assert (drafted[SECOND].listed_on, drafted[FIRST].noticed) == (None, False)
    desk.sign()
    desk.open()
    assert candidates(desk)[FIRST].noticed
    desk.do(flow.correct_notice, ROUND, listed=[AAA], removed=[FIRST], reason="更正")
    corrected = candidates(desk)
    assert (corrected[FIRST].listed_on, corrected[FIRST].noticed) == (None, True)
    assert corrected[SECOND].listed_as == "AAA"


def test_an_a_that_the_province_has_not_confirmed_is_told_so(desk: Any, office: Any) -> None:
    found = [one for one in candidates(desk).values() if one.grade == "A"]
    assert all(not one.ready for one in found)
    assert {fault.what.key for one in found for fault in one.faults} <= {
        "steps.not_confirmed",
        "flow.condition_bars_announcement",
    }


def test_only_offices_that_read_credit_checks_read_candidates(desk: Any) -> None:
    assert candidates(desk, by="inspector") == candidates(desk, by="province_drc")
    for role in ("leader", "expert", "public", "county_regulator"):
        with pytest.raises(AccessRefusedError):
            candidates(desk, by=role)


def test_nobody_learns_what_was_decided_before_he_may(early: Any, office: Any) -> None:
    office.score(FIRST, "1")
    office.to("deciding")
    office.decide()
    drc, secretariat = office.who("province_drc"), office.who("secretariat")
    assert flow.read_credit_checks(office.register, drc, ROUND) == ()
    assert candidates(early, by="province_drc") == {}
    assert [one.grade for one in flow.read_credit_checks(office.register, secretariat, ROUND)] == ["AA"]
    office.to("in_notice")
    assert [one.grade for one in flow.read_credit_checks(office.register, drc, ROUND)] == ["AA"]
    assert candidates(early, by="province_drc")[FIRST].grade == "AA"
