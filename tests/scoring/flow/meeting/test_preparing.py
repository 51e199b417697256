"""A sitting is prepared: what may stand on its agenda, in which order, and who stands aside from the beginning."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import flow
from scoring.errors import SpokenError
from scoring.flow import gather, meeting
from scoring.register import applications, sittings
from scoring.register.invariants import check

mr, rooms = sys.modules["meeting_register"], sys.modules["meeting_rooms"]
VISITED = "2026-0003"


@pytest.fixture
def room(tmp_path):
    room = mr.build(tmp_path / "r.db", items=12)
    yield room
    room.register.close()


def refused(act: Any, *args: Any, **values: Any) -> str:
    with pytest.raises(SpokenError) as caught:
        act(*args, **values)
    return caught.value.what.key


def test_all_faults_of_a_list_at_once(room):
    chosen = ["2026-0001", "2026-0001", "2026-0099"]
    with pytest.raises(FaultsError) as caught:
        room.prepare(chosen, members=["E01", "E01", "E99"])
    assert sorted((one.what.key, one.seen) for one in caught.value.faults) == [
        ("flow.unknown_expert", "E99"),
        ("meeting.cannot_be_treated", "2026-0099"),
        ("meeting.named_twice", "2026-0001"),
        ("meeting.named_twice", "E01"),
    ]


@pytest.mark.parametrize(("chosen", "members", "key"), [(["2026-0001"], [], "meeting.no_members")])
def test_nobody_is_no_sitting(room, chosen, members, key):
    with pytest.raises(FaultsError) as caught:
        room.prepare(chosen, members=members)
    assert [one.what.key for one in caught.value.faults] == [key]


def test_a_second_one_beside_it_is_refused(room):
    first = room.prepare(["2026-0001"])
    assert refused(room.prepare, ["2026-0002"]) == "meeting.another_runs"
    assert room.sitting == first


def test_the_order_comes_again_from_its_seed(room, tmp_path):
    twin = mr.build(tmp_path / "twin.db", items=12)
    room.prepare(seed=5)
    twin.prepare(seed=5)
    order = [one.application_id for one in room.desk().items]
    assert order == [one.application_id for one in twin.desk().items]
    twin.sit(meeting.call_off_sitting, mr.CHAIR, reason="改期")
    twin.prepare(seed=6)
    assert order != [one.application_id for one in twin.desk().items]
    twin.register.close()


def test_grades_that_the_city_proposes_and_what_is_withdrawn_do_not_come(room):
    room.do(flow.withdraw_application, mr.SECRETARY, application_id="2026-0005", reason="企业申请撤回")
    assert "2026-0005" not in meeting.may_be_treated(room.register, mr.SECRETARY, mr.ROUND)
    with pytest.raises(FaultsError):
        room.prepare(["2026-0005"])


def test_a_grade_of_the_city_is_never_on_an_agenda(room, monkeypatch):
    """A grades are the city's to propose: not even one that stands among the others with its sheets is treated."""
    known = applications.of_round
    monkeypatch.setattr(
        applications,
        "of_round",
        lambda *args: tuple(
            replace(one, target_grade="A") if one.application_id == "2026-0001" else one for one in known(*args)
        ),
    )
    assert "2026-0001" not in meeting.may_be_treated(room.register, mr.SECRETARY, mr.ROUND)
    with pytest.raises(FaultsError):
        room.prepare(["2026-0001"])


def test_a_rehearsal_is_for_a_demonstration_alone(room):
    demonstration = room.register
    room.register = replace(demonstration, synthetic=False)
    assert refused(room.prepare, rehearsal=True) == "meeting.rehearsal_on_demonstration"
    room.register = demonstration
    room.prepare(rehearsal=True)
    assert room.desk().sitting.kind == "rehearsal"


@pytest.mark.parametrize("switched", [True, False])
def test_what_failed_for_the_highest_grade_is_proposed_for_the_next_only_by_the_switch(room_at, monkeypatch, switched):
    room = room_at("locked")
    _visited(room)
    known = gather.rule_book

    def book(*given: Any) -> Any:
        found = known(*given)
        sheet = replace(found.round.parameter_sheet, aaa_may_be_proposed_aa=switched)
        return replace(found, round=replace(found.round, parameter_sheet=sheet))

    monkeypatch.setattr(gather, "rule_book", book)
    room.prepare(stage="on_site_verification")
    room.seated()
    if room.desk().items[0].block == "consent":
        room.sit(meeting.move_item, mr.CHAIR, application_id=VISITED, block="normal")
    room.phase("normal")
    room.take(VISITED)
    assert ("propose_aa" in room.desk().table.outcomes) is switched
    if switched:
        room.vote("propose_aa")
        room.sit(meeting.decide_item, mr.CHAIR, outcome="propose_aa", reason="现场核查未达 AAA 级")
        assert room.desk().items[0].grade == "AA"
        return
    with pytest.raises(FaultsError):
        room.sit(meeting.open_voting, mr.CHAIR, motions={VISITED: "propose_aa"})


def _visited(room: Any) -> None:
    """Close the first sitting, have the visit scored by its panel, and come back to deciding."""
    room.do(flow.advance_round, mr.SECRETARY, mr.ROUND, "reviewing", reason="现场核查打分")
    holder = mr.actor("assignment_holder")
    pairs = [(VISITED, expert) for expert in mr.panel_of(3)]
    room.do(flow.assign, holder, mr.ROUND, pairs, stage="on_site_verification")
    given = [one for one in mr.sheets(12) if one.application_id == VISITED]
    signed = {(one.application_id, one.expert_id) for one in given}
    values = {"submitted": signed, "source": "visits.csv", "stage": "on_site_verification"}
    room.do(flow.import_sheets, holder, mr.ROUND, given, **values)
    room.do(flow.advance_round, mr.SECRETARY, mr.ROUND, "deciding")


def test_the_second_sitting_treats_what_was_visited_and_nothing_else(room_at):
    room = room_at("locked")
    assert meeting.may_be_treated(room.register, mr.SECRETARY, mr.ROUND) == ()
    _visited(room)
    stage = "on_site_verification"
    assert meeting.may_be_treated(room.register, mr.SECRETARY, mr.ROUND, stage=stage) == (VISITED,)
    with pytest.raises(FaultsError):
        room.prepare([VISITED])
    room.prepare(stage=stage)
    room.seated()
    line = room.desk().items[0]
    if line.block == "consent":
        room.sit(meeting.move_item, mr.CHAIR, application_id=VISITED, block="normal")
    room.phase("normal")
    room.take(VISITED)
    assert set(room.desk().table.outcomes) == {"propose_aaa", "propose_aa", "do_not_propose", "defer"}
    with pytest.raises(FaultsError):
        room.sit(meeting.open_voting, mr.CHAIR, motions={VISITED: "send_to_site_visit"})
    room.vote("propose_aaa")
    room.sit(meeting.decide_item, mr.CHAIR, outcome="propose_aaa")
    room.phase("review")
    room.sit(meeting.lock_sitting, mr.CHAIR)
    assert [one.grade for one in room.desk().items] == ["AAA"]
    assert check(room.register) == ()
    with room.register.read() as connection:
        assert [one.stage for one in sittings.of_round(connection, mr.ROUND)] == ["document_review", stage]
