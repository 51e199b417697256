"""The regional analysis as a page: one question at a time, nothing of a round before its lock, tables as reported."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import source
from dashboard.parts.analysis_questions import BEFORE, LOCKED
from scoring.flow.regional.report import regional_report
from scoring.flow.regional.tables import report_tables
from scoring.model import Actor

ROOT = Path(__file__).parents[4]
LEADER = Actor("leader", "leader", frozenset({"leader"}))


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tests" / "dashboard" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def register_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rounds") / "register.db"
    _module("rounds_register").build(path).close()
    return path


@pytest.fixture
def served(register_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(source.ENVIRONMENT, str(register_path))
    source.register.cache_clear()
    source.demonstration_experts.cache_clear()
    yield
    source.register().close()
    source.register.cache_clear()
    source.demonstration_experts.cache_clear()


def page(role: str = "leader", **query: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)
    at.session_state["demonstration_role"] = role
    return _module("straight").open_page(at, "leader/analysis", **query)


def html(at: AppTest) -> str:
    return "".join(element.body for element in at.main.get("html"))


@pytest.mark.parametrize("question", LOCKED)
def test_each_question_of_a_locked_round_is_answered_or_says_why_not(served: None, question: str) -> None:
    at = page(round="2025-synthetic", ask=question)
    assert at.pills(key="analysis-ask").value == question
    assert len(at.subheader) == 1
    assert "an-says" in html(at) or "qc-empty" in html(at)


@pytest.mark.parametrize("question", ["certainty", "overturned", "waits"])
def test_before_the_lock_only_files_earlier_years_ends_and_stock_are_offered(served: None, question: str) -> None:
    at = page(round="2026-sample", ask=question)
    assert list(at.pills(key="analysis-ask").options) != []
    assert at.pills(key="analysis-ask").value in BEFORE
    assert "本轮在册申报 2 件" in html(at)
    assert 'data-table="rates"' not in html(at)


def test_of_one_prefecture_with_known_results_no_rank_is_given(served: None) -> None:
    shown = html(page(round="2025-synthetic"))
    assert "不排名次" in shown
    assert not re.search("第 *[0-9]+ *名", shown)


def test_a_table_has_the_cells_of_the_report(served: None, register_path: Path) -> None:
    shown = html(page(round="2025-synthetic", ask="groups", by="sizes"))
    report = regional_report(source.register(), LEADER, datetime.now(UTC), "2025-synthetic")
    (table,) = (one for one in report_tables(report) if one.key == "sizes")
    seen = re.findall(r'data-table="sizes" data-row="(\d+)" data-column="(\d+)">([^<]*)<', shown)
    numbers = {(int(row), int(column)): words for row, column, words in seen}
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, int | float):
                assert float(numbers[row, column]) == cell


def test_the_address_keeps_what_is_asked(served: None) -> None:
    at = page(round="2025-synthetic")
    at.pills(key="analysis-ask").set_value("ends").run()
    assert at.query_params["ask"] in ("ends", ["ends"])
    assert at.subheader[0].value == "等级后来怎样？"


def test_the_inspector_has_it_and_others_do_not(served: None) -> None:
    assert page("inspector").title[0].value == "地区统计分析"
    with pytest.raises((ValueError, AssertionError)):
        page("chair")
