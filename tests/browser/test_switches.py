"""The switches of a demonstration in a browser: another language leaves the office that one is, and names it anew."""

from __future__ import annotations

import sys
from typing import Any

import pytest

pytestmark = pytest.mark.browser
desks = sys.modules["desk_page"]


def test_another_language_leaves_role_and_region(hall_server: Any, context: Any) -> None:
    """The browser knows a choice by its words: without care another language makes an expert of everybody."""
    server = hall_server("planned")
    desk = desks.DeskPage(context.new_page(), server.url)
    desk.become("prefecture_regulator", "苏州市")
    desk.open("office_oversight")
    desk.page.locator(desks.SIDEBAR).get_by_text("English").click()
    desk.page.locator("h1", has_text="Oversight").wait_for()
    boxes = desk.page.locator(f'{desks.SIDEBAR} [data-testid="stSelectbox"] input')
    assert boxes.nth(0).input_value() == "Prefecture market regulator"
    assert boxes.nth(1).input_value() == "Suzhou"
    # The next run as well, when the browser has sent what it shows.
    desk.page.locator('[data-testid="stSidebarNav"] a', has_text="Supervision").click()
    desk.page.locator("h1", has_text="Supervision").wait_for()
    assert boxes.nth(0).input_value() == "Prefecture market regulator"
