"""The rule book page: open to everybody who has pages, every round of the register, its banner, its search."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import source
from indicators.load import shipped_rule_book

ROOT = Path(__file__).parents[4]
APP, VIEW = ROOT / "dashboard" / "app.py", ROOT / "dashboard" / "views" / "everyone" / "rule_book.py"


def _rounds_register(path: Path) -> None:
    spec = importlib.util.spec_from_file_location("rounds_register", ROOT / "tests/dashboard/rounds_register.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.build(path).close()


@pytest.fixture(scope="module")
def register_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rounds") / "register.db"
    _rounds_register(path)
    return path


@pytest.fixture
def page(register_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    monkeypatch.setenv(source.ENVIRONMENT, str(register_path))
    source.register.cache_clear()
    source.demonstration_experts.cache_clear()
    at = AppTest.from_file(str(APP), default_timeout=30).run()
    at.selectbox(key="demonstration_role").set_value("secretariat").run()
    yield at
    source.register().close()
    source.register.cache_clear()
    source.demonstration_experts.cache_clear()


def html(at: AppTest) -> str:
    return "".join(element.body for element in at.main.get("html"))


def test_every_role_of_the_demonstration_may_read_it(page: AppTest) -> None:
    for role in ("chair", "secretariat", "leader"):
        page.selectbox(key="demonstration_role").set_value(role).run()
        page.switch_page(str(VIEW)).run()
        assert not page.exception
        assert page.title[0].value == "规则库"


def test_every_round_can_be_read_in_every_section(page: AppTest) -> None:
    page.switch_page(str(VIEW)).run()
    rounds = page.selectbox(key="rule_book_round").options
    assert len(rounds) == 5
    for round_id in ("2022-synthetic", "2023-synthetic", "2024-synthetic", "2025-synthetic", "2026-sample"):
        page.selectbox(key="rule_book_round").set_value(round_id).run()
        book = shipped_rule_book(round_id)
        assert book.round.banner in html(page)
        assert book.digest[:4] in html(page)
        for section in ("conditions", "grades", "procedure", "articles", "interpretations", "parameters", "documents"):
            page.segmented_control(key="rule_book_section").set_value(section).run()
            assert not page.exception
        assert book.documents[0].title in html(page)
        page.segmented_control(key="rule_book_section").set_value("indicators").run()
        assert html(page).count("rb-leaf") == 49


def test_the_search_shows_hits_of_all_sections_or_says_that_there_are_none(page: AppTest) -> None:
    page.switch_page(str(VIEW)).run()
    page.text_input(key="rule_book_search").set_value("弄虚作假").run()
    assert any("条文" in one.value for one in page.header)
    assert "<mark>弄虚作假</mark>" in html(page)
    page.text_input(key="rule_book_search").set_value("绝无此词").run()
    assert "没有同时含有这些词的条目" in html(page)


def test_it_speaks_english(page: AppTest) -> None:
    page.segmented_control(key="language").set_value("en").run()
    page.switch_page(str(VIEW)).run()
    assert page.title[0].value == "Rule book"
    assert "Unknown, to be entered" in html(page)
