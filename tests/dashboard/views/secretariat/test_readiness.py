"""The board with which a secretary begins the day: red first, who acts, where; counts and no person."""

from __future__ import annotations

import sys
from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import results
from dashboard.parts import ready_lines
from dashboard.parts.ready_lines import Line
from dashboard.texts import translator
from scoring import flow
from scoring.errors import AccessRefusedError

PAGE = "secretariat/readiness"


pr = sys.modules["procedure_register"]


def words(at: AppTest) -> str:
    said = [*at.get("html"), *at.markdown, *at.caption, *at.success, *at.error, *at.header]
    return "\n".join(str(getattr(one, "value", "") or one.proto.body) for one in said)


def red(hall) -> dict[str, Line]:
    board = results.round_board(pr.SECRETARIAT, pr.ROUND)
    return {line.what: line for line in ready_lines.lines(board) if line.level in ("late", "now")}


RED = {
    "planned": {"papers": 2},
    "confirmed": {},
    "reviewing": {"sheets": 15},
    "deciding": {"undecided": 3},
    "in_notice": {"credit_market_regulator": 3, "credit_drc": 3, "no_notice": 1},
    "noticed": {},
    "closed": {"no_document": 1},
    "documented": {"unannounced": 1},
    "accredited": {},
}


def test_what_bars_the_next_step_is_red_at_every_stage(tmp_path, monkeypatch):
    with pr.served(tmp_path / "r.db", "planned", monkeypatch) as hall:
        for stage in pr.STAGES:
            if stage != "planned":
                pr._DO[stage](hall)
            if stage in RED:
                assert {what: line.count for what, line in red(hall).items()} == RED[stage], stage


def test_the_page_says_what_how_many_since_when_who_and_where(tmp_path, monkeypatch):
    with pr.served(tmp_path / "r.db", "in_notice", monkeypatch) as hall:
        for language, who in (("zh", "省发展改革委"), ("en", "Provincial DRC")):
            at = hall.page("secretariat", PAGE, language=language)
            said = words(at)
            line = translator(language)("ready.line_credit_drc", count=3)
            card = next(one for one in said.split("bd-line") if line in one)
            assert who in card
            assert "2026-06-01" in card
            assert "ready." not in said
        links = [link.proto.page for link in at.main.get("page_link")]
        assert any("credit" in link for link in links)


def test_no_expert_is_named_though_sheets_are_missing(tmp_path, monkeypatch):
    with pr.served(tmp_path / "r.db", "reviewing", monkeypatch) as hall:
        said = words(hall.page("secretariat", PAGE))
        assert "缺评分表 15 份" in said
        assert not [expert for expert in pr.EXPERTS if expert in said]


def test_late_offices_stand_first_with_their_region_and_link_to_the_steps(tmp_path, monkeypatch):
    with pr.served(tmp_path / "r.db", "entered", monkeypatch) as hall:
        hall.on(date(2026, 12, 1))
        found = red(hall)
        assert found["offices"].level == "late"
        assert found["offices"].count == 2, "one office in each of two counties"
        assert found["offices"].page == ready_lines.OFFICE / "steps.py"
        said = words(hall.page("secretariat", PAGE))
        assert "南京市玄武区" in said
        assert said.index("个机构超期") < said.index("正常事项")


def test_late_complaints_and_instructions_are_red_in_any_state(tmp_path, monkeypatch):
    with pr.served(tmp_path / "r.db", "accredited", monkeypatch) as hall:
        county = pr.actor("county_regulator", pr.NANJING)
        on = pr.ANNOUNCED
        hall.do(flow.receive_complaint, county, application_id=pr.GRADE_A, kind="complaint", account="短斤缺两", on=on)
        values = {"region": "320100", "content": "报送情况", "on": on, "due": on + timedelta(days=3)}
        hall.do(flow.instruct, pr.SECRETARIAT, **values)
        assert not red(hall)
        hall.on(on + timedelta(days=60))
        found = red(hall)
        assert {what: line.count for what, line in found.items()} == {"complaints": 1, "instructions": 1}
        assert found["instructions"].since == on + timedelta(days=3)


def test_the_board_is_kept_until_something_changes_and_for_those_alone_who_may(tmp_path, monkeypatch):
    with pr.served(tmp_path / "r.db", "deciding", monkeypatch) as hall:
        first = results.round_board(pr.SECRETARIAT, pr.ROUND)
        assert results.round_board(pr.SECRETARIAT, pr.ROUND) is first
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            results.round_board(pr.actor("chair"), pr.ROUND)
        hall.to("in_notice")
        assert results.round_board(pr.SECRETARIAT, pr.ROUND).readiness.state == "in_notice"
