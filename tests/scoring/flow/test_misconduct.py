"""Cases of misconduct and who supplied what of a dossier: entered by many, read by the inspector alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import access, flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.flow import Allegation, Supplied
from scoring.procedure.uscc import make

FIRST, SECOND = "2026-0001", "2026-0002"
DAY = date(2026, 6, 1)
CODE = make("91320500MA1ABCD01")
REPORT = Supplied("检测报告 2026-17", "苏州某检验公司", CODE, "inspection_body", "李某")
ALLEGED = Allegation("provider", "李某", "苏州某检验公司", "favouritism", "出具虚假检测报告", FIRST)
ID = "misconduct/1"


def open_case(office: Any, allegation: Allegation = ALLEGED, on: date = DAY) -> Any:
    return flow.open_case(office.register, office.who("inspector"), office.tick(), allegation=allegation, on=on)


def conclude(office: Any, state: str, reason: str = "经查", id_: str = ID) -> Any:
    who = office.who("inspector")
    return flow.conclude_case(office.register, who, office.tick(), case_id=id_, state=state, reason=reason)  # type: ignore[arg-type]


def supply(office: Any, *supplied: Supplied, of: str = FIRST, role: str = "county_regulator", region: str = "320102"):
    who = office.who(role, region=region)
    return flow.record_providers(office.register, who, office.tick(), application_id=of, supplied=supplied)


def providers(office: Any, of: str = FIRST) -> Any:
    return flow.read_providers(office.register, office.who("inspector"), of)


def test_a_case_goes_from_its_opening_to_its_outcome(office: Any) -> None:
    open_case(office)
    conclude(office, "substantiated")
    conclude(office, "referred", "移送有关机关")
    (case,) = flow.read_cases(office.register, office.who("inspector"))
    assert (case.subject, case.organisation, case.application_id) == ("李某", "苏州某检验公司", FIRST)
    assert (case.conduct, case.state, case.reason, case.version) == ("favouritism", "referred", "移送有关机关", 3)
    assert not flow.verify(office.register, office.who("inspector")).faults


@pytest.mark.parametrize("path", [("unsubstantiated", "referred"), ("substantiated", "unsubstantiated"), ("opened",)])
def test_what_cannot_follow_is_refused(office: Any, path: tuple[str, ...]) -> None:
    open_case(office)
    *before, last = path
    for state in before:
        conclude(office, state)
    with pytest.raises(ConflictError, match=r"supervision\.case_cannot_follow"):
        conclude(office, last)


def test_an_outcome_has_its_reason_and_its_case(office: Any) -> None:
    open_case(office)
    with pytest.raises(ConflictError, match=r"flow\.reason_needed .*what_case"):
        conclude(office, "substantiated", "")
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        conclude(office, "substantiated", id_="misconduct/2")


def test_all_faults_of_an_allegation_are_told_at_once(office: Any) -> None:
    wrong = Allegation("cat", "", "研究院", "rudeness", "x" * 1001, "2026-0099")  # type: ignore[arg-type]
    with pytest.raises(FaultsError, match=r"supervision\.") as caught:
        open_case(office, wrong, date(2026, 6, 2))
    assert [fault.what.key for fault in caught.value.faults] == [
        "supervision.unknown_subject_kind",
        "supervision.unknown_conduct",
        "supervision.text_missing",
        "flow.text_too_long",
        "supervision.day_to_come",
        "supervision.unknown_application",
    ]


def test_a_case_may_be_about_no_application(office: Any) -> None:
    open_case(office, replace(ALLEGED, subject_kind="staff", application_id=None))
    (case,) = flow.read_cases(office.register, office.who("inspector"))
    assert (case.subject_kind, case.application_id) == ("staff", None)


@pytest.mark.parametrize("role", [role.id for role in access.rules().role if role.id != "inspector"])
def test_nobody_but_the_inspector_sees_cases_or_who_supplied_what(office: Any, role: str) -> None:
    open_case(office)
    supply(office, REPORT)
    who = office.who(role, region="320102")
    for ask in (
        lambda: flow.read_cases(office.register, who),
        lambda: open_case_as(office, who),
        lambda: flow.read_providers(office.register, who, FIRST),
        lambda: flow.supplied_by(office.register, who, office.tick(), code=CODE, reason="核查"),
    ):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            ask()


def open_case_as(office: Any, who: Any) -> Any:
    return flow.open_case(office.register, who, office.tick(), allegation=ALLEGED, on=DAY)


def test_who_supplied_what_is_entered_by_whoever_takes_in_the_dossier(office: Any) -> None:
    other = Supplied("认证证书", "某认证中心", make("91110000MA1ABCD02"), "intermediary")
    supply(office, REPORT, other)
    supply(office, REPORT, of=SECOND, role="secretariat")
    assert [(one.item, one.provider_name, one.provider_code, one.person) for one in providers(office)] == [
        ("检测报告 2026-17", "苏州某检验公司", CODE, "李某"),
        ("认证证书", "某认证中心", other.code, None),
    ]
    for role, region in (("county_regulator", "320104"), ("prefecture_regulator", "320100"), ("expert", "320102")):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            supply(office, REPORT, role=role, region=region)


def test_what_was_entered_wrongly_gets_a_further_version(office: Any) -> None:
    supply(office, REPORT)
    supply(office, replace(REPORT, person="赵某"))
    (one,) = providers(office)
    assert (one.person, one.version) == ("赵某", 2)


def test_everything_an_organisation_supplied_is_found_and_the_question_recorded(office: Any) -> None:
    supply(office, REPORT)
    supply(office, replace(REPORT, item="校准证书"), of=SECOND)
    who = office.who("inspector")
    found = flow.supplied_by(office.register, who, office.tick(), code=CODE, reason="虚假报告线索")
    assert [(one.application_id, one.item) for one in found] == [(FIRST, REPORT.item), (SECOND, "校准证书")]
    last = office.entries()[-1]
    assert (last.act, last.object, "虚假报告线索" in last.content) == ("providers.searched", f"provider/{CODE}", True)
    with pytest.raises(ConflictError, match=r"flow\.reason_needed .*what_search"):
        flow.supplied_by(office.register, who, office.tick(), code=CODE, reason="")


def test_all_faults_of_providers_are_told_at_once(office: Any) -> None:
    wrong = Supplied("", "某公司", f"{CODE[:-1]}{'A' if CODE[-1] != 'A' else 'B'}", "friend", "李\u200b某")  # type: ignore[arg-type]
    with pytest.raises(FaultsError, match=r"supervision\.") as caught:
        supply(office, REPORT, REPORT, wrong)
    assert [fault.what.key for fault in caught.value.faults] == [
        "flow.twice",
        "supervision.text_missing",
        "flow.text_with_hidden_characters",
        "supervision.unknown_provider_kind",
        "uscc.check_character_wrong",
    ]
    assert providers(office) == ()
