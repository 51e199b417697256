"""Re-scores: private, each for himself, in effect for all at once; what is not handed in counts nowhere."""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring.errors import SpokenError
from scoring.flow import meeting
from scoring.model import GivenMark, MarkState
from scoring.register import marks, sheets
from scoring.register.invariants import check
from scoring.register.verify import verify_chain

mr, rooms = sys.modules["meeting_register"], sys.modules["meeting_rooms"]
FIRST, PANEL = "2026-0001", ("E06", "E07", "E08", "E09", "E10")


def refused(act: Any, *args: Any, **values: Any) -> str:
    with pytest.raises(SpokenError) as caught:
        act(*args, **values)
    return caught.value.what.key


def given(value: str = "0", note: str = "记录缺两个月", code: str = "1.1.1") -> GivenMark:
    return GivenMark(code, MarkState.SCORED, Decimal(value), note)


def save(room: Any, person: str, mark: GivenMark | None = None, seen: int = 0) -> Any:
    values = {"sitting_id": room.sitting, "application_id": FIRST, "seen_version": seen}
    return room.do(meeting.save_rescore, mr.member(person), mark or given(), **values)


def hand_in(room: Any, person: str) -> Any:
    return room.sit(meeting.hand_in_rescore, mr.member(person), application_id=FIRST)


def standing(room: Any, person: str) -> dict[str, str | None]:
    key = {"application_id": FIRST, "expert_id": person, "stage": "document_review"}
    with room.register.read() as connection:
        return {one.indicator: one.value for one in marks.latest(connection, **key)}


def events(room: Any, person: str) -> int:
    key = {"application_id": FIRST, "expert_id": person, "stage": "document_review"}
    with room.register.read() as connection:
        return sheets.newest(connection, **key).version


def close(room: Any) -> None:
    room.sit(meeting.close_rescoring, mr.CHAIR)


def test_what_moves_takes_effect_when_it_is_closed_and_not_before(room_at):
    room = room_at("rescoring")
    before = standing(room, "E06")
    assert before["1.1.1"] != "0"
    save(room, "E06")
    hand_in(room, "E06")
    assert standing(room, "E06") == before
    close(room)
    assert standing(room, "E06") == before | {"1.1.1": "0"}
    assert (events(room, "E06"), events(room, "E07")) == (3, 1)
    assert check(room.register) == ()
    assert verify_chain(room.register).faults == ()


def test_what_is_typed_and_not_handed_in_counts_nowhere(room_at):
    room = room_at("rescoring")
    save(room, "E06")
    hand_in(room, "E07")
    before = standing(room, "E06")
    close(room)
    assert (standing(room, "E06"), events(room, "E06")) == (before, 1)
    assert refused(hand_in, room, "E06") == "meeting.no_rescore_for_you"


def test_a_re_score_that_changes_nothing_leaves_the_sheets_alone(room_at):
    room = room_at("rescoring")
    same = standing(room, "E06")["1.1.1"]
    save(room, "E06", given(str(same), "看过，不变"))
    for one in PANEL:
        hand_in(room, one)
    close(room)
    assert [events(room, one) for one in PANEL] == [1] * 5


def test_a_reason_is_due_for_every_moved_mark_and_all_faults_come_at_once(room_at):
    room = room_at("rescoring")
    with pytest.raises(FaultsError) as caught:
        save(room, "E06", given("99", "  "))
    assert len(caught.value.faults) == 2
    assert "meeting.reason_for_moved" in {one.what.key for one in caught.value.faults}


def test_two_devices_of_one_expert(room_at):
    room = room_at("rescoring")
    assert save(room, "E06").version == 1
    assert refused(save, room, "E06") == "flow.newer_mark"
    assert save(room, "E06", seen=1).version == 2


def test_handed_in_once_and_nothing_after_it(room_at):
    room = room_at("rescoring")
    hand_in(room, "E06")
    assert refused(hand_in, room, "E06") == "meeting.handed_in_already"
    assert refused(save, room, "E06") == "meeting.handed_in_already"


def test_only_the_panel_and_only_in_the_room(room_at):
    room = room_at("rescoring")
    assert refused(save, room, "E01") == "meeting.no_rescore_for_you"
    room.sit(meeting.leave, mr.member("E06"))
    assert refused(save, room, "E06") == "meeting.not_there"
    assert refused(hand_in, room, "E06") == "meeting.not_there"
    assert room.desk().table.panel == 4


def test_who_stands_aside_during_it_moves_nothing(room_at):
    room = room_at("rescoring")
    save(room, "E06")
    hand_in(room, "E06")
    room.sit(meeting.stand_aside, mr.member("E06"), application_id=FIRST, reason="曾任顾问")
    assert refused(save, room, "E06") == "meeting.no_rescore_for_you"
    close(room)
    assert events(room, "E06") == 1
    assert check(room.register) == ()


def test_taken_back_it_is_void_and_a_second_turn_begins_empty(room_at):
    room = room_at("rescoring")
    save(room, "E06")
    hand_in(room, "E06")
    room.sit(meeting.undo_step, mr.CHAIR)
    assert events(room, "E06") == 1
    room.sit(meeting.open_rescoring, mr.CHAIR)
    own = room.member_desk("E06").rescore
    assert (own.turn, dict(own.moved), own.handed_in) == (2, {}, False)


def test_twice_re_scored_the_later_mark_stands(room_at):
    room = room_at("rescoring")
    save(room, "E06")
    hand_in(room, "E06")
    close(room)
    room.sit(meeting.open_rescoring, mr.CHAIR)
    save(room, "E06", given("2", "补交记录"))
    hand_in(room, "E06")
    close(room)
    assert (standing(room, "E06")["1.1.1"], events(room, "E06")) == ("2", 5)
    assert check(room.register) == ()


def test_the_chair_sees_how_many_handed_in_and_no_value(room_at):
    room = room_at("rescoring")
    before = repr(room.desk().items)
    save(room, "E06")
    hand_in(room, "E06")
    table = room.desk().table
    assert (table.handed_in, table.panel, table.rescoring_open) == (1, 5, True)
    assert repr(room.desk().items) == before


def test_another_sees_nothing_of_it(room_at):
    room = room_at("rescoring")
    before = room.member_desk("E07")
    save(room, "E06")
    hand_in(room, "E06")
    after = room.member_desk("E07")
    assert repr(after).replace(str(after.revision), "") == repr(before).replace(str(before.revision), "")


def test_torn_in_the_middle_nothing_of_it_stays(room_at, monkeypatch):
    room = room_at("rescoring")
    save(room, "E06")
    hand_in(room, "E06")
    before = standing(room, "E06")

    def power_cut(*_: object, **__: object) -> None:
        raise OSError("power")

    with monkeypatch.context() as patch:
        patch.setattr(marks, "sheet_digest", power_cut)
        with pytest.raises(OSError, match="power"):
            close(room)
    assert (standing(room, "E06"), events(room, "E06")) == (before, 1)
    assert room.desk().table.rescoring_open
    close(room)
    assert events(room, "E06") == 3
