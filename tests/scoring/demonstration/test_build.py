"""The demonstration in a register: synthetic, whole, the same each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring import flow
from scoring.demonstration.build import Built, build
from scoring.demonstration.plan import Plan
from scoring.errors import RecordError
from scoring.model import Actor
from scoring.register import accreditations, applications, assignments, decisions, marks, sheets
from scoring.register.database import open_register

INSPECTOR = Actor("inspector", "督查", frozenset({"inspector"}))


def test_the_same_seed_gives_the_same_register_to_the_hash(
    small: tuple[Path, Built], small_plan: Plan, tmp_path: Path
) -> None:
    _, first = small
    again = build(tmp_path / "again.sqlite", seed=5, plan=small_plan)
    assert again.head == first.head
    assert again.planted == first.planted


def test_the_register_says_that_it_is_synthetic_and_its_rounds_say_so_too(small: tuple[Path, Built]) -> None:
    file, built = small
    with open_register(file) as register:
        assert register.synthetic
        summaries = {one.round_id: one for one in flow.list_rounds(register, INSPECTOR)}
    assert {name: one.state for name, one in summaries.items()} == {
        "2025-synthetic": "closed",
        "2026-sample": "reviewing",
    }
    assert built.current_round == "2026-sample"
    assert all(one.rule_book.round.banner and one.rule_book.round.banner_en for one in summaries.values())


def test_the_record_verifies_and_keeps_its_invariants(small: tuple[Path, Built]) -> None:
    file, built = small
    with open_register(file) as register:
        verification = flow.verify(register, INSPECTOR, expected_head=str(built.head))
        assert verification.faults == ()
        assert verification.decisions == sum(
            len(one.decisions) + len(one.visit_decisions) for one in built.story.finished
        )
        assert flow.check(register, INSPECTOR) == ()


def test_the_planted_objection_was_settled_before_the_notice_ended(small: tuple[Path, Built]) -> None:
    file, built = small
    (planting,) = (one for one in built.planted if one.kind == "groundless_objection")
    with open_register(file) as register:
        (standing,) = flow.read_objections(register, INSPECTOR, planting.round_id)
        (notice,) = flow.read_notices(register, INSPECTOR, planting.round_id)
        inspector_sees = flow.notice_reminders(register, INSPECTOR, planting.round_id, on=standing.objection.since)
    assert (standing.objection.application_id,) == planting.applications
    assert (standing.objection.state, standing.stands, len(standing.signed)) == ("groundless", False, 2)
    assert notice.notice.last_day is not None
    assert standing.objection.since < notice.notice.last_day
    assert inspector_sees == ()


def test_the_planted_suspension_holds_and_its_order_is_late_on_the_day_of_the_plan(small: tuple[Path, Built]) -> None:
    file, built = small
    (planting,) = (one for one in built.planted if one.kind == "publicity_suspension")
    today = built.story.plan.now.date()
    with open_register(file) as register:
        (late,) = flow.late_rectifications(register, INSPECTOR, on=today)
        found = flow.public_register(register, INSPECTOR, on=today, search=flow.Search(standing="suspended"))
    assert (late.measure.application_id,) == planting.applications
    assert [one.application_id for one in found] == list(planting.applications)


def test_what_was_told_stands_in_the_record(small: tuple[Path, Built]) -> None:
    file, built = small
    current, (done,) = built.story.current, built.story.finished
    with open_register(file) as register, register.read() as connection:
        kept_applications = {one.application_id: one for one in applications.of_round(connection, "2026-sample")}
        assert kept_applications == {one.application_id: one for one in current.opened.applications}
        kept = marks.load_table(connection, stage="document_review", round_id="2026-sample")
        assert len(kept.value) == int((current.opened.review.states > 0).sum())
        events = {
            (one.application_id, one.expert_id)
            for one in sheets.of_round(connection, "2026-sample", "document_review")
            if one.event == "submitted"
        }
        assert events == current.submitted
        told = {(one.application_id, one.stage, one.outcome) for one in (*done.decisions, *done.visit_decisions)}
        recorded = decisions.of_round(connection, "2025-synthetic")
        assert {(one.application_id, one.stage, one.outcome) for one in recorded} == told
        granted = {one.application_id: one for one in accreditations.of_round(connection, "2025-synthetic")}
        assert {(name, one.grade) for name, one in granted.items()} == {
            (one.application_id, one.grade) for one in done.granted
        }
        assert {name for name, one in granted.items() if one.state == "revoked"} == {
            one.application_id for one in done.revoked
        }


def test_troubles_with_people_stand_in_the_record(small: tuple[Path, Built]) -> None:
    file, built = small
    late, returned = built.story.current.late_recusal, built.story.current.returned
    with open_register(file) as register, register.read() as connection:
        panel = {
            (one.application_id, one.expert_id): one
            for one in assignments.of_round(connection, "2026-sample", "document_review")
        }
        stepped_back = panel[late.application_id, late.expert_id]
        assert (stepped_back.state, stepped_back.reason) == ("recused", late.reason)
        recused = [one for one in panel.values() if one.state == "recused"]
        assert len(recused) == len(built.story.current.opened.recusals) + 1
        event = sheets.newest(connection, application_id=returned[0], expert_id=returned[1], stage="document_review")
        assert event is not None
        assert (event.event, event.version) == ("submitted", 3)
        versions = {
            one.indicator: one.version
            for one in marks.latest(
                connection, application_id=returned[0], expert_id=returned[1], stage="document_review"
            )
        }
        assert versions.pop(returned[2]) == 2
        assert set(versions.values()) == {1}


def test_progress_is_told(small_plan: Plan, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    (tmp_path / "there.sqlite").touch()
    with pytest.raises(RecordError, match="already_there"):
        build(tmp_path / "there.sqlite", seed=5, plan=small_plan, progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 3)]
