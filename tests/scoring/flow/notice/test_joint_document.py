"""The joint document: after the notice, signed by both, and nothing that stands against it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.flow import CreditResult, Granted
from scoring.register import bars, chain, tables

ROUND, FIRST, SECOND = "2026-sample", "2026-0001", "2026-0002"
AA, AAA = Granted(FIRST, "AA"), Granted(SECOND, "AAA")
OPENED, LAST, CLOSED = date(2026, 6, 1), date(2026, 6, 8), date(2026, 6, 9)


def test_a_document_comes_after_the_notice_and_needs_a_number(desk: Any) -> None:
    desk.opened(AA)
    with pytest.raises(FaultsError, match=r"notice\.not_noticed"):
        desk.document(AA)
    desk.close()
    with pytest.raises(ConflictError, match=r"flow\.reason_needed .*what_number"):
        desk.document(AA, number=" ")
    with pytest.raises(FaultsError, match=r"notice\.list_empty"):
        desk.document()
    desk.document(AA)
    with pytest.raises(ConflictError, match=r"notice\.one_document_at_a_time"):
        desk.document(AA)
    with pytest.raises(FaultsError, match=r"notice\.signed_before_close"):
        desk.issue("secretariat", on=LAST)
    desk.issue()
    with pytest.raises(ConflictError, match=r"notice\.no_document_waits"):
        desk.issue("secretariat")
    with pytest.raises(FaultsError, match=r"notice\.in_a_document_already"):
        desk.document(AA)


def test_one_signature_issues_nothing_and_nothing_is_announced(desk: Any) -> None:
    desk.opened(AA)
    desk.close()
    desk.document(AA)
    desk.issue("province_drc")
    with pytest.raises(FaultsError, match=r"notice\.no_joint_document"):
        desk.announce(AA)
    desk.issue("secretariat")
    with pytest.raises(FaultsError, match=r"notice\.announced_before_document"):
        desk.announce(AA, on=LAST)
    desk.announce(AA, on=CLOSED)


def test_what_comes_up_after_the_draft_keeps_it_from_being_signed_until_it_is_taken_off(desk: Any) -> None:
    desk.opened(AA, AAA)
    objection = desk.object()
    desk.acknowledge(objection)
    desk.decide(objection, "groundless")
    desk.agree(objection)
    desk.close()
    desk.document(AA, AAA)
    desk.issue("secretariat")
    desk.decide(objection, "founded", on=CLOSED, reason="复核后改定")
    with pytest.raises(FaultsError, match=r"notice\.objection_founded"):
        desk.issue("province_drc")
    desk.do(flow.correct_joint_document, ROUND, removed=[FIRST], reason="异议成立")
    with pytest.raises(FaultsError, match=r"notice\.no_joint_document"):
        desk.announce(AAA)
    desk.issue()
    desk.announce(AAA)
    assert desk.office.is_sound()


def test_a_credit_check_that_fails_after_the_document_holds_the_announcement_up(desk: Any) -> None:
    desk.opened(AA)
    desk.close()
    desk.document(AA)
    desk.issue()
    desk.check(CreditResult(FIRST, "failed", "新增严重违法失信记录"), on=CLOSED)
    with pytest.raises(FaultsError, match=r"notice\.credit_check_failed"):
        desk.announce(AA)


def test_a_barred_enterprise_gets_no_notice(desk: Any, office: Any) -> None:
    desk.passed(FIRST)
    code = office.application(1).enterprise.uscc
    bar = bars.Bar(code, 1, date(2026, 1, 1), date(2027, 12, 31), "16", "材料不实", bar_id="b", application_id=FIRST)
    with office.register.write() as connection:
        act = chain.Act("secretariat", "secretariat", "bar.imposed", f"application/{FIRST}", office.tick())
        chain.record(connection, act, {tables.bar: bars.add([bar])})
    with pytest.raises(FaultsError, match=r"notice\.barred"):
        desk.draft(AA)


def prospects(desk: Any, by: str = "secretariat", on: date = CLOSED) -> dict[str, flow.Prospect]:
    found = flow.prospects(desk.register, desk.office.who(by), ROUND, on=on)
    return {one.application_id: one for one in found}


def test_who_may_get_a_grade_next_is_what_the_acts_take(desk: Any) -> None:
    desk.opened(AA, AAA)
    assert not any(one.may_be_listed or one.may_be_announced for one in prospects(desk).values())
    objection = desk.object()
    desk.close()
    found = prospects(desk)
    assert (found[FIRST].grade, found[SECOND].grade) == ("AA", "AAA")
    assert [fault.what.key for fault in found[FIRST].against_document] == ["notice.objection_stands"]
    assert [id_ for id_, one in found.items() if one.may_be_listed] == [SECOND]
    desk.document(AAA)
    assert not prospects(desk)[SECOND].may_be_listed
    assert [fault.what.key for fault in prospects(desk)[SECOND].against_announcement] == ["notice.no_joint_document"]
    desk.issue()
    assert [id_ for id_, one in prospects(desk).items() if one.may_be_announced] == [SECOND]
    desk.announce(AAA)
    assert prospects(desk)[SECOND].announced
    assert not prospects(desk)[SECOND].may_be_announced
    assert objection.application_id == FIRST
    for role in ("public", "expert", "leader"):
        with pytest.raises(AccessRefusedError):
            prospects(desk, role)
