"""What Streamlit would say in English over a Chinese page: its server is away, somebody's first page is not there."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import sheet_page, tcp_proxy

pytestmark = pytest.mark.browser
DIALOG = '[data-testid="stDialog"]'


def test_a_page_says_in_its_own_words_that_the_server_is_away_until_it_is_back(server: Any, context: Any) -> None:
    with tcp_proxy.TcpProxy(server.port) as network:
        tab = sheet_page.SheetPage(context.new_page(), network.url)
        tab.open("E01", "2026-0001", "1.1")
        network.cut()
        said = tab.page.locator(DIALOG)
        said.get_by_role("heading", name="连接已中断").wait_for()
        assert "凡显示“已保存”的内容均已写入登记簿" in said.inner_text()
        assert "Streamlit" not in said.inner_text()
        assert said.get_by_role("button", name="关闭", exact=True).count() == 1
        network.let_through()
        said.wait_for(state="detached")


def test_the_first_of_somebody_s_pages_has_an_address_as_the_others(server: Any, context: Any) -> None:
    page = context.new_page()
    page.goto(f"{server.url}/expert_sheet")
    first = page.locator('[data-testid="stSidebarNavLink"]').first
    first.click()
    page.locator("h1", has_text="我的任务").wait_for()
    # Of the first page Streamlit shows the root as the address; links and the way back from signing in name its own.
    page.goto(f"{server.url}/expert_tasks")
    page.locator("h1", has_text="我的任务").wait_for()
    page.wait_for_timeout(500)
    assert page.locator(DIALOG).count() == 0
    assert first.get_attribute("aria-current") == "page"
