"""The public register for somebody who has no other right: searched, taken away, and certificates held against it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.parts.register_export import file_of
from dashboard.texts import translator
from scoring import flow
from scoring.documents.certificate_page import certificate_pdf
from scoring.documents.fonts import find_fonts
from scoring.flow import Search

PAGE = "everyone/register"


pr = sys.modules["procedure_register"]
words = sys.modules["panel_register"].words
PUBLIC = pr.actor("public")
HOSTILE = '=HYPERLINK("http://x")<script>alert(1)</script>有限公司'


@pytest.fixture(scope="module")
def announced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Four grades announced, one of an enterprise with a hostile name; one certificate issued, one grade revoked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(pr.NAMES, pr.GRADE_A, HOSTILE)
        with pr.served(tmp_path_factory.mktemp("r") / "r.db", "accredited", patch) as hall:
            says = {"chinese": translator("zh"), "english": translator("en")}
            fonts = find_fonts(os.environ.get("QUALITY_CREDIT_FONTS"))
            papers = hall.papers = {}
            for id_ in (pr.GRADE_AA, pr.FAR):
                issued = hall.do(
                    flow.issue_certificate,
                    pr.SECRETARIAT,
                    application_id=id_,
                    on=pr.ANNOUNCED,
                    render=lambda one: certificate_pdf(one, **says, fonts=fonts),
                )
                papers[id_] = issued
            revoke(hall, pr.FAR)
            yield hall


def revoke(hall: Any, id_: str) -> None:
    for by in (pr.SECRETARIAT, pr.DRC):
        cause = flow.Cause("untrue_material")
        on = hall.now.date()
        hall.do(flow.revoke, by, application_id=id_, cause=cause, on=on, reason="弄虚作假")


def rows(at: AppTest) -> str:
    return "".join(one.proto.body for one in at.get("html") if 'ct-table"' in one.proto.body)


def answer(at: AppTest) -> str:
    return "".join(one.proto.body for one in at.get("html") if 'class="lk-answer' in one.proto.body)


def opened(hall: Any, **query: str) -> AppTest:
    return hall.page("public", PAGE, **query)


def test_the_public_finds_what_was_announced_with_number_article_and_marks(announced: Any) -> None:
    at = opened(announced)
    text = rows(at)
    assert text.count("<tr class=") == 4
    assert text.count("苏市监〔2026〕1号") == 4
    assert text.count("合成") == text.count("示例") == 4
    assert "已撤销" in text
    assert "第十六条" in text
    assert "&lt;script&gt;" in text
    assert "<script>" not in words(at)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "样例乙"}, [pr.GRADE_AA]),
        ({"q": "91320505"}, [pr.FAR]),
        ({"q": "ｑｃ32-2026-"}, list(pr.TARGETS)),
        ({"area": "320100", "grade": "AA"}, [pr.GRADE_AA]),
        ({"standing": "revoked"}, [pr.FAR]),
        ({"standing": "expired"}, []),
    ],
)
def test_the_address_asks_as_well_as_the_boxes(announced: Any, query: dict[str, str], found: list[str]) -> None:
    at = opened(announced, **query)
    names = {pr.GRADE_A: "HYPERLINK"}
    text = rows(at)
    assert {id_ for id_ in pr.TARGETS if names.get(id_, pr.NAMES[id_]) in text} == set(found)
    if not found:
        assert "没有符合条件的企业" in words(at)


def test_what_cannot_be_looked_for_is_told_in_words(announced: Any) -> None:
    at = opened(announced, area="北京市")
    assert "本省没有这一地区" in "".join(one.value for one in at.error)
    at.selectbox(key="register-area").set_value("320500").run()
    assert not at.error
    assert pr.NAMES[pr.FAR] in rows(at)
    at.text_input(key="register-q").set_value("1234567890123456789").run()
    assert "统一社会信用代码" in "".join(one.value for one in at.error)


def test_taken_away_as_tables_in_which_no_text_is_a_formula(announced: Any) -> None:
    say, day = translator("zh"), announced.now.date()
    csv = file_of(PUBLIC, say, Search(), day, "csv").decode("utf-8-sig")
    assert csv.startswith("证书编号,企业名称")
    assert "'=HYPERLINK" in csv
    assert csv.count("示例; 合成") == 4
    data = file_of(PUBLIC, say, Search(uscc="91320102"), day, "xlsx")
    with ZipFile(BytesIO(data)) as book:
        sheets = {name: book.read(name).decode() for name in book.namelist() if name.endswith(".xml")}
    assert "<f>" not in sheets["xl/worksheets/sheet1.xml"]
    assert sheets["xl/worksheets/sheet1.xml"].count("<row ") == 4
    assert "虚构" in sheets["xl/sharedStrings.xml"]


def test_a_certificate_is_told_genuine_and_compared(announced: Any) -> None:
    at = opened(announced)
    issued = announced.papers[pr.GRADE_AA]
    at.file_uploader(key="register-file").set_value(("paper.pdf", issued.file, "application/pdf")).run()
    assert "证书真实，现行有效" in answer(at)
    assert "不是证书" in answer(at), "a sample says so"
    assert pr.NAMES[pr.GRADE_AA] in "".join(one.proto.body for one in at.get("html") if "lk-record" in one.proto.body)
    at.file_uploader(key="register-file").set_value(("paper.pdf", issued.file + b" ", "application/pdf")).run()
    assert "文件与签发的不一致" in answer(at)
    at.file_uploader(key="register-file").set_value(("other.pdf", b"%PDF-1.7", "application/pdf")).run()
    assert "不能识别" in answer(at)


def test_the_text_of_a_code_is_told_from_the_address_too(announced: Any) -> None:
    code = announced.papers[pr.FAR].certificate.text
    at = opened(announced, q=code.lower())
    assert "证书真实，但现已不得使用" in answer(at)
    assert "第十六条" in answer(at)
    assert rows(at).count("<tr class=") == 4, "a code is no name to look for"
    for text, told in (
        (code[:-1] + ("0" if code[-1] != "0" else "1"), "内容与登记不符"),
        (code.replace("-2026-", "-2025-"), "查无此证"),
        ("<b>QCP9</b>", "不能识别"),
    ):
        at.text_area(key="register-text").set_value(text).run()
        assert told in answer(at)
    assert "<b>QCP9" not in answer(at)


def test_in_english_too(announced: Any) -> None:
    assert "found" in words(announced.page("public", PAGE, language="en"))


def test_an_empty_register_says_when_something_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pr.served(tmp_path / "r.db", "planned", monkeypatch) as hall:
        assert "尚无已公告的等级" in words(opened(hall))
