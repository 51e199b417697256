"""Cases of misconduct and who supplied what: the inspector's alone, each look with its reason."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from scoring import flow

PAGE = "inspector/cases"


pr = sys.modules["procedure_register"]
INSPECTOR = pr.actor("inspector")
CODE = pr.make("91320102MA1ABCD99")


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    with (
        pytest.MonkeyPatch.context() as patch,
        pr.served(tmp_path_factory.mktemp("i") / "r.db", "entered", patch) as hall,
    ):
        given = flow.Supplied("<u>检测报告</u>", "某检测有限公司", CODE, "inspection_body", "周某")
        hall.do(flow.record_providers, pr.SECRETARIAT, application_id=pr.GRADE_A, supplied=[given])
        yield hall


def words(at: AppTest) -> str:
    said = [*at.get("html"), *at.markdown, *at.caption, *at.success, *at.error, *at.warning, *at.header]
    return "\n".join(str(getattr(one, "value", "") or one.proto.body) for one in said)


def test_a_case_is_opened_told_of_all_it_lacks_and_concluded_with_a_reason(hall):
    at = hall.page("inspector", PAGE)
    assert "尚无线索" in words(at)
    at.text_input(key="misconduct-application").set_value("2026-9999").run()
    at.button(key="misconduct-open").click().run()
    assert len(at.error) == 4, "name, organisation, account, and an application that is not there"
    for name, text in (("subject", "王某"), ("organisation", "某局"), ("application", pr.GRADE_A)):
        at.text_input(key=f"misconduct-{name}").set_value(text)
    at.text_area(key="misconduct-account").set_value("泄露评审情况").run()
    at.button(key="misconduct-open").click().run()
    (case,) = flow.read_cases(hall.register, INSPECTOR)
    assert (case.subject, case.application_id) == ("王某", pr.GRADE_A)
    at.radio(key="misconduct-outcome").set_value("substantiated")
    at.checkbox(key="misconduct-conclude-sure").set_value(True).run()
    at.button(key="misconduct-conclude").click().run()
    assert "理由" in at.error[0].value
    at.text_area(key="misconduct-reason").set_value("调查属实")
    at.checkbox(key="misconduct-conclude-sure").set_value(True).run()
    at.button(key="misconduct-conclude").click().run()
    (case,) = flow.read_cases(hall.register, INSPECTOR)
    assert (case.state, case.reason) == ("substantiated", "调查属实")
    assert at.radio(key="misconduct-outcome").options == ["移交有权机关"]


def test_what_an_organisation_supplied_needs_a_reason_and_is_shown_once(hall):
    at = hall.page("inspector", PAGE)
    at.text_input(key="misconduct-code").set_value(CODE).run()
    at.button(key="misconduct-search").click().run()
    assert "理由" in at.error[0].value
    assert "检测报告" not in words(at)
    at.text_area(key="misconduct-search-reason").set_value("核查线索").run()
    at.button(key="misconduct-search").click().run()
    assert "&lt;u&gt;检测报告" in words(at)
    at.run()
    assert "检测报告" not in words(at)


def test_a_dossier_says_who_supplied_it_in_both_languages(hall):
    for language in ("zh", "en"):
        at = hall.page("inspector", PAGE, language=language)
        at.text_input(key="misconduct-of").set_value(pr.GRADE_A).run()
        assert "某检测有限公司" in words(at)
        assert "cases." not in words(at)
