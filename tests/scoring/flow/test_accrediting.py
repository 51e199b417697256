"""Announced in notice, as decided and only so; an earlier grade is superseded; revoked with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from indicators.faults import FaultsError
from indicators.load import shipped_rule_book
from scoring import flow
from scoring.errors import ConflictError
from scoring.flow import Granted
from scoring.register import accreditations

ROUND, FIRST, SECOND, THIRD = "2026-sample", "2026-0001", "2026-0002", "2026-0003"
DAY = date(2026, 9, 1)


def announce(office: Any, *granted: Granted, round_id: str = ROUND, on: date = DAY) -> Any:
    return flow.announce(office.register, office.who("secretariat"), office.tick(), round_id, granted, announced_on=on)


def accredit(office: Any, *granted: Granted, round_id: str = ROUND, on: date = DAY) -> None:
    office.accredit(*granted, round_id=round_id, on=on)


def of(office: Any, application_id: str = FIRST) -> list[tuple[str, str, str]]:
    """Return every accreditation of the applicant's enterprise as it stands: application, grade, state."""
    code = office.application(int(application_id[-4:])).enterprise.uscc
    with office.register.read() as connection:
        found = accreditations.of_enterprise(connection, code)
    return [(one.application_id, one.grade, one.state) for one in found]


@pytest.fixture
def decided(office: Any) -> Any:
    """The first is decided AA, the second sent to the site visit; the round is in notice."""
    office.score(FIRST, "1")
    office.score(SECOND, "1")
    office.to("deciding")
    office.decide()
    office.decide("send_to_site_visit", of=SECOND)
    office.to("in_notice")
    return office


def test_what_was_decided_is_announced_as_one_act_with_its_term(decided: Any) -> None:
    accredit(decided, Granted(FIRST, "AA"))
    entry = decided.entries()[-1]
    assert (entry.act, entry.role) == ("grades.announced", "secretariat")
    assert '"announced_on":"2026-09-01"' in entry.content
    with decided.register.read() as connection:
        (one,) = accreditations.of_round(connection, ROUND)
    assert (one.grade, one.announced_on, one.valid_until) == ("AA", DAY, date(2031, 8, 31))
    assert decided.is_sound()


def test_to_send_to_a_site_visit_is_no_grade(decided: Any) -> None:
    with pytest.raises(FaultsError, match=r"flow\.decided_otherwise") as caught:
        announce(decided, Granted(SECOND, "AAA"))
    assert (caught.value.faults[0].seen, caught.value.faults[0].expected) == ("–", "AAA")
    assert of(decided, SECOND) == []


def test_the_decision_on_the_site_visit_is_the_one_that_counts(office: Any) -> None:
    office.score(SECOND, "1")
    office.to("deciding")
    first = office.decide("send_to_site_visit", of=SECOND)
    office.decide("propose_aaa", of=SECOND, stage="on_site_verification", reason="现场核查属实")
    assert first.grade == "AAA"
    office.to("in_notice")
    accredit(office, Granted(SECOND, "AAA"))
    assert of(office, SECOND) == [(SECOND, "AAA", "valid")]


def test_a_voided_decision_grants_nothing(office: Any) -> None:
    office.score(FIRST, "1")
    office.to("deciding")
    office.void(office.decide().decision_id)
    office.to("in_notice")
    with pytest.raises(FaultsError, match=r"flow\.decided_otherwise"):
        announce(office, Granted(FIRST, "AA"))


def test_all_faults_of_an_announcement_are_told_and_nothing_is_announced(decided: Any) -> None:
    with pytest.raises(FaultsError, match=r"flow\.") as caught:
        announce(
            decided,
            Granted(FIRST, "AAA"),
            Granted(FIRST, "AA"),
            Granted("2026-0099", "AA"),
            Granted(SECOND, "B"),
            Granted(SECOND, "A"),
        )
    assert [fault.what.key for fault in caught.value.faults] == [
        "flow.twice",
        "flow.twice",
        "flow.decided_otherwise",
        "notice.no_joint_document",
        "flow.not_of_the_round",
        "flow.grade_not_accredited",
        "flow.applied_otherwise",
    ]
    assert of(decided) == []


def test_a_grade_is_announced_once(decided: Any) -> None:
    accredit(decided, Granted(FIRST, "AA"))
    with pytest.raises(FaultsError, match=r"flow\.announced_already"):
        announce(decided, Granted(FIRST, "AA"))
    assert of(decided) == [(FIRST, "AA", "valid")]


@pytest.mark.parametrize("states", [(), ("deciding",), ("deciding", "in_notice", "accredited")])
def test_announced_is_in_notice_and_at_no_other_time(office: Any, states: tuple[str, ...]) -> None:
    for state in states:
        office.to(state)
    with pytest.raises(ConflictError, match=r"flow\.not_in_notice"):
        announce(office, Granted(FIRST, "AA"))


def test_a_grade_confirmed_without_experts_needs_its_conditions(office: Any) -> None:
    sound, unknown = office.application(3, "A"), office.application(4, "A", adverse_records_checked=False)
    flow.import_applications(
        office.register, office.who("secretariat"), office.tick(), ROUND, [sound, unknown], source="a.csv"
    )
    office.recommend(sound, unknown)
    office.confirm(sound, unknown)
    office.to("deciding")
    office.to("in_notice")
    open_to_a = "A" in office.book.round.grades_open
    with pytest.raises(FaultsError, match=r"flow\.condition_bars_announcement"):
        announce(office, Granted(unknown.application_id, "A"))
    if open_to_a:
        accredit(office, Granted(THIRD, "A"))
        assert of(office, THIRD) == [(THIRD, "A", "valid")]
        assert office.is_sound()


def test_grade_a_needs_the_confirmation_of_both_and_nobody_who_withdrew_gets_a_grade(office: Any) -> None:
    third, fourth = office.application(3, "A"), office.application(4, "A")
    secretariat = office.who("secretariat")
    flow.import_applications(office.register, secretariat, office.tick(), ROUND, [third, fourth], source="a.csv")
    office.recommend(third, fourth)
    office.confirm(fourth)
    flow.withdraw_application(
        office.register, secretariat, office.tick(), application_id=fourth.application_id, reason="企业申请"
    )
    office.to("deciding")
    office.to("in_notice")
    with pytest.raises(FaultsError, match=r"steps\.not_confirmed.*steps\.grade_of_withdrawn"):
        announce(office, Granted(THIRD, "A"), Granted(fourth.application_id, "A"))


def test_a_later_announcement_supersedes_the_earlier_one_of_the_enterprise(decided: Any) -> None:
    accredit(decided, Granted(FIRST, "AA"))
    later = "2025-synthetic"
    secretariat = decided.who("secretariat")
    book = shipped_rule_book(later)
    flow.create_round(decided.register, secretariat, decided.tick(), book)
    again = replace(decided.application(1), application_id="L-0001", round_id=later, applied_on=date(2026, 5, 1))
    decided.open_round(later)
    flow.import_applications(decided.register, secretariat, decided.tick(), later, [again], source="a.csv")
    decided.recommend(again, round_id=later)
    for state in ("reviewing", "deciding"):
        flow.advance_round(decided.register, secretariat, decided.tick(), later, state)  # type: ignore[arg-type]
    decided.decide(of="L-0001", reason="复评")
    flow.advance_round(decided.register, secretariat, decided.tick(), later, "in_notice")
    accredit(decided, Granted("L-0001", "AA"), round_id=later, on=date(2026, 12, 15))
    assert of(decided) == [(FIRST, "AA", "superseded"), ("L-0001", "AA", "valid")]
    assert decided.is_sound()
