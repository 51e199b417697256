"""The notice: drafted, signed by both, opened, corrected, closed; the whole way to the announcement."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.flow import CreditResult, Granted
from scoring.texts import translator

ROUND, FIRST, SECOND = "2026-sample", "2026-0001", "2026-0002"
AA, AAA = Granted(FIRST, "AA"), Granted(SECOND, "AAA")
OPENED, LAST, CLOSED = date(2026, 6, 1), date(2026, 6, 8), date(2026, 6, 9)


def test_the_whole_way_to_an_announcement_is_in_the_record(desk: Any) -> None:
    before = len(desk.office.entries())
    desk.opened(AA, AAA)
    desk.close()
    desk.document(AA, AAA)
    desk.issue()
    desk.announce(AA, AAA)
    acts = [(one.act, one.role) for one in desk.office.entries()[before:]]
    assert acts == [
        ("credit.checked", "secretariat"),
        ("credit.checked", "province_drc"),
        ("public_notice.drafted", "secretariat"),
        ("public_notice.signed", "secretariat"),
        ("public_notice.signed", "province_drc"),
        ("public_notice.opened", "secretariat"),
        ("public_notice.closed", "secretariat"),
        ("document.drafted", "secretariat"),
        ("document.signed", "secretariat"),
        ("document.signed", "province_drc"),
        ("grades.announced", "secretariat"),
    ]
    (document,) = flow.read_joint_documents(desk.register, desk.office.who("leader"), ROUND)
    assert (document.document.state, document.document.issued_on) == ("issued", CLOSED)
    assert desk.office.is_sound()


def test_a_notice_runs_its_working_days_and_closes_on_the_day_after(desk: Any) -> None:
    desk.opened(AA)
    (standing,) = desk.notices()
    assert (standing.notice.state, standing.notice.opened_on, standing.notice.last_day) == ("open", OPENED, LAST)
    desk.until(CLOSED)
    with pytest.raises(FaultsError, match=r"notice\.closed_too_early"):
        desk.close(LAST)
    with pytest.raises(FaultsError, match=r"notice\.day_ahead"):
        desk.do(flow.close_notice, ROUND, closed_on=CLOSED + timedelta(days=1))
    desk.close()
    assert desk.notices()[0].notice.closed_on == CLOSED


def test_an_empty_or_doubled_list_or_one_that_nothing_decided_is_told_whole(desk: Any, keys: Any) -> None:
    desk.passed(FIRST, SECOND)
    with pytest.raises(FaultsError, match=r"notice\.list_empty"):
        desk.draft()
    with pytest.raises(FaultsError, match="flow") as caught:
        desk.draft(AA, AA, Granted(SECOND, "AA"), Granted("2026-0099", "AA"))
    assert keys(caught) == ["flow.twice", "flow.decided_otherwise", "flow.not_of_the_round"]


def test_both_authorities_sign_separately_before_it_opens(desk: Any, office: Any) -> None:
    desk.passed(FIRST)
    with pytest.raises(ConflictError, match=r"notice\.cannot_sign .*state_none"):
        desk.sign("secretariat")
    desk.draft(AA)
    with pytest.raises(ConflictError, match=r"notice\.not_signed .*authority_market_regulator"):
        desk.open()
    desk.sign("secretariat")
    with pytest.raises(ConflictError, match=r"notice\.signed_already"):
        desk.sign("secretariat")
    both = office.who("province_drc", "secretariat")
    with pytest.raises(ConflictError, match=r"notice\.same_person"):
        flow.sign_notice(office.register, both, office.tick(), ROUND, signed_on=OPENED)
    attempt = office.entries()[-1]
    assert (attempt.act, attempt.actor, attempt.object) == ("attempt.refused", "secretariat", f"round/{ROUND}")
    assert "notice.same_person" in attempt.content
    with pytest.raises(ConflictError, match=r"notice\.not_signed .*authority_drc"):
        desk.open()
    desk.sign("province_drc")
    desk.open()
    with pytest.raises(ConflictError, match=r"notice\.cannot_open .*state_open"):
        desk.open()
    with pytest.raises(ConflictError, match=r"notice\.one_at_a_time"):
        desk.draft(AA)


def test_yesterday_needs_a_reason_and_a_day_before_the_signatures_is_refused(desk: Any) -> None:
    desk.passed(FIRST)
    desk.draft(AA)
    desk.sign()
    with pytest.raises(ConflictError, match=r"flow\.reason_needed .*what_backdating"):
        desk.open(date(2026, 5, 31))
    with pytest.raises(FaultsError, match=r"notice\.opened_before_signed"):
        desk.open(date(2026, 5, 31), reason="补录")


def test_a_stated_last_day_on_a_holiday_is_refused_with_the_article(desk: Any) -> None:
    desk.passed(FIRST)
    desk.draft(AA)
    desk.sign()
    with pytest.raises(FaultsError, match=r"notice\.ends_on_day_off") as caught:
        desk.open(date(2026, 6, 10), last_day=date(2026, 6, 20))
    assert "第十二条（七）" in caught.value.faults[0].message(translator("zh"))
    assert caught.value.faults[0].expected == "2026-06-17"
    with pytest.raises(FaultsError, match=r"notice\.too_short"):
        desk.open(date(2026, 6, 10), last_day=date(2026, 6, 16))
    desk.open(date(2026, 6, 10), last_day=date(2026, 6, 22))
    assert desk.notices()[0].notice.last_day == date(2026, 6, 22)


def test_a_notice_into_a_year_not_announced_is_refused_and_not_guessed(desk: Any) -> None:
    desk.passed(FIRST)
    desk.draft(AA)
    desk.sign()
    with pytest.raises(ConflictError, match=r"notice\.calendar_not_announced .*2027"):
        desk.open(date(2026, 12, 22))


def test_a_corrected_list_is_signed_anew_and_begins_anew(desk: Any) -> None:
    desk.opened(AA, AAA)
    desk.until(date(2026, 6, 4))
    with pytest.raises(ConflictError, match=r"flow\.reason_needed .*what_correction"):
        desk.do(flow.correct_notice, ROUND, removed=[SECOND], reason=" ")
    desk.do(flow.correct_notice, ROUND, removed=[SECOND], reason="企业主动放弃")
    assert [one.application_id for one in desk.notices()[0].entries] == [FIRST]
    assert desk.notices()[0].signed == ()
    with pytest.raises(ConflictError, match=r"notice\.cannot_close .*state_drafted"):
        desk.close(date(2026, 6, 12))
    desk.until(date(2026, 6, 12))
    desk.sign(on=date(2026, 6, 12))
    desk.open(date(2026, 6, 12))
    (standing,) = desk.notices()
    assert (standing.notice.opened_on, standing.notice.last_day) == (date(2026, 6, 12), date(2026, 6, 22))
    assert desk.office.is_sound()


def test_a_correction_names_what_is_on_the_list_and_changes_something(desk: Any, keys: Any) -> None:
    desk.opened(AA)
    with pytest.raises(FaultsError, match="notice") as caught:
        desk.do(flow.correct_notice, ROUND, listed=[AA], removed=[SECOND], reason="更正")
    assert keys(caught) == ["notice.not_on_the_list", "notice.listed_so_already"]
    with pytest.raises(FaultsError, match=r"notice\.nothing_corrected"):
        desk.do(flow.correct_notice, ROUND, reason="更正")


def test_a_second_notice_follows_the_first(desk: Any) -> None:
    desk.opened(AA)
    desk.close()
    desk.passed(SECOND)
    with pytest.raises(FaultsError, match=r"notice\.listed_already"):
        desk.draft(AA)
    desk.draft(AAA)
    assert [one.notice.notice_id for one in desk.notices()] == [f"{ROUND}/notice/1", f"{ROUND}/notice/2"]


def test_a_notice_is_for_everybody_once_it_is_open(desk: Any) -> None:
    desk.passed(FIRST)
    desk.draft(AA)
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        desk.notices("public")
    assert len(desk.notices("province_drc")) == 1
    desk.sign()
    desk.open()
    for role in ("public", "expert", "county_drc", "leader"):
        assert [one.notice.state for one in desk.notices(role)] == ["open"]


def test_outside_notice_there_is_none(early: Any) -> None:
    for act in (lambda: early.draft(AA), early.sign, early.open, lambda: early.check(CreditResult(FIRST, "passed"))):
        with pytest.raises(ConflictError, match=r"notice\.not_in_notice"):
            act()
    with pytest.raises(ConflictError, match=r"notice\.not_in_notice"):
        early.document(AA)
