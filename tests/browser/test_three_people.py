"""Three people at one round, in a real browser: the expert scores, the chair decides, the leader's page changes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from indicators.load import shipped_rule_book
from scoring import flow
from scoring.model import GivenMark, GivenSheet, Growth, HeldGrade, MarkState
from scoring.register.database import open_register

pytestmark = pytest.mark.browser
ROUND, FIRST, NANJING = "2026-sample", "2026-0001", "南京"
LAST_CLASS = "3.3"
WHOLE = "QUALITY_CREDIT_WHOLE_WALK"
LACKED = ("chair_application", "leader_regions", "secretariat_round", "chair_overview")


sheet_page = sys.modules["sheet_page"]


@pytest.fixture
def nearly_scored(mortal_server: Any) -> Any:
    """One eligible application, every sheet in but one, and that one lacking its last class."""
    book = shipped_rule_book(ROUND)
    declared = {one.id: True for one in book.regulation.conditions if one.judged_by == "declaration"}
    secretariat, holder = _actor("secretariat"), _actor("assignment_holder")
    at = iter(datetime(2026, 6, 2, 9, tzinfo=UTC) + timedelta(seconds=second) for second in range(100))
    with open_register(mortal_server.register) as register:
        with register.read() as connection:
            from scoring.register import applications

            known = applications.one(connection, FIRST)
        assert known is not None
        eligible = replace(
            known,
            adverse_records_checked=True,
            growth=tuple(Growth(year, Decimal(4)) for year in (2023, 2024, 2025)),
            held=(HeldGrade("A", date(2020, 3, 1)),),
            declared=declared,
        )
        flow.import_applications(
            register, secretariat, next(at), ROUND, [eligible], source="facts.csv", reason="补充核查结果"
        )
        experts = [f"E{number:02d}" for number in range(1, 6)]
        leaves = book.round.indicator_table.leaves()
        sheets = [
            GivenSheet(
                FIRST,
                expert,
                tuple(
                    GivenMark(leaf.code, MarkState.SCORED, leaf.max_score, "第 5 页")
                    for leaf in leaves
                    if expert != "E01" or leaf.parent != LAST_CLASS
                ),
            )
            for expert in experts
        ]
        signed = [(FIRST, expert) for expert in experts[1:]]
        flow.import_sheets(register, holder, next(at), ROUND, sheets, submitted=signed, source="sheets.csv")
    return mortal_server


def _actor(role: str) -> Any:
    return sheet_page.Actor(role, role, frozenset({role}))


def _become(page: Any, role: str) -> None:
    roles = page.locator('[data-testid="stSidebar"] [data-testid="stSelectbox"]').first
    sys.modules["steady"].pick(roles, role, exact=True)


def _advance(page: Any, url: str, state: str) -> None:
    page.goto(url)
    page.locator("h1").first.wait_for()
    _become(page, "日常工作机构")
    page.locator('[data-testid="stSidebarNav"] a', has_text="轮次推进").click()
    page.locator("h1", has_text="轮次推进").wait_for()
    page.locator('[data-testid="stCheckbox"]', has_text=f"确认转入“{state}”").click()
    page.locator(".st-key-round-advance button:enabled").click()
    page.locator('[data-testid="stAlert"]', has_text=state).first.wait_for()


def test_expert_chair_and_leader_at_one_round(nearly_scored: Any, context: Any) -> None:
    server, page = nearly_scored, context.new_page()

    # The expert scores the last class and submits.
    tab = sheet_page.SheetPage(page, server.url)
    tab.open("E01", FIRST, LAST_CLASS)
    codes = [leaf.code for leaf in sheet_page.leaves(LAST_CLASS)]
    tab.type_class("3" * len(codes), 25)
    tab.wait_until_saved(*codes)
    page.get_by_role("button", name="检查并提交").first.click()
    page.get_by_role("dialog").get_by_role("button", name="确认提交").click()
    page.get_by_text("评分表已提交并锁定").wait_for()

    # Before the decisions are locked the leader sees files and no grades.
    page.goto(server.url)
    page.locator("h1").first.wait_for()
    _become(page, "省级领导")
    page.locator("h1", has_text="全省概览").wait_for()
    page.get_by_text("集体决策尚未锁定").wait_for()

    _advance(page, server.url, "集体决策")

    # The chair sees the panel's result and records the sitting's decision.
    page.goto(server.url)
    page.locator("h1").first.wait_for()
    _become(page, "评审组组长")
    page.locator("h1", has_text="评审组总览").wait_for()
    page.locator('[data-testid="stSidebarNav"] a', has_text="单项申报").click()
    page.locator("h1", has_text="单项申报").wait_for()
    page.get_by_text("南京样例精密机械有限公司").first.wait_for()
    assert not [expert for expert in ("E01", "E02", "专家E") if expert in page.locator("body").inner_text()]
    page.locator('[data-testid="stRadioOption"]', has_text="建议 AA").first.click()
    place = f"{FIRST}-document_review"
    for name, count in (("entitled", 9), ("present", 8), ("in_favour", 7), ("against", 1), ("abstained", 0)):
        box = page.locator(f".st-key-vote-{name}-{place} input")
        box.fill(str(count))
        box.press("Enter")
    page.locator(".pn-formulas", has_text="7 ÷ 8").wait_for()
    page.locator(f".st-key-record-{place} button").click()
    page.get_by_text(f"已记录 {FIRST} 的集体决策").wait_for()
    with open_register(server.register) as register:
        (decision,) = flow.read_decisions(register, _actor("chair"), ROUND)
        verified = flow.verify(register, _actor("inspector"))
    assert (decision.outcome, decision.grade) == ("propose_aa", "AA")
    assert (verified.faults, verified.decisions) == ((), 1)

    _advance(page, server.url, "公示")

    # Now the leader's page has changed.
    page.goto(server.url)
    page.locator("h1").first.wait_for()
    _become(page, "省级领导")
    page.locator("h1", has_text="全省概览").wait_for()
    page.get_by_text("建议：AAA 级 0 家、AA 级 1 家").first.wait_for()
    assert "集体决策尚未锁定" not in page.locator("body").inner_text()


@pytest.fixture(scope="module")
def fresh_server(server_of: Callable[[Path], Any], tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A server that nobody has asked for a page yet."""
    path = tmp_path_factory.mktemp("fresh") / "register.db"
    sys.modules["small_register"].build(path).close()
    server = server_of(path)
    server.start()
    return server


def test_pages_that_a_role_lacks_are_refused_by_direct_address_and_no_view_is_one_of_its_own(
    fresh_server: Any, context: Any
) -> None:
    """The first request that the server ever gets names a page, in the role in which a session begins."""
    for address in (*LACKED, "application", "regions", "overview", "app"):
        _refused(context, fresh_server.url, address)


@pytest.mark.skipif(
    not os.environ.get(WHOLE), reason=f"one page is the first of a server: set {WHOLE}=1 to try a server for each"
)
@pytest.mark.parametrize("address", LACKED[1:])
def test_each_page_that_a_role_lacks_is_refused_on_a_server_of_its_own(
    mortal_server: Any, context: Any, address: str
) -> None:
    _refused(context, mortal_server.url, address)


def _refused(context: Any, url: str, address: str) -> None:
    page = context.new_page()
    page.goto(f"{url}/{address}")
    page.locator("h1", has_text="我的任务").wait_for()
    body = page.locator("body").inner_text()
    assert "评审组总览" not in body
    assert "全省概览" not in body
    assert "轮次推进" not in body
    page.close()
