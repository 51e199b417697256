"""What may be done with a sheet besides marking: only looking, recusing, asking it back, reporting an approach."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import source
from scoring import flow
from scoring.model import Actor, MarkState

SHEET, CODE = "2026-0001", "1.1.1"
HOLDER = Actor("holder", "", frozenset({"assignment_holder"}))
INSPECTOR = Actor("inspector", "", frozenset({"inspector"}))
REVIEW = f"review-E01-{SHEET}"


def _html(at: AppTest) -> str:
    return " ".join(element.proto.body for element in at.get("html"))


def _inputs(at: AppTest) -> list[Any]:
    return [*at.number_input, *at.radio, *at.text_area]


def _typed(at: AppTest, code: str = CODE) -> Any:
    return next(box for box in at.number_input if f"-{code}-" in box.key)


def _note(at: AppTest, code: str = CODE) -> Any:
    return next(box for box in at.text_area if f"-{code}-" in box.key)


def test_in_review_looking_changes_nothing_and_inputs_come_back_as_they_were(desk: Any) -> None:
    desk.save(CODE, MarkState.SCORED, Decimal("1.5"), note="第 2 页")
    before = desk.sheet()
    at = desk.page("sheet", application=SHEET)
    at.toggle(key=REVIEW).set_value(True).run()
    assert not _inputs(at)
    assert "记录中：3 档 · 1.5 分" in _html(at)
    at.button(key="sheet-after").click().run()
    assert not _inputs(at), "review holds over a turn of the class"
    at.button(key="sheet-before").click().run()
    at.toggle(key=REVIEW).set_value(False).run()
    assert (_typed(at).value, _note(at).value) == (3.0, "第 2 页")
    assert desk.sheet() == before


def test_in_review_what_is_not_saved_says_so_and_waits(desk: Any) -> None:
    at = desk.page("sheet", application=SHEET)
    _typed(at).set_value(7.0).run()
    # A mark redraws its own row alone; the rest of the page is there again after a whole run.
    at.run()
    at.toggle(key=REVIEW).set_value(True).run()
    assert "另有未保存的填写" in _html(at)
    at.toggle(key=REVIEW).set_value(False).run()
    assert _typed(at).value == 7.0
    assert 'data-unsaved="1"' in _html(at)


def test_the_row_says_where_the_keys_find_its_options(desk: Any) -> None:
    at = desk.page("sheet", application=SHEET, **{"class": "2.1"})
    body = _html(at)
    assert 'data-n="6" data-m="5"' in body, "2.1.2 may be not applicable"
    assert 'data-n="" data-m="5"' in body, "2.1.1 may not"
    assert "<kbd>N</kbd>" in body


def test_a_note_sent_by_itself_never_overwrites_another_tab(desk: Any) -> None:
    at = desk.page("sheet", application=SHEET)
    desk.save(CODE, MarkState.SCORED, Decimal(2), note="另一处")
    for words in ("第", "第 3 页"):
        _note(at).set_value(words).run()
        assert desk.sheet().sheet.marks[CODE].note == "另一处"
    assert "已在别处保存" in _html(at)
    assert _note(at).value == "第 3 页"
    next(button for button in at.button if button.key.startswith("insist-")).click().run()
    assert desk.sheet().sheet.marks[CODE].note == "第 3 页"


def test_a_recusal_from_the_sheet_itself(desk: Any) -> None:
    at = desk.page("sheet", application=SHEET)
    at.button(key=f"recuse-{SHEET}").click().run()
    at.button(key="recusal-confirm").click().run()
    assert at.error, "a short reason is due"
    at.text_area(key=f"recusal-reason-{SHEET}").set_value("亲属任职").run()
    at.button(key="recusal-confirm").click().run()
    assert desk.sheet().assignment == "recused"
    assert "已登记对" in at.success[0].value
    assert not at.number_input


def test_a_submitted_sheet_is_asked_back_and_the_answer_is_read(desk: Any) -> None:
    desk.fill()
    desk.submit()
    at = desk.page("sheet", application=SHEET)
    at.button(key="reopening-ask").click().run()
    assert "申请退回评分表" in at.error[0].value
    at.text_area(key="reopening-reason").set_value("页码<b>误填").run()
    at.button(key="reopening-ask").click().run()
    assert "等待专家分配保管人答复" in at.info[0].value
    assert not [one for one in at.button if one.key == "reopening-ask"]
    where = {"application_id": SHEET, "expert_id": "E01"}
    flow.decline_reopening(desk.register, HOLDER, source.now(), **where, reason="会议已开始")
    at.run()
    assert "会议已开始" in at.warning[0].value
    at.text_area(key="reopening-reason").set_value("再次申请").run()
    at.button(key="reopening-ask").click().run()
    flow.return_sheet(desk.register, HOLDER, source.now(), **where, reason="同意更正")
    at.run()
    assert "同意更正" in at.info[0].value
    assert at.number_input


@pytest.mark.parametrize("page", ["tasks", "sheet"])
def test_an_approach_is_reported_in_one_step_and_leaves_its_number_alone(desk: Any, page: str) -> None:
    at = desk.page(page, **({"application": SHEET} if page == "sheet" else {}))
    at.button(key="approach-offer").click().run()
    at.button(key="approach-do").click().run()
    assert "请选择请托方式和日期" in at.error[0].value
    at.selectbox(key="approach-channel").set_value("telephone").run()
    at.button(key="approach-do").click().run()
    assert len(at.error) == 2, "who and what are told at once"
    at.text_input(key="approach-by").set_value("某公司<b>张三").run()
    at.text_area(key="approach-account").set_value("请求关照").run()
    at.selectbox(key="approach-application").set_value(SHEET).run()
    at.button(key="approach-do").click().run()
    assert not at.exception
    assert "第 1 号" in at.success[0].value
    (report,) = flow.read_approach_reports(desk.register, INSPECTOR, source.now())
    assert (report.expert_id, report.channel, report.application_id) == ("E01", "telephone", SHEET)
    again = desk.page("tasks")
    assert "请托登记第 1 号：待受理" in _html(again)
    for at_ in (at, again):
        shown = _html(at_) + " ".join(one.value for one in at_.success)
        assert "张三" not in shown
        assert "请求关照" not in shown
    assert "请托登记第" not in _html(type(desk)(desk.register, "E02").page("tasks"))
