"""The intake: an office sees and enters its own region's applications; every fault is told before anything is done."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from dashboard.parts import intake_read, intake_template
from dashboard.texts import translator
from indicators.load import shipped_rule_book
from indicators.tabular import table_of
from scoring import flow
from scoring.model import AdverseRecord
from scoring.procedure.uscc import make

register = sys.modules["procedure_register"]
PAGE = "office/intake"
COUNTIES = ("320102",)
BOOK = shipped_rule_book("2026-sample")
HEADINGS = (
    "申报编号,统一社会信用代码,企业名称,企业类型,所在县（市、区）代码,行业代码,企业规模,登记日期,申报等级,申报日期"
)


@pytest.fixture(scope="module")
def read_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Four applications in, and nobody writes."""
    with (
        pytest.MonkeyPatch.context() as patch,
        register.served(tmp_path_factory.mktemp("r") / "r.db", "entered", patch) as served,
    ):
        yield served


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with register.served(tmp_path / "r.db", "entered", monkeypatch) as served:
        yield served


def html(at: Any) -> str:
    return "\n".join(one.proto.body for one in at.get("html"))


def county(hall: Any, section: str = "list", **query: str) -> Any:
    at = hall.page("county_regulator", PAGE, region=register.NANJING, **query)
    at.session_state["intake-do"] = section
    return at.run()


def fill(at: Any, **other: Any) -> None:
    """Fill in the form with an application that nothing is wrong with, unless told otherwise."""
    given = {"name": "南京新样例有限公司", "uscc": make("91320102MA1ABCD77"), "grade": "AA", **other}
    for name in ("name", "uscc"):
        at.text_input(key=f"intake-{name}").set_value(given[name])
    at.text_input(key="intake-industry").set_value("C34")
    for name, value in (("legal_form", "legal_person"), ("size", "small"), ("grade", given["grade"])):
        at.selectbox(key=f"intake-{name}").set_value(value)
    at.date_input(key="intake-registered_on").set_value(date(2010, 5, 4))
    at.date_input(key="intake-applied_on").set_value(given.get("applied_on", date(2026, 4, 10)))
    at.radio(key="intake-checked").set_value(given.get("checked", "none"))
    at.button(key="intake-declare-all").click().run()


def csv(*rows: str) -> bytes:
    return "\n".join([HEADINGS, *rows]).encode()


def read(content: bytes, name: str = "a.csv") -> intake_read.Read:
    return intake_read.read(content, name, BOOK, counties=("320102", "320505"), own=COUNTIES)


def test_an_office_sees_its_own_region_and_the_secretariat_all(read_only: Any) -> None:
    own, all_ = html(county(read_only)), html(read_only.page("secretariat", PAGE))
    assert register.NAMES[register.GRADE_A] in own
    assert register.NAMES[register.FAR] not in own
    assert register.NAMES[register.FAR] in all_
    elsewhere = read_only.page("county_regulator", PAGE, region="320583")
    assert translator("zh")("dossier.none_yet") in html(elsewhere)


def test_a_search_finds_by_part_of_a_name_and_says_when_nothing_matches(read_only: Any) -> None:
    at = county(read_only)
    at.text_input(key="intake-search").set_value("样例乙").run()
    assert register.GRADE_AA in html(at)
    assert register.GRADE_AAA not in html(at)
    at.text_input(key="intake-search").set_value("没有这家").run()
    assert translator("zh")("dossier.none_match") in html(at)


def test_of_a_large_round_so_many_are_offered_to_be_opened_and_the_search_finds_the_others(
    read_only: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a page sends does not grow with the round: neither its list nor its choice."""
    monkeypatch.setattr("dashboard.parts.intake_list.MOST", 1)
    monkeypatch.setattr("dashboard.parts.intake_list.ON_A_PAGE", 1)
    at = read_only.page("secretariat", PAGE)
    choice = at.selectbox(key="office_intake-application")
    # The first, and that none is open.
    assert len(choice.options) == 2
    assert html(at).count('class="in-name"') == 1
    at.text_input(key="intake-search").set_value("样例乙").run()
    assert register.NAMES[register.GRADE_AA] in at.selectbox(key="office_intake-application").options[1]
    asked = read_only.page("secretariat", PAGE, application=register.FAR)
    assert asked.selectbox(key="office_intake-application").value == register.FAR
    assert len(asked.selectbox(key="office_intake-application").options) == 3


@pytest.mark.parametrize("section", ["list", "enter", "import"])
def test_every_section_opens_in_english(read_only: Any, section: str) -> None:
    at = read_only.page("secretariat", PAGE, language="en", application=register.FAR)
    at.session_state["intake-do"] = section
    at.run()
    assert not at.exception
    assert not at.error


def test_what_the_form_lacks_is_told_at_once_and_a_wrong_code_as_it_is_typed(read_only: Any) -> None:
    at = county(read_only, "enter")
    at.text_input(key="intake-uscc").set_value("91320102MA1ABCD771").run()
    assert "校验位" in html(at)
    at.button(key="intake-preview").click().run()
    told = at.error[0].value.replace("\\", "")
    for words in ("企业名称", "行业代码", "申报等级", "查询结果"):
        assert words in told, words


def test_one_application_is_previewed_and_then_taken_in(hall: Any) -> None:
    at = county(hall, "enter")
    fill(at)
    at.button(key="intake-preview").click().run()
    assert "不满足" in html(at)  # growth of two years is not told
    for year in (2024, 2025):
        at.text_input(key=f"intake-growth-{year}").set_value("3.5")
    at.button(key="intake-held-add").click().run()
    at.selectbox(key="intake-held-grade-0").set_value("A")
    at.date_input(key="intake-held-since-0").set_value(date(2020, 3, 1)).run()
    assert not [one for one in at.button if one.key == "intake-enter"]  # the form is another one now
    at.button(key="intake-preview").click().run()
    at.checkbox(key="intake-enter-sure").check().run()
    at.button(key="intake-enter").click().run()
    assert "2026-0005" in at.success[0].value.replace("\\", "")
    assert at.text_input(key="intake-name").value == ""
    found = {
        one.application.application_id: one
        for one in flow.list_dossiers(hall.register, register.SECRETARIAT, register.ROUND)
    }
    assert found["2026-0005"].application.enterprise.name == "南京新样例有限公司"
    assert not found["2026-0005"].findings


def test_a_day_outside_the_notice_is_refused_with_its_article(read_only: Any) -> None:
    at = county(read_only, "enter")
    fill(at, applied_on=date(2026, 2, 1))
    at.button(key="intake-preview").click().run()
    assert "2026-03-01" in html(at)
    assert "第十一条" in html(at)
    assert not [one for one in at.button if one.key == "intake-enter"]


def test_a_correction_opens_with_the_facts_needs_a_reason_and_keeps_what_was_not_touched(hall: Any) -> None:
    sound = register.application(register.GRADE_AA)
    record = AdverseRecord("serious_dishonesty_list", date(2019, 1, 1), date(2020, 1, 1))
    changed = register.application(register.GRADE_AA, adverse_records=(record,))
    hall.do(flow.import_applications, register.SECRETARIAT, register.ROUND, [changed], source="a.csv", reason="更正")
    at = county(hall, application=register.GRADE_AA)
    at.button(key="intake-correct").click().run()
    at.text_input(key="intake-name").set_value("改名有限公司").run()
    at.button(key="intake-preview").click().run()
    assert not [one for one in at.button if one.key == "intake-enter"]  # no reason yet
    at.text_area(key="intake-reason").set_value("企业更名").run()
    at.button(key="intake-preview").click().run()
    at.checkbox(key="intake-enter-sure").check().run()
    at.button(key="intake-enter").click().run()
    assert at.success, [one.value for one in at.error]
    everyone = flow.list_dossiers(hall.register, register.SECRETARIAT, register.ROUND)
    now = next(one for one in everyone if one.application.application_id == register.GRADE_AA)
    assert (now.version, now.application.enterprise.name) == (3, "改名有限公司")
    assert (now.application.adverse_records, now.application.growth) == ((record,), sound.growth)
    assert now.application.declared == sound.declared


def test_faults_of_a_file_are_told_by_row_and_column_all_at_once() -> None:
    bad = "2026-0101,91320102MA1ABCD991,甲,法人企业,320102,C34,大型,2010-13-01,AAAA,2026-04-01"
    found = read(csv(bad))
    assert [(fault.row, fault.column) for fault in found.faults] == [
        (2, "统一社会信用代码"),
        (2, "登记日期"),
        (2, "申报等级"),
    ]


def test_rows_of_another_region_huge_and_disguised_files_are_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    other = f"2026-0101,{make('91320505MA1ABCD99')},甲,法人企业,320505,C34,大型,2010-01-01,AA,2026-04-01"
    (fault,) = read(csv(other)).faults
    assert (fault.what.key, fault.row, fault.seen) == ("dossier.other_region", 2, "320505")
    assert [one.what.key for one in read(b"%PDF-1.7", "a.csv").faults] == ["tabular.is_pdf"]
    assert [one.what.key for one in read(csv(other), "a.xlsx").faults] == ["tabular.really_text"]
    assert read(b"%PDF-1.7", "a\u202e.csv").name == "a·.csv"
    monkeypatch.setattr(intake_read, "MOST_ROWS", 0)
    assert [one.what.key for one in read(csv(other)).faults] == ["dossier.too_many_rows"]
    monkeypatch.setattr(intake_read, "MOST_BYTES", 10)
    assert [one.what.key for one in read(csv(other)).faults] == ["dossier.file_too_large"]
    assert all(fault.message(translator(language)) for language in ("zh", "en") for fault in read(csv(other)).faults)


def test_a_file_is_previewed_and_taken_in_as_a_whole(hall: Any) -> None:
    code = make("91320102MA1ABCD88")
    at = county(hall, "import")
    good = csv(f"2026-0101,{code},<img>公司,法人企业,320102,C34,大型,2010-01-01,AA,2026-04-01")
    at.get("file_uploader")[0].set_value([("申报.csv", good, "text/csv")])
    at.run()
    page = html(at)
    assert "&lt;img&gt;公司" in page
    assert "<img>" not in page
    at.checkbox(key="intake-import-sure").check().run()
    at.button(key="intake-import").click().run()
    assert "1 件" in at.success[0].value
    assert len(flow.list_dossiers(hall.register, register.SECRETARIAT, register.ROUND)) == 5


def test_the_template_has_the_headings_that_the_import_knows() -> None:
    for language in ("zh", "en"):
        content = intake_template.template(translator(language), BOOK)
        with pytest.raises(Exception, match=r"only_a_header"):
            table_of(content, "t.xlsx")


def test_what_is_taken_in_goes_out_as_a_table_that_changes_nothing(read_only: Any) -> None:
    found = flow.export_applications(read_only.register, register.SECRETARIAT, register.ROUND)
    content = intake_template.filled(translator("zh"), found)
    back = intake_read.read(content, "t.xlsx", BOOK, counties=("320102", "320505"), own=("320102", "320505"))
    assert back.applications == tuple(register.application(id_) for id_ in register.TARGETS)


def test_a_dossier_shows_files_to_be_saved_and_is_withdrawn_with_a_reason(hall: Any) -> None:
    given = {"application_id": register.GRADE_AA, "name": "报告.pdf", "stream": BytesIO(b"%PDF-1.7"), "size": 8}
    hall.do(flow.attach_file, register.SECRETARIAT, **given, provider="某检验院")
    at = county(hall, application=register.GRADE_AA)
    assert "某检验院" in html(at)
    saved = next(one for one in at.get("download_button") if "intake-save-file" in one.proto.id)
    assert saved
    at.checkbox(key="intake-withdraw-sure").check().run()
    at.button(key="intake-withdraw").click().run()
    assert "撤回" in at.error[0].value  # no reason
    at.text_area(key=f"intake-withdraw-reason-{register.GRADE_AA}").set_value("企业申请").run()
    at.checkbox(key="intake-withdraw-sure").check().run()
    at.button(key="intake-withdraw").click().run()
    assert at.success
    assert "企业申请" in html(at)
    assert not [one for one in at.button if one.key in ("intake-withdraw", "intake-correct", "intake-attach")]


def test_when_nothing_is_taken_any_more_the_form_says_what_is_left_to_do(hall: Any) -> None:
    hall.to("reviewing")
    at = county(hall, "enter")
    assert translator("zh")("dossier.nothing_new_taken") in html(at)
    late = hall.page("secretariat", PAGE)
    late.session_state["intake-do"] = "enter"
    late.run()
    fill(late)
    late.selectbox(key="intake-county").set_value(register.NANJING).run()
    late.button(key="intake-preview").click().run()
    assert "第十一条" in late.error[0].value
