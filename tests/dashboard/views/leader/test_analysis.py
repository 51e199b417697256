"""The regional analysis as a page: one question at a time, nothing of a round before its lock, tables as reported."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import source
from dashboard.parts.analysis_questions import BEFORE, LOCKED
from scoring.flow.regional.report import regional_report
from scoring.flow.regional.tables import report_tables
from scoring.model import Actor

LEADER = Actor("leader", "leader", frozenset({"leader"}))


@pytest.fixture
def page(
    serve: Callable[[Path], None], finished_rounds: Path, open_page: Callable[..., AppTest]
) -> Callable[..., AppTest]:
    serve(finished_rounds)
    return lambda role="leader", **query: open_page("leader/analysis", role, **query)


def html(at: AppTest) -> str:
    return "".join(element.body for element in at.main.get("html"))


@pytest.mark.parametrize("question", LOCKED)
def test_each_question_of_a_locked_round_is_answered_or_says_why_not(page: Any, question: str) -> None:
    at = page(round="2025-synthetic", ask=question)
    assert at.pills(key="analysis-ask").value == question
    assert len(at.header) == 1
    assert "an-says" in html(at) or "qc-empty" in html(at)


@pytest.mark.parametrize("question", ["certainty", "overturned", "waits"])
def test_before_the_lock_only_files_earlier_years_ends_and_stock_are_offered(page: Any, question: str) -> None:
    at = page(round="2026-sample", ask=question)
    assert list(at.pills(key="analysis-ask").options) != []
    assert at.pills(key="analysis-ask").value in BEFORE
    assert "本轮在册申报 2 件" in html(at)
    assert 'data-table="rates"' not in html(at)


def test_of_one_prefecture_with_known_results_no_rank_is_given(page: Any) -> None:
    shown = html(page(round="2025-synthetic"))
    assert "不排名次" in shown
    assert not re.search("第 *[0-9]+ *名", shown)


def test_a_table_has_the_cells_of_the_report(page: Any) -> None:
    shown = html(page(round="2025-synthetic", ask="groups", by="sizes"))
    report = regional_report(source.register(), LEADER, datetime.now(UTC), "2025-synthetic")
    (table,) = (one for one in report_tables(report) if one.key == "sizes")
    seen = re.findall(r'data-table="sizes" data-row="(\d+)" data-column="(\d+)">([^<]*)<', shown)
    numbers = {(int(row), int(column)): words for row, column, words in seen}
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, int | float):
                assert float(numbers[row, column]) == cell


def test_the_address_keeps_what_is_asked(page: Any) -> None:
    at = page(round="2025-synthetic")
    at.pills(key="analysis-ask").set_value("ends").run()
    assert at.query_params["ask"] in ("ends", ["ends"])
    assert at.header[0].value == "等级后来怎样？"


def test_the_inspector_has_it_and_others_do_not(page: Any) -> None:
    assert page("inspector").title[0].value == "地区统计分析"
    # Streamlit knows no such page for him, or what is run is another: he does not get it either way.
    with pytest.raises((AssertionError, ValueError), match="leader/analysis"):
        page("chair")


def test_a_register_without_rounds_says_so(
    serve: Callable[[Path], None], no_rounds: Path, open_page: Callable[..., AppTest]
) -> None:
    serve(no_rounds)
    at = open_page("leader/analysis")
    assert "qc-empty" in html(at)
    assert not at.header
