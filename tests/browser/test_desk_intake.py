"""Plan and notice signed, an application entered by form and by file, a report attached: in a real browser."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scoring.procedure.uscc import make

desk_intake = sys.modules["desk_intake"]

pytestmark = pytest.mark.browser


def test_a_county_enters_imports_and_attaches(hall_server: Callable[[str], Any], context: Any, tmp_path: Path) -> None:
    server = hall_server("open")
    desk = sys.modules["desk_page"].DeskPage(context.new_page(), server.url)
    desk.become("county_regulator", "玄武区")
    code = make("91320102MA1ABCD77")
    desk_intake.enter(desk, name="南京新样例有限公司", code=code, grade="A", applied=date(2026, 4, 10))
    table = tmp_path / "申报.csv"
    table.write_text(
        "申报编号,统一社会信用代码,企业名称,企业类型,所在县（市、区）代码,行业代码,企业规模,登记日期,申报等级,申报日期\n"
        f"2026-0101,{make('91320102MA1ABCD88')},文件公司,法人企业,320102,C34,大型,2010-01-01,AA,2026-04-01\n",
        "utf-8",
    )
    desk_intake.import_file(desk, table)
    desk_intake.open_application(desk, "2026-0001")
    report = tmp_path / "检验报告.pdf"
    report.write_bytes(b"%PDF-1.7\nreport")
    desk_intake.attach(desk, report, provider="某检验院")
    desk.shows("某检验院")
    with desk.page.expect_download() as saved:
        desk.press("intake-save-file")
    assert Path(saved.value.path()).read_bytes() == report.read_bytes()
