"""Instructions answered at their own desk, rechecks drawn and recorded by the secretariat alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from scoring import flow

PAGE = "office/oversight"


pr = sys.modules["procedure_register"]


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    with (
        pytest.MonkeyPatch.context() as patch,
        pr.served(tmp_path_factory.mktemp("o") / "r.db", "confirmed", patch) as hall,
    ):
        yield hall


def words(at: AppTest) -> str:
    said = [*at.get("html"), *at.markdown, *at.caption, *at.success, *at.error, *at.warning, *at.header]
    return "\n".join(str(getattr(one, "value", "") or one.proto.body) for one in said)


def keys(at: AppTest) -> set[str]:
    return {one.key for one in at.button}


def test_an_instruction_goes_out_is_answered_at_its_own_desk_and_stays_hidden_from_others(hall):
    at = hall.page("secretariat", PAGE)
    assert "尚无指导意见" in words(at)
    at.button(key="oversight-issue").click().run()
    assert "尚未选定地区" in at.error[0].value
    at.selectbox(key="oversight-region").set_value("320100")
    at.text_area(key="oversight-content").set_value("<i>报送</i>退回补正情况")
    at.date_input(key="oversight-due").set_value(hall.now.date() + timedelta(days=5)).run()
    at.button(key="oversight-issue").click().run()
    (one,) = flow.read_instructions(hall.register, pr.SECRETARIAT)
    assert one.region == "320100"
    assert "&lt;i&gt;报送" in words(at)

    assert "退回补正情况" not in words(hall.page("prefecture_regulator", PAGE, region="320500"))
    at = hall.page("prefecture_regulator", PAGE, region="320100")
    assert "oversight-issue" not in keys(at)
    at.button(key="oversight-do-answer").click().run()
    assert "未填写" in at.error[0].value
    at.text_area(key="oversight-answer").set_value("已报送").run()
    at.button(key="oversight-do-answer").click().run()
    (one,) = flow.read_instructions(hall.register, pr.SECRETARIAT)
    assert (one.state, one.answer) == ("answered", "已报送")
    assert "oversight-do-answer" not in keys(at), "nothing waits any more"


def test_a_recheck_is_drawn_when_sure_and_its_result_recorded_once(hall):
    at = hall.page("secretariat", PAGE)
    at.text_input(key="oversight-seed").set_value("08 12 19").run()
    at.checkbox(key="oversight-draw-sure").set_value(True).run()
    at.button(key="oversight-draw").click().run()
    found = flow.read_rechecks(hall.register, pr.SECRETARIAT, pr.ROUND)
    assert [one.application_id for one in found.rechecks] == [pr.GRADE_A]
    assert pr.NAMES[pr.GRADE_A] in words(at)
    assert "结果与记录一致" in words(at)
    at.radio(key="oversight-result").set_value("overturned")
    at.checkbox(key="oversight-record-sure").set_value(True).run()
    at.button(key="oversight-record").click().run()
    assert "理由" in at.error[0].value
    at.text_area(key="oversight-recheck-reason").set_value("抽查记录未核")
    at.checkbox(key="oversight-record-sure").set_value(True).run()
    at.button(key="oversight-record").click().run()
    found = flow.read_rechecks(hall.register, pr.SECRETARIAT, pr.ROUND)
    assert [one.result for one in found.rechecks] == ["overturned"]
    assert "1 / 1" in words(at)
    assert "oversight-record" not in keys(at)


@pytest.mark.parametrize("role", ["province_drc", "inspector"])
def test_who_only_reads_has_no_form(hall, role):
    at = hall.page(role, PAGE)
    assert not keys(at) & {"oversight-issue", "oversight-draw", "oversight-record", "oversight-do-answer"}
    assert "A 级认定意见抽查" in words(at)


def test_a_county_hears_nothing_of_rechecks(hall):
    assert "A 级认定意见抽查" not in words(hall.page("county_drc", PAGE, region=pr.NANJING))


def test_english_says_everything(hall):
    at = hall.page("secretariat", PAGE, language="en")
    assert "oversight." not in words(at)
    assert "Rechecked opinions on A" in words(at)
