"""The roster comes in from a file checked row by row; conflicts are recorded, lifted, and shown where they sit."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from scoring import flow
from scoring.intake.columns import headings

pr = sys.modules["procedure_register"]
HOLDER, PAGE = "assignment_holder", "holder/experts"
HEAD = ",".join(headings("expert", "zh").values())
NEW = "E90,新专家,某学院,321100,C34;C35,2026-01-01,2027-12-31"
MOVED = "E02,专家E02,另一研究院,320900,C34,2024-01-01,"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime]:
    """A round under review, built once and copied."""
    path = tmp_path_factory.mktemp("built") / "r.db"
    hall = pr.build(path, "reviewing")
    hall.register.close()
    return path, hall.now


@pytest.fixture
def hall(tmp_path: Path, built: tuple[Path, datetime], monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with pr.serving(Path(copyfile(built[0], tmp_path / "r.db")), built[1], monkeypatch) as served:
        yield served


def html(at: AppTest) -> str:
    return "\n".join(one.value for one in at.get("html"))


def said(at: AppTest) -> str:
    return "\n".join(one.value for one in (*at.success, *at.error)).replace("\\", "")


def sure(at: AppTest, key: str) -> AppTest:
    at.checkbox(key=f"{key}-sure").check().run()
    at.button(key=key).click().run()
    assert not at.exception, at.exception
    return at


def hand_in(at: AppTest, *rows: str, name: str = "experts.csv") -> AppTest:
    at.file_uploader[0].set_value((name, "\n".join((HEAD, *rows)).encode(), "text/csv")).run()
    assert not at.exception, at.exception
    return at


def roster(hall: Any) -> dict[str, Any]:
    return {one.expert_id: one for one in flow.read_roster(hall.register, pr.actor(HOLDER))}


def conflicts(hall: Any) -> flow.RoundConflicts:
    return flow.read_conflicts(hall.register, pr.actor(HOLDER), hall.now.date(), pr.ROUND)


def test_a_file_is_shown_before_it_is_entered_and_then_is_one_act(hall: Any) -> None:
    at = hand_in(hall.page(HOLDER, PAGE), NEW, MOVED)
    page = html(at)
    for words in ("新增", "变更", "某研究院E02", "另一研究院"):
        assert words in page
    assert "E90" not in roster(hall)
    at.text_area(key="roster-reason").set_value("换届")
    sure(at, "roster-do")
    assert "导入 2 名专家" in said(at)
    assert roster(hall)["E90"].expertise == ("C34", "C35")
    assert roster(hall)["E02"].employer == "另一研究院"
    assert "roster-do" not in {one.key for one in at.button}


def test_every_fault_of_a_file_is_told_with_its_row_and_nothing_is_entered(hall: Any) -> None:
    at = hand_in(hall.page(HOLDER, PAGE), NEW.replace("321100", "999999"), MOVED.replace("2024-01-01", "明天"))
    assert "experts.csv 有 2 处不符" in said(at)
    page = html(at)
    assert "<td>2</td>" in page
    assert "<td>3</td>" in page
    assert "999999" in page
    assert "roster-do" not in {one.key for one in at.button}
    assert "E90" not in roster(hall)


def test_the_roster_is_searched_and_told_by_appointment(hall: Any) -> None:
    at = hall.page(HOLDER, PAGE)
    assert "专家名册（10）" in [one.value for one in at.header]
    at.text_input(key="roster-search").set_value("研究院E07").run()
    page = html(at)
    assert "专家E07" in page
    assert "专家E08" not in page
    at.text_input(key="roster-search").set_value("").run()
    at.segmented_control(key="roster-view").set_value("over").run()
    assert "没有符合条件的记录" in html(at)


def test_a_conflict_that_sits_on_a_panel_is_told_in_red(hall: Any) -> None:
    at = hall.page(HOLDER, PAGE)
    at.selectbox(key="conflict-expert").set_value("E01")
    at.text_input(key="conflict-uscc").set_value(pr.application(pr.FAR).enterprise.uscc)
    at.button(key="conflict-do").click().run()
    assert "来源" in said(at)
    assert not conflicts(hall).kept
    at.text_input(key="conflict-source").set_value("企业登记信息")
    at.text_area(key="conflict-reason").set_value("<i>持股</i>")
    at.button(key="conflict-do").click().run()
    (kept,) = conflicts(hall).kept
    assert (kept.kind, kept.expert_id, kept.source) == ("found", "E01", "企业登记信息")
    assert "1 个席位上的专家应当回避" in said(at)
    assert "&lt;i&gt;持股&lt;/i&gt;" in html(at)


def test_a_wrong_credit_code_and_nobody_at_all_are_refused(hall: Any) -> None:
    at = hall.page(HOLDER, PAGE)
    at.button(key="conflict-do").click().run()
    assert "没有选择专家" in said(at)
    assert "没有填写统一社会信用代码" in said(at)
    at.selectbox(key="conflict-expert").set_value("E01")
    at.text_input(key="conflict-uscc").set_value("91320102MA1ABCD010")
    at.text_input(key="conflict-source").set_value("来函")
    at.text_area(key="conflict-reason").set_value("持股")
    at.button(key="conflict-do").click().run()
    assert "校验位" in said(at)
    assert not conflicts(hall).kept


def test_an_applicant_names_at_most_three_and_a_conflict_is_lifted_with_a_reason(hall: Any) -> None:
    at = hall.page(HOLDER, PAGE)
    at.text_input(key="named-application").set_value(pr.GRADE_AA)
    at.multiselect(key="named-experts").set_value(["E06", "E07", "E08", "E09"])
    at.text_input(key="named-source").set_value("来函")
    at.text_area(key="named-reason").set_value("曾有纠纷")
    at.button(key="named-do").click().run()
    assert "至多" in said(at)
    at.multiselect(key="named-experts").set_value(["E06", "E07"])
    at.button(key="named-do").click().run()
    assert {one.expert_id for one in conflicts(hall).kept} == {"E06", "E07"}
    chosen = next(one.conflict_id for one in conflicts(hall).kept if one.expert_id == "E06")
    at.selectbox(key="lift-conflict").set_value(chosen)
    sure(at, "lift-do")
    assert len(conflicts(hall).kept) == 2
    at.text_area(key="lift-reason").set_value("企业撤回")
    sure(at, "lift-do")
    assert [one.expert_id for one in conflicts(hall).kept] == ["E07"]


def test_both_languages_open(hall: Any) -> None:
    at = hall.page(HOLDER, PAGE, language="en")
    assert "Roster (10)" in [one.value for one in at.header]
