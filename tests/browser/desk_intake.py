"""Plan and notice, and the intake of applications, in a browser: one line each (`desk_page`)."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

desk_page = sys.modules["desk_page"]
TITLES = {"annual_plan": "2026年度认定工作计划和方案", "opening_notice": "关于开展2026年度认定工作的通知"}


def draft_and_sign_opening(desk: Any, *, first: date, last: date) -> None:
    """Draft plan and notice as the secretariat, sign both for both authorities."""
    desk.become("secretariat")
    desk.open("office_opening")
    for kind in ("annual_plan", "opening_notice"):
        desk.fill(f"opening-title-{kind}", TITLES[kind])
        if kind == "opening_notice":
            desk.day("opening-first", first)
            desk.day("opening-last", last)
        desk.fill(f"opening-text-{kind}", "各设区市市场监管局、发展改革委：\n现将有关事项通知如下。")
        desk.press(f"opening-draft-do-{kind}")
        desk.told("已保存")
    for role in ("secretariat", "province_drc"):
        desk.become(role)
        desk.open("office_opening")
        for kind in ("annual_plan", "opening_notice"):
            desk.sure(f"opening-sign-{kind}")
            desk.told("已签署")


def enter(desk: Any, **given: Any) -> None:
    """Enter one sound application at the intake, as whoever the desk is (`fill_in`)."""
    fill_in(desk, **given)
    desk.sure("intake-enter")
    desk.told("已受理")


def fill_in(
    desk: Any,
    *,
    name: str,
    code: str,
    grade: str,
    applied: date,
    county: str | None = None,
    registered: date = date(2010, 5, 4),
    held: Sequence[tuple[str, date]] = (),
) -> None:
    """Fill in one sound application, nothing adverse, growth, all declared, and look at its consequences."""
    desk.open("office_intake")
    section(desk, "enter")
    desk.fill("intake-name", name)
    desk.fill("intake-uscc", code)
    desk.choose("intake-legal_form", desk_page.SAY("eligibility.form_legal_person"))
    desk.day("intake-registered_on", registered)
    if county is not None:
        desk.choose("intake-county", county, typed=county)
    desk.fill("intake-industry", "C34")
    desk.choose("intake-size", desk_page.SAY("dossier.size_medium"))
    desk.choose("intake-grade", grade, exact=True)
    desk.day("intake-applied_on", applied)
    desk.at("intake-checked").get_by_text(desk_page.SAY("dossier.checked_none")).click()
    desk.settled()
    for year in range(applied.year - {"A": 0, "AA": 2, "AAA": 3}[grade], applied.year):
        desk.fill(f"intake-growth-{year}", "3.5")
    for at, (which, since) in enumerate(held):
        desk.press("intake-held-add")
        desk.choose(f"intake-held-grade-{at}", which, exact=True)
        desk.day(f"intake-held-since-{at}", since)
    desk.press("intake-declare-all")
    desk.press("intake-preview")


def import_file(desk: Any, path: Path) -> None:
    """Import a table of applications, as whoever the desk is."""
    desk.open("office_intake")
    section(desk, "import")
    desk.upload("intake-file", path)
    desk.sure("intake-import")
    desk.told("已从")


def open_application(desk: Any, application: str) -> None:
    """Open one of the office's applications by its number or name."""
    desk.open("office_intake")
    section(desk, "list")
    desk.choose("office_intake-application", application, typed=application)


def attach(desk: Any, path: Path, *, provider: str = "") -> None:
    """Hand in a file with the application that is open."""
    desk.at("intake-attaching").locator("summary").click()
    desk.upload("intake-attach-file", path)
    desk.page.get_by_text(path.name).first.wait_for()
    if provider:
        desk.fill("intake-attach-provider", provider)
    desk.press("intake-attach")
    desk.told("已收入附件")


def section(desk: Any, which: str) -> None:
    """Go to the list, the form or the import."""
    words = desk_page.SAY(f"dossier.section_{which}")
    desk.at("intake-do").get_by_role("radio", name=words).or_(
        desk.at("intake-do").get_by_role("button", name=words)
    ).first.click()
    desk.settled()
