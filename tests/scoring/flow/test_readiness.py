"""How ready a round is: counts of sheets, panels and decisions."""

from __future__ import annotations

import pytest

from scoring import flow
from scoring.errors import AccessRefusedError

ROUND = "2026-sample"


def ready(office) -> flow.Readiness:
    return flow.readiness(office.register, office.who("secretariat"), ROUND)


def test_sheets_and_panels_are_counted(office):
    office.score("2026-0001", experts=("E01", "E02"))
    office.score("2026-0002")
    office.recuse(expert="E05")
    (stage,) = ready(office).stages
    assert (stage.sheets, stage.sheets_in, stage.sheets_missing) == (9, 7, 2)
    assert [(panel.application_id, panel.submitted, panel.assigned) for panel in stage.incomplete] == [
        ("2026-0001", 2, 4)
    ]
    assert stage.short == ("2026-0001",), "four experts are none of the numbers laid down"
    assert (stage.due, stage.undecided) == (2, 2)


def test_decisions_are_counted_and_a_site_visit_opens_a_second_stage(office):
    office.score("2026-0001", "1")
    office.score("2026-0002", "1")
    office.to("deciding")
    office.decide("defer", reason="材料须补正")
    office.decide("send_to_site_visit", of="2026-0002")
    found = ready(office)
    first, second = found.stages
    assert (first.decided, first.deferred, first.undecided) == (2, 1, 0)
    assert (second.stage, second.due, second.undecided) == ("on_site_verification", 1, 1)
    assert second.short == ("2026-0002",), "nobody is assigned to the visit yet"
    assert found.may_follow == ("in_notice", "reviewing")


@pytest.mark.parametrize("role", ["expert", "leader", "assignment_holder"])
def test_others_are_refused(office, role):
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        flow.readiness(office.register, office.who(role), ROUND)
