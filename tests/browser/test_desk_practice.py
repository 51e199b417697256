"""An expert practises on a reference case in a real browser, and reads what comes of it."""

from __future__ import annotations

import sys
from typing import Any

import pytest

desk_practice = sys.modules["desk_practice"]
DeskPage = sys.modules["desk_page"].DeskPage


@pytest.mark.browser
def test_a_case_from_its_evidence_to_its_feedback(server: Any, context: Any) -> None:
    desk = DeskPage(context.new_page(), server.url)
    desk.become("expert")
    desk_practice.open_case(desk, "machining")
    for code in desk_practice.codes(desk):
        desk_practice.mark(desk, "machining", code, 2)
    desk_practice.finish(desk)
    desk.shows("13 项中 8 项与参考评分相同")
    desk.page.reload()
    desk.shows("13 项中 8 项与参考评分相同")
