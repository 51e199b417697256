"""From the credit check to the end of the notice in a browser, with an objection on the way."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

import pytest

from scoring import flow
from scoring.register.database import open_register

pytestmark = pytest.mark.browser
pr, desk_page = sys.modules["procedure_register"], sys.modules["desk_page"]


desk_credit, desk_notice = sys.modules["desk_credit"], sys.modules["desk_notice"]


def test_two_authorities_check_publish_and_settle_an_objection(hall_server: Any, context: Any) -> None:
    server = hall_server("in_notice")
    desk = desk_page.DeskPage(context.new_page(), server.url)
    for role in ("secretariat", "province_drc"):
        desk_credit.pass_credit(desk, role)
    desk_credit.fail_credit(desk, "province_drc", pr.FAR, "处罚未修复")
    desk_notice.draft_notice(desk)
    for role in ("secretariat", "province_drc"):
        desk_notice.sign_notice(desk, role)
    desk_notice.open_notice(desk)
    desk.shows("今天公开，当日不计")
    server.on(date(2026, 6, 3))
    desk_notice.receive_objection(desk, pr.GRADE_AA, sender="某同行企业", substance="检测报告不实")
    desk_notice.acknowledge(desk, 1)
    desk_notice.decide_objection(desk, 1, "异议不成立", "经核查报告真实")
    desk_notice.sign_objection(desk, 1)
    server.on(pr.CLOSED)
    desk_notice.close_notice(desk)
    with open_register(server.register) as register:
        inspector = pr.actor("inspector")
        (standing,) = flow.read_notices(register, inspector, pr.ROUND)
        (objection,) = flow.read_objections(register, inspector, pr.ROUND)
    assert (standing.notice.state, standing.notice.closed_on) == ("closed", pr.CLOSED)
    assert {one.application_id for one in standing.entries} == {pr.GRADE_A, pr.GRADE_AA, pr.GRADE_AAA}
    assert (objection.objection.state, objection.stands) == ("groundless", False)
