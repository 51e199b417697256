"""Votes: who has one, once; what is secret stays so; a vote that a recusal touches is no vote."""

from __future__ import annotations

import itertools
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text

from indicators.faults import FaultsError
from scoring.errors import ConflictError, SpokenError
from scoring.flow import meeting
from scoring.register import chain, tables, votings
from scoring.register.database import open_register
from scoring.register.invariants import check
from scoring.register.verify import verify_chain

mr, rooms = sys.modules["meeting_register"], sys.modules["meeting_rooms"]
FIRST = "2026-0001"


def refused(act: Any, *args: Any, **values: Any) -> str:
    """Return the key of the message with which an act is refused."""
    with pytest.raises(SpokenError) as caught:
        act(*args, **values)
    return caught.value.what.key


def faults(act: Any, *args: Any, **values: Any) -> list[tuple[str | None, str]]:
    """Return all faults that an act finds, with what they are about."""
    with pytest.raises(FaultsError) as caught:
        act(*args, **values)
    return [(fault.entry, fault.what.key) for fault in caught.value.faults]


def counts(room: Any, table: Any) -> int:
    with room.register.read() as connection:
        return len(connection.execute(table.select()).all())


def urn(room: Any, voting_id: str) -> dict[tuple[str, str], int]:
    with room.register.read() as connection:
        return {key: value for key, value in votings.counted(connection, voting_id).items() if value}


def test_a_ballot_is_cast_once(room_at):
    room = room_at("voting")
    voting_id = room.member_desk("E05").vote.voting_id
    rooms.cast(room, "E05")
    again = refused(room.do, meeting.cast_ballot, mr.member("E05"), voting_id=voting_id, choice="against")
    assert again == "meeting.cast_already"
    assert urn(room, voting_id) == {(FIRST, "in_favour"): 2}


def test_a_choice_that_there_is_not_and_a_voting_that_there_is_not(room_at):
    room = room_at("voting")
    voting_id = room.member_desk("E05").vote.voting_id
    assert faults(room.do, meeting.cast_ballot, mr.member("E05"), voting_id=voting_id, choice="yes") == [
        (None, "meeting.no_such_choice")
    ]
    for other in ("V001", "V009"):
        other = f"{room.sitting}/{other}"
        values = {"voting_id": other, "choice": "against"}
        assert refused(room.do, meeting.cast_ballot, mr.member("E05"), **values) == "meeting.voting_not_open"


def test_two_devices_of_one_voter_at_once_cast_one_ballot(room_at, tmp_path):
    room = room_at("voting")
    voting_id, now = room.member_desk("E05").vote.voting_id, room.tick()
    values = {"voting_id": voting_id, "choice": "in_favour"}

    def press(_: int) -> str:
        with open_register(tmp_path / "room0.db") as register:
            try:
                meeting.cast_ballot(register, mr.member("E05"), now, **values)
            except ConflictError as late:
                return late.what.key
        return "cast"

    with ThreadPoolExecutor(4) as many:
        assert sorted(many.map(press, range(4))) == ["cast", *["meeting.cast_already"] * 3]
    assert urn(room, voting_id) == {(FIRST, "in_favour"): 2}


def test_two_chairs_at_once_close_a_vote_once(room_at, tmp_path):
    room = room_at("voting")
    now = room.tick()

    def press(name: str) -> str:
        with open_register(tmp_path / "room0.db") as register:
            try:
                meeting.close_voting(register, mr.actor("chair", name), now, sitting_id=room.sitting)
            except ConflictError as late:
                return late.what.key
        return "closed"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(press, ("chair-1", "chair-2"))) == ["closed", "meeting.no_voting_open"]
    assert counts(room, tables.ballot) == 7 * 11 + 10 + 1


@pytest.mark.parametrize("torn", ["add_roll", "record"])
def test_a_cast_that_is_torn_in_the_middle_leaves_neither_roll_nor_count(room_at, monkeypatch, torn):
    room = room_at("voting")
    voting_id, rolled = room.member_desk("E05").vote.voting_id, counts(room, tables.roll)

    def power_cut(*_: object, **__: object) -> None:
        raise OSError("power")

    with monkeypatch.context() as patch:
        patch.setattr(votings if torn == "add_roll" else chain, torn, power_cut)
        with pytest.raises(OSError, match="power"):
            rooms.cast(room, "E05")
    assert counts(room, tables.roll) == rolled
    assert urn(room, voting_id) == {(FIRST, "in_favour"): 1}
    rooms.cast(room, "E05", "against")
    assert urn(room, voting_id) == {(FIRST, "in_favour"): 1, (FIRST, "against"): 1}


def test_no_count_is_told_while_a_vote_is_open(room_at):
    room = room_at("voting")
    before = room.desk().voting
    rooms.cast(room, "E05", "against")
    after = room.desk().voting
    assert (before.cast, after.cast, before.may_cast, after.results) == (1, 2, 11, ())


def test_who_comes_while_a_vote_is_open_has_no_part_in_it(room_at):
    room = room_at("voting")
    room.sit(meeting.sign_in, mr.member("E12"))
    room.sit(meeting.confirm_recusals, mr.member("E12"))
    values = {"voting_id": f"{room.sitting}/V002", "choice": "in_favour"}
    assert room.member_desk("E12").vote is None
    assert refused(room.do, meeting.cast_ballot, mr.member("E12"), **values) == "meeting.no_vote_here"
    assert room.desk().voting.may_cast == 11


def test_who_leaves_while_a_vote_is_open_casts_no_more_and_what_he_cast_counts(room_at):
    room = room_at("voting")
    rooms.cast(room, "E05", "against")
    room.sit(meeting.leave, mr.member("E05"))
    room.sit(meeting.leave, mr.member("E06"))
    room.sit(meeting.sign_in, mr.member("E06"))
    values = {"voting_id": f"{room.sitting}/V002", "choice": "in_favour"}
    assert refused(room.do, meeting.cast_ballot, mr.member("E06"), **values) == "meeting.no_vote_here"
    (result,) = room.sit(meeting.close_voting, mr.CHAIR)
    votes = result.resolution.votes
    assert (votes.entitled, votes.present, votes.in_favour, votes.against) == (12, 11, 1, 1)


def test_a_recusal_while_a_vote_is_open_voids_it_and_the_others_vote_again(room_at):
    room = room_at("voting")
    room.sit(meeting.stand_aside, mr.member("E05"), application_id=FIRST, reason="曾任顾问")
    desk = room.desk()
    assert (desk.voting, desk.next.move, desk.table.item.quorum.whole) == (None, "open_voting", 11)
    values = {"voting_id": f"{room.sitting}/V002", "choice": "in_favour"}
    assert refused(room.do, meeting.cast_ballot, mr.member("E01"), **values) == "meeting.voting_not_open"
    room.vote("propose_aa")
    votes = room.desk().voting.results[0].resolution.votes
    assert (votes.entitled, votes.present, votes.in_favour) == (11, 10, 10)
    assert not any(room.member_desk("E05").vote or ())
    assert check(room.register) == ()


def test_a_recusal_after_the_count_and_before_the_decision_voids_the_vote_as_well(room_at):
    room = room_at("voted")
    room.sit(meeting.stand_aside, mr.member("E05"), application_id=FIRST, reason="曾任顾问")
    assert refused(room.sit, meeting.decide_item, mr.CHAIR, outcome="propose_aa") == "meeting.nothing_voted"
    assert room.desk().next.move == "open_voting"


def test_a_recusal_of_another_item_leaves_an_open_vote_alone(room_at):
    room = room_at("voting")
    room.sit(meeting.stand_aside, mr.member("E05"), application_id="2026-0003", reason="曾任顾问")
    assert room.desk().voting.state == "open"
    rooms.cast(room, "E05")


def test_an_older_result_never_comes_back_when_a_later_vote_is_void(room_at):
    room = room_at("decided")
    room.sit(meeting.reopen_item, mr.CHAIR, application_id=FIRST, reason="漏看一页")
    room.phase("normal", "reserve")
    room.take(FIRST)
    room.sit(meeting.open_voting, mr.CHAIR, motions={FIRST: "do_not_propose"})
    room.sit(meeting.stand_aside, mr.member("E05"), application_id=FIRST, reason="曾任顾问")
    assert refused(room.sit, meeting.decide_item, mr.CHAIR, outcome="propose_aa") == "meeting.nothing_voted"
    assert room.desk().voting is None


def test_a_list_counts_recusals_item_by_item(room_at):
    room = room_at("consent")
    room.sit(meeting.stand_aside, mr.member("E05"), application_id="2026-0008", reason="曾任顾问")
    room.sit(meeting.stand_aside, mr.member("E06"), application_id="2026-0008", reason="曾任顾问")
    proposed = meeting.consent_motions(room.register, mr.CHAIR, sitting_id=room.sitting)
    room.sit(meeting.open_voting, mr.CHAIR, motions=proposed)
    assert "2026-0008" not in room.member_desk("E05").vote.motions
    room.cast({})
    found = {one.application_id: one.resolution.votes for one in room.sit(meeting.close_voting, mr.CHAIR)}
    assert (found["2026-0008"].entitled, found["2026-0008"].in_favour) == (10, 9)
    assert (found["2026-0007"].entitled, found["2026-0007"].in_favour) == (10, 10)
    assert (found["2026-0010"].entitled, found["2026-0010"].in_favour) == (12, 11)
    with room.register.read() as connection:
        given = votings.ballots(connection, room.sitting)
    assert sum(one.application_id == "2026-0008" for one in given) == 9
    assert check(room.register) == ()


def test_a_list_is_moved_whole_and_as_proposed(room_at):
    room = room_at("consent")
    proposed = meeting.consent_motions(room.register, mr.CHAIR, sitting_id=room.sitting)
    less = dict(list(proposed.items())[1:])
    assert refused(room.sit, meeting.open_voting, mr.CHAIR, motions=less) == "meeting.whole_list"
    other = proposed | {"2026-0008": "do_not_propose", "2026-0005": "defer"}
    found = faults(room.sit, meeting.open_voting, mr.CHAIR, motions=other)
    assert sorted(found) == [("2026-0005", "meeting.list_as_proposed"), ("2026-0008", "meeting.list_as_proposed")]


def test_all_faults_of_a_motion_at_once(room_at):
    room = room_at("reading")
    for one in ("E01", "E02", "E03", "E04"):
        room.sit(meeting.leave, mr.member(one))
    found = faults(room.sit, meeting.open_voting, mr.CHAIR, motions={FIRST: "send_to_site_visit"})
    assert found == [(FIRST, "flow.outcome_not_open"), (FIRST, "flow.no_quorum")]
    room.sit(meeting.sign_in, mr.member("E01"))
    room.sit(meeting.open_voting, mr.CHAIR, motions={FIRST: "propose_aa"})


def test_a_quorum_is_counted_of_who_may_vote_on_the_item(room_at):
    """Of twelve, eight make two thirds; of eleven, where one stands aside, eight as well, and seven of ten."""
    room = room_at("reading")
    for one in ("E01", "E02", "E03", "E04"):
        room.sit(meeting.leave, mr.member(one))
    assert room.desk().table.item.quorum.met is False
    for one in ("E03", "E04"):
        room.sit(meeting.stand_aside, mr.member(one), application_id=FIRST, reason="曾任顾问")
    quorum = room.desk().table.item.quorum
    assert (quorum.part, quorum.whole, quorum.needed, quorum.met) == (7, 10, 7, True)


def _scanned(room: Any) -> list[tuple[str, dict[str, Any]]]:
    """Return every row of every table and every disclosed content of the chain."""
    with room.register.read() as connection:
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        return [
            (name, dict(row._mapping))
            for name in names
            for row in connection.execute(text(f'SELECT * FROM "{name}"'))  # noqa: S608
        ]


def test_nothing_in_the_record_joins_a_voter_and_his_choice(room_at):
    room = room_at("voting")
    choices = dict(zip(mr.EXPERTS, itertools.cycle(("in_favour", "against", "abstained")), strict=False))
    room.cast(choices)
    room.sit(meeting.close_voting, mr.CHAIR)
    for name, row in _scanned(room):
        said = json.dumps(row, default=str, ensure_ascii=False)
        voter = any(f'"{one}"' in said or f"/{one}" in said for one in mr.EXPERTS)
        choice = any(word in said for word in ("against", "abstained"))
        assert not (voter and choice), (name, row)
        if name == "roll":
            assert row["choice"] is None


def test_the_order_of_ballots_tells_nothing_of_the_order_of_casting(room_at):
    """Whoever casts first or last, and in whatever entries: the rows of ballots come out alike."""
    found = []
    for order in (list(rooms.THERE), list(reversed(rooms.THERE))):
        room = room_at("rescored")
        room.sit(meeting.open_voting, mr.CHAIR, motions={FIRST: "propose_aa"})
        for one in order:
            rooms.cast(room, one, "against" if one in ("E01", "E11") else "in_favour")
        room.sit(meeting.close_voting, mr.CHAIR)
        with room.register.read() as connection:
            rows = connection.execute(tables.ballot.select().where(tables.ballot.c.application_id == FIRST)).all()
        found.append([tuple(row) for row in rows])
    assert found[0] == found[1]
    assert [row.choice for row in rows] == ["in_favour"] * 9 + ["against"] * 2
    assert len({row.entry for row in rows}) == 1


def test_urn_roll_and_ballots_count_alike(room_at):
    room = room_at("voting")
    room.cast({"E01": "against", "E02": "abstained"})
    voting_id = room.desk().voting.voting_id
    counted = urn(room, voting_id)
    room.sit(meeting.close_voting, mr.CHAIR)
    with room.register.read() as connection:
        given = [one for one in votings.ballots(connection, room.sitting) if one.voting_id == voting_id]
        rolled = [one for one in votings.rolls(connection, room.sitting) if one.voting_id == voting_id]
    assert {(FIRST, choice): sum(one.choice == choice for one in given) for (_, choice) in counted} == counted
    assert len(given) == len(rolled) == 11


def test_a_vote_in_which_nobody_cast_is_not_closed(room_at):
    room = room_at("rescored")
    room.sit(meeting.open_voting, mr.CHAIR, motions={FIRST: "propose_aa"})
    assert refused(room.sit, meeting.close_voting, mr.CHAIR) == "meeting.nobody_cast"
    room.sit(meeting.undo_step, mr.CHAIR)
    assert room.desk().table.step == "questions"


def test_the_whole_day_verifies(room_at):
    room = room_at("locked")
    assert check(room.register) == ()
    assert verify_chain(room.register).faults == ()
