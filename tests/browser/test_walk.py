"""From application to certificate through the pages, in a browser: A, AA and AAA, one of them objected to.

Every office acts on its own page, on the days that the procedure takes. One expert's sheet is typed; the other sheets
of the panels come in as paper does, by the holder, for which there is no page: forty-nine marks ten times over show
nothing more of it.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from indicators.load import shipped_rule_book
from scoring import flow
from scoring.model import Actor, GivenMark, GivenSheet, MarkState
from scoring.procedure.causes import Cause
from scoring.register.database import open_register

pytestmark = pytest.mark.browser
WHOLE = "QUALITY_CREDIT_WHOLE_WALK"
hall = sys.modules["procedure_register"]
desks = sys.modules["desk_page"]
HOLDER = hall.actor("assignment_holder")
MAIN, SAY = desks.MAIN, desks.SAY


intake, steps, drawing, credit, notice, accreditation, complaints, supervision = (
    sys.modules[f"desk_{name}"]
    for name in ("intake", "steps", "draw", "credit", "notice", "accreditation", "complaints", "supervision")
)
sheet_page = sys.modules["sheet_page"]
COUNTY, PREFECTURE = "玄武区", "南京市"
HELD = {"A": (), "AA": (("A", date(2020, 3, 1)),), "AAA": (("A", date(2018, 3, 1)), ("AA", date(2023, 3, 1)))}
NAMES = {"A": hall.GRADE_A, "AA": hall.GRADE_AA, "AAA": hall.GRADE_AAA}
OFFICES = (
    ("county_regulator", COUNTY),
    ("county_drc", COUNTY),
    ("prefecture_regulator", PREFECTURE),
    ("prefecture_drc", PREFECTURE),
    ("prefecture_regulator", PREFECTURE),
)


def advance(desk: Any, state: str) -> None:
    """Bring the round to its next state, as the secretariat."""
    desk.become("secretariat")
    desk.open("secretariat_round")
    desk.tick(f"round-sure-{hall.ROUND}-{state}")
    desk.press("round-advance")
    desk.told(SAY(f"rounds.state_{state}"))


def back_to_reviewing(desk: Any) -> None:
    """Open the round for marks again: the site visits have sheets of their own."""
    desk.become("secretariat")
    desk.open("secretariat_round")
    desk.unfold("round-back-reviewing")
    desk.fill(f"round-reason-{hall.ROUND}-reviewing", "现场核查评分")
    desk.press("round-back-do-reviewing")
    desk.told(SAY("rounds.state_reviewing"))


def type_sheet(desk: Any, application: str, expert: str) -> None:
    """Let an expert mark an application class by class by the keyboard, three of four throughout, and submit."""
    desk.become("expert")
    people = desk.page.locator(f'{desks.SIDEBAR} [data-testid="stSelectbox"]').nth(1)
    sys.modules["steady"].pick(people, f"{expert} ", typed=expert)
    desk.page.locator(f".st-key-task-go-{application} a, .st-key-task-next-{application} a").first.click()
    tab = sheet_page.SheetPage(desk.page, desk.url)
    classes = list(dict.fromkeys(leaf.parent for leaf in sheet_page.leaves()))
    for class_ in classes:
        tab.wait_for_class(class_, expert)
        codes = [leaf.code for leaf in sheet_page.leaves(class_)]
        tab.type_class("3" * len(codes), 40)
        tab.wait_until_saved(*codes)
        if class_ != classes[-1]:
            desk.page.get_by_role("button", name="下一类").click()
    desk.page.get_by_role("button", name="检查并提交").first.click()
    desk.page.get_by_role("dialog").get_by_role("button", name="确认提交").click()
    desk.page.get_by_text("评分表已提交并锁定").wait_for()


def paper_sheets(server: Any, stage: str) -> None:
    """Enter the sheets that are still missing at a stage, full marks, by the holder."""
    leaves = shipped_rule_book(hall.ROUND).round.indicator_table.leaves()
    marks = tuple(GivenMark(leaf.code, MarkState.SCORED, leaf.max_score, "第 3 页") for leaf in leaves)
    with open_register(server.register) as register:
        seats = flow.read_seats(register, HOLDER, hall.ROUND, stage=stage)  # type: ignore[arg-type]
        open_ = [(one.application_id, one.expert_id) for one in seats if one.sheet != "submitted"]
        given = [GivenSheet(application, expert, marks) for application, expert in open_]
        flow.import_sheets(
            register,
            HOLDER,
            hall.datetime.fromisoformat(f"{server.clock.read_text()}T05:00:00+00:00"),
            hall.ROUND,
            given,
            stage=stage,  # type: ignore[arg-type]
            submitted=set(open_),
            source="纸质评分表",
        )


def decide(desk: Any, application: str, outcome: str, stage: str) -> None:
    """Let the sitting decide unanimously, as the chair records it."""
    desk.become("chair")
    desk.open("chair_application")
    desk.choose("chair_application-application", application)
    if stage == "on_site_verification":
        desk.choose("chair_application-stage", SAY(f"chair.stage_{stage}"))
    place = f"{application}-{stage}"
    desk.at(f"outcome-{place}").wait_for()
    desk.at(f"outcome-{place}").locator('[data-testid="stRadioOption"]', has_text=outcome).first.click()
    desk.settled()
    for name, count in (("entitled", 10), ("present", 10), ("in_favour", 10), ("against", 0), ("abstained", 0)):
        desk.fill(f"vote-{name}-{place}", str(count))
    desk.press(f"record-{place}")
    desk.told(f"已记录 {application}")


def from_notice_to_papers(server: Any, desk: Any) -> None:
    """Credit checks, notice, an objection found groundless, document, announcement."""
    advance(desk, "in_notice")
    for role in ("secretariat", "province_drc"):
        credit.pass_credit(desk, role)
    notice.draft_notice(desk)
    for role in ("secretariat", "province_drc"):
        notice.sign_notice(desk, role)
    server.on(date(2026, 9, 28))
    notice.open_notice(desk)
    server.on(date(2026, 9, 29))
    notice.receive_objection(desk, NAMES["AA"], sender="某同行企业", substance="申报材料中的专利数量不实")
    notice.acknowledge(desk, 1)
    # The notice runs over National Day: 28, 29, 30 September, then 8 and 9 October.
    server.on(date(2026, 10, 9))
    desk.become("secretariat")
    desk.open("office_notice")
    desk.shows("2026-10-09")
    notice.decide_objection(desk, 1, "异议不成立", "经核对专利登记，数量属实")
    notice.sign_objection(desk, 1)
    server.on(date(2026, 10, 12))
    notice.close_notice(desk)
    accreditation.draft_document(desk, "苏市监〔2026〕8号")
    for role in ("secretariat", "province_drc"):
        accreditation.sign_document(desk, role)
    accreditation.announce(desk)
    advance(desk, "accredited")


@pytest.mark.skipif(
    not os.environ.get(WHOLE),
    reason=f"each page has tests of its own: set {WHOLE}=1 to walk three files through all",
)
def test_one_of_each_grade_from_application_to_certificate(hall_server: Any, context: Any, tmp_path: Path) -> None:
    server = hall_server("planned")
    desk = desks.DeskPage(context.new_page(), server.url)
    context.set_default_timeout(90_000)
    intake.draft_and_sign_opening(desk, first=date(2026, 6, 1), last=date(2026, 6, 30))
    advance(desk, "open")

    server.on(date(2026, 6, 2))
    desk.become("county_regulator", COUNTY)
    for grade, application in NAMES.items():
        known = hall.application(application).enterprise
        intake.enter(desk, name=known.name, code=known.uscc, grade=grade, applied=date(2026, 6, 2), held=HELD[grade])
    server.on(date(2026, 6, 3))
    for role, region in OFFICES:
        steps.sign_all(desk, role, region)
    for role in ("secretariat", "province_drc"):
        steps.sign_all(desk, role)

    server.on(date(2026, 7, 2))
    desk.become("assignment_holder")
    desk.open("holder_draw")
    drawing.draw(desk, "20260702")
    desk.become("inspector")
    desk.open("inspector_draws")
    drawing.verify_draw(desk)
    advance(desk, "reviewing")
    with open_register(server.register) as register:
        seats = flow.read_seats(register, HOLDER, hall.ROUND)
    first = next(one.expert_id for one in seats if one.application_id == NAMES["AA"])
    type_sheet(desk, NAMES["AA"], first)
    paper_sheets(server, "document_review")
    advance(desk, "deciding")
    decide(desk, NAMES["AA"], "建议 AA", "document_review")
    decide(desk, NAMES["AAA"], "现场核查", "document_review")
    desk.become("chair")
    complaints.hand_on_questions(desk, NAMES["AAA"], "计量器具是否在检定有效期内", "出厂检验记录是否完整")

    server.on(date(2026, 8, 3))
    back_to_reviewing(desk)
    desk.become("assignment_holder")
    desk.open("holder_draw")
    desk.choose("holder_draw-stage", SAY("chair.stage_on_site_verification"))
    drawing.draw(desk, "20260803")
    paper_sheets(server, "on_site_verification")
    advance(desk, "deciding")
    decide(desk, NAMES["AAA"], "建议 AAA", "on_site_verification")

    from_notice_to_papers(server, desk)

    for grade, application in NAMES.items():
        pdf = tmp_path / f"{application}.pdf"
        pdf.write_bytes(accreditation.issue_certificate(desk, application))
        assert "证书真实，现行有效" in accreditation.verify_certificate(desk, pdf)
        # What is registered stands below the answer, to be held against the paper.
        desk.shows(hall.NAMES[application])
        desk.shows(grade)
    with open_register(server.register) as register:
        inspector = Actor("inspector", "inspector", frozenset({"inspector"}))
        found = flow.verify(register, inspector)
        assert (found.faults, flow.check(register, inspector)) == ((), ())
        public = flow.public_register(register, hall.actor("public"), on=date(2026, 10, 12))
    assert sorted((one.application_id, one.grade) for one in public) == [
        (application, grade) for grade, application in sorted(NAMES.items(), key=lambda pair: pair[1])
    ]


def test_after_a_revocation_the_enterprise_is_barred_at_the_intake(hall_server: Any, context: Any) -> None:
    """Untrue material found after the announcement: both authorities sign, and two years no office takes it in."""
    server = hall_server("accredited")
    server.on(date(2026, 6, 15))
    desk = desks.DeskPage(context.new_page(), server.url)
    desk.become("secretariat")
    supervision.suspend(desk, hall.GRADE_AA, Cause("major_accident", date(2026, 6, 12)), "事故调查期间")
    desk.told("暂停使用质量信用等级宣传")
    supervision.revoke(desk, "secretariat", hall.GRADE_AA, Cause("untrue_material"), "检验报告系伪造")
    desk.told("待另一部门签署")
    supervision.revoke(desk, "province_drc", hall.GRADE_AA, Cause("untrue_material"), "同意撤销")
    desk.told("等级已撤销")
    enterprise = hall.application(hall.GRADE_AA).enterprise
    desk.become("county_regulator", COUNTY)
    shown = supervision.bar_shown(desk, enterprise.uscc)
    assert "第十六条" in shown
    assert "2028-06-15" in shown
    (row,) = accreditation.search_register(desk, enterprise.uscc)
    assert "撤销" in row

    another_round(server)
    desk.become("county_regulator", COUNTY)
    intake.fill_in(
        desk, name=enterprise.name, code=enterprise.uscc, grade="AA", applied=date(2026, 6, 15), held=HELD["AA"]
    )
    desk.shows("第十六条")
    assert not desk.page.locator(f"{MAIN} .st-key-intake-enter").count()


def another_round(server: Any) -> None:
    """Open a second round, whose window the day lies in."""
    round_id = "2025-synthetic"
    at = (hall.datetime(2026, 6, 15, 3, 0, second, tzinfo=hall.UTC) for second in range(60))
    with open_register(server.register) as register:
        flow.create_round(register, hall.SECRETARIAT, next(at), shipped_rule_book(round_id))
        hall.sign_papers(register, at, round_id, first_day=date(2026, 6, 1), last_day=date(2026, 6, 30))
        flow.advance_round(register, hall.SECRETARIAT, next(at), round_id, "open")
