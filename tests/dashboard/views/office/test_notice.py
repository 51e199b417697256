"""The desk of the notice: drafted, signed by both, opened for its days, corrected, closed; objections on their way."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from scoring import flow

PAGE = "office/notice"


pr = sys.modules["procedure_register"]
WEDNESDAY, SATURDAY = date(2026, 6, 3), date(2026, 6, 6)
ACTS = {"notice-draft", "notice-sign", "notice-open", "notice-close", "notice-correct", "objection-receive"}


@pytest.fixture(scope="module")
def noticed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Open since Monday, it is Saturday; two objections came in on Wednesday, one is decided."""
    with (
        pytest.MonkeyPatch.context() as patch,
        pr.served(tmp_path_factory.mktemp("n") / "r.db", "noticed", patch) as hall,
    ):
        hall.on(WEDNESDAY)
        for id_, substance in ((pr.GRADE_AA, "<b>材料</b>不实"), (pr.FAR, "质量事故")):
            objected(hall, id_, substance)
        decide(hall, 2, "groundless")
        hall.on(SATURDAY)
        yield hall


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with pr.served(tmp_path / "r.db", "checked", monkeypatch) as hall:
        yield hall


def objected(hall: Any, id_: str, substance: str = "材料不实", *, on: date = WEDNESDAY) -> None:
    hall.do(
        flow.receive_objection,
        pr.SECRETARIAT,
        application_id=id_,
        received_on=on,
        received_from="某企业",
        substance=substance,
    )


def decide(hall: Any, number: int, outcome: str, *, on: date = WEDNESDAY) -> None:
    id_ = f"{pr.ROUND}/objection/{number}"
    hall.do(flow.acknowledge_objection, pr.SECRETARIAT, objection_id=id_, acknowledged_on=on)
    hall.do(flow.decide_objection, pr.SECRETARIAT, objection_id=id_, outcome=outcome, decided_on=on, reason="经查无据")


def html(at: AppTest) -> str:
    return "\n".join(one.proto.body for one in at.get("html"))


def keys(at: AppTest) -> set[str]:
    return {one.key for one in at.button}


def notice(hall: Any) -> flow.NoticeStanding:
    return flow.read_notices(hall.register, pr.actor("inspector"), pr.ROUND)[-1]


def objections(hall: Any) -> tuple[flow.ObjectionStanding, ...]:
    return flow.read_objections(hall.register, pr.actor("inspector"), pr.ROUND)


def sure(at: AppTest, key: str) -> None:
    at.checkbox(key=f"{key}-sure").check().run()
    at.button(key=key).click().run()
    assert not at.exception


def test_days_are_counted_and_a_day_off_is_told(noticed: Any) -> None:
    said = html(noticed.page("secretariat", PAGE))
    assert "自2026-06-02起至2026-06-08止，共5个工作日" in said
    assert "周末2026-06-06至2026-06-07" in said
    assert "今天休息，不计入公示期；已过4个工作日，共5个" in said


def test_the_inspector_reads_everything_and_does_nothing(noticed: Any) -> None:
    at = noticed.page("inspector", PAGE)
    assert not {key for key in keys(at) if key in ACTS or key.startswith("objection-")}
    assert "&lt;b&gt;材料&lt;/b&gt;不实" in html(at)
    assert "<b>材料" not in html(at)
    assert all(name in html(at) for name in pr.NAMES.values())


def test_each_authority_is_offered_what_is_its_own(noticed: Any) -> None:
    secretariat, drc = keys(noticed.page("secretariat", PAGE)), keys(noticed.page("province_drc", PAGE))
    assert {"objection-acknowledge-1", "objection-decide-2", "objection-receive", "notice-correct"} <= secretariat
    assert "objection-sign-2" not in secretariat, "who decided has signed"
    assert drc & ACTS == set()
    assert {key for key in drc if key.startswith("objection-")} == {"objection-sign-2"}


def test_the_page_opens_in_english(noticed: Any) -> None:
    at = noticed.page("secretariat", PAGE, language="en")
    assert "Today is a day off and does not count; 4 of 5 working days are over." in html(at)
    assert "notice_desk." not in html(at)
    assert "objection_desk." not in html(at)


def test_the_list_is_drafted_signed_by_both_and_opened(fresh: Any) -> None:
    at = fresh.page("secretariat", PAGE)
    at.checkbox(key=f"notice-tick-{pr.FAR}").uncheck().run()
    at.button(key="notice-draft").click().run()
    assert {one.application_id for one in notice(fresh).entries} == set(pr.TARGETS) - {pr.FAR}
    sure(at, "notice-sign")
    assert notice(fresh).signed == ("market_regulator",)
    assert not keys(at) & {"notice-sign", "notice-open"}, "it waits for the other authority"
    other = fresh.page("province_drc", PAGE)
    sure(other, "notice-sign")
    assert not keys(other) & ACTS
    at = fresh.page("secretariat", PAGE)
    sure(at, "notice-open")
    assert (notice(fresh).notice.state, notice(fresh).notice.last_day) == ("open", pr.LAST)


def test_a_notice_into_a_year_not_announced_is_not_guessed(fresh: Any) -> None:
    fresh.do(flow.draft_notice, pr.SECRETARIAT, pr.ROUND, pr.granted())
    fresh.on(date(2026, 12, 28))
    for who in (pr.SECRETARIAT, pr.DRC):
        fresh.do(flow.sign_notice, who, pr.ROUND, signed_on=date(2026, 12, 28))
    at = fresh.page("secretariat", PAGE)
    assert "2027年的节假日安排尚未公布" in at.warning[0].value
    sure(at, "notice-open")
    assert "2027年" in at.error[0].value
    assert notice(fresh).notice.state == "drafted"


def test_a_day_that_is_over_needs_its_reason(fresh: Any) -> None:
    fresh.do(flow.draft_notice, pr.SECRETARIAT, pr.ROUND, pr.granted())
    for who in (pr.SECRETARIAT, pr.DRC):
        fresh.do(flow.sign_notice, who, pr.ROUND, signed_on=pr.OPENED)
    fresh.on(WEDNESDAY)
    at = fresh.page("secretariat", PAGE)
    at.date_input(key="notice-open-day").set_value(pr.OPENED).run()
    sure(at, "notice-open")
    assert "补录此前已发生的公示" in at.error[0].value
    at.text_area(key="notice-open-reason").set_value("当日已在网站公示，补录").run()
    at.checkbox(key="notice-longer").check().run()
    at.date_input(key="notice-last-day").set_value(date(2026, 6, 13)).run()
    sure(at, "notice-open")
    assert "为休息日或者节假日" in at.error[0].value
    at.date_input(key="notice-last-day").set_value(date(2026, 6, 12)).run()
    sure(at, "notice-open")
    assert (notice(fresh).notice.opened_on, notice(fresh).notice.last_day) == (pr.OPENED, date(2026, 6, 12))


def test_who_cannot_be_listed_is_told_with_the_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pr.served(tmp_path / "r.db", "in_notice", monkeypatch) as hall:
        failed = [flow.CreditResult(pr.FAR, "failed", "处罚未修复")]
        hall.do(flow.check_credit, pr.SECRETARIAT, pr.ROUND, failed, checked_on=pr.OPENED)
        at = hall.page("secretariat", PAGE)
        assert {one.key for one in at.checkbox if one.key.startswith("notice-tick-2026")} == {
            f"notice-tick-{pr.GRADE_A}"
        }
        assert "信用审查未通过（处罚未修复）" in html(at)
        assert "第十二条" in html(at)


def test_a_correction_is_signed_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pr.served(tmp_path / "r.db", "noticed", monkeypatch) as hall:
        at = hall.page("secretariat", PAGE)
        at.multiselect(key="notice-remove").set_value([pr.FAR]).run()
        sure(at, "notice-correct")
        assert at.error, "a correction needs its reason"
        at.text_area(key="notice-correct-reason").set_value("企业来函说明").run()
        sure(at, "notice-correct")
        assert (notice(hall).notice.list_version, notice(hall).signed) == (2, ())
        assert len(notice(hall).entries) == 3
        assert "notice-sign" in keys(at)


def test_an_objection_goes_its_way_through_both_desks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pr.served(tmp_path / "r.db", "noticed", monkeypatch) as hall:
        hall.on(WEDNESDAY)
        at = hall.page("secretariat", PAGE)
        at.selectbox(key="objection-about").set_value(pr.GRADE_AA).run()
        at.button(key="objection-receive").click().run()
        assert "异议提出人" in at.error[0].value
        at.text_input(key="objection-from").set_value("某同行企业").run()
        at.text_area(key="objection-substance").set_value("检测报告不实").run()
        at.button(key="objection-receive").click().run()
        at.button(key="objection-acknowledge-1").click().run()
        assert at.radio(key="objection-outcome-1").value is None, "nothing is decided beforehand"
        at.radio(key="objection-outcome-1").set_value("groundless").run()
        sure(at, "objection-decide-1")
        assert "异议处理决定" in at.error[0].value, "a decision needs its reasons"
        at.text_area(key="objection-reason-1").set_value("经核查报告真实").run()
        sure(at, "objection-decide-1")
        assert objections(hall)[0].stands, "until the other authority has signed"
        sure(hall.page("province_drc", PAGE), "objection-sign-1")
        assert (objections(hall)[0].objection.state, objections(hall)[0].stands) == ("groundless", False)


def test_an_objection_is_taken_back_by_its_author(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pr.served(tmp_path / "r.db", "noticed", monkeypatch) as hall:
        objected(hall, pr.GRADE_AA, on=pr.OPENED)
        at = hall.page("secretariat", PAGE)
        assert "objection-outcome-1" not in {one.key for one in at.radio}
        at.text_area(key="objection-reason-1").set_value("提出人来函撤回").run()
        sure(at, "objection-decide-1")
        assert (objections(hall)[0].objection.state, objections(hall)[0].stands) == ("withdrawn", False)


def test_who_is_late_is_told_and_the_notice_is_closed_after_its_last_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pr.served(tmp_path / "r.db", "noticed", monkeypatch) as hall:
        objected(hall, pr.GRADE_AA, on=pr.OPENED)
        hall.on(pr.LAST)
        assert "notice-close" not in keys(hall.page("secretariat", PAGE)), "its last day is not over"
        hall.on(date(2026, 6, 25))
        at = hall.page("secretariat", PAGE)
        assert "异议1应于2026-06-04前" in html(at)
        assert "逾期17天未办理结束" in html(at)
        assert "逾期17天" not in html(hall.page("province_drc", PAGE)), "an authority is told its own"
        assert "尚有1件异议未办结" in at.warning[0].value
        sure(at, "notice-close")
        assert notice(hall).notice.state == "closed"


def test_before_its_time_the_page_says_when_it_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pr.served(tmp_path / "r.db", "planned", monkeypatch) as hall:
        at = hall.page("secretariat", PAGE)
        assert "集体决策锁定" in html(at)
        assert not keys(at) & ACTS
