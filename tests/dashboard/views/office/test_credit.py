"""The desk of credit checks: who waits for the own authority, many passed at once, one failed, both side by side."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from scoring import flow

PAGE = "office/credit"


pr = sys.modules["procedure_register"]
DUE = {pr.GRADE_AA, pr.GRADE_AAA, pr.FAR}


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """In notice; the market regulator has passed one and failed one."""
    with (
        pytest.MonkeyPatch.context() as patch,
        pr.served(tmp_path_factory.mktemp("c") / "r.db", "in_notice", patch) as hall,
    ):
        given = [flow.CreditResult(pr.GRADE_AA, "passed"), flow.CreditResult(pr.FAR, "failed", "<b>处罚</b>未修复")]
        hall.do(flow.check_credit, pr.SECRETARIAT, pr.ROUND, given, checked_on=pr.OPENED)
        yield hall


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    with pr.served(tmp_path / "r.db", "in_notice", monkeypatch) as hall:
        yield hall


def html(at: AppTest) -> str:
    return "\n".join(one.proto.body for one in at.get("html"))


def keys(at: AppTest) -> set[str]:
    return {one.key for one in (*at.button, *at.checkbox)}


def found(hall: Any) -> dict[str, dict[str, Any]]:
    standings = flow.read_credit_checks(hall.register, pr.actor("inspector"), pr.ROUND)
    return {one.application_id: {check.authority: check for check in one.checks} for one in standings}


def test_each_authority_sees_who_waits_for_it(hall: Any) -> None:
    own = {key for key in keys(hall.page("secretariat", PAGE)) if key.startswith("credit-tick-2026")}
    other = {key for key in keys(hall.page("province_drc", PAGE)) if key.startswith("credit-tick-2026")}
    assert own == {f"credit-tick-{pr.GRADE_AAA}"}
    assert other == {f"credit-tick-{id_}" for id_ in DUE}


def test_the_inspector_reads_both_results_and_has_no_form(hall: Any) -> None:
    at = hall.page("inspector", PAGE)
    assert keys(at) & {"credit-pass", "credit-record", "credit-tick-all"} == set()
    assert "&lt;b&gt;处罚&lt;/b&gt;未修复" in html(at)
    assert "<b>处罚" not in html(at)
    assert "第十二条" in html(at)


def test_the_page_opens_in_english(hall: Any) -> None:
    at = hall.page("province_drc", PAGE, language="en")
    assert at.header[0].value == "Waiting for your authority (3)"
    assert "credit_desk." not in html(at)


def test_a_filter_leaves_what_it_names(hall: Any) -> None:
    at = hall.page("inspector", PAGE)
    at.selectbox(key="credit-filter").set_value("failed").run()
    assert pr.NAMES[pr.FAR] in html(at)
    assert pr.NAMES[pr.GRADE_AA] not in html(at)
    at.text_input(key="credit-find").set_value("没有这个企业").run()
    assert pr.NAMES[pr.FAR] not in html(at)


def test_many_are_ticked_and_recorded_as_passed_in_one_act(fresh: Any) -> None:
    at = fresh.page("province_drc", PAGE)
    assert at.button(key="credit-pass").disabled
    at.button(key="credit-tick-all").click().run()
    at.checkbox(key=f"credit-tick-{pr.FAR}").uncheck().run()
    at.button(key="credit-pass").click().run()
    assert "2" in at.success[0].value
    by = found(fresh)
    assert {id_ for id_, checks in by.items() if "drc" in checks} == DUE - {pr.FAR}
    assert {key for key in keys(at) if key.startswith("credit-tick-2026")} == {f"credit-tick-{pr.FAR}"}


def test_a_failed_one_needs_its_reason_and_a_change_replaces_it(fresh: Any) -> None:
    at = fresh.page("secretariat", PAGE)
    at.selectbox(key="credit-one").set_value(pr.FAR).run()
    at.button(key="credit-record").click().run()
    assert "须写明理由" in at.error[0].value
    assert at.selectbox(key="credit-one").value == pr.FAR, "what was chosen is kept when it is refused"
    at.text_area(key="credit-one-reason").set_value("处罚未修复").run()
    at.button(key="credit-record").click().run()
    assert not at.error
    assert at.text_area(key="credit-one-reason").value == ""
    at.selectbox(key="credit-one").set_value(pr.FAR).run()
    at.radio(key="credit-one-result").set_value("passed").run()
    at.text_area(key="credit-one-reason").set_value("已完成信用修复").run()
    at.button(key="credit-record").click().run()
    check = found(fresh)[pr.FAR]["market_regulator"]
    assert (check.result, check.version, check.reason) == ("passed", 2, "已完成信用修复")


def test_before_decisions_are_locked_nobody_learns_of_any(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pr.served(tmp_path / "r.db", "decided", monkeypatch) as hall:
        at = hall.page("province_drc", PAGE)
        assert "集体决策锁定" in html(at)
        assert pr.NAMES[pr.GRADE_AA] not in html(at)
        early = hall.page("secretariat", PAGE)
        assert "credit-pass" not in keys(early)
        assert pr.NAMES[pr.GRADE_AA] in html(early)
