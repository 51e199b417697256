"""The score sheet by AppTest: every state of a row, of a sheet, and what the record holds after each act."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import source
from indicators.language import Message
from scoring import flow
from scoring.errors import RecordError
from scoring.model import MarkState

CODE = "1.1.1"


def _html(at: AppTest) -> str:
    return " ".join(element.proto.body for element in at.get("html"))


def _standing(at: AppTest, code: str = CODE) -> str:
    """Return what a row says of the record: the standing that follows its heading."""
    body = _html(at)
    row = body[body.index(f'id="sheet-row-{code.replace(".", "-")}"') :]
    return row[row.index('class="qc-standing"') : row.index("</div>", row.index('class="qc-standing"'))]


def _is_unsaved(at: AppTest, code: str = CODE) -> bool:
    return 'data-unsaved="1"' in _standing(at, code)


def _one(found: Any, kind: str, code: str) -> Any:
    pattern = re.compile(rf"^{kind}-E\d\d-2026-000\d-{re.escape(code)}-\d+$")
    return next(widget for widget in found if pattern.match(widget.key or ""))


def _box(at: AppTest, code: str = CODE) -> Any:
    return _one(at.number_input, "typed", code)


def _levels(at: AppTest, code: str = CODE) -> Any:
    return _one(at.radio, "chosen", code)


def _note(at: AppTest, code: str = CODE) -> Any:
    return _one(at.text_area, "note", code)


def _open(desk: Any, **query: str) -> AppTest:
    return desk.page("sheet", **{"application": "2026-0001", **query})


def test_a_fresh_sheet_shows_its_first_class_with_every_anchor(desk: Any) -> None:
    at = _open(desk)
    leaves = [leaf for leaf in desk.sheet().sheet.rule_book.round.indicator_table.leaves() if leaf.parent == "1.1"]
    assert len(at.number_input) == len(at.radio) == len(leaves)
    captions = list(_levels(at).proto.captions)
    assert captions[:5] == [level.anchor for level in leaves[0].levels]
    assert leaves[0].evidence in _html(at)
    assert "尚未评分" in _standing(at)
    assert "已评 0 / 49 项" in _html(at)


def test_a_typed_level_is_saved_and_the_anchor_follows(desk: Any) -> None:
    at = _open(desk)
    _box(at).set_value(3.0).run()
    mark = desk.sheet().sheet.marks[CODE]
    assert (mark.value, mark.version) == ("1.5", 1)
    assert _levels(at).value == "3"
    assert "已保存" in _standing(at)
    assert "第 1 版" in _standing(at)
    assert not _is_unsaved(at)
    assert "已评 1 / 49 项" in _html(at)


def test_a_chosen_anchor_is_saved_and_the_number_follows(desk: Any) -> None:
    at = _open(desk)
    _levels(at).set_value("2").run()
    assert desk.sheet().sheet.marks[CODE].value == "1"
    assert _box(at).value == 2.0


def test_an_emptied_box_clears_the_mark_as_a_new_version(desk: Any) -> None:
    at = _open(desk)
    _box(at).set_value(3.0).run()
    _box(at).set_value(None).run()
    mark = desk.sheet().sheet.marks[CODE]
    assert (mark.state, mark.version) == (MarkState.MISSING, 2)
    assert "已清除评分" in _standing(at)
    assert "已评 0 / 49 项" in _html(at)


def test_not_applicable_is_offered_only_where_allowed(desk: Any) -> None:
    at = _open(desk, **{"class": "2.1"})
    assert len(_levels(at, "2.1.2").options) == 7
    assert len(_levels(at, "2.1.1").options) == 6
    _levels(at, "2.1.2").set_value("not_applicable").run()
    assert desk.sheet().sheet.marks["2.1.2"].state is MarkState.NOT_APPLICABLE
    assert _box(at, "2.1.2").value is None


def test_a_zero_and_insufficient_material_are_two_things_and_both_need_a_note(desk: Any) -> None:
    at = _open(desk)
    _box(at).set_value(0.0).run()
    at.run()
    _levels(at, "1.1.2").set_value("insufficient").run()
    marks = desk.sheet().sheet.marks
    assert (marks[CODE].state, marks[CODE].value) == (MarkState.SCORED, "0")
    assert (marks["1.1.2"].state, marks["1.1.2"].value) == (MarkState.INSUFFICIENT, None)
    # A mark redraws its own row and the progress; the other rows are there again after a whole run.
    at.run()
    for code in (CODE, "1.1.2"):
        assert "须写明依据与页码" in _standing(at, code)
    _note(at).set_value("第 12 页").run()
    assert desk.sheet().sheet.marks[CODE].note == "第 12 页"
    assert desk.sheet().sheet.marks[CODE].value == "0"
    assert "须写明依据与页码" not in _standing(at)


@pytest.mark.parametrize("typed", [7.0, -1.0, 2.5])
def test_a_number_that_names_no_level_is_not_saved(desk: Any, typed: float) -> None:
    at = _open(desk)
    _box(at).set_value(typed).run()
    assert not desk.sheet().sheet.marks
    assert _is_unsaved(at)
    assert "可填 0 至 4 的整数" in _standing(at)
    _one(at.button, "give_way", CODE).click().run()
    assert _box(at).value is None
    assert not _is_unsaved(at)


def test_a_note_that_cannot_be_kept_is_unsaved_with_its_reason_and_not_lost(desk: Any) -> None:
    at = _open(desk)
    _box(at).set_value(3.0).run()
    _note(at).set_value("长" * 1001).run()
    assert desk.sheet().sheet.marks[CODE].note == ""
    assert _is_unsaved(at)
    _note(at).set_value("第 3 页").run()
    assert desk.sheet().sheet.marks[CODE].note == "第 3 页"
    assert not _is_unsaved(at)


def test_another_tab_was_first_and_this_one_may_insist(desk: Any) -> None:
    at = _open(desk)
    desk.save(CODE, MarkState.SCORED, Decimal(2), note="第 1 页")
    _box(at).set_value(1.0).run()
    assert desk.sheet().sheet.marks[CODE].value == "2"
    assert _is_unsaved(at)
    assert "已在别处保存" in _standing(at)
    assert "记录中：4 档 · 2 分" in _standing(at)
    _one(at.button, "insist", CODE).click().run()
    assert (desk.sheet().sheet.marks[CODE].value, desk.sheet().sheet.marks[CODE].version) == ("0.5", 2)
    assert not _is_unsaved(at)


def test_another_tab_was_first_and_this_one_may_give_way(desk: Any) -> None:
    at = _open(desk)
    desk.save(CODE, MarkState.SCORED, Decimal(2), note="第 1 页")
    _box(at).set_value(1.0).run()
    _one(at.button, "give_way", CODE).click().run()
    assert (_box(at).value, _levels(at).value, _note(at).value) == (4.0, "4", "第 1 页")
    assert desk.sheet().sheet.marks[CODE].version == 1


def test_what_another_tab_saved_shows_at_the_next_look(desk: Any) -> None:
    at = _open(desk)
    _box(at).set_value(3.0).run()
    desk.save(CODE, MarkState.SCORED, Decimal("0.5"))
    at.run()
    assert _box(at).value == 1.0
    assert not _is_unsaved(at)


def test_a_disk_that_fails_is_told_and_the_mark_shown_as_unsaved(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*given: object, **named: object) -> None:
        raise RecordError(Message("register.disk_full", {"name": "register.db", "seen": "disk full"}))

    at = _open(desk)
    with monkeypatch.context() as broken:
        broken.setattr("dashboard.source.save_mark", full)
        _levels(at).set_value("3").run()
    assert not desk.sheet().sheet.marks
    assert _is_unsaved(at)
    assert "已满" in _standing(at)
    assert _levels(at).value == "3"
    _one(at.button, "insist", CODE).click().run()
    assert desk.sheet().sheet.marks[CODE].value == "1.5"


def test_the_own_total_is_shown_only_on_request(desk: Any) -> None:
    at = _open(desk)
    _box(at).set_value(3.0).run()
    assert "已评各项得" not in _html(at)
    at.toggle(key="sheet-total").set_value(True).run()
    assert "已评各项得 1.5 分，满分 2 分。" in _html(at)


def test_submission_says_all_that_is_missing_class_by_class(desk: Any) -> None:
    desk.fill(but=("1.1.1", "3.3.4"))
    at = _open(desk)
    at.button(key="sheet-submit").click().run()
    body = _html(at)
    assert "指标 1.1.1 质量诚信方针 尚未评分" in body
    assert "指标 3.3.4 社会责任 尚未评分" in body
    assert not [button for button in at.button if button.key == "sheet-confirm"]
    at.button(key="sheet-mend-3.3").click().run()
    assert _box(at, "3.3.4").value is None
    assert desk.sheet().sheet.locked_at is None


def test_a_complete_sheet_is_confirmed_submitted_and_has_a_receipt(desk: Any) -> None:
    desk.fill()
    at = _open(desk)
    assert "各项已齐" in _html(at)
    at.button(key="sheet-submit").click().run()
    at.button(key="sheet-not-now").click().run()
    assert desk.sheet().sheet.locked_at is None
    at.button(key="sheet-submit").click().run()
    at.button(key="sheet-confirm").click().run()
    assert not at.exception
    own = desk.sheet()
    assert own.sheet.digest is not None
    body = _html(at)
    assert "评分表已提交并锁定" in body
    assert own.sheet.digest in body.replace(" ", "")
    assert f"<dd>{own.entry}</dd>" in body


def test_a_locked_sheet_is_read_and_looking_changes_nothing(desk: Any) -> None:
    desk.fill()
    desk.submit()
    before = desk.sheet()
    for class_ in ("1.1", "3.3"):
        at = _open(desk, **{"class": class_})
        assert not [*at.number_input, *at.radio]
        assert [area.key for area in at.text_area] == ["reopening-reason"]
        assert "class=qc-given" in _html(at)
        assert "记录中：3 档" in _html(at)
    assert desk.sheet() == before


def test_a_sheet_submitted_elsewhere_takes_no_mark_and_says_so(desk: Any) -> None:
    desk.fill()
    at = _open(desk)
    desk.submit()
    _box(at).set_value(1.0).run()
    assert not at.exception
    assert "提交并锁定" in at.error[0].value
    assert not at.number_input
    assert desk.sheet().sheet.marks[CODE].value == "1.5"


@pytest.mark.parametrize("how", ["recused", "round"])
def test_a_sheet_that_takes_no_marks_says_why(desk: Any, how: str) -> None:
    desk.save(CODE, MarkState.SCORED, Decimal("1.5"))
    if how == "recused":
        flow.recuse(
            desk.register,
            desk.actor,
            source.now(),
            application_id="2026-0001",
            expert_id=desk.expert,
            reason="曾在该企业任职",
        )
    else:
        secretariat = type(desk.actor)("secretariat", "", frozenset({"secretariat"}))
        flow.advance_round(desk.register, secretariat, source.now(), "2026-sample", "deciding")
    at = _open(desk)
    assert not at.number_input
    assert {"recused": "您已回避此申报", "round": "当前不接受评分"}[how] in at.info[0].value
    assert "记录中：3 档 · 1.5 分" in _html(at)


def test_somebody_elses_application_is_refused_like_one_that_is_not_there(desk: Any) -> None:
    words = [desk.page("sheet", application=id_).warning[0].value for id_ in ("2026-0099", "nothing")]
    assert words[0] == words[1]


def test_without_an_application_the_page_goes_on_where_the_expert_stopped(desk: Any) -> None:
    desk.save(CODE, MarkState.SCORED, Decimal("1.5"), of="2026-0002")
    at = desk.page("sheet")
    assert "申报编号 2026-0002" in _html(at)
    for id_ in ("2026-0001", "2026-0002"):
        desk.fill(of=id_, but=() if id_ == "2026-0001" else (CODE,))
        desk.submit(of=id_)
    assert "目前没有需要评分的申报" in _html(desk.page("sheet"))


def test_the_page_names_no_place_and_nobody_else(desk: Any) -> None:
    for other in ("E02", "E03"):
        peer = type(desk)(desk.register, other)
        peer.fill()
        peer.submit()
    at = _open(desk)
    body = _html(at)
    assert not [word for word in ("E02", "E03", "专家E02", "320102", "C34") if word in body]


def test_english_page_says_whose_words_the_anchors_are(desk: Any) -> None:
    at = desk.page("sheet", language="en", application="2026-0001")
    assert "in the original language" in _html(at)
    assert _levels(at).options[4] == "Level 4 · 2 points"
