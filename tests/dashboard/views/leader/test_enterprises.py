"""From a prefecture to its enterprises: nothing before the announcement, searched, turned, names as text alone."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from streamlit.testing.v1 import AppTest

from dashboard import results, source
from dashboard.parts import drill_export, drill_list
from dashboard.texts import translator
from indicators.language import Message
from scoring.flow import Mark
from scoring.flow.regional.enterprises import RegionalEnterprise
from scoring.model import Actor

FILE, ROUND, SUZHOU = "leader/enterprises", "2024-synthetic", "320500"
HOSTILE = ("<img src=x onerror=alert(1)>有限公司", "苏州\u202e司公限有\u202c厂", "长" * 2_000)
LEADER = Actor("leader", "leader", frozenset({"leader"}))
PARTS = ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml")
Open = Callable[..., AppTest]


@pytest.fixture
def page(serve: Callable[[Path], None], finished_rounds: Path, open_page: Open) -> Callable[..., AppTest]:
    serve(finished_rounds)
    return lambda **query: open_page(FILE, **{"round": ROUND, "prefecture": SUZHOU, **query})


def html(at: AppTest) -> str:
    return "".join(element.body for element in at.main.get("html"))


def names(at: AppTest) -> list[str]:
    return re.findall(r"<b>([^<]*)</b><small>9", html(at))


def one(number: int, name: str = "", grade: str | None = "A") -> RegionalEnterprise:
    reason = Message("province.public_none") if grade is None else Message("province.public_confirmed")
    values = {"grade": grade, "on": date(2024, 5, 10)}
    standing, until = ("valid", date(2027, 5, 10)) if grade else (None, None)
    return RegionalEnterprise(
        f"91320505MA{number:08d}", name or f"第{number:03d}厂", "虎丘区", "AA", grade, standing, until,
        Message(reason.key, values if grade else {}),
    )  # fmt: skip


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    every = [one(at, grade="AA" if at % 40 == 0 else "A" if at % 2 else None) for at in range(120)]
    monkeypatch.setattr(results, "regional_enterprises", lambda *asked: tuple(every))


def test_each_has_its_grade_what_became_of_it_and_the_public_reason(page: Callable[..., AppTest]) -> None:
    at = page()
    assert len(names(at)) == 3
    shown = html(at)
    assert shown.count("2024-05-10 公告为 A 级") == 3
    assert shown.count("撤销") >= 1
    # Not what it was revoked for, which is the record's.
    assert "弄虚作假" not in shown
    assert "申报 3 家" in at.main.caption[-1].value


def test_before_the_announcement_nobody_is_listed(page: Callable[..., AppTest], monkeypatch: Any) -> None:
    monkeypatch.setattr(results, "regional_enterprises", lambda *asked: pytest.fail("was asked"))
    at = page(round="2026-sample", prefecture="320100")
    assert "本轮尚未公告" in html(at)
    assert "样例2026" not in html(at)
    assert not at.text_input


def test_a_prefecture_where_nobody_applied_says_so(page: Callable[..., AppTest]) -> None:
    assert "没有企业申报" in html(page(prefecture="320300"))


@pytest.mark.parametrize(
    ("query", "words"),
    [({"round": "2099-<b>nowhere"}, "2099-&lt;b&gt;nowhere"), ({"prefecture": "999999"}, "“999999”不在本省行政区划中")],
)
def test_a_wrong_address_is_told_and_shows_another(page: Callable[..., AppTest], query: Any, words: str) -> None:
    at = page(**query)
    alerts = [found.body for found in at.main.get("html") if 'role="alert"' in found.body]
    assert len(alerts) == 1
    assert words in alerts[0]
    assert not at.exception


def test_a_long_list_is_turned_and_a_search_goes_back_to_its_first_page(many: None, page: Any) -> None:
    at = page()
    assert names(at) == [f"第{number:03d}厂" for number in range(50)]
    assert at.button(key="drill-page-back").disabled
    at.button(key="drill-page-on").click().run()
    at.button(key="drill-page-on").click().run()
    assert names(at) == [f"第{number:03d}厂" for number in range(100, 120)]
    assert at.button(key="drill-page-on").disabled
    at.selectbox(key="drill-grade").set_value("A").run()
    assert names(at)[0] == "第001厂"
    assert len(names(at)) == 50


@pytest.mark.parametrize(("grade", "count"), [("AA", 3), ("A", 60), ("none", 57), ("AAA", 0)])
def test_a_grade_keeps_its_own_alone(many: None, page: Any, grade: str, count: int) -> None:
    at = page()
    at.selectbox(key="drill-grade").set_value(grade).run()
    # A page has fifty at most; the button of the file says how many there are in all.
    assert len(names(at)) == min(count, 50)
    (button,) = at.main.get("download_button")
    assert f"{count} 家" in button.proto.label


def test_part_of_a_name_or_of_a_code_is_found_however_it_is_typed(many: None, page: Any) -> None:
    at = page()
    at.text_input(key="drill-words").set_value(" ０１７厂 ").run()
    assert names(at) == ["第017厂"]
    at.text_input(key="drill-words").set_value("ma 00000018").run()
    assert names(at) == ["第018厂"]
    at.text_input(key="drill-words").set_value("<script>").run()
    assert not names(at)
    assert "没有符合条件的企业" in html(at)


def test_hostile_names_are_text(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    every = tuple(one(at, name) for at, name in enumerate(HOSTILE))
    monkeypatch.setattr(results, "regional_enterprises", lambda *asked: every)
    shown = html(page())
    assert "<img" not in shown
    assert "&lt;img src=x onerror=alert(1)&gt;" in shown
    # What turns the direction of a line is shown for what it is.
    assert "\u202e" not in shown
    assert HOSTILE[2] in shown


def test_the_file_holds_what_was_looked_for_and_no_formula(page: Any) -> None:
    page()
    say, every = translator("zh"), (one(1, "=1+1"), one(2, HOSTILE[0]), one(3, grade=None))
    wanted = drill_list.Wanted("", "A")
    (summary,) = (round_ for round_ in source.rounds(LEADER) if round_.round_id == ROUND)
    made = drill_export.workbook(
        say,
        summary,
        "苏州市",
        drill_list.matching(every, wanted),
        wanted,
        source.now(),
        Mark("AAAA-BBBB", "leader", source.now()),
    )
    table, about = (CalamineWorkbook.from_filelike(BytesIO(made)).get_sheet_by_index(at).to_python() for at in (0, 1))
    assert [str(row[0]).lstrip("'") for row in table[1:]] == ["=1+1", HOSTILE[0]]
    assert b"<f>" not in b"".join(zipfile.ZipFile(BytesIO(made)).read(part) for part in PARTS)
    assert {"苏州市", "A"} <= {str(cell) for row in about for cell in row}
