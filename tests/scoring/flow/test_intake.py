"""Experts and applications: one act a file, versions, whose region, one application an enterprise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from indicators.faults import FaultsError
from indicators.load import shipped_rule_book
from scoring import flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.model import Application, Expert
from scoring.register import applications, experts

ROUND = "2026-sample"


def enter(office: Any, *given: Application, reason: str = "", who: Any = None, round_id: str = ROUND) -> Any:
    actor = who or office.who("secretariat")
    return flow.import_applications(
        office.register, actor, office.tick(), round_id, given, source="a.csv", reason=reason
    )


def in_county(application: Application, county: str) -> Application:
    return replace(application, enterprise=replace(application.enterprise, county=county))


def version_of(office: Any, application_id: str) -> int:
    with office.register.read() as connection:
        return applications.current_version(connection, application_id)


def expert(number: int, **other: Any) -> Expert:
    given = Expert(f"E{number:02d}", f"专家E{number:02d}", f"研究院E{number:02d}", "320500", ("C34",), date(2024, 1, 1))
    return replace(given, **other)


def test_a_file_of_experts_is_one_entry_and_only_what_changed_gets_a_version(office: Any) -> None:
    before = len(office.entries())
    changed = [expert(1), expert(2, employer="另一家研究院"), expert(30)]
    flow.import_experts(office.register, office.who("assignment_holder"), office.tick(), changed, source="e.csv")
    assert len(office.entries()) == before + 1
    assert '"unchanged":1' in office.entries()[-1].content
    with office.register.read() as connection:
        versions = experts.current_versions(connection)
        assert experts.one(connection, "E02") == changed[1]
    assert (versions["E01"], versions["E02"], versions["E30"]) == (1, 2, 1)
    assert office.is_sound()


def test_an_expert_twice_in_a_file_is_a_fault(office: Any) -> None:
    with pytest.raises(FaultsError, match=r"flow\.twice"):
        flow.import_experts(
            office.register,
            office.who("assignment_holder"),
            office.tick(),
            [expert(40), expert(40, name="另一人")],
            source="e.csv",
        )


def test_what_cannot_be_seen_is_refused_in_an_experts_particulars_all_at_once(office: Any) -> None:
    """Each would read otherwise on a list than it is kept: zero width, right-to-left, line separator, NUL."""
    given = [
        expert(40, name="专\u200b家"),
        expert(41, employer="研究\u202e院"),
        expert(42, expert_id="E\u202842", region="3205\ufeff00"),
        expert(43, expertise=("C34", "C\x0035")),
        expert(44, name="名" * 501),
    ]
    before = len(office.entries())
    with pytest.raises(FaultsError) as refused:
        flow.import_experts(office.register, office.who("assignment_holder"), office.tick(), given, source="e.csv")
    assert [fault.seen for fault in refused.value.faults][:5] == ["U+200B", "U+202E", "U+2028", "U+FEFF", "U+0000"]
    assert len(refused.value.faults) == 6
    assert {fault.file for fault in refused.value.faults} == {"e.csv"}
    assert len(office.entries()) == before


def test_a_file_of_applications_is_one_entry_and_says_what_it_left_as_it_was(office: Any) -> None:
    before = len(office.entries())
    enter(office, office.application(1), office.application(3), office.application(4))
    assert len(office.entries()) == before + 1
    assert '"unchanged":1' in office.entries()[-1].content
    assert [version_of(office, f"2026-000{n}") for n in (1, 3, 4)] == [1, 1, 1]


def test_the_same_file_again_changes_nothing_and_is_still_told(office: Any) -> None:
    entry = enter(office, office.application(1), office.application(2, "AAA"))
    assert office.entries()[-1].sequence == entry.sequence
    assert version_of(office, "2026-0001") == 1
    assert office.is_sound()


def test_a_change_needs_a_reason_and_makes_a_version(office: Any) -> None:
    changed = office.application(1, adverse_records_checked=False)
    with pytest.raises(FaultsError, match=r"flow\.change_needs_reason"):
        enter(office, changed, reason="  ")
    assert version_of(office, "2026-0001") == 1
    enter(office, changed, reason="县局更正")
    assert version_of(office, "2026-0001") == 2
    with office.register.read() as connection:
        assert applications.one(connection, "2026-0001") == changed
        assert applications.at_version(connection, "2026-0001", 1) == office.application(1)
    assert office.is_sound()


def test_a_second_application_of_an_enterprise_is_refused(office: Any) -> None:
    second = replace(office.application(1), application_id="2026-0009")
    with pytest.raises(FaultsError, match=r"flow\.second_application") as caught:
        enter(office, second)
    assert caught.value.faults[0].what.values == {"other": "2026-0001", "application": "2026-0009"}


def test_two_applications_of_an_enterprise_in_one_file_are_both_told(office: Any) -> None:
    third = office.application(3)
    with pytest.raises(FaultsError, match=r"flow\.second_application.*flow\.second_application"):
        enter(office, third, replace(third, application_id="2026-0009"))


def test_an_application_that_takes_over_another_enterprise_is_found(office: Any) -> None:
    taken = replace(office.application(1), enterprise=office.application(2).enterprise)
    with pytest.raises(FaultsError, match=r"flow\.second_application"):
        enter(office, taken, reason="更正")


def test_a_number_twice_in_a_file_is_a_fault(office: Any) -> None:
    with pytest.raises(FaultsError, match=r"flow\.twice"):
        enter(office, office.application(3), office.application(3, "AAA"))


def test_an_application_stays_in_its_round(office: Any) -> None:
    other = "2024-synthetic"
    flow.create_round(office.register, office.who("secretariat"), office.tick(), shipped_rule_book(other))
    moved = replace(office.application(1), round_id=other)
    for round_id, given in ((other, moved), (other, office.application(3)), (ROUND, moved)):
        with pytest.raises(FaultsError, match=r"flow\.application_of_other_round"):
            enter(office, given, reason="理由", round_id=round_id)


def test_all_faults_of_a_file_are_told_and_nothing_of_it_is_kept(office: Any) -> None:
    before = len(office.entries())
    faulty = [
        office.application(1, "AAA"),
        replace(office.application(2, "AAA"), application_id="2026-0008"),
        office.application(5),
    ]
    with pytest.raises(FaultsError, match=r"flow\.change_needs_reason.*flow\.second_application"):
        enter(office, *faulty)
    assert len(office.entries()) == before
    assert version_of(office, "2026-0005") == 0


def test_a_county_enters_applications_of_its_own_region_only(opened: Any) -> None:
    office = opened
    county = office.who("county_regulator", region="320102")
    enter(office, office.application(3), who=county)
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        enter(office, office.application(4), in_county(office.application(5), "320104"), who=county)
    assert version_of(office, "2026-0004") == 0


def test_a_county_does_not_draw_an_application_of_another_county_to_itself(office: Any) -> None:
    elsewhere = in_county(office.application(6), "320583")
    enter(office, elsewhere)
    drawn = in_county(elsewhere, "320102")
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        enter(office, drawn, who=office.who("county_regulator", region="320102"), reason="理由")
    assert version_of(office, "2026-0006") == 1


@pytest.mark.parametrize("region", [None, "", "32", "3201", "320583", "110102"])
def test_a_region_that_is_none_or_another_one_gives_no_right(office: Any, region: str | None) -> None:
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        enter(office, office.application(3), who=office.who("county_regulator", region=region))


@pytest.mark.parametrize("region", ["320102", "320100", "320000"])
def test_county_prefecture_and_province_codes_reach_as_far_as_they_go(opened: Any, region: str) -> None:
    enter(opened, opened.application(3), who=opened.who("county_regulator", region=region))
    assert version_of(opened, "2026-0003") == 1


def test_an_unknown_round_takes_no_applications(office: Any) -> None:
    with pytest.raises(ConflictError, match=r"flow\.no_such_round"):
        enter(office, office.application(3), round_id="2031")


def test_a_reason_with_hidden_characters_is_refused(office: Any) -> None:
    with pytest.raises(FaultsError, match=r"flow\.text_with_hidden_characters"):
        enter(office, office.application(3), reason="更\u202e正")
