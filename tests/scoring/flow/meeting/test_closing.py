"""The last check, the lock and the end; a sitting that is called off; what is left over."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

import pytest

from scoring.errors import SpokenError
from scoring.flow import meeting
from scoring.register import decisions
from scoring.register.invariants import check

mr, rooms = sys.modules["meeting_register"], sys.modules["meeting_rooms"]


def refused(act: Any, *args: Any, **values: Any) -> str:
    with pytest.raises(SpokenError) as caught:
        act(*args, **values)
    return caught.value.what.key


def states(room: Any) -> Counter[tuple[str, str | None]]:
    return Counter((one.state, one.outcome) for one in room.desk().items)


def test_items_that_were_not_reached_are_deferred_with_the_reason(room_at):
    room = room_at("hard")
    room.phase("normal", "reserve", "review")
    assert refused(room.sit, meeting.lock_sitting, mr.CHAIR) == "flow.reason_needed"
    room.sit(meeting.lock_sitting, mr.CHAIR, reason="停电，余下暂缓")
    assert states(room)["decided", "defer"] == 4
    with room.register.read() as connection:
        deferred = [one for one in decisions.of_round(connection, mr.ROUND) if one.outcome == "defer"]
    assert {one.reason for one in deferred} == {"停电，余下暂缓"}
    assert check(room.register) == ()


def test_without_a_quorum_nothing_is_decided_not_even_to_defer(room_at):
    room = room_at("hard")
    room.phase("normal", "reserve", "review")
    for one in ("E01", "E02", "E03", "E04"):
        room.sit(meeting.leave, mr.member(one))
    room.sit(meeting.lock_sitting, mr.CHAIR, reason="人数不足")
    assert len(room.desk().items) == 8
    assert states(room)["decided", "defer"] == 0
    left = meeting.may_be_treated(room.register, mr.SECRETARY, mr.ROUND)
    assert set(left) == {"2026-0001", "2026-0003", "2026-0004", "2026-0009"}, "free for another sitting"


def test_locked_means_locked(room_at):
    room = room_at("locked")
    for act, by, values in (
        (meeting.reopen_item, mr.CHAIR, {"application_id": "2026-0001", "reason": "理由"}),
        (meeting.stand_aside, mr.member("E01"), {"application_id": "2026-0001", "reason": "理由"}),
        (meeting.give_dissent, mr.member("E01"), {"application_id": "2026-0001", "text": "证据不足"}),
        (meeting.move_sitting, mr.CHAIR, {"phase": "review", "reason": "理由"}),
        (meeting.sign_in, mr.member("E12"), {}),
    ):
        assert refused(room.sit, act, by, **values) == "meeting.locked"
    assert refused(room.sit, meeting.lock_sitting, mr.CHAIR) == "meeting.lock_after_review"
    assert refused(room.sit, meeting.end_sitting, mr.CHAIR) == "meeting.end_after_minutes"


def test_a_departing_decision_shows_in_the_check(room_at):
    room = room_at("decided")
    assert meeting.check_sitting(room.register, mr.CHAIR, sitting_id=room.sitting).inversions == ()
    rooms.decided(room, "2026-0003", "do_not_propose", "现场照片与材料不符")
    found = meeting.check_sitting(room.register, mr.CHAIR, sitting_id=room.sitting)
    assert "2026-0003" in {one for pair in found.inversions for one in (pair.lower, pair.higher)}


def test_called_off_its_items_are_free_and_another_is_prepared(room_at):
    room = room_at("prepared")
    off = {"sitting_id": room.sitting, "reason": " "}
    assert refused(room.do, meeting.call_off_sitting, mr.SECRETARY, **off) == "flow.reason_needed"
    room.sit(meeting.call_off_sitting, mr.SECRETARY, reason="改期")
    assert refused(room.sit, meeting.move_sitting, mr.CHAIR, phase="opened") == "meeting.locked"
    assert len(meeting.may_be_treated(room.register, mr.SECRETARY, mr.ROUND)) == 12
    assert room.prepare(seed=3).endswith("S2")
    assert check(room.register) == ()


def test_once_opened_it_is_not_called_off(room_at):
    room = room_at("opened")
    assert refused(room.sit, meeting.call_off_sitting, mr.CHAIR, reason="改期") == "meeting.opened_already"
