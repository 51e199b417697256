"""The step board in a browser: one returned and completed, one refused and resumed, the rest signed at once."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

import pytest

pytestmark = pytest.mark.browser

hall = sys.modules["procedure_register"]


steps = sys.modules["desk_steps"]


def test_a_county_returns_refuses_and_signs_and_the_late_are_reminded(hall_server: Any, context: Any) -> None:
    server = hall_server("entered")
    desk = sys.modules["desk_page"].DeskPage(context.new_page(), server.url)
    steps.enter(desk, "county_regulator", "玄武区")
    steps.return_one(desk, hall.GRADE_A, "缺少检验报告")
    desk.shows("第九条（二）")
    steps.back(desk)
    steps.refuse_one(desk, hall.GRADE_AA, "不符合基本条件")
    steps.back(desk)
    steps.complete_one(desk, hall.GRADE_A, "已补齐")
    steps.back(desk)
    steps.resume_one(desk, hall.GRADE_AA, "复查后恢复")
    steps.back(desk)
    steps.sign_one(desk, hall.GRADE_AA)
    steps.sign_all(desk, "county_regulator", "玄武区")
    server.on(date(2026, 6, 14))
    steps.sign_all(desk, "county_drc", "玄武区")
    steps.enter(desk, "secretariat")
    desk.shows("苏州市虎丘区市场监管部门")
    steps.remind(desk)
    desk.shows("最近一次提醒：2026-06-14")
