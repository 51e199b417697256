"""What was withdrawn is left out where applications are counted, and shown as withdrawn where they are listed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from scoring import flow
from scoring.errors import ConflictError
from scoring.flow.regional.report import regional_report
from scoring.flow.regional.sentences import undecided_in_words

ROUND, FIRST, SECOND = "2026-sample", "2026-0001", "2026-0002"


@pytest.fixture
def withdrawn(office: Any) -> Any:
    """Both scored; the first is proposed for AA, and then taken back by its applicant."""
    for name in (FIRST, SECOND):
        office.score(name, "1")
    office.to("deciding")
    office.decide("propose_aa")
    flow.withdraw_application(
        office.register, office.who("secretariat"), office.tick(), application_id=FIRST, reason="企业申请"
    )
    return office


def test_a_round_counts_what_is_left(withdrawn: Any) -> None:
    register, leader = withdrawn.register, withdrawn.who("leader")
    before = regional_report(register, leader, withdrawn.tick(), ROUND)
    assert {grade: count for grade, count in before.files.items() if count} == {"AAA": 1}
    assert flow.show_round(register, leader, ROUND).applications == {"AAA": 1}
    withdrawn.to("in_notice")
    found = regional_report(register, leader, withdrawn.tick(), ROUND)
    assert found.undecided == undecided_in_words(1)
    assert found.province is not None
    assert (found.province.applications, found.province.grants) == (1, 0)


def test_a_sitting_has_nothing_to_decide_about_it(withdrawn: Any) -> None:
    register, chair = withdrawn.register, withdrawn.who("chair")
    (stage,) = flow.readiness(register, chair, ROUND).stages
    assert (stage.due, stage.sheets, stage.decided) == (1, 5, 0)
    assert [one.application_id for one in flow.round_progress(register, chair, ROUND).panels] == [SECOND]
    assert [one.application_id for one in flow.application_heads(register, chair, ROUND)] == [SECOND]
    assert [one.application.application_id for one in flow.panel_overview(register, chair, ROUND).cases] == [SECOND]


def test_results_that_are_kept_by_their_revision_are_made_anew(office: Any) -> None:
    office.to("deciding")
    before = flow.panel_revision(office.register, office.who("chair"), ROUND)
    flow.withdraw_application(
        office.register, office.who("secretariat"), office.tick(), application_id=FIRST, reason="企业申请"
    )
    assert flow.panel_revision(office.register, office.who("chair"), ROUND) != before


def test_exports_say_which_are_withdrawn(withdrawn: Any) -> None:
    export = flow.export_applications(withdrawn.register, withdrawn.who("secretariat"), ROUND)
    said = {row["application_id"]: row["status"] for row in export.rows}
    assert said[FIRST].startswith("withdrawn")
    assert "withdrawn" not in said[SECOND]
    sheets = flow.export_sheets(withdrawn.register, withdrawn.who("inspector"), ROUND)
    assert {row["applicant"]: row["status"].startswith("withdrawn") for row in sheets.rows} == {
        FIRST: True,
        SECOND: False,
    }


def test_what_was_refused_or_returned_as_untrue_is_not_waited_for(office: Any) -> None:
    secretariat = office.who("secretariat")
    flow.return_as_untrue(
        office.register, secretariat, office.tick(), application_id=FIRST, on=date(2026, 6, 1), reason="材料不实"
    )
    (stage,) = flow.readiness(office.register, secretariat, ROUND).stages
    assert (stage.due, stage.short) == (1, ())


def test_its_experts_are_told_and_mark_it_no_more(office: Any) -> None:
    expert = office.who("expert", "E01")
    office.save(office.given())
    flow.withdraw_application(
        office.register, office.who("secretariat"), office.tick(), application_id=FIRST, reason="企业申请"
    )
    states = {one.application_id: one.state for one in flow.my_tasks(office.register, expert, ROUND)}
    assert states == {FIRST: "closed", SECOND: "to_do"}
    for act in (lambda: office.save(office.given("1.1.2")), office.submit):
        with pytest.raises(ConflictError) as caught:
            act()
        assert caught.value.what.key == "flow.application_withdrawn"
    own = flow.own_sheet(office.register, expert, application_id=FIRST)
    assert not own.sheet.may_save
    assert own.sheet.marks  # what he had marked he still reads
