"""Credit checks by both authorities, each for itself, and the hard conditions beside them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import flow
from scoring.flow import CreditResult, Granted
from scoring.meeting.quorum import Votes
from scoring.register import applications, chain, tables

ROUND, FIRST, SECOND = "2026-sample", "2026-0001", "2026-0002"
AA, AAA = Granted(FIRST, "AA"), Granted(SECOND, "AAA")
OPENED, LAST, CLOSED = date(2026, 6, 1), date(2026, 6, 8), date(2026, 6, 9)


def test_both_authorities_must_have_passed_an_applicant(desk: Any, keys: Any) -> None:
    desk.check(CreditResult(FIRST, "passed"))
    desk.check(CreditResult(FIRST, "failed", "存在未公开的处罚记录"), by="province_drc")
    with pytest.raises(FaultsError, match="notice") as caught:
        desk.draft(AA, AAA)
    assert keys(caught) == ["notice.credit_check_failed", "notice.credit_not_checked", "notice.credit_not_checked"]
    first, second = flow.read_credit_checks(desk.register, desk.office.who("inspector"), ROUND)
    assert (first.passed, second.passed) == (False, False)
    assert [one.result for one in first.checks] == ["passed", "failed"]


def test_a_result_changes_with_a_reason_only(desk: Any, keys: Any) -> None:
    desk.check(CreditResult(FIRST, "passed"))
    with pytest.raises(FaultsError, match="notice") as caught:
        desk.check(CreditResult(FIRST, "passed"), CreditResult(SECOND, "failed"), CreditResult("2026-0099", "passed"))
    assert keys(caught) == [
        "notice.credit_result_needs_reason",
        "notice.credit_result_needs_reason",
        "flow.not_of_the_round",
    ]
    desk.check(CreditResult(FIRST, "failed", "新查明处罚"))
    standing = flow.read_credit_checks(desk.register, desk.office.who("secretariat"), ROUND)[0]
    assert [(one.version, one.result) for one in standing.checks] == [(2, "failed")]


def test_hard_conditions_block_whatever_the_authorities_found(desk: Any, office: Any) -> None:
    desk.passed(FIRST)
    assert flow.read_credit_checks(desk.register, office.who("secretariat"), ROUND)[0].passed
    unknown = office.application(1, adverse_records_checked=False)
    with office.register.write() as connection:
        rows = {tables.application: applications.add([unknown], versions={FIRST: 2})}
        act = chain.Act("county", "county_regulator", "applications.corrected", f"round/{ROUND}", office.tick())
        chain.record(connection, act, rows)
    with pytest.raises(FaultsError, match=r"flow\.condition_bars") as caught:
        desk.draft(AA)
    assert caught.value.faults[0].what.values["clauses"] == "10(2)4"


def test_no_day_lies_ahead(desk: Any) -> None:
    with pytest.raises(FaultsError, match=r"notice\.day_ahead"):
        desk.check(CreditResult(FIRST, "passed"), on=date(2026, 6, 2))


def test_who_is_proposed_no_aa_is_not_checked(early: Any, office: Any) -> None:
    office.score(FIRST, "0.25")
    office.to("deciding")
    office.decide("do_not_propose", votes=Votes(10, 10, 0, 10, 0), reason="总分不足")
    office.to("in_notice")
    with pytest.raises(FaultsError, match=r"notice\.credit_check_not_due"):
        early.check(CreditResult(FIRST, "passed"))


def test_one_person_does_not_check_for_both(desk: Any, office: Any) -> None:
    desk.check(CreditResult(FIRST, "passed"))
    with pytest.raises(FaultsError, match=r"notice\.same_person"):
        flow.check_credit(
            office.register,
            office.who("province_drc", "secretariat"),
            office.tick(),
            ROUND,
            [CreditResult(FIRST, "passed")],
            checked_on=OPENED,
        )
    assert office.entries()[-1].act == "attempt.refused"
