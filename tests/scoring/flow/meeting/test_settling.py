"""What was voted becomes a decision, and nothing else does."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import flow
from scoring.errors import SpokenError
from scoring.flow import meeting, panel
from scoring.register import decisions

mr, rooms = sys.modules["meeting_register"], sys.modules["meeting_rooms"]
FIRST = "2026-0001"


def refused(act: Any, *args: Any, **values: Any) -> str:
    with pytest.raises(SpokenError) as caught:
        act(*args, **values)
    return caught.value.what.key


def decide(room: Any, outcome: str, reason: str = "", **values: Any) -> Any:
    return room.sit(meeting.decide_item, mr.CHAIR, outcome=outcome, reason=reason, **values)


def voted(room: Any, moved: str, in_favour: int) -> Any:
    """Vote on the item on the table with so many in favour of eleven, the others against."""
    choices = {one: "in_favour" if place < in_favour else "against" for place, one in enumerate(rooms.THERE)}
    room.vote(moved, choices)
    return room.desk().voting.results[0].resolution


def standing(room: Any, application_id: str) -> Any:
    with room.register.read() as connection:
        every = decisions.of_application(connection, application_id, stage="document_review")
    return next((one for one in every if one.state == "recorded"), None)


def test_what_is_carried_is_decided_as_moved_and_not_otherwise(room_at):
    room = room_at("voted")
    for other in ("do_not_propose", "defer", "propose_aaa"):
        assert refused(decide, room, other, "理由") == "meeting.carried_otherwise"
    decide(room, "propose_aa")
    decision = standing(room, FIRST)
    assert (decision.outcome, decision.grade) == ("propose_aa", "AA")
    assert {key: decision.votes[key] for key in ("entitled", "present", "in_favour", "against", "abstained")} == {
        "entitled": 12,
        "present": 11,
        "in_favour": 11,
        "against": 0,
        "abstained": 0,
    }


def test_nothing_is_decided_twice(room_at):
    room = room_at("decided")
    assert refused(decide, room, "propose_aa") == "meeting.nothing_voted"


@pytest.mark.parametrize(("in_favour", "carried"), [(8, True), (7, False)])
def test_two_thirds_of_eleven_are_eight(room_at, in_favour, carried):
    room = room_at("rescored")
    assert voted(room, "propose_aa", in_favour).carried is carried


def test_a_motion_not_carried_may_be_recorded_as_refused_or_deferred_with_a_reason(room_at):
    room = room_at("rescored")
    voted(room, "propose_aa", 7)
    assert refused(decide, room, "propose_aa", "理由") == "meeting.not_carried_as_moved"
    for outcome in ("do_not_propose", "defer"):
        assert refused(decide, room, outcome) == "flow.reason_needed"
    decide(room, "do_not_propose", "票数不足")
    assert standing(room, FIRST).reason == "票数不足"


def test_a_tie_carries_nothing_and_says_so(room_at):
    room = room_at("rescored")
    room.sit(meeting.leave, mr.member("E11"))
    choices = {one: "in_favour" if place < 5 else "against" for place, one in enumerate(rooms.THERE[:10])}
    room.vote("propose_aa", choices)
    found = room.desk().voting.results[0].resolution
    assert (found.tie, found.carried, found.valid) == (True, False, True)
    decide(room, "defer", "赞成反对相等")


def test_what_lost_as_a_refusal_is_deferred_or_voted_on_again(room_at):
    room = room_at("rescored")
    voted(room, "do_not_propose", 3)
    assert refused(decide, room, "do_not_propose", "理由") == "meeting.not_carried_as_moved"
    assert refused(decide, room, "propose_aa", "理由") == "meeting.not_carried_as_moved"
    voted(room, "propose_aa", 10)
    decide(room, "propose_aa")


def test_a_motion_that_a_condition_bars_is_not_put(room_at, monkeypatch):
    """Carried, it could not be recorded, and nothing else could."""
    room = room_at("reading")
    eligibility = panel.eligibility_of

    def unchecked(application: Any, book: Any) -> Any:
        return eligibility(replace(application, adverse_records_checked=False), book)

    monkeypatch.setattr(panel, "eligibility_of", unchecked)
    with pytest.raises(FaultsError) as caught:
        room.sit(meeting.open_voting, mr.CHAIR, motions={FIRST: "propose_aa"})
    assert [one.what.key for one in caught.value.faults] == ["flow.condition_bars"]
    room.sit(meeting.open_voting, mr.CHAIR, motions={FIRST: "do_not_propose"})


def test_clauses_are_those_of_the_regulation(room_at):
    room = room_at("voted")
    with pytest.raises(FaultsError):
        decide(room, "propose_aa", clauses=["no_such", "nor_this"])
    known = mr.shipped_rule_book(mr.ROUND).regulation.conditions[0].id
    decide(room, "propose_aa", clauses=[known, known])
    assert standing(room, FIRST).votes["clauses"] == [known]


def test_a_list_that_is_not_carried_is_talked_about(room_at):
    room = room_at("consent")
    proposed = meeting.consent_motions(room.register, mr.CHAIR, sitting_id=room.sitting)
    room.sit(meeting.open_voting, mr.CHAIR, motions=proposed)
    room.cast({}, default="against")
    room.sit(meeting.close_voting, mr.CHAIR)
    lines = [one for one in room.desk().items if one.application_id in proposed]
    assert Counter((one.block, one.state, one.why) for one in lines) == {("normal", "waiting", "not_carried"): 8}
    places = [one.position for one in room.desk().items]
    assert len(set(places)) == len(places)


def test_one_of_the_list_taken_by_itself_is_voted_on_by_itself(room_at):
    """Skipped, the list waits; an item of it that is laid on the table leaves it, and its vote is no vote on a list."""
    room = room_at("consent")
    room.phase("hard")
    room.take("2026-0008")
    assert room.desk().table.item.block == "hard"
    assert voted(room, "propose_aa", 11).carried
    assert room.desk().next.move == "decide"
    decide(room, "propose_aa")


def test_by_hand_nothing_on_a_running_agenda_is_decided_or_voided(room_at):
    room = room_at("decided")
    votes = flow.Votes(12, 11, 11, 0, 0)
    values = {"application_id": "2026-0004", "outcome": "propose_aa", "votes": votes}
    assert refused(room.do, flow.record_decision, mr.CHAIR, **values) == "meeting.decided_there"
    voided = standing(room, FIRST).decision_id
    answer = refused(room.do, flow.ask_void, mr.CHAIR, decision_id=voided, reason="理由")
    assert answer == "meeting.opened_again_there"
