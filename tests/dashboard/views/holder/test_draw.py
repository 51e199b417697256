"""The holder draws, replaces, returns and assigns by hand; everything lands in the record, refusals say what to do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from scoring import flow
from scoring.model import Expert

pr = sys.modules["procedure_register"]
HOLDER, PAGE = "assignment_holder", "holder/draw"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Path, datetime]]:
    """A register as far as a stage, each built once and copied."""
    folder = tmp_path_factory.mktemp("built")

    @cache
    def until(stage: str) -> tuple[Path, datetime]:
        hall = pr.build(folder / f"{stage}.db", stage)
        hall.register.close()
        return folder / f"{stage}.db", hall.now

    return until


@pytest.fixture
def hall(
    tmp_path: Path,
    built: Callable[[str], tuple[Path, datetime]],
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> Iterator[Any]:
    path, now = built(getattr(request, "param", "confirmed"))
    with pr.serving(Path(copyfile(path, tmp_path / "r.db")), now, monkeypatch) as served:
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


def draw(at: AppTest, seed: str = "20260601") -> AppTest:
    at.text_input(key="draw-seed").set_value(seed)
    at.text_input(key="draw-reason").set_value("当日公开开奖号码")
    return sure(at, "draw-do")


def seats(hall: Any, stage: str = "document_review") -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in flow.read_seats(hall.register, pr.actor(HOLDER), pr.ROUND, stage=stage):
        found.setdefault(one.application_id, []).append(one.expert_id)
    return found


def test_a_draw_from_a_seed_lands_in_the_record_and_is_checked_at_once(hall: Any) -> None:
    at = hall.page(HOLDER, PAGE)
    at.selectbox(key="draw-size-AAA").set_value(7).run()
    draw(at)
    assert {id_: len(panel) for id_, panel in seats(hall).items()} == {pr.GRADE_AA: 5, pr.FAR: 5, pr.GRADE_AAA: 7}
    (summary,) = flow.list_draws(hall.register, pr.actor(HOLDER), pr.ROUND)
    assert (summary.seed, summary.reason) == (20260601, "当日公开开奖号码")
    assert "17 个席位" in said(at)
    assert "应回避而入组 0 人" in said(at)
    page = html(at)
    assert page.count("<i>✓</i>") == 10
    assert "<i>✗</i>" not in page
    assert at.text_input(key="draw-seed").value == ""


def test_a_seed_may_be_suggested_and_must_be_a_number(hall: Any) -> None:
    at = hall.page(HOLDER, PAGE)
    sure(at, "draw-do")
    assert "没有种子" in said(at)
    at.text_input(key="draw-seed").set_value("12a")
    sure(at, "draw-do")
    assert "只能是阿拉伯数字" in said(at)
    at.button(key="draw-seed-suggest").click().run()
    assert at.text_input(key="draw-seed").value.isdigit()
    assert not flow.list_draws(hall.register, pr.actor(HOLDER), pr.ROUND)


def test_what_cannot_be_drawn_says_why_and_what_to_do(hall: Any) -> None:
    days = (pr.date(2024, 1, 1), pr.date(2026, 5, 1))
    few = [Expert(f"E{number:02d}", "某", "院", "320700", ("C34",), *days) for number in range(1, 8)]
    hall.do(flow.import_experts, pr.actor(HOLDER), few, source="x.csv", reason="届满")
    at = draw(hall.page(HOLDER, PAGE))
    assert "可抽取的仅 3 名，缺 2 名" in said(at)
    assert "请增聘" in said(at)
    assert at.text_input(key="draw-seed").value == "20260601"
    assert not seats(hall)


def test_a_replacement_seats_a_substitute_and_needs_a_reason(hall: Any) -> None:
    at = draw(hall.page(HOLDER, PAGE))
    before = seats(hall)[pr.GRADE_AA]
    at.selectbox(key="seat-application").set_value(pr.GRADE_AA).run()
    at.selectbox(key="seat-expert").set_value(before[1]).run()
    at.text_input(key="seat-seed").set_value("9")
    sure(at, "seat-replace")
    assert "更换" in said(at)
    assert seats(hall)[pr.GRADE_AA] == before
    at.text_area(key="seat-reason").set_value("出差")
    sure(at, "seat-replace")
    after = seats(hall)[pr.GRADE_AA]
    assert before[1] not in after
    assert len(after) == 5
    assert "评分表作废" in said(at)


@pytest.mark.parametrize("hall", ["scored"], indirect=True)
def test_a_submitted_sheet_goes_back_to_its_expert(hall: Any) -> None:
    at = hall.page(HOLDER, PAGE)
    at.segmented_control(key="seat-act").set_value("return").run()
    at.selectbox(key="seat-application").set_value(pr.FAR).run()
    at.selectbox(key="seat-expert").set_value("E02").run()
    at.text_area(key="seat-reason").set_value("6 月 1 日电话要求")
    sure(at, "seat-return")
    found = flow.read_seats(hall.register, pr.actor(HOLDER), pr.ROUND)
    assert [(one.application_id, one.expert_id) for one in found if one.sheet == "returned"] == [(pr.FAR, "E02")]
    at.segmented_control(key="seats-view").set_value("missing").run()
    assert "已退回，待重交" in html(at)
    at.segmented_control(key="seats-view").set_value("people").run()
    assert "缺交申报" in html(at)


def test_assignment_by_hand_refuses_a_conflict_and_takes_the_others(hall: Any) -> None:
    uscc = pr.application(pr.GRADE_AA).enterprise.uscc
    told = {"uscc": uscc, "expert_id": "E03", "kind": "found", "source": "登记信息", "reason": "持股"}
    hall.do(flow.declare_conflict, pr.actor(HOLDER), **told)
    at = hall.page(HOLDER, PAGE)
    at.segmented_control(key="seat-act").set_value("assign").run()
    at.selectbox(key="seat-application").set_value(pr.GRADE_AA).run()
    at.multiselect(key="seat-experts").set_value(["E03", "E04"])
    sure(at, "seat-assign")
    assert "经查有利害关系" in said(at)
    assert not seats(hall)
    at.multiselect(key="seat-experts").set_value(["E04"])
    sure(at, "seat-assign")
    assert seats(hall) == {pr.GRADE_AA: ["E04"]}


@pytest.mark.parametrize("hall", ["decided"], indirect=True)
def test_marks_that_are_closed_are_told_and_the_visit_has_its_own_panel(hall: Any) -> None:
    at = hall.page(HOLDER, PAGE, stage="on_site_verification")
    assert "draw-size-AAA" in {one.key for one in at.selectbox}
    assert "draw-size-AA" not in {one.key for one in at.selectbox}
    draw(at)
    assert "截止" in said(at)
    assert not seats(hall, "on_site_verification")


def test_who_sits_in_spite_of_a_conflict_is_shown_in_red_and_chosen_by_its_button(hall: Any) -> None:
    at = draw(hall.page(HOLDER, PAGE))
    expert = seats(hall)[pr.FAR][2]
    told = {"uscc": pr.application(pr.FAR).enterprise.uscc, "expert_id": expert, "source": "申明", "reason": "亲属"}
    hall.do(flow.declare_conflict, pr.Actor(expert, "", frozenset({"expert"})), **told)
    at.run()
    assert "1 个席位上的专家应当回避" in said(at)
    at.button(key=f"replace-{pr.FAR}-{expert}").click().run()
    assert (at.selectbox(key="seat-application").value, at.selectbox(key="seat-expert").value) == (pr.FAR, expert)


def test_names_from_files_mean_themselves(hall: Any) -> None:
    hostile = Expert("E01", "<b>甲</b>", "[x](http://a)<script>", "320700", ("C34",), pr.date(2024, 1, 1))
    hall.do(flow.import_experts, pr.actor(HOLDER), [hostile], source="x.csv", reason="更正")
    hall.do(flow.assign, pr.actor(HOLDER), pr.ROUND, [(pr.GRADE_AA, "E01")])
    at = hall.page(HOLDER, PAGE, language="en")
    assert "&lt;b&gt;甲&lt;/b&gt;" in html(at)
    assert "<script>" not in html(at)


@pytest.mark.parametrize("hall", ["entered"], indirect=True)
def test_before_anything_is_recommended_the_page_says_what_would_bring_it(hall: Any) -> None:
    at = hall.page(HOLDER, PAGE)
    assert "经设区市推荐后" in html(at)
    assert "draw-do" not in {one.key for one in at.button}
