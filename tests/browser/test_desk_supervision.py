"""Supervision in a browser: a grade is suspended, then revoked by both authorities, and who is barred is seen."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

import pytest

from scoring.procedure.causes import Cause

pytestmark = pytest.mark.browser

hall = sys.modules["procedure_register"]


supervision = sys.modules["desk_supervision"]


def test_suspended_revoked_by_both_and_barred_for_five_years(hall_server: Any, context: Any) -> None:
    server = hall_server("accredited")
    server.on(date(2026, 6, 15))
    desk = sys.modules["desk_page"].DeskPage(context.new_page(), server.url)
    cause = Cause("major_accident", date(2026, 6, 12))
    desk.become("secretariat")
    supervision.suspend(desk, hall.GRADE_AA, cause, "事故调查期间")
    desk.told("暂停使用质量信用等级宣传")
    supervision.revoke(desk, "secretariat", hall.GRADE_AA, cause, "锅炉爆裂")
    desk.told("待另一部门签署")
    supervision.revoke(desk, "province_drc", hall.GRADE_AA, cause, "同意撤销")
    desk.told("等级已撤销")
    shown = supervision.bar_shown(desk, hall.application(hall.GRADE_AA).enterprise.uscc)
    assert "2026-06-15 至 2031-06-15" in shown
    assert "第十七条" in shown
