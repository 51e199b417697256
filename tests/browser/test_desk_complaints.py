"""A complaint at a county's desk, in a real browser: taken in, moved on, its outcome seen by the province."""

from __future__ import annotations

import sys
from typing import Any

import pytest

desk_complaints = sys.modules["desk_complaints"]
DeskPage = sys.modules["desk_page"].DeskPage


@pytest.mark.browser
def test_a_complaint_from_receipt_to_outcome(hall_server: Any, context: Any) -> None:
    server = hall_server("accredited")
    desk = DeskPage(context.new_page(), server.url)
    desk.become("county_regulator", "玄武区")
    desk_complaints.receive_complaint(desk, "样例甲", "使用过期原料", sender=("李某", "025-1"))
    desk_complaints.advance_complaint(desk, "accepted")
    desk_complaints.advance_complaint(desk, "investigated", "现场检查记录")
    desk_complaints.advance_complaint(desk, "found_true", "检查记录属实")
    desk.become("secretariat")
    desk.open("office_complaints")
    desk.page.get_by_text("已办结", exact=True).last.click()
    desk.shows("南京样例甲有限公司")
