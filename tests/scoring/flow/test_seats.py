"""Who sits where, for the holder alone; who left, for the inspector too; what a draw would draw, told beforehand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import flow
from scoring.errors import AccessRefusedError

ROUND, FIRST, SECOND = "2026-sample", "2026-0001", "2026-0002"
ON = date(2026, 6, 1)


def seats(office: Any, role: str = "assignment_holder") -> dict[tuple[str, str], flow.Seat]:
    found = flow.read_seats(office.register, office.who(role), ROUND)
    return {(one.application_id, one.expert_id): one for one in found}


def test_seats_say_whose_sheet_is_missing_and_since_when(office: Any) -> None:
    office.score(FIRST, "1", ("E01", "E02"))
    holder = office.who("assignment_holder")
    told: dict[str, Any] = {"application_id": FIRST, "expert_id": "E02", "reason": "本人要求"}
    flow.return_sheet(office.register, holder, office.tick(), **told)
    found = seats(office)
    assert [found[FIRST, expert].sheet for expert in ("E01", "E02", "E03")] == ["submitted", "returned", "missing"]
    assert found[FIRST, "E03"].since < found[FIRST, "E01"].since < found[FIRST, "E02"].since
    assert found[SECOND, "E01"].target_grade == "AAA"


def test_who_left_has_no_seat_and_is_told_with_his_reason(office: Any) -> None:
    office.recuse(expert="E03", reason="配偶任职")
    assert (FIRST, "E03") not in seats(office)
    for role in ("assignment_holder", "inspector"):
        (left,) = flow.read_left_seats(office.register, office.who(role), ROUND)
        assert (left.application_id, left.expert_id, left.state, left.reason) == (FIRST, "E03", "recused", "配偶任职")


@pytest.mark.parametrize("role", ["expert", "chair", "secretariat", "inspector", "province_drc", "leader"])
def test_nobody_but_the_holder_reads_seats_and_roster(office: Any, role: str) -> None:
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        seats(office, role)
    who = office.who(role)
    for read in (
        lambda: flow.read_roster(office.register, who),
        lambda: flow.preview_experts(office.register, who, []),
        lambda: flow.draw_outlook(office.register, who, ON, ROUND),
    ):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            read()


def test_the_outlook_tells_what_the_draw_then_draws(drawing: Any) -> None:
    holder = drawing.who("assignment_holder")
    found = flow.draw_outlook(drawing.register, holder, ON, ROUND, sizes={"AAA": 7})
    assert (len(found.panels), found.seats, found.experts, found.sheets) == (6, 32, 15, 0)
    assert found.sizes == (5, 7)
    drawn = flow.draw_experts(drawing.register, holder, drawing.tick(), ROUND, seed=7, sizes={"AAA": 7})
    assert len(drawn.solution.pairs) == found.seats
    after = flow.draw_outlook(drawing.register, holder, ON, ROUND)
    assert (after.seats, after.sheets) == (0, 32)
    with pytest.raises(FaultsError, match=r"draw\.size_not_allowed"):
        flow.draw_outlook(drawing.register, holder, ON, ROUND, sizes={"AA": 9})


def test_a_recusal_opens_a_seat(drawing: Any) -> None:
    holder = drawing.who("assignment_holder")
    drawn = flow.draw_experts(drawing.register, holder, drawing.tick(), ROUND, seed=7)
    application, expert = drawn.solution.pairs[0]
    drawing.recuse(expert=expert, of=application)
    found = flow.draw_outlook(drawing.register, holder, ON, ROUND)
    assert [(one.application_id, one.sitting, one.open_seats) for one in found.panels if one.open_seats] == [
        (application, 4, 1)
    ]


def test_a_preview_of_experts_tells_what_the_import_then_does(office: Any) -> None:
    holder = office.who("assignment_holder")
    roster = flow.read_roster(office.register, holder)
    new, moved = replace(roster[0], expert_id="E99"), replace(roster[1], employer="另一单位")
    found = flow.preview_experts(office.register, holder, [new, moved, roster[2]])
    assert (found.new, found.changed, found.unchanged) == ((new,), ((roster[1], moved),), (roster[2],))
    given = [*found.new, moved, roster[2]]
    flow.import_experts(office.register, holder, office.tick(), given, source="experts.csv")
    assert len(flow.read_roster(office.register, holder)) == len(roster) + 1
    after = flow.preview_experts(office.register, holder, given)
    assert (after.new, after.changed, len(after.unchanged)) == ((), (), 3)
