"""The draw in the record: recommended applications alone, checked by the inspector, late seats, voided sheets."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from indicators.faults import FaultsError
from scoring import flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.model import Application, Expert
from scoring.procedure.draw import solve as solving
from scoring.register import applications, assignments, draws, experts, marks, sheets, tables
from scoring.register.rehearsal import Rehearsal

ROUND = "2026-sample"
ON = date(2026, 6, 1)
STAGE = "document_review"


@pytest.fixture
def people(drawing: Any) -> tuple[Expert, ...]:
    with drawing.register.read() as connection:
        return experts.everyone(connection)


@pytest.fixture
def applied(drawing: Any) -> tuple[Application, ...]:
    with drawing.register.read() as connection:
        return applications.of_round(connection, ROUND)


def enter(office: Any, given: list[Expert], reason: str = "") -> None:
    who = office.who("assignment_holder")
    flow.import_experts(office.register, who, office.tick(), given, source="experts.csv", reason=reason)


def draw(office: Any, **told: Any) -> flow.Drawn:
    told = {"seed": 7} | told
    return flow.draw_experts(office.register, office.who("assignment_holder"), office.tick(), ROUND, **told)


def check(office: Any, draw_id: str, **told: Any) -> flow.DrawCheck:
    return flow.verify_draw(office.register, office.who("inspector"), ON, draw_id=draw_id, **told)


def panels(office: Any) -> dict[str, list[str]]:
    with office.register.read() as connection:
        found: dict[str, list[str]] = {}
        for one in assignments.of_round(connection, ROUND, STAGE):
            if one.state == "assigned":
                found.setdefault(one.application_id, []).append(one.expert_id)
    return found


def test_every_recommended_application_gets_its_panel_in_one_act(drawing: Any) -> None:
    before = len(drawing.entries())
    drawn = draw(drawing, sizes={"AAA": 7})
    assert len(drawing.entries()) == before + 1
    assert drawing.entries()[-1].act == "experts.drawn"
    assert {id_: len(panel) for id_, panel in panels(drawing).items()} == {
        **{f"2026-{n:04d}": 5 for n in range(1, 6)},
        "2026-0006": 7,
    }
    assert drawn.draw_id == f"{ROUND}/{STAGE}/1"
    load = Counter(expert for panel in panels(drawing).values() for expert in panel)
    assert max(load.values()) - min(load.values()) <= 1
    assert drawn.solution.parts == 1
    assert drawing.is_sound()


def test_a_recorded_draw_is_checked_and_drawn_again_by_the_inspector(drawing: Any) -> None:
    drawn = draw(drawing)
    found = check(drawing, drawn.draw_id, again=True)
    assert (found.faults, found.since, found.reproduced) == ((), (), True)
    assert (found.summary.seed, found.summary.solver) == (7, solving.SOLVER)
    assert (found.summary.applications, found.summary.seats, found.summary.candidates) == (6, 30, 15)
    assert flow.list_draws(drawing.register, drawing.who("inspector"), ROUND) == (found.summary,)
    assert check(drawing, drawn.draw_id).reproduced is None


def test_another_version_of_the_solver_is_not_drawn_again(drawing: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = draw(drawing)
    monkeypatch.setattr("scoring.flow.draw_checks.SOLVER", "another")
    found = check(drawing, drawn.draw_id, again=True)
    assert (found.faults, found.reproduced) == ((), None)


def test_a_conflict_that_comes_up_later_is_told_by_the_check(drawing: Any, applied: tuple[Application, ...]) -> None:
    drawn = draw(drawing)
    application, expert = drawn.solution.pairs[0]
    uscc = next(one.enterprise.uscc for one in applied if one.application_id == application)
    flow.declare_conflict(
        drawing.register,
        drawing.who("expert", expert),
        drawing.tick(),
        uscc=uscc,
        expert_id=expert,
        source="本人申明",
        reason="配偶任职",
    )
    found = check(drawing, drawn.draw_id)
    assert found.faults == ()
    assert [fault.seen for fault in found.since] == [f"{application} / {expert}"]
    sitting = flow.read_conflicts(drawing.register, drawing.who("inspector"), ON, ROUND).sitting
    assert [(one.application_id, one.expert_id, one.kinds) for one in sitting] == [(application, expert, ("declared",))]


def test_an_expert_whose_appointment_is_over_is_not_drawn(drawing: Any, people: tuple[Expert, ...]) -> None:
    ended = replace(people[0], appointed_until=date(2026, 5, 31))
    enter(drawing, [ended], reason="聘期届满")
    drawn = draw(drawing)
    assert drawn.candidates == 14
    assert "F00" not in {expert for _, expert in drawn.solution.pairs}


def test_what_cannot_be_drawn_changes_nothing_and_says_what_to_do(drawing: Any, people: tuple[Expert, ...]) -> None:
    for one in people[4:]:
        enter(drawing, [replace(one, appointed_until=date(2026, 5, 1))], reason="聘期届满")
    before = len(drawing.entries())
    with pytest.raises(FaultsError, match=r"draw\.too_few_free") as caught:
        draw(drawing)
    assert len(caught.value.faults) == 6
    assert caught.value.faults[0].what.values["short"] == 1
    assert len(drawing.entries()) == before


def test_a_dry_run_draws_and_keeps_nothing(drawing: Any) -> None:
    before = len(drawing.entries())
    who = drawing.who("assignment_holder")
    rehearsed = flow.draw_experts(Rehearsal.of(drawing.register), who, drawing.tick(), ROUND, seed=7)
    assert len(drawing.entries()) == before
    assert draw(drawing).solution == rehearsed.solution


def test_a_late_application_gets_its_own_draw(drawing: Any, applied: tuple[Application, ...]) -> None:
    first = draw(drawing)
    with pytest.raises(ConflictError, match=r"draw\.no_open_seat"):
        draw(drawing)
    drawing.recommend(applied[6])
    late = draw(drawing, application_ids=["2026-0007"], seed=8, reason="补充推荐")
    assert {application for application, _ in late.solution.pairs} == {"2026-0007"}
    assert late.draw_id == f"{ROUND}/{STAGE}/2"
    assert [check(drawing, one.draw_id, again=True).reproduced for one in (first, late)] == [True, True]


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ({"sizes": {"AA": 6}}, "draw.size_not_allowed"),
        ({"sizes": {"AA": 9}}, "draw.size_not_allowed"),
        ({"sizes": {"A": 5}}, "draw.grade_without_panel"),
        ({"application_ids": ["2026-0007"]}, "draw.not_due"),
        ({"application_ids": ["2026-9999"]}, "draw.not_due"),
        ({"seed": -1}, "draw.seed_range"),
        ({"seed": 2**63}, "draw.seed_range"),
    ],
)
def test_what_is_asked_wrongly_is_refused(drawing: Any, told: dict[str, Any], key: str) -> None:
    with pytest.raises(FaultsError, match=key.replace(".", r"\.")):
        draw(drawing, **told)


def test_once_marks_are_closed_nobody_is_drawn(drawing: Any) -> None:
    drawn = draw(drawing)
    drawing.to("reviewing")
    drawing.to("deciding")
    application, expert = drawn.solution.pairs[0]
    with pytest.raises(ConflictError, match=r"draw\.marks_closed"):
        draw(drawing)
    with pytest.raises(ConflictError, match=r"draw\.marks_closed"):
        put_away(drawing, application, expert)


def put_away(office: Any, application_id: str, expert_id: str, reason: str = "出差") -> flow.Drawn:
    return flow.replace_expert(
        office.register,
        office.who("assignment_holder"),
        office.tick(),
        application_id=application_id,
        expert_id=expert_id,
        seed=9,
        reason=reason,
    )


def test_a_replacement_voids_the_sheet_and_seats_a_substitute_in_one_act(drawing: Any) -> None:
    drawn = draw(drawing)
    drawing.to("reviewing")
    application, expert = drawn.solution.pairs[0]
    drawing.save(drawing.given(), expert=expert, of=application)
    before = len(drawing.entries())
    late = put_away(drawing, application, expert)
    assert len(drawing.entries()) == before + 1
    ((_, substitute),) = late.solution.pairs
    assert substitute not in {one for other, one in drawn.solution.pairs if other == application}
    key: dict[str, Any] = {"application_id": application, "expert_id": expert, "stage": STAGE}
    with drawing.register.read() as connection:
        gone = assignments.current(connection, **key)
        void = sheets.newest(connection, **key)
        assert len(marks.latest(connection, **key)) == 1
    assert gone is not None
    assert (gone.state, gone.reason) == ("replaced", "出差")
    assert void is not None
    assert (void.event, void.reason) == ("voided", "出差")
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        drawing.save(drawing.given(share="1"), expert=expert, of=application, seen=1)
    assert check(drawing, late.draw_id, again=True).reproduced is True
    assert check(drawing, drawn.draw_id).faults == ()
    assert drawing.is_sound()


def test_a_submitted_sheet_of_a_replaced_expert_counts_no_longer(drawing: Any) -> None:
    drawn = draw(drawing)
    drawing.to("reviewing")
    panel = tuple(one for application, one in drawn.solution.pairs if application == "2026-0001")
    drawing.score("2026-0001", "0.75", panel)
    put_away(drawing, "2026-0001", panel[0])
    drawing.to("deciding")
    result = flow.panel_result(drawing.register, drawing.who("chair"), "2026-0001")
    assert (result.assigned, result.submitted) == (5, 4)


def test_without_a_sheet_there_is_nothing_to_void(drawing: Any) -> None:
    drawn = draw(drawing)
    put_away(drawing, *drawn.solution.pairs[0])
    with drawing.register.read() as connection:
        assert connection.execute(select(tables.sheet_event)).all() == []


def test_a_replacement_needs_a_reason_a_seat_and_a_substitute(drawing: Any) -> None:
    drawn = draw(drawing)
    application, expert = drawn.solution.pairs[0]
    with pytest.raises(ConflictError, match=r"flow\.reason_needed .*what_replacement"):
        put_away(drawing, application, expert, reason=" ")
    put_away(drawing, application, expert)
    with pytest.raises(ConflictError, match=r"draw\.does_not_sit"):
        put_away(drawing, application, expert)
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        put_away(drawing, "2026-9999", expert)


def test_who_recused_himself_leaves_a_seat_that_is_drawn_for(drawing: Any) -> None:
    drawn = draw(drawing)
    application, expert = drawn.solution.pairs[0]
    drawing.recuse(expert=expert, of=application)
    late = draw(drawing, seed=3)
    assert [one for one, _ in late.solution.pairs] == [application]
    assert late.solution.pairs[0][1] != expert


def test_a_round_without_rules_of_the_draw_says_so(drawing: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = replace(drawing.book.round.parameter_sheet, draw=None)
    book = replace(drawing.book, round=replace(drawing.book.round, parameter_sheet=sheet))
    monkeypatch.setattr("scoring.flow.gather.book_of", lambda connection, digest: book)
    with pytest.raises(ConflictError, match=r"draw\.no_rules"):
        draw(drawing)


def test_a_draw_that_was_changed_is_found_by_its_check(drawing: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = draw(drawing)
    moved = ((drawn.solution.pairs[1][0], "F99"), *drawn.solution.pairs[1:])
    monkeypatch.setattr("scoring.register.draws.drawn_pairs", lambda connection, draw_id: moved)
    keys = {fault.what.key for fault in check(drawing, drawn.draw_id).faults}
    assert {"draw.check_result", "draw.check_stranger"} <= keys


def test_no_such_draw(drawing: Any) -> None:
    with pytest.raises(ConflictError, match=r"draw\.no_such_draw"):
        check(drawing, "2026-sample/document_review/9")


def test_only_who_was_sent_there_is_visited(drawing: Any) -> None:
    with pytest.raises(ConflictError, match=r"draw\.no_open_seat"):
        draw(drawing, stage="on_site_verification")
    draw(drawing)
    drawing.to("reviewing")
    drawing.score("2026-0006", "1", tuple(panels(drawing)["2026-0006"]))
    drawing.to("deciding")
    drawing.decide("send_to_site_visit", of="2026-0006")
    drawing.to("reviewing", "转现场核查")
    visit = draw(drawing, stage="on_site_verification", seed=5)
    assert {application for application, _ in visit.solution.pairs} == {"2026-0006"}
    assert check(drawing, visit.draw_id, again=True).reproduced is True
    assert drawing.is_sound()


def test_every_draw_has_its_state_and_a_damaged_one_does_not_hold(
    drawing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = draw(drawing)
    inspector = drawing.who("inspector")
    (one,) = flow.draw_states(drawing.register, inspector, ON)
    assert (one.summary.draw_id, one.holds, one.since, one.redrawable) == (drawn.draw_id, True, 0, True)
    told = draws.drawn_pairs
    monkeypatch.setattr(draws, "drawn_pairs", lambda connection, draw_id: told(connection, draw_id)[1:])
    (one,) = flow.draw_states(drawing.register, inspector, ON)
    assert not one.holds
    assert one.faults == len(check(drawing, drawn.draw_id).faults)
    with pytest.raises(AccessRefusedError):
        flow.draw_states(drawing.register, drawing.who("chair"), ON)
