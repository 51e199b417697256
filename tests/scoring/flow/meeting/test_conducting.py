"""The chair leads: out of order, back, twice, at once with another; nothing is erased."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from scoring import flow
from scoring.errors import ConflictError, SpokenError
from scoring.flow import meeting
from scoring.register import decisions, sittings, withdrawals
from scoring.register.database import open_register
from scoring.register.invariants import check

mr, rooms = sys.modules["meeting_register"], sys.modules["meeting_rooms"]
FIRST, SECOND, LISTED = "2026-0001", "2026-0003", "2026-0008"
COUNTY = flow and mr.actor("county_regulator")


def refused(act: Any, *args: Any, **values: Any) -> str:
    with pytest.raises(SpokenError) as caught:
        act(*args, **values)
    return caught.value.what.key


def line(room: Any, application_id: str) -> Any:
    return next((one for one in room.desk().items if one.application_id == application_id), None)


def withdraw(room: Any, application_id: str) -> None:
    room.do(flow.withdraw_application, mr.SECRETARY, application_id=application_id, reason="企业申请撤回")


def test_two_chairs_at_once_lay_one_item_on_the_table(room_at, tmp_path):
    room = room_at("hard")
    now = room.tick()

    def press(application_id: str) -> str:
        with open_register(tmp_path / "room0.db") as register:
            values = {"sitting_id": room.sitting, "application_id": application_id}
            try:
                meeting.take_item(register, mr.CHAIR, now, **values)
            except ConflictError as late:
                return late.what.key
        return "taken"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(press, (FIRST, SECOND))) == ["meeting.table_taken", "taken"]


def test_undo_goes_back_step_by_step_and_keeps_what_was_pressed(room_at):
    room = room_at("reading")
    for step in ("report", "questions"):
        room.sit(meeting.step_item, mr.CHAIR, step=step)
    room.sit(meeting.open_voting, mr.CHAIR, motions={FIRST: "propose_aa"})
    rooms.cast(room, "E01", "against")
    steps = []
    while room.desk().table is not None:
        room.sit(meeting.undo_step, mr.CHAIR)
        steps.append(None if room.desk().table is None else room.desk().table.step)
    assert steps == ["questions", "report", "reading", None]
    assert refused(room.sit, meeting.undo_step, mr.CHAIR) == "meeting.nothing_on_table"
    with room.register.read() as connection:
        moves = [one.state for one in sittings.item_moves(connection, room.sitting) if one.application_id == FIRST]
    assert moves[-8:] == ["reading", "report", "questions", "voting", "questions", "report", "reading", "waiting"]
    assert check(room.register) == ()


def test_undoing_a_list_voids_its_vote_and_it_is_voted_on_again(room_at):
    room = room_at("list_open")
    room.sit(meeting.undo_step, mr.CHAIR)
    assert room.desk().next.move == "open_block"
    proposed = meeting.consent_motions(room.register, mr.CHAIR, sitting_id=room.sitting)
    room.sit(meeting.open_voting, mr.CHAIR, motions=proposed)
    room.cast({})
    assert len(room.sit(meeting.close_voting, mr.CHAIR)) == 8


def test_steps_with_their_own_act_are_not_stepped_to(room_at):
    room = room_at("reading")
    for step in ("rescoring", "voting", "waiting", "decided"):
        assert refused(room.sit, meeting.step_item, mr.CHAIR, step=step) == "meeting.step_has_its_act"


def test_back_needs_a_reason_and_never_to_before_the_opening(room_at):
    room = room_at("hard")
    assert refused(room.sit, meeting.move_sitting, mr.CHAIR, phase="consent") == "flow.reason_needed"
    for phase in ("prepared", "locked", "ended", "hard", "review"):
        values = {"phase": phase, "reason": "理由"}
        assert refused(room.sit, meeting.move_sitting, mr.CHAIR, **values) == "meeting.phase_cannot_follow"
    room.sit(meeting.move_sitting, mr.CHAIR, phase="recusals", reason="有人补充回避")


def test_without_anybody_there_nothing_begins(room_at):
    room = room_at("prepared")
    room.phase("opened", "recusals", "anchors")
    assert refused(room.sit, meeting.move_sitting, mr.CHAIR, phase="consent") == "meeting.nobody_there"


def test_an_item_put_off_comes_last_with_its_reason(room_at):
    room = room_at("reading")
    room.sit(meeting.put_off_item, mr.CHAIR, application_id=FIRST, reason="二次超时")
    found = line(room, FIRST)
    assert (found.block, found.state, found.why) == ("reserve", "waiting", "二次超时")
    assert found.position == max(one.position for one in room.desk().items)
    assert refused(room.sit, meeting.put_off_item, mr.CHAIR, application_id=SECOND, reason="") == "flow.reason_needed"


def test_nothing_goes_into_the_consent_list(room_at):
    room = room_at("anchors")
    values = {"application_id": FIRST, "block": "consent"}
    assert refused(room.sit, meeting.move_item, mr.CHAIR, **values) == "meeting.not_into_consent"


def test_what_is_not_on_the_agenda_is_not_taken(room_at):
    room = room_at("hard")
    assert refused(room.sit, meeting.take_item, mr.CHAIR, application_id="2026-0099") == "meeting.not_on_agenda"


def test_reopened_and_voted_on_again_both_decisions_stay(room_at):
    room = room_at("decided")
    assert refused(room.sit, meeting.reopen_item, mr.CHAIR, application_id=FIRST, reason=" ") == "flow.reason_needed"
    room.sit(meeting.reopen_item, mr.CHAIR, application_id=FIRST, reason="漏看一页")
    again = {"application_id": FIRST, "reason": "漏看一页"}
    assert refused(room.sit, meeting.reopen_item, mr.CHAIR, **again) == "meeting.not_decided_yet"
    room.phase("normal", "reserve")
    rooms.decided(room, FIRST, "do_not_propose", "缺页属实")
    with room.register.read() as connection:
        every = decisions.of_application(connection, FIRST, stage="document_review")
    assert sorted((one.outcome, one.state) for one in every) == [
        ("do_not_propose", "recorded"),
        ("propose_aa", "voided"),
    ]
    assert check(room.register) == ()


def test_what_a_visit_was_decided_on_is_not_opened_again(room_at):
    room = room_at("review")
    votes = flow.Votes(12, 12, 12, 0, 0)
    values = {"outcome": "do_not_propose", "votes": votes, "reason": "现场不符", "stage": "on_site_verification"}
    room.do(flow.record_decision, mr.CHAIR, application_id=SECOND, **values)
    again = {"application_id": SECOND, "reason": "漏看一页"}
    assert refused(room.sit, meeting.reopen_item, mr.CHAIR, **again) == "flow.later_decision_stands"


@pytest.mark.parametrize(("situation", "application_id"), [("anchors", LISTED), ("hard", SECOND)])
def test_what_is_withdrawn_leaves_the_agenda(room_at, situation, application_id):
    room = room_at(situation)
    withdraw(room, application_id)
    assert line(room, application_id) is None
    assert refused(room.sit, meeting.take_item, mr.CHAIR, application_id=application_id) in (
        "meeting.not_on_agenda",
        "meeting.not_talking",
    )
    if situation == "anchors":
        room.consent()
        room.phase("hard")
    for id_, outcome in ((FIRST, "propose_aa"), (SECOND, "send_to_site_visit"), ("2026-0009", "do_not_propose")):
        if id_ != application_id:
            rooms.decided(room, id_, outcome)
    room.phase("normal")
    rooms.decided(room, "2026-0004", "propose_aa")
    if application_id != SECOND:
        room.phase("visits")
    room.phase("review")
    room.sit(meeting.lock_sitting, mr.CHAIR)
    with room.register.read() as connection:
        kept = {one.application_id: one for one in sittings.items(connection, room.sitting)}
        assert withdrawals.one(connection, application_id) is not None
    assert (kept[application_id].state, kept[application_id].reason) == ("removed", "withdrawn")
    assert check(room.register) == ()


def test_withdrawn_while_the_list_is_voted_on_it_alone_is_not_decided(room_at):
    room = room_at("list_open")
    withdraw(room, LISTED)
    room.cast({})
    room.sit(meeting.close_voting, mr.CHAIR)
    assert line(room, LISTED) is None
    assert sum(one.state == "decided" for one in room.desk().items) == 7


def test_withdrawn_on_the_table_it_is_put_off_and_gone(room_at):
    room = room_at("voted")
    withdraw(room, FIRST)
    assert refused(room.sit, meeting.decide_item, mr.CHAIR, outcome="propose_aa") == "steps.withdrawn_already"
    room.sit(meeting.put_off_item, mr.CHAIR, application_id=FIRST, reason="已撤回")
    assert line(room, FIRST) is None
    assert room.desk().table is None


def test_a_round_waits_for_its_sitting(room_at):
    room = room_at("review")
    for state in ("in_notice", "reviewing"):
        assert refused(room.do, flow.advance_round, mr.CHAIR, mr.ROUND, state, reason="理由") in (
            "flow.sitting_runs",
            "access.refused",
        )
        assert refused(room.do, flow.advance_round, mr.SECRETARY, mr.ROUND, state, reason="理由") == "flow.sitting_runs"
    room.sit(meeting.lock_sitting, mr.CHAIR)
    room.do(flow.advance_round, mr.SECRETARY, mr.ROUND, "reviewing", reason="现场核查打分")
