"""The page of practice: marks saved as they are chosen, and the reference marks only when all is marked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from indicators.practice import PracticeCase, read_practice_cases
from scoring import flow
from scoring.model import GivenMark, MarkState

CASE: PracticeCase = next(case for case in read_practice_cases() if case.case_id == "property")
NOW = datetime(2026, 6, 2, 3, 0, tzinfo=UTC)


def words(at: Any) -> str:
    said = (*at.caption, *at.markdown, *at.error, *at.success, *at.header)
    return "\n".join(
        [*(str(one.proto.body) for one in at.get("html")), *(str(one.value).replace("\\", "") for one in said)]
    )


def key(name: str, code: str) -> str:
    return f"{name}-practice-property-{code.replace('.', '-')}"


def own(desk: Any) -> flow.OwnPractice:
    return flow.practice_case(desk.register, desk.actor, "property")


def save(desk: Any, code: str, state: MarkState, value: Any = None) -> None:
    kept = own(desk).marks.get(code)
    given = GivenMark(code, state, value)
    seen = kept.version if kept else 0
    flow.save_practice_mark(desk.register, desk.actor, NOW, case_id="property", given=given, seen_version=seen)


def as_reference(desk: Any, *but: str) -> None:
    leaves = {one.indicator.code: one.indicator for one in own(desk).findings}
    for one in CASE.findings:
        if one.indicator not in but:
            value = None if one.share is None else one.share * leaves[one.indicator].max_score
            save(desk, one.indicator, MarkState[one.state.upper()], value)


def test_the_list_says_what_is_made_up_private_and_how_far_one_is(desk: Any) -> None:
    save(desk, "1.1.2", MarkState.INSUFFICIENT)
    at = desk.page("practice")
    shown = words(at)
    assert "参考案例 3 个，已完成 0 个" in shown
    assert "只有本人可见，不计入任何评审" in shown
    assert "已评 1 / 14 项" in shown
    assert {one.key: one.label for one in at.button if (one.key or "").startswith("practice-go")} == {
        "practice-go-food": "开始练习",
        "practice-go-machining": "开始练习",
        "practice-go-property": "继续练习",
    }
    at.button(key="practice-go-property").click().run()
    assert at.query_params["case"] == "property"
    assert CASE.portrait in words(at)


def test_a_chosen_level_and_a_note_are_saved_at_once_and_no_reference_mark_is_near(desk: Any) -> None:
    at = desk.page("practice", case="property")
    assert all(one.evidence in words(at) for one in CASE.findings)
    at.radio(key=key("chosen", "1.1.2")).set_value("3").run()
    assert "已保存" in words(at)
    at.text_area(key=key("note", "1.1.2")).set_value("达成率").run()
    mark = own(desk).marks["1.1.2"]
    assert (mark.value, mark.note, mark.version) == ("2.25", "达成率", 2)
    assert "尚有 13 项未评" in words(at)
    assert "practice-close" not in {one.key for one in at.button}
    assert not any(one.reason in words(at) for one in CASE.findings)


def test_a_note_that_cannot_be_kept_is_told_at_its_row_and_stays_typed(desk: Any) -> None:
    at = desk.page("practice", case="property")
    at.text_area(key=key("note", "1.1.2")).set_value("a\u202eb").run()
    assert "U+202E" in words(at)
    assert "尚未保存" in words(at)
    assert at.text_area(key=key("note", "1.1.2")).value == "a\u202eb"
    assert not own(desk).marks


def test_another_tab_is_not_overwritten_and_its_mark_is_shown(desk: Any) -> None:
    at = desk.page("practice", case="property")
    save(desk, "1.1.2", MarkState.INSUFFICIENT)
    at.radio(key=key("chosen", "1.1.2")).set_value("3").run()
    assert "1.1.2 已在别处保存了更新的评分" in words(at)
    assert at.radio(key=key("chosen", "1.1.2")).value == "insufficient"
    assert own(desk).marks["1.1.2"].version == 1


def test_feedback_comes_when_all_is_marked_and_sure_and_marks_then_stand(desk: Any) -> None:
    as_reference(desk, "1.1.2", "2.3.2")
    save(desk, "2.3.2", MarkState.INSUFFICIENT)  # does not apply
    at = desk.page("practice", case="property")
    at.radio(key=key("chosen", "1.1.2")).set_value("4").run()
    at.checkbox(key="practice-close-sure").check().run()
    at.button(key="practice-close").click().run()
    assert not at.exception
    shown = words(at)
    assert "14 项中 12 项与参考评分相同，12 项相差不超过一档" in shown
    assert "2.3.2 设计和开发控制；1.1.2 质量诚信目标" in shown
    assert "偏宽 1.5 分" in shown
    assert all(one.reason in shown for one in CASE.findings)
    assert (
        shown.index("2.3.2 设计和开发控制</b>") < shown.index("1.1.2 质量诚信目标</b>") < shown.index("1.1.3 质量守法")
    )
    assert not at.radio
    assert "查看反馈" in {one.label for one in desk.page("practice").button}


def test_in_english_the_words_of_the_case_stay_chinese(desk: Any) -> None:
    as_reference(desk)
    at = desk.page("practice", language="en", case="property")
    at.checkbox(key="practice-close-sure").check().run()
    at.button(key="practice-close").click().run()
    shown = words(at)
    assert "Of 14 indicators 14 are marked as in the reference" in shown
    assert "neither stricter nor milder" in shown
    assert "A provider of property services" in words(desk.page("practice", language="en"))


def test_a_case_that_is_not_there_leads_to_the_list(desk: Any) -> None:
    assert "参考案例 3 个" in words(desk.page("practice", case="<b>spinning</b>"))
