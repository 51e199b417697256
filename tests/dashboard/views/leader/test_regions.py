"""Grades by prefecture as a page: nothing before lock, the counts of the record after it, refused to others."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import source

ROOT = Path(__file__).parents[4]
APP, VIEW = ROOT / "dashboard" / "app.py", ROOT / "dashboard" / "views" / "leader" / "regions.py"


def _module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("rounds_register", ROOT / "tests/dashboard/rounds_register.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def register_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rounds") / "register.db"
    _module().build(path).close()
    return path


@pytest.fixture
def app(register_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    monkeypatch.setenv(source.ENVIRONMENT, str(register_path))
    source.register.cache_clear()
    source.demonstration_experts.cache_clear()
    yield AppTest.from_file(str(APP), default_timeout=30).run()
    source.register().close()
    source.register.cache_clear()
    source.demonstration_experts.cache_clear()


@pytest.fixture
def page(app: AppTest) -> AppTest:
    app.selectbox(key="demonstration_role").set_value("leader").run()
    return app.switch_page(str(VIEW)).run()


def html(at: AppTest) -> str:
    return "".join(element.body for element in at.main.get("html"))


def test_before_lock_there_is_one_number_and_why_there_is_no_other(page: AppTest) -> None:
    page.selectbox(key="regions_round").set_value("2026-sample").run()
    assert not page.exception
    assert [one.value for one in page.metric] == ["2"]
    assert "集体决策锁定之前，任何人都看不到等级分布" in html(page)
    # Two tables: the rounds that are locked, and the stock; neither has a column of this round.
    tables = html(page).split("<table")[1:]
    assert len(tables) == 2
    assert "2025" in tables[0]
    assert not any("2026<" in one for one in tables)
    # What earlier rounds became stays to be seen.
    assert [one.value for one in page.subheader] == ["历年情况", "当前有效的认定"]


def test_after_lock_the_three_answers_and_the_table_are_those_of_the_record(page: AppTest) -> None:
    page.selectbox(key="regions_round").set_value("2025-synthetic").run()
    assert not page.exception
    shown = html(page)
    assert (
        "专家评审的 15 件申报中，15 件还没有最终集体决策（其中暂缓 0 件）。已公告：AAA 0 家、AA 0 家、A 2 家。" in shown
    )
    assert "申报数已达推荐上限的有：南京（AAA 15 件）。" in shown
    assert "与 2024 年轮次相比：申报由 3 变为 17（+14）" in shown
    assert '15 <span class="qc-chip near">已达上限</span>' in shown
    assert not page.metric


def test_revoked_ones_are_not_valid(page: AppTest) -> None:
    stock = html(page).rpartition("<table")[2]
    row = stock.split('<th scope="row">苏州</th>')[1].split("</tr>")[0]
    cells = [cell.rsplit(">", 1)[-1] for cell in row.split("</td>")[:-1]]
    # A valid: 2 of 2024 and 2 of 2025; together; ending this year; expired, revoked, superseded. The server's own
    # clock says whether those of 2024 still hold.
    valid, expired, revoked = int(cells[0]), int(cells[3]), int(cells[4])
    assert valid + expired == 4
    assert revoked == 1


def test_nobody_else_has_the_page(app: AppTest) -> None:
    for role in ("chair", "secretariat"):
        app.selectbox(key="demonstration_role").set_value(role).run()
        with pytest.raises(ValueError, match="regions"):
            app.switch_page(str(VIEW)).run()


def test_it_speaks_english(page: AppTest) -> None:
    page.segmented_control(key="language").set_value("en").run()
    page.selectbox(key="regions_round").set_value("2025-synthetic").run()
    assert "Nanjing" in html(page)
    assert "南京" not in html(page)
