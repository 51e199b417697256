"""A whole short sitting on either database: twelve voters who cast at once, a re-score, a late recusal, the lock."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from scoring.errors import ConflictError
from scoring.flow import meeting
from scoring.model import GivenMark, MarkState
from scoring.register import tables
from scoring.register.invariants import check
from scoring.register.verify import verify_chain

mr = sys.modules["meeting_register"]
LATE = "E12"


@pytest.fixture
def room(register_url: str) -> Iterator[Any]:
    made = mr._make(register_url, 6)
    made.prepare()
    made.seated([one for one in mr.EXPERTS if one != LATE])
    yield made
    made.register.close()


def _cast_at_once(room: Any, voting_id: str, choices: dict[str, str]) -> Counter[str]:
    """Let everybody press at the same moment, twice each; return what became of the presses."""

    def press(id_: str) -> str:
        try:
            meeting.cast_ballot(
                room.register, mr.member(id_), room.now, voting_id=voting_id, choice=choices.get(id_, "in_favour")
            )
        except ConflictError as error:
            return str(error.what.key)
        return "cast"

    room.tick()
    with ThreadPoolExecutor(8) as pool:
        return Counter(pool.map(press, [one for one in mr.EXPERTS for _ in range(2)]))


def _on_the_table(room: Any) -> str:
    """Bring the sitting to the first item that is talked about, out of the list if need be."""
    room.phase("consent")
    room.sit(
        meeting.open_voting, mr.CHAIR, motions=meeting.consent_motions(room.register, mr.CHAIR, sitting_id=room.sitting)
    )
    voting = room.desk().voting.voting_id
    pressed = _cast_at_once(room, voting, {"E03": "against", "E05": "abstained"})
    assert pressed == {"cast": 11, "meeting.cast_already": 11, "meeting.no_vote_here": 2}
    room.sit(meeting.close_voting, mr.CHAIR)
    decided = next(one for one in room.desk().items if one.state == "decided")
    room.sit(meeting.reopen_item, mr.CHAIR, application_id=decided.application_id, reason="再议")
    while room.desk().sitting.phase != "reserve":
        room.phase(room.desk().next.to) if room.desk().next.move == "phase" else _talk_through(room)
    room.take(decided.application_id)
    return str(decided.application_id)


def _talk_through(room: Any) -> None:
    room.sit(meeting.put_off_item, mr.CHAIR, application_id=room.desk().next.application_id, reason="资料待核")


def test_a_sitting_is_the_same_on_both(room: Any) -> None:
    item = _on_the_table(room)
    room.sit(meeting.open_rescoring, mr.CHAIR)
    panel = [one for one in mr.EXPERTS if room.member_desk(one).rescore is not None]
    first = room.member_desk(panel[0]).rescore.marks["1.1.1"]
    moved = GivenMark("1.1.1", MarkState.SCORED, Decimal(0) if first.value != "0" else Decimal("1.5"), "第 9 页无记录")
    room.do(
        meeting.save_rescore, mr.member(panel[0]), moved, sitting_id=room.sitting, application_id=item, seen_version=0
    )
    for one in panel:
        room.sit(meeting.hand_in_rescore, mr.member(one), application_id=item)
    room.sit(meeting.close_rescoring, mr.CHAIR)

    room.sit(meeting.open_voting, mr.CHAIR, motions={item: "do_not_propose"})
    _cast_at_once(room, room.desk().voting.voting_id, {})
    room.sit(meeting.stand_aside, mr.member(panel[1]), application_id=item, reason="近亲属任职")
    assert room.desk().voting is None, "a vote in which a recused voter had his part is void"
    room.sit(meeting.open_voting, mr.CHAIR, motions={item: "do_not_propose"})
    voting = room.desk().voting.voting_id
    pressed = _cast_at_once(room, voting, {"E01": "against"})
    assert pressed["cast"] == room.desk().voting.may_cast
    room.sit(meeting.close_voting, mr.CHAIR)
    room.sit(meeting.decide_item, mr.CHAIR, outcome="do_not_propose", reason="复评后证据不足")
    sent = any(one.outcome == "send_to_site_visit" for one in room.desk().items)
    room.phase(*(("visits", "review") if sent else ("review",)))
    room.sit(meeting.lock_sitting, mr.CHAIR, reason="其余未及审议")

    assert check(room.register) == ()
    assert verify_chain(room.register).faults == ()
    with room.register.read() as connection:
        rolls = connection.execute(select(tables.roll).where(tables.roll.c.voting_id == voting)).all()
        ballots = connection.execute(select(tables.ballot).where(tables.ballot.c.voting_id == voting)).all()
        urn = connection.execute(select(tables.urn).where(tables.urn.c.voting_id == voting)).all()
    assert {row.choice for row in rolls} == {None}
    assert len(rolls) == len(ballots) == pressed["cast"]
    assert Counter(row.choice for row in ballots) == {row.choice: row.cast for row in urn if row.cast}
    assert [row.choice for row in sorted(ballots, key=lambda row: row.number)] == sorted(
        (row.choice for row in ballots), key=("in_favour", "against", "abstained").index
    )
