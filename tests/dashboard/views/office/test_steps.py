"""The step board: what waits for which office, acts through the page, one application opened, reminders, places."""

from __future__ import annotations

import sys
from datetime import date
from io import BytesIO

import pytest

from scoring import flow
from scoring.flow import Signed

pr = sys.modules["procedure_register"]
PAGE = "office/steps"
COUNTY, PREFECTURE = ("county_regulator", pr.NANJING), ("prefecture_regulator", "320100")
FIRST_ACT = "county_preliminary_review"
LATE = date(2026, 6, 14)


@pytest.fixture
def hall(tmp_path, monkeypatch):
    """Four applications entered, nothing signed."""
    with pr.served(tmp_path / "r.db", "entered", monkeypatch) as served:
        yield served


@pytest.fixture(scope="module")
def announced(tmp_path_factory):
    """Everything done; only read."""
    with (
        pytest.MonkeyPatch.context() as patch,
        pr.served(tmp_path_factory.mktemp("r") / "r.db", "accredited", patch) as served,
    ):
        yield served


def words(at) -> str:
    return "\n".join(one.proto.body for one in at.get("html"))


def keys(at) -> set[str]:
    return {one.key for one in [*at.button, *at.checkbox] if one.key}


def board(hall, office, **options):
    role, region = office
    return hall.page(role, PAGE, region=region, **options)


def history(hall, application_id: str) -> list[tuple[str, str]]:
    acts = flow.step_history(hall.register, pr.actor("inspector"), application_id)
    return [(one.act, one.verdict) for one in acts]


def sure(at, key: str):
    at.checkbox(key=f"{key}-sure").check().run()
    return at.button(key=key).click().run()


def said(at) -> str:
    return "".join(one.value for one in [*at.success, *at.error, *at.warning])


def test_each_office_sees_its_region_and_what_waits_for_it_alone(hall) -> None:
    county = board(hall, COUNTY)
    assert pr.NAMES[pr.GRADE_A] in words(county)
    assert pr.NAMES[pr.FAR] not in words(county)
    assert "stepboard-tick-all" in keys(county)
    drc = board(hall, ("county_drc", pr.NANJING))
    assert "stepboard-tick-all" not in keys(drc)
    assert "目前没有待本单位办理的申报" in words(drc)
    elsewhere = board(hall, ("county_regulator", "320104"))
    assert "尚无申报" in words(elsewhere)


def test_all_that_waits_is_signed_at_once_with_its_count(hall) -> None:
    at = board(hall, COUNTY)
    at.button(key="stepboard-tick-all").click().run()
    assert at.button(key="stepboard-sign").label == "签署所选3件"
    sure(at, "stepboard-sign")
    assert "已对3件申报办理" in said(at)
    assert [history(hall, id_) for id_ in (pr.GRADE_A, pr.GRADE_AA, pr.GRADE_AAA)] == [[(FIRST_ACT, "signed")]] * 3
    assert history(hall, pr.FAR) == []
    assert "stepboard-sign" not in keys(at)


def test_only_what_is_ticked_is_signed_and_a_click_without_being_sure_does_nothing(hall) -> None:
    at = board(hall, COUNTY)
    at.checkbox(key=f"stepboard-todo-{FIRST_ACT}-tick-{pr.GRADE_AA}").check().run()
    assert at.button(key="stepboard-sign").disabled
    sure(at, "stepboard-sign")
    assert (history(hall, pr.GRADE_AA), history(hall, pr.GRADE_A)) == ([(FIRST_ACT, "signed")], [])


def test_a_return_without_clause_says_the_article_and_keeps_the_reason(hall) -> None:
    at = board(hall, COUNTY, application=pr.GRADE_AA)
    at.radio(key="stepboard-what").set_value(1).run()
    at.text_area(key="stepboard-reason").set_value("缺少检验报告")
    sure(at, "stepboard-do")
    assert "条款号" in said(at)
    assert history(hall, pr.GRADE_AA) == []
    assert at.text_area(key="stepboard-reason").value == "缺少检验报告"
    at.selectbox(key="stepboard-clause").select("9(2)").run()
    sure(at, "stepboard-do")
    assert "已退回补正" in said(at)
    assert history(hall, pr.GRADE_AA) == [(FIRST_ACT, "returned")]
    assert "缺少检验报告" in words(at)
    assert "第九条（二）" in words(at)


def test_a_returned_one_is_completed_and_a_refused_one_resumed_by_its_office(hall) -> None:
    county = pr.actor(*COUNTY)
    halts = [
        Signed(pr.GRADE_A, FIRST_ACT, "refused", "不符合基本条件", "9(2)"),
        Signed(pr.GRADE_AA, FIRST_ACT, "returned", "补充材料", "9"),
    ]
    hall.do(flow.sign_steps, county, pr.ROUND, halts)
    for id_, done in ((pr.GRADE_A, "resumed"), (pr.GRADE_AA, "completed")):
        assert "stepboard-do" not in keys(board(hall, ("county_drc", pr.NANJING), application=id_))
        at = board(hall, COUNTY, application=id_)
        at.text_area(key="stepboard-reason").set_value("经复查")
        sure(at, "stepboard-do")
        assert history(hall, id_)[-1] == (FIRST_ACT, done), said(at)


def test_a_recommendation_against_a_condition_needs_its_reason_and_says_the_clause(hall) -> None:
    unsound = pr.application(pr.GRADE_AA, held=())
    hall.do(flow.import_applications, pr.SECRETARIAT, pr.ROUND, [unsound], source="a.csv", reason="更正")
    for act, role, region in (
        (FIRST_ACT, *COUNTY),
        ("county_recheck", "county_drc", pr.NANJING),
        ("prefecture_document_review", *PREFECTURE),
        ("prefecture_recheck", "prefecture_drc", "320100"),
    ):
        hall.do(flow.sign_steps, pr.actor(role, region), pr.ROUND, [Signed(pr.GRADE_AA, act)])
    at = board(hall, PREFECTURE)
    at.button(key="stepboard-tick-all").click().run()
    sure(at, "stepboard-sign")
    assert "须写明理由" in said(at)
    at.text_area(key="stepboard-reason-many").set_value("已核实持有A级")
    sure(at, "stepboard-sign")
    assert history(hall, pr.GRADE_AA)[-1] == ("grade_opinion_or_recommendation", "signed"), said(at)
    assert "1 / 30" in words(at)


def test_the_late_come_in_red_and_those_and_no_others_are_reminded(hall) -> None:
    hall.do(flow.sign_steps, pr.actor("county_regulator", pr.SUZHOU), pr.ROUND, [Signed(pr.FAR, FIRST_ACT)])
    hall.on(LATE)
    assert '<span class="dk-late">逾期3天</span>' in words(board(hall, COUNTY))
    at = hall.page("secretariat", PAGE)
    assert "南京市玄武区市场监管部门" in words(at)
    assert "苏州市虎丘区发展改革部门" in words(at)
    sure(at, "stepboard-remind")
    assert "2个逾期单位" in said(at)
    assert "最近一次提醒：2026-06-14" in words(at)
    captions = "".join(one.value for one in board(hall, COUNTY).caption)
    assert "曾就逾期事项提醒本单位" in captions
    assert "提醒本单位" not in "".join(one.value for one in board(hall, ("county_drc", pr.NANJING)).caption)


def test_nothing_waits_where_nobody_is_late_and_the_round_is_over(announced) -> None:
    at = announced.page("secretariat", PAGE)
    assert "没有逾期的单位" in "".join(one.value for one in at.caption)
    assert {"stepboard-remind", "stepboard-sign", "stepboard-tick-all"} & keys(at) == set()
    assert "各审查环节已经结束" in words(at)
    assert f"已认定（{pr.ANNOUNCED}公告）" in words(at)


@pytest.mark.parametrize("role", ["inspector", "province_drc", "secretariat"])
def test_an_opened_application_shows_its_whole_path(announced, role: str) -> None:
    at = announced.page(role, PAGE, application=pr.GRADE_AAA)
    text = words(at)
    assert text.count('<li class="done">') == 6
    assert "（七）信用审查、公示与联合发文" in text
    assert "stepboard-do" not in keys(at)


def test_a_file_is_handed_to_those_who_may_read_it(hall) -> None:
    content = b"%PDF-1.7 a dossier"
    hall.do(
        flow.attach_file,
        pr.actor(*COUNTY),
        application_id=pr.GRADE_AA,
        name="检验报告.pdf",
        stream=BytesIO(content),
        size=len(content),
    )
    at = board(hall, ("prefecture_drc", "320100"), application=pr.GRADE_AA)
    assert "检验报告.pdf" in words(at)
    assert [one.proto.label for one in at.get("download_button")] == ["下载"]


def test_the_inspector_reads_and_has_no_form(hall) -> None:
    at = hall.page("inspector", PAGE)
    assert pr.NAMES[pr.FAR] in words(at)
    for one in (at, hall.page("inspector", PAGE, application=pr.FAR)):
        assert not [key for key in keys(one) if key.endswith("-sure") or "-tick-" in key]


def test_an_application_of_another_place_is_refused_as_one_that_is_not_there(hall) -> None:
    texts = {said(board(hall, COUNTY, application=id_)) for id_ in (pr.FAR, "2026-0099")}
    assert len(texts) == 1
    assert pr.NAMES[pr.FAR] not in words(board(hall, COUNTY, application=pr.FAR))


def test_names_are_escaped_and_english_is_whole(hall) -> None:
    from dataclasses import replace

    one = pr.application(pr.GRADE_AA)
    hostile = replace(one, enterprise=replace(one.enterprise, name="<script>alert(1)</script>"))
    hall.do(flow.import_applications, pr.SECRETARIAT, pr.ROUND, [hostile], source="a.csv", reason="更正")
    for options in ({}, {"application": pr.GRADE_AA}):
        text = words(board(hall, COUNTY, language="en", **options))
        assert "<script>" not in text
        assert "&lt;script&gt;" in text
    hall.on(LATE)
    assert "3 days late" in words(hall.page("secretariat", PAGE, language="en"))


def test_a_county_is_told_that_the_province_is_at_work_and_not_at_which_act(tmp_path, monkeypatch) -> None:
    with pr.served(tmp_path / "r.db", "noticed", monkeypatch) as hall:
        at = board(hall, COUNTY, application=pr.GRADE_AA)
        assert "省级正在办理本环节" in words(at)
        assert "待办理" not in words(at)
        assert "待办理" in words(hall.page("province_drc", PAGE, application=pr.GRADE_AA))
