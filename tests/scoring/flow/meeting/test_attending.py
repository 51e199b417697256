"""Voters come, go, stand aside and ask; each for himself, and nobody is told who asked."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring.errors import SpokenError
from scoring.flow import meeting
from scoring.register import sittings
from scoring.register.invariants import check

mr = sys.modules["meeting_register"]
FIRST, LISTED = "2026-0001", "2026-0008"


def refused(act: Any, *args: Any, **values: Any) -> str:
    with pytest.raises(SpokenError) as caught:
        act(*args, **values)
    return caught.value.what.key


def line(room: Any, application_id: str) -> Any:
    return next(one for one in room.desk().items if one.application_id == application_id)


def test_nothing_is_done_twice(room_at):
    room = room_at("anchors")
    for act in (meeting.sign_in, meeting.confirm_recusals):
        assert refused(room.sit, act, mr.member("E01")) == "meeting.seat_so_already"
    room.sit(meeting.leave, mr.member("E01"))
    assert refused(room.sit, meeting.leave, mr.member("E01")) == "meeting.seat_so_already"
    assert refused(room.sit, meeting.confirm_recusals, mr.member("E01")) == "meeting.not_there"
    room.sit(meeting.stand_aside, mr.member("E02"), application_id=FIRST, reason="曾任顾问")
    again = refused(room.sit, meeting.stand_aside, mr.member("E02"), application_id=FIRST, reason="曾任顾问")
    assert again == "meeting.stands_aside_already"


def test_whoever_comes_back_signs_in_and_counts_again(room_at):
    room = room_at("reading")
    room.sit(meeting.leave, mr.member("E01"))
    assert room.desk().present == 10
    room.sit(meeting.sign_in, mr.member("E01"))
    assert room.desk().present == 11


def test_the_office_seats_who_has_no_device_and_confirms_for_nobody(room_at):
    room = room_at("anchors")
    seat = {"person_id": "E12", "to": "present"}
    room.sit(meeting.seat_member, mr.SECRETARY, **seat)
    assert refused(room.sit, meeting.seat_member, mr.SECRETARY, **seat) == "meeting.seat_so_already"
    values = {"person_id": "E12", "to": "confirmed"}
    assert refused(room.sit, meeting.seat_member, mr.SECRETARY, **values) == "meeting.confirms_himself"
    with pytest.raises(FaultsError):
        room.sit(meeting.seat_member, mr.SECRETARY, person_id="E99", to="invited", reason="补请")


def test_whoever_is_invited_on_the_day_stands_aside_as_the_others_do(room_at, tmp_path):
    """E06 and E12 are from the prefecture of 2026-0007; they may not vote on it, whenever they are invited."""
    room = mr.build(tmp_path / "late.db", items=12)
    without = [one for one in mr.EXPERTS if one not in ("E06", "E12")]
    room.prepare(members=without)
    before = {one.application_id: one.recused for one in room.desk().items}
    assert refused(room.sit, meeting.seat_member, mr.CHAIR, person_id="E06", to="invited") == "flow.reason_needed"
    for one in ("E06", "E12"):
        room.sit(meeting.seat_member, mr.CHAIR, person_id=one, to="invited", reason="补请")
    after = {one.application_id: one.recused for one in room.desk().items}
    whole = mr.build(tmp_path / "whole.db", items=12)
    whole.prepare()
    assert after == {one.application_id: one.recused for one in whole.desk().items}
    assert sum(after.values()) - sum(before.values()) == 2
    room.register.close()
    whole.register.close()


def test_a_reason_is_due_for_standing_aside(room_at):
    room = room_at("anchors")
    values = {"application_id": FIRST, "reason": " "}
    assert refused(room.sit, meeting.stand_aside, mr.member("E02"), **values) == "flow.reason_needed"


def test_on_the_panel_his_sheet_counts_no_more(room_at):
    room = room_at("reading")
    assert room.desk().table.panel == 5
    room.sit(meeting.stand_aside, mr.member("E06"), application_id=FIRST, reason="曾任顾问")
    assert room.desk().table.panel == 4
    assert room.member_desk("E06").must_leave
    room.vote("propose_aa")
    room.sit(meeting.decide_item, mr.CHAIR, outcome="propose_aa")
    assert check(room.register) == ()


def test_of_a_decided_item_the_chair_is_asked_first(room_at):
    room = room_at("decided")
    values = {"application_id": FIRST, "reason": "曾任顾问"}
    assert refused(room.sit, meeting.stand_aside, mr.member("E01"), **values) == "meeting.decided_before"
    room.sit(meeting.reopen_item, mr.CHAIR, application_id=FIRST, reason="有人回避")
    room.sit(meeting.stand_aside, mr.member("E01"), **values)


def test_who_stands_aside_asks_for_nothing(room_at):
    room = room_at("reading")
    room.sit(meeting.stand_aside, mr.member("E01"), application_id=FIRST, reason="曾任顾问")
    for kind in ("discussion", "time"):
        values = {"application_id": FIRST, "kind": kind}
        assert refused(room.sit, meeting.ask_for, mr.member("E01"), **values) == "meeting.stands_aside_already"


def test_what_is_asked_for_is_counted_once_and_taken_back(room_at):
    room = room_at("reading")
    ask = {"application_id": FIRST, "kind": "time"}
    for one in ("E01", "E02", "E03", "E04"):
        room.sit(meeting.ask_for, mr.member(one), **ask)
    assert refused(room.sit, meeting.ask_for, mr.member("E01"), **ask) == "meeting.asked_already"
    assert room.desk().short_share == pytest.approx(4 / 11)
    room.sit(meeting.ask_for, mr.member("E01"), withdraw=True, **ask)
    assert refused(room.sit, meeting.ask_for, mr.member("E01"), withdraw=True, **ask) == "meeting.nothing_asked"
    assert line(room, FIRST).short == 3
    room.sit(meeting.ask_for, mr.member("E01"), **ask)
    assert line(room, FIRST).short == 4


def test_an_item_leaves_the_list_at_one_wish_and_not_while_it_is_voted_on(room_at):
    room = room_at("consent")
    ask = {"application_id": LISTED, "kind": "discussion"}
    room.sit(meeting.ask_for, mr.member("E01"), **ask)
    found = line(room, LISTED)
    assert (found.block, found.state, found.why, found.asked) == ("reserve", "waiting", "pulled", 1)
    room.sit(meeting.ask_for, mr.member("E01"), withdraw=True, **ask)
    assert line(room, LISTED).block == "reserve", "what was pulled stays to be talked about"
    listed = room_at("list_open")
    assert refused(listed.sit, meeting.ask_for, mr.member("E01"), **ask) == "meeting.voting_open"
    listed.sit(meeting.ask_for, mr.member("E01"), application_id=FIRST, kind="discussion")


def test_pulled_after_the_vote_it_is_the_chair_who_opens_it_again(room_at):
    room = room_at("hard")
    room.sit(meeting.ask_for, mr.member("E01"), application_id=LISTED, kind="discussion")
    assert (line(room, LISTED).state, line(room, LISTED).asked) == ("decided", 1)
    room.sit(meeting.reopen_item, mr.CHAIR, application_id=LISTED, reason="有人要求讨论")
    assert (line(room, LISTED).block, line(room, LISTED).state) == ("reserve", "waiting")


def test_nobody_is_told_who_asked_or_stands_aside(room_at):
    room = room_at("reading")
    room.sit(meeting.ask_for, mr.member("E01"), application_id=FIRST, kind="time")
    room.sit(meeting.stand_aside, mr.member("E03"), application_id=FIRST, reason="亲属任职")
    other = room.member_desk("E05")
    assert not other.current.short
    assert not other.current.aside
    said = repr((room.desk(), other))
    assert "亲属任职" not in said
    assert not any(f"'{one}'" in repr(room.desk().items) for one in mr.EXPERTS)
    with room.register.read() as connection:
        assert len(sittings.recusals(connection, room.sitting)) == 3
