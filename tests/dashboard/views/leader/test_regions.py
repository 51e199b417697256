"""The province at a glance as a page: nothing of grades before lock, after it the cells of the report, each marked."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import source
from dashboard.texts import translator
from scoring.flow.regional.report import regional_report
from scoring.flow.regional.tables import report_tables
from scoring.model import Actor

ROOT = Path(__file__).parents[4]
APP, VIEW = ROOT / "dashboard" / "app.py", ROOT / "dashboard" / "views" / "leader" / "regions.py"
LEADER = Actor("demonstration-leader", "demonstration-leader", frozenset({"leader"}))
CELL = re.compile(r'data-table="(\w+)" data-row="(\d+)" data-column="(\d+)">([^<]*)<')
FIRST_SCREEN = {"answers", "cities", "areas", "rates", "whole", "funnel", "stock", "years"}


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


def choose(page: AppTest, round_id: str) -> str:
    page.selectbox(key="regions-round").set_value(round_id).run()
    assert not page.exception
    return html(page)


def cells(shown: str) -> dict[tuple[str, int, int], str]:
    return {(table, int(row), int(column)): text for table, row, column, text in CELL.findall(shown)}


def test_before_lock_there_are_files_and_waits_and_nothing_of_grades(page: AppTest) -> None:
    shown = choose(page, "2026-sample")
    assert "集体决策尚未锁定，本轮在册申报 2 件" in shown
    assert {table for table, _, _ in cells(shown)} == {"answers", "files", "funnel", "stock", "years"}
    assert cells(shown)["files", 1, 1] == "2"
    # What earlier rounds became stays to be seen; this one is none of them.
    assert [one.value for one in page.header] == ["各环节进展", "有效等级存量", "历年情况", "下载带走"]
    assert {text for (table, _, column), text in cells(shown).items() if (table, column) == ("years", 0)} == {
        "2024",
        "2025",
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_after_lock_every_cell_is_that_of_the_report(page: AppTest, language: str) -> None:
    say = translator(language)
    page.segmented_control(key="language").set_value(language).run()
    found = cells(choose(page, "2025-synthetic"))
    report = regional_report(source.register(), LEADER, source.now(), "2025-synthetic", marks=False)
    tables = {table.key: table for table in report_tables(report)}
    assert FIRST_SCREEN <= {table for table, _, _ in found} <= FIRST_SCREEN | {"integrity"}
    for (table, row, column), text in found.items():
        expected = tables[table].rows[row][column]
        assert expected is not None
        if isinstance(expected, int | float):
            assert text == say.say(expected), (table, row, column)
    # The one city table: every number of it is there, zeros too, and the sums.
    numbers = {
        ("cities", row, column)
        for row, line in enumerate(tables["cities"].rows)
        for column, cell in enumerate(line)
        if isinstance(cell, int)
    }
    assert numbers <= set(found)


def test_the_table_is_grouped_from_the_south_and_ranks_nobody(page: AppTest) -> None:
    shown = choose(page, "2025-synthetic")
    table = shown.split('<table class="rg-table"')[1].split("</table>")[0]
    names = re.findall(r'<th scope="row">(?:<span[^>]*>)?([^<]*)', table)
    assert names[0] == "苏南"
    assert names[-1] == "全省合计"
    assert names.index("南京市") < names.index("苏州市") < names.index("苏中") < names.index("苏北")
    assert len(names) == 13 + 3 + 1
    assert "名次" not in shown
    # Fifteen of fifteen that Nanjing may recommend; their part of the province has no cap of its own.
    assert table.count("达上限") == 1


def test_without_applications_there_is_no_rate_but_why(page: AppTest) -> None:
    shown = choose(page, "2025-synthetic")
    report = regional_report(source.register(), LEADER, source.now(), "2025-synthetic", marks=False)
    nobody = [row for row, line in enumerate(report.prefectures) if not line.line.rate.denominator]
    assert len(nobody) == 11
    assert not [row for table, row, column in cells(shown) if table == "rates" and column == 3 and row in nobody]
    assert "无申报" in shown.split('<ul class="rg-map"')[1].split("</ul>")[0]
    # Two applied in 苏州, both got it: in the grid the interval alone, no hundred percent.
    tile = next(part for part in shown.split('<ul class="rg-map"')[1].split("<li ") if "苏州市" in part)
    assert "34.2" in tile
    assert "100.0</span> %</small>" in tile
    assert tile.count('data-column="3"') == 0


def test_what_is_valid_is_counted_today(page: AppTest) -> None:
    found = cells(choose(page, "2026-sample"))
    report = regional_report(source.register(), LEADER, source.now(), "2026-sample", marks=False)
    table = next(table for table in report_tables(report) if table.key == "stock")
    columns = [getattr(column, "key", "").removeprefix("province.column_") for column in table.columns]
    last = len(table.rows) - 1
    valid, revoked = (int(found["stock", last, columns.index(name)]) for name in ("valid", "revoked"))
    # Of five ever announced one is revoked; those of 2024 hold until 2027 by the clock of whoever runs this.
    still = {True: 4, False: 2}[source.today() < date(2027, 5, 10)]
    assert (valid, revoked) == (still, 1)


def test_what_goes_deeper_is_offered_once_decisions_are_locked(page: AppTest) -> None:
    choose(page, "2026-sample")
    assert not page.main.get("page_link")
    choose(page, "2025-synthetic")
    assert [link.proto.label for link in page.main.get("page_link")][:1] == [translator("zh")("page.leader_analysis")]


def test_longer_tables_are_drawn_for_whoever_opens_them(page: AppTest) -> None:
    choose(page, "2025-synthetic")
    assert "counties" not in {table for table, _, _ in cells(html(page))}
    page.session_state["regions-more-counties"] = True
    page.run()
    assert ("counties", 0, 0) in cells(html(page))


def test_the_slide_has_the_same_numbers_and_says_what_is_sample(page: AppTest) -> None:
    whole = cells(choose(page, "2025-synthetic"))
    page.button(key="regions-form").click().run()
    assert not page.exception
    assert page.query_params["form"] == "slide"
    slide = html(page)
    assert cells(slide).items() <= whole.items()
    assert {table for table, _, _ in cells(slide)} == {"answers", "cities", "areas", "rates", "whole"}
    assert '<div class="qc-sample"' in slide
    assert "截至" in slide
    assert not page.header
    page.button(key="regions-form").click().run()
    assert page.header
    assert "form" not in page.query_params


def test_the_slide_before_lock_has_files_alone(page: AppTest) -> None:
    choose(page, "2026-sample")
    page.button(key="regions-form").click().run()
    assert {table for table, _, _ in cells(html(page))} == {"answers", "files", "funnel"}


def test_a_round_without_applications_says_so(page: AppTest) -> None:
    shown = choose(page, "2022-synthetic")
    assert "本轮还没有登记在册的申报" in shown


def test_nobody_else_has_the_page(app: AppTest) -> None:
    for role in ("chair", "secretariat"):
        app.selectbox(key="demonstration_role").set_value(role).run()
        with pytest.raises(ValueError, match="regions"):
            app.switch_page(str(VIEW)).run()


def test_it_speaks_english(page: AppTest) -> None:
    page.segmented_control(key="language").set_value("en").run()
    shown = choose(page, "2025-synthetic")
    assert "Nanjing" in shown
    assert not re.findall("[一-鿿]", re.sub(r"2025-synthetic", "", shown)), re.findall(".{9}[一-鿿]+.{9}", shown)[:5]
