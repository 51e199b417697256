"""The desk of complaints: taken in, moved on, late ones first; who complained for a reason alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from scoring import flow

PAGE = "office/complaints"


pr = sys.modules["procedure_register"]
SECRETARY = pr.SECRETARIAT
COUNTY = pr.actor("county_regulator", pr.NANJING)
DAY = pr.ANNOUNCED + timedelta(days=5)


def receive(hall, by, of: str, account: str, *, on: date = DAY, sender: flow.Sender | None = None) -> None:
    hall.do(flow.receive_complaint, by, application_id=of, kind="tip_off", account=account, on=on, sender=sender)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    with (
        pytest.MonkeyPatch.context() as patch,
        pr.served(tmp_path_factory.mktemp("c") / "r.db", "accredited", patch) as hall,
    ):
        hall.on(DAY)
        receive(hall, COUNTY, pr.GRADE_A, "抽查不合格", sender=flow.Sender("张某", "13800000000"))
        receive(hall, pr.actor("county_regulator", pr.SUZHOU), pr.FAR, "<b>宣传</b>不实")
        yield hall


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    with pr.served(tmp_path / "r.db", "accredited", monkeypatch) as hall:
        hall.on(DAY)
        yield hall


def words(at: AppTest) -> str:
    said = [*at.get("html"), *at.markdown, *at.caption, *at.success, *at.error, *at.warning]
    return "\n".join(str(getattr(one, "value", "") or one.proto.body) for one in said)


def desk(hall, role: str = "county_regulator", region: str | None = pr.NANJING, **query: str) -> AppTest:
    return hall.page(role, PAGE, region=region, **query)


def test_a_county_sees_its_own_desk_a_prefecture_what_lies_below_the_province_all(hall):
    assert pr.NAMES[pr.FAR] not in words(desk(hall))
    assert pr.NAMES[pr.GRADE_A] in words(desk(hall))
    above = words(desk(hall, "prefecture_regulator", "320500"))
    assert pr.NAMES[pr.FAR] in above
    assert pr.NAMES[pr.GRADE_A] not in above
    everything = words(desk(hall, "secretariat", None))
    assert all(pr.NAMES[one] in everything for one in (pr.FAR, pr.GRADE_A))


@pytest.mark.parametrize("role", ["province_drc", "inspector"])
def test_who_only_reads_has_no_form(hall, role):
    at = desk(hall, role, None)
    keys = {one.key for one in at.button}
    assert pr.NAMES[pr.FAR] in words(at)
    assert not keys & {"complaints-receive", "complaints-advance"}
    assert ("complaints-reveal" in keys) == (role == "inspector")


def test_a_prefecture_moves_nothing_at_the_desk_of_a_county(hall):
    keys = {one.key for one in desk(hall, "prefecture_regulator", "320100").button}
    assert "complaints-advance" not in keys
    assert "complaints-reveal" not in keys


def test_what_a_sender_wrote_is_escaped_and_he_is_in_no_list(hall):
    said = words(desk(hall, "secretariat", None, complaint=f"{pr.FAR}/complaint/1"))
    assert "&lt;b&gt;宣传" in said
    assert "张某" not in words(desk(hall))


def test_english_says_everything(hall):
    at = hall.page("secretariat", PAGE, language="en")
    assert "complaints." not in words(at)
    assert "Received" in words(at)


def test_who_complained_is_shown_once_for_a_reason_that_is_recorded(hall):
    at = desk(hall)
    at.button(key="complaints-reveal").click().run()
    assert at.error
    assert "张某" not in words(at)
    at.text_area(key="complaints-why").set_value("答复投诉人").run()
    at.button(key="complaints-reveal").click().run()
    assert "张某" in words(at)
    assert at.text_area(key="complaints-why").value == ""
    at.run()
    assert "张某" not in words(at)


def test_an_empty_desk_says_what_would_bring_something(fresh):
    assert "由收到的机构在此登记" in words(desk(fresh))


def test_a_complaint_is_taken_in_for_an_enterprise_of_the_region_alone(fresh):
    at = desk(fresh)
    assert len(at.selectbox(key="complaints-enterprise").options) == 3
    at.text_input(key="complaints-search").set_value("样例甲").run()
    at.text_area(key="complaints-account").set_value("使用过期原料").run()
    at.text_input(key="complaints-sender").set_value("李某").run()
    at.button(key="complaints-receive").click().run()
    assert "联系方式" in at.error[0].value, "a name without a way to answer is told of"
    assert at.text_area(key="complaints-account").value == "使用过期原料", "what was typed stays"
    at.text_input(key="complaints-contact").set_value("025-1").run()
    at.button(key="complaints-receive").click().run()
    (found,) = flow.list_complaints(fresh.register, COUNTY)
    assert (found.application_id, found.desk, found.account) == (pr.GRADE_A, pr.NANJING, "使用过期原料")
    assert at.text_area(key="complaints-account").value == ""


def test_a_complaint_goes_its_way_and_a_missing_reason_is_told(fresh):
    receive(fresh, COUNTY, pr.GRADE_A, "抽查不合格")
    at = desk(fresh)
    at.button(key="complaints-advance").click().run()
    assert at.error, "nothing chosen"
    at.radio(key="complaints-outcome").set_value("accepted").run()
    at.button(key="complaints-advance").click().run()
    at.button(key="complaints-advance").click().run()
    assert "理由" in at.error[0].value
    at.text_area(key="complaints-reason").set_value("现场检查记录").run()
    at.button(key="complaints-advance").click().run()
    at.radio(key="complaints-outcome").set_value("found_true")
    at.text_area(key="complaints-reason").set_value("抽查报告属实").run()
    at.button(key="complaints-advance").click().run()
    (found,) = flow.list_complaints(fresh.register, COUNTY)
    assert (found.state, found.reason) == ("found_true", "抽查报告属实")
    at = desk(fresh, complaint=found.complaint_id)
    at.segmented_control(key="complaints-view").set_value("ended").run()
    assert "尚无措施引用本件" in words(at)


def test_a_late_complaint_comes_first_and_says_by_how_many_days(fresh):
    receive(fresh, COUNTY, pr.GRADE_AA, "后来的", on=DAY)
    receive(fresh, COUNTY, pr.GRADE_A, "先到的", on=pr.ANNOUNCED)
    (one,) = [found for found in flow.list_complaints(fresh.register, COUNTY) if found.account == "先到的"]
    assert one.due_on is not None
    fresh.on(one.due_on + timedelta(days=3))
    said = words(desk(fresh))
    assert "超期 3 日" in said
    assert said.index("南京样例甲") < said.index("南京样例乙")
