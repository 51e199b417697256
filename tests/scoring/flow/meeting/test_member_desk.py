"""What a voter's desk follows: his own acts, the chair's, and not those of others that he is not to learn of."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scoring.errors import AccessRefusedError
from scoring.flow import meeting
from scoring.model import Actor

_MAKER = Path(__file__).parents[3] / "meeting_register.py"
if "meeting_register" not in sys.modules:
    _spec = importlib.util.spec_from_file_location("meeting_register", _MAKER)
    assert _spec is not None
    assert _spec.loader is not None
    sys.modules["meeting_register"] = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules["meeting_register"])
mr = sys.modules["meeting_register"]
ME, OTHER, LATE = mr.member("E01"), mr.member("E02"), "E09"


@pytest.fixture(scope="module")
def voting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The consent list is put to the vote; one voter has not come yet."""
    room = mr.build(tmp_path_factory.mktemp("desk") / "register.db", 12)
    room.prepare()
    room.seated([one for one in mr.EXPERTS if one != LATE])
    room.phase("consent")
    proposed = meeting.consent_motions(room.register, mr.CHAIR, sitting_id=room.sitting)
    room.sit(meeting.open_voting, mr.CHAIR, motions=proposed)
    yield room
    room.register.close()


def _revision(room: Any) -> int:
    return int(meeting.member_revision(room.register, ME, sitting_id=room.sitting))


def test_a_desk_does_not_move_with_ballots_of_others_and_does_with_its_own(voting: Any) -> None:
    desk = voting.member_desk("E01")
    before = _revision(voting)
    assert desk.revision == before
    values = {"voting_id": desk.vote.voting_id, "choice": "against"}
    voting.do(meeting.cast_ballot, OTHER, **values)
    assert _revision(voting) == before
    voting.do(meeting.cast_ballot, ME, **values)
    assert _revision(voting) > before
    assert voting.member_desk("E01").vote.cast


def test_whoever_comes_during_a_vote_is_told_that_he_came_late(voting: Any) -> None:
    assert not voting.member_desk(LATE).came_late
    before = _revision(voting)
    voting.sit(meeting.sign_in, mr.member(LATE))
    desk = voting.member_desk(LATE)
    assert desk.came_late
    assert desk.vote is None
    assert _revision(voting) == before
    assert not voting.member_desk("E01").came_late


def test_seats_keep_their_numbers(voting: Any) -> None:
    numbers = {one: voting.member_desk(one).seat_number for one in mr.EXPERTS}
    assert sorted(numbers.values()) == list(range(1, 13))
    hall = meeting.hall(voting.register, mr.SECRETARY, sitting_id=voting.sitting)
    assert {one.person_id: one.number for one in hall.seats} == numbers


def test_nobody_without_a_part_in_sittings_asks_what_moved(voting: Any) -> None:
    with pytest.raises(AccessRefusedError):
        meeting.member_revision(voting.register, Actor("x", "x", frozenset({"leader"})), sitting_id=voting.sitting)
