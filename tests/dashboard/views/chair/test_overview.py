"""The chair's overview: nothing but counts before the marks are closed; afterwards bands, never a person."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from dashboard import source
from scoring.flow import PanelProgress, Progress
from scoring.register import keyed

pr = sys.modules["panel_register"]
PAGE = "chair/overview"


def nobody(text: str) -> None:
    """Assert that no expert can be read out of a page."""
    for word in (*pr.EXPERTS, *pr.PEOPLE, *pr.EMPLOYERS):
        assert word not in text


def test_before_the_marks_are_closed_there_are_counts_and_the_reason(sitting):
    at = sitting.page("chair", PAGE)
    text = pr.words(at)
    assert "评分尚未截止" in text
    assert "37 / 40" in text
    assert [one.value for one in at.header] == ["评分未齐的评审组（1）"]
    assert "已交 2 / 5" in text
    for hidden in ("总分分布", "chair-totals", 'class="rb pn-bands"', "距 AA 线", "极差"):
        assert hidden not in text
    nobody(text)


def test_panels_that_lack_a_sheet_come_a_page_at_a_time(sitting, monkeypatch):
    """What a page sends does not grow with the round."""
    panels = tuple(PanelProgress(f"panel-{number:02}", 3, 1, 0) for number in range(45))
    monkeypatch.setattr(source, "round_progress", lambda *_: Progress(pr.ROUND, "reviewing", panels))
    at = sitting.page("chair", PAGE)
    assert re.findall(r"panel-\d+", pr.words(at)) == [one.application_id for one in panels[:20]]
    assert "评分未齐的评审组（45）" in pr.words(at)
    for _ in range(2):
        at.button(key="chair-incomplete-page-on").click().run()
    assert re.findall(r"panel-\d+", pr.words(at)) == [one.application_id for one in panels[40:]]
    assert at.button(key="chair-incomplete-page-on").disabled


def test_before_closing_two_registers_that_differ_in_marks_alone_look_the_same(tmp_path: Path):
    pages = []
    for number, shares in enumerate((pr.SHARES, dict(pr.SHARES) | {pr.AGREED: ("0",) * 5, pr.FEW: ("0", "0.25")})):
        with pytest.MonkeyPatch.context() as patch, pr.served(tmp_path / f"{number}.db", patch, shares) as sitting:
            # The code over the page comes of the register's own random bytes.
            patch.setattr(keyed, "key", lambda connection, purpose: bytes(32))
            pages.append([pr.words(sitting.page("chair", page, language="en")) for page in (PAGE, "chair/application")])
    assert pages[0] == pages[1]


def test_after_closing_no_expert_is_anywhere_in_the_page(sitting):
    sitting.to("deciding")
    for language in ("zh", "en"):
        text = pr.words(sitting.page("chair", PAGE, language=language))
        assert pr.AGREED in text
        nobody(text)


def test_totals_lines_disagreement_and_conditions_are_told_in_counts(sitting):
    sitting.to("deciding")
    at = sitting.page("chair", PAGE)
    text = pr.words(at)
    heads = [one.value for one in at.header]
    assert heads[0] == "总分分布"
    assert "评审组意见分散（1）" in heads
    assert "条件不符或未查明（1）" in heads
    assert "不符合 AA 条件" in text
    # 0.5, 1, 1, 1, 0.25 of full marks: three of five reach either line.
    assert "5 份中 3 份达 AAA 线" in text
    assert "极差 75 分" in text


def test_names_from_files_format_nothing(sitting):
    sitting.to("deciding")
    at = sitting.page("chair", PAGE)
    assert "<img" not in pr.markup(at)
    labels = [one.proto.label for one in at.get("page_link")]
    assert any(label.startswith("\\<img src\\=x") and "\\*样例\\*" in label for label in labels)


@pytest.mark.parametrize(
    ("stand", "found"), [("not_eligible", "符合筛选 1 件"), ("disagree", "符合筛选 1 件"), ("decided", "符合筛选 0 件")]
)
def test_the_list_is_filtered_by_state(sitting, stand, found):
    sitting.to("deciding")
    at = sitting.page("chair", PAGE)
    at.selectbox(key="chair-stand").set_value(stand).run()
    captions = "".join(one.value for one in at.caption)
    assert (found in captions) or ("没有符合筛选条件" in pr.words(at) and stand == "decided")


def test_the_list_is_filtered_by_grade_and_text(sitting):
    sitting.to("deciding")
    at = sitting.page("chair", PAGE)
    at.selectbox(key="chair-target").set_value("AAA").run()
    assert "符合筛选 1 件" in "".join(one.value for one in at.caption)
    at.selectbox(key="chair-target").set_value("").run()
    at.text_input(key="chair-text").set_value("无锡").run()
    assert "符合筛选 4 件" in "".join(one.value for one in at.caption)
    at.text_input(key="chair-text").set_value("没有这家").run()
    assert "没有符合筛选条件的申报" in pr.words(at)


def test_show_all_of_a_list_filters_the_table(sitting):
    sitting.to("deciding")
    at = sitting.page("chair", PAGE)
    at.button(key="chair-show-near").click().run()
    assert at.selectbox(key="chair-stand").value == "near"


@pytest.mark.parametrize("role", ["expert", "secretariat", "leader"])
def test_others_have_no_such_page_and_are_refused_past_the_frame(sitting, role):
    sitting.to("deciding")
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        sitting.page(role, PAGE)
    at = pr.direct(role, PAGE)
    assert "您无权进行此操作" in "".join(one.value for one in at.warning)
    assert pr.markup(at) == ""


@pytest.mark.parametrize("page", ["expert/sheet", "expert/tasks"])
def test_the_chair_has_no_page_of_experts(sitting, page):
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        sitting.page("chair", page)
    at = pr.direct("chair", page)
    assert "您无权进行此操作" in "".join(one.value for one in at.warning)
    assert pr.NAMES[pr.AGREED] not in pr.words(at)


def test_every_text_is_there_in_english(sitting):
    sitting.to("deciding")
    text = pr.words(sitting.page("chair", PAGE, language="en"))
    assert "Panels far apart (1)" in text
    assert "总分分布" not in text
