"""Supervision through its page: orders, confirmations, revocation by two authorities, voids, returns, bars."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.texts import translator
from scoring import flow
from scoring.flow import Cause

PAGE = "office/supervision"
ACCIDENT, TODAY, UNTIL = date(2026, 6, 12), date(2026, 6, 15), date(2026, 7, 15)
COUNTY, REGULATOR = "320102", "county_regulator"


hall_of = sys.modules["procedure_register"]
AA, FAR = hall_of.GRADE_AA, hall_of.FAR


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A register in which four grades were announced, made once and copied, and the moment it had come to."""
    path = tmp_path_factory.mktemp("supervision") / "accredited.db"
    hall = hall_of.build(path, "accredited")
    hall.register.close()
    return path, hall.now


@pytest.fixture
def hall(kept: tuple[Path, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    path, now = kept
    copyfile(path, tmp_path / "r.db")
    with hall_of.serving(tmp_path / "r.db", now, monkeypatch) as hall:
        hall.on(TODAY)
        yield hall


def texts(at: AppTest) -> str:
    """Return everything that the page says."""
    said = [*at.title, *at.header, *at.caption, *at.error, *at.success, *at.warning, *at.markdown]
    return "\n".join([*(one.value for one in said), *(one.proto.body for one in at.get("html"))])


def sure(at: AppTest, key: str) -> AppTest:
    """Tick an act that asks to be sure, and do it."""
    at.checkbox(key=f"{key}-sure").check().run()
    at.button(key=key).click().run()
    assert not at.exception, at.exception
    return at


def opened(hall: Any, role: str, of: str = AA, **given: Any) -> AppTest:
    return hall.page(role, PAGE, application=of, **given)


def order(hall: Any, measure: str = "rectification_order", of: str = AA, until: date | None = UNTIL) -> str:
    """Order a measure beside the page; return its id."""
    told = {"measure": measure, "cause": Cause("major_accident", ACCIDENT), "on": ACCIDENT, "until": until}
    hall.do(flow.order_measure, hall_of.SECRETARIAT, application_id=of, reason="事故调查属实", **told)
    return flow.read_measures(hall.register, hall_of.SECRETARIAT, of)[-1].measure_id


def measures(hall: Any, of: str = AA) -> list[tuple[str, str]]:
    return [(one.kind, one.state) for one in flow.read_measures(hall.register, hall_of.SECRETARIAT, of)]


def test_an_order_is_taken_on_its_ground_and_lands_in_the_record(hall: Any) -> None:
    at = opened(hall, "secretariat")
    new = f"supervising-new-{AA}"
    at.selectbox(key=f"{new}-ground").select("major_accident").run()
    at.date_input(key=f"{new}-accident").set_value(ACCIDENT)
    at.date_input(key=f"{new}-until-order").set_value(UNTIL)
    at.text_area(key=f"{new}-reason").input("锅炉爆裂，调查属实").run()
    sure(at, f"supervising-do-{AA}-rectification_order")
    (one,) = flow.read_measures(hall.register, hall_of.SECRETARIAT, AA)
    assert (one.kind, one.happened_on, one.until_on) == ("rectification_order", ACCIDENT, UNTIL)
    assert at.text_area(key=f"{new}-reason").value == ""
    assert at.success
    assert "锅炉爆裂" in texts(at)


def test_a_refused_order_says_the_article_and_keeps_what_was_typed(hall: Any) -> None:
    at = opened(hall, "secretariat")
    new = f"supervising-new-{AA}"
    at.selectbox(key=f"{new}-ground").select("complaints_found_true").run()
    at.text_area(key=f"{new}-reason").input("投诉较多").run()
    sure(at, f"supervising-do-{AA}-rectification_order")
    assert "第十七条" in at.error[0].value
    assert "满 3 件" in at.error[0].value
    assert at.text_area(key=f"{new}-reason").value == "投诉较多"
    assert measures(hall) == []


def test_the_bar_is_shown_before_signing_and_the_second_authority_revokes(hall: Any) -> None:
    at = opened(hall, "secretariat")
    new = f"supervising-new-{AA}"
    at.radio(key=f"{new}-kind").set_value("revocation").run()
    assert at.selectbox(key=f"{new}-ground").value is None
    assert "不予受理" not in texts(at)
    at.selectbox(key=f"{new}-ground").select("untrue_material").run()
    assert "2026-06-15 至 2028-06-15" in texts(at)
    at.selectbox(key=f"{new}-ground").select("major_accident").run()
    assert "2026-06-15 至 2031-06-15" in texts(at)
    at.date_input(key=f"{new}-accident").set_value(ACCIDENT)
    at.text_area(key=f"{new}-reason").input("事故").run()
    sure(at, f"supervising-do-{AA}-revocation")
    assert measures(hall) == [("revocation", "signed")]
    assert "待发展改革部门签署" in texts(at)
    at = opened(hall, "province_drc")
    assert at.button(key=f"supervising-open-{AA}-measure-1")
    assert "2026-06-15 至 2031-06-15" in texts(at)
    at.text_area(key=f"supervising-second-{AA}-reason").input("同意").run()
    sure(at, f"supervising-second-{AA}")
    assert measures(hall) == [("revocation", "in_force"), ("revocation_announcement", "in_force")]
    (bar,) = flow.list_bars(hall.register, hall_of.DRC, on=TODAY)
    assert (bar.bar.until, bar.bar.clause) == (date(2031, 6, 15), "17")
    assert "已撤销" in texts(at)


def test_a_signature_is_withdrawn_by_its_own_authority_alone(hall: Any) -> None:
    cause = Cause("untrue_material")
    hall.do(flow.revoke, hall_of.SECRETARIAT, application_id=AA, cause=cause, on=TODAY, reason="变造")
    withdraw = f"supervising-withdraw-{AA}-measure-1"
    assert withdraw not in [one.key for one in opened(hall, "province_drc").button]
    at = opened(hall, "secretariat")
    at.text_area(key=f"{withdraw}-reason").input("需补充调查").run()
    sure(at, withdraw)
    assert measures(hall) == [("revocation", "voided")]
    assert "撤回签署" in texts(at)


def test_an_office_confirms_in_its_own_region_and_late_is_said(hall: Any) -> None:
    id_ = order(hall).replace("/", "-")
    hall.on(UNTIL + timedelta(days=3))
    at = opened(hall, REGULATOR, region=COUNTY)
    assert "逾期 3 天" in texts(at)
    at.text_area(key=f"supervising-confirm-{id_}-reason").input("现场核实").run()
    sure(at, f"supervising-confirm-{id_}")
    assert measures(hall) == [("rectification_order", "done")]
    assert "逾期 3 天" in texts(at)
    assert "目前没有待办事项" in texts(at)


def test_another_region_sees_nothing_of_it_and_cannot_choose_it(hall: Any) -> None:
    order(hall)
    at = opened(hall, REGULATOR, region="320505")
    said = texts(at)
    assert "目前没有待办事项" in said
    assert at.selectbox(key="supervising-chosen").value is None
    assert hall_of.NAMES[AA] not in said + "".join(at.selectbox(key="supervising-chosen").options)
    assert hall_of.NAMES[FAR] in "".join(at.selectbox(key="supervising-chosen").options)


@pytest.mark.parametrize(
    ("role", "region"), [("inspector", None), ("county_drc", COUNTY), ("prefecture_drc", "320100")]
)
def test_who_reads_has_the_history_and_no_form(hall: Any, role: str, region: str | None) -> None:
    order(hall)
    at = opened(hall, role, region=region)
    assert "事故调查属实" in texts(at)
    assert not at.text_area
    assert not [one.key for one in at.button if not str(one.key).startswith("supervising-open-")]
    assert "return" not in at.get("button_group")[0].options


def test_a_suspension_is_set_aside_by_the_other_authority(hall: Any) -> None:
    id_ = order(hall, "publicity_suspension", until=None).replace("/", "-")
    at = opened(hall, "secretariat")
    assert "暂停宣传" in texts(at)
    propose = f"supervising-propose_void-{id_}"
    at.text_area(key=f"{propose}-reason").input("事故非其责任").run()
    sure(at, propose)
    answer = f"supervising-answer_void-{id_}"
    assert answer not in [one.key for one in at.button]
    at = opened(hall, "province_drc")
    at.text_area(key=f"{answer}-reason").input("经核同意").run()
    sure(at, answer)
    assert "第二十条" in at.error[0].value
    at.radio(key=f"{answer}-answer").set_value("agreed").run()
    sure(at, answer)
    assert measures(hall) == [("publicity_suspension", "voided")]
    assert "事故非其责任" in texts(at)


def test_bars_are_found_by_name_and_by_code_lifted_ones_too(hall: Any) -> None:
    cause = Cause("untrue_material")
    for who in (hall_of.SECRETARIAT, hall_of.DRC):
        hall.do(flow.revoke, who, application_id=AA, cause=cause, on=TODAY, reason="变造")
    at = hall.page("province_drc", PAGE)
    at.get("button_group")[0].set_value("bars").run()
    assert hall_of.NAMES[AA] in texts(at)
    assert "2026-06-15 至 2028-06-15" in texts(at)
    at.text_input(key="supervising-bars-text").input("没有这家").run()
    assert "没有相符的企业" in texts(at)
    hall.do(flow.propose_void, hall_of.SECRETARIAT, measure_id=f"{AA}/measure/1", reason="有误")
    hall.do(flow.answer_void, hall_of.DRC, measure_id=f"{AA}/measure/1", agreed=True, reason="同意")
    code = hall_of.application(AA).enterprise.uscc
    at.text_input(key="supervising-bars-text").input(code).run()
    assert "已解除" in texts(at)


def test_names_that_hold_markup_are_shown_as_text(hall: Any) -> None:
    told = {"cause": Cause("major_accident", ACCIDENT), "on": ACCIDENT, "reason": "<img src=x onerror=alert(1)> **b**"}
    hall.do(flow.order_measure, hall_of.SECRETARIAT, application_id=AA, measure="public_exposure", **told)
    said = texts(opened(hall, "secretariat"))
    assert "<img" not in said
    assert "&lt;img" in said


def test_english_opens_with_everything_said(hall: Any) -> None:
    order(hall)
    at = opened(hall, "secretariat", language="en")
    assert translator("en")("supervising.articles_title") in [one.label for one in at.expander]
    assert "Order to rectify by a date" in texts(at)


def test_nobody_signs_without_a_ground(hall: Any) -> None:
    at = sure(opened(hall, "secretariat"), f"supervising-do-{AA}-rectification_order")
    assert "未选择事由" in at.error[0].value
    assert measures(hall) == []


def test_an_untrue_application_of_a_running_round_goes_back_with_its_bar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hall_of.served(tmp_path / "entered.db", "entered", monkeypatch) as hall:
        at = hall.page("secretariat", PAGE)
        assert "尚无已公告的等级" in texts(at)
        at.get("button_group")[0].set_value("return").run()
        at.selectbox(key="supervising-return-chosen").select(FAR).run()
        assert "2026-06-01 至 2028-06-01" in texts(at)
        at.text_area(key=f"supervising-return-{FAR}-reason").input("检测报告系变造").run()
        sure(at, f"supervising-return-{FAR}")
        (bar,) = flow.list_bars(hall.register, hall_of.SECRETARIAT, on=hall.now.date())
        assert (bar.subject.application_id, bar.bar.until) == (FAR, date(2028, 6, 1))
        assert "申请已退回" in texts(at)
        assert "检测报告系变造" in texts(at)
