"""Every act of a sitting in every situation and by every role. What is not listed is refused.

What is allowed is typed here by hand; nothing of it is taken from the rules or from the code.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import access
from scoring.errors import AccessRefusedError, ConflictError
from scoring.flow import meeting
from scoring.model import Actor, GivenMark, MarkState
from scoring.register.database import Register
from scoring.texts import translator

mr = sys.modules["meeting_register"]
SITUATIONS = tuple(sys.modules["meeting_rooms"].WAYS)
FOLLOWING = {
    "prepared": "opened",
    "opened": "recusals",
    "anchors": "consent",
    "consent": "hard",
    "list_open": "hard",
    "review": "locked",
    "locked": "ended",
    "minuted": "ended",
    "ended": "opened",
}
MARK = GivenMark("1.1.1", MarkState.SCORED, Decimal(0), "记录缺两个月")
FIRST, OTHER, NORMAL, LISTED = "2026-0001", "2026-0009", "2026-0004", "2026-0008"


class Act:
    """An act, who does it, and in which situations it is done; the names stand in the order of the day."""

    def __init__(self, by: str, do: Callable[..., object], *allowed: str, also: tuple[str, ...] = ()) -> None:
        self.by, self.do, self.also = by, do, also
        self.allowed = frozenset(one for given in allowed for one in _between(given))


def _between(given: str) -> tuple[str, ...]:
    first, _, last = given.partition("..")
    return SITUATIONS[SITUATIONS.index(first) : SITUATIONS.index(last or first) + 1]


def _phase(room: Any, by: Actor, situation: str) -> object:
    to = FOLLOWING.get(situation, "normal")
    return room.sit(meeting.move_sitting, by, phase=to)


def _list(room: Any, by: Actor, _: str) -> object:
    proposed = meeting.consent_motions(room.register, mr.CHAIR, sitting_id=room.sitting)
    return room.sit(meeting.open_voting, by, motions=proposed)


def _cast(room: Any, by: Actor, situation: str) -> object:
    number = 1 if situation == "list_open" else 2
    return room.do(meeting.cast_ballot, by, voting_id=f"{room.sitting}/V{number:03d}", choice="against")


def _of(act: Any, **values: Any) -> Callable[..., object]:
    return lambda room, by, _: room.sit(act, by, **values)


def _save(room: Any, by: Actor, _: str) -> object:
    return room.do(meeting.save_rescore, by, MARK, sitting_id=room.sitting, application_id=FIRST, seen_version=0)


ACTS = {
    "sign in": Act("E12", _of(meeting.sign_in), "opened..review"),
    "confirm recusals": Act("E02", _of(meeting.confirm_recusals), "opened..review"),
    "leave": Act("E03", _of(meeting.leave), "opened..review"),
    "seat": Act(
        "secretariat", _of(meeting.seat_member, person_id="E11", to="left"), "prepared..review", also=("chair",)
    ),
    "stand aside": Act("E01", _of(meeting.stand_aside, application_id=NORMAL, reason="曾任顾问"), "prepared..decided"),
    "ask for discussion": Act("E01", _of(meeting.ask_for, application_id=NORMAL, kind="discussion"), "opened..review"),
    "ask for time": Act("E01", _of(meeting.ask_for, application_id=NORMAL, kind="time"), "opened..review"),
    "next phase": Act("chair", _phase, "prepared..consent", "hard", "decided"),
    "phase back": Act(
        "chair",
        _of(meeting.move_sitting, phase="opened", reason="补签到"),
        "prepared",
        "anchors..consent",
        "hard",
        "decided..review",
    ),
    "take": Act("chair", _of(meeting.take_item, application_id=OTHER), "hard", "decided"),
    "step": Act("chair", _of(meeting.step_item, step="report"), "reading", "rescored", "voted"),
    "put off a waiting one": Act(
        "chair", _of(meeting.put_off_item, application_id=OTHER, reason="超时"), "prepared..decided"
    ),
    "put off one on the table": Act(
        "chair",
        _of(meeting.put_off_item, application_id=FIRST, reason="超时"),
        "prepared..reading",
        "rescored",
        "voted",
    ),
    "put off one of the list": Act(
        "chair", _of(meeting.put_off_item, application_id=LISTED, reason="超时"), "prepared..consent"
    ),
    "move": Act(
        "chair",
        _of(meeting.move_item, application_id=OTHER, block="normal"),
        "prepared..consent",
        "hard..rescored",
        "voted..decided",
    ),
    "reopen": Act("chair", _of(meeting.reopen_item, application_id=LISTED, reason="漏看一页"), "hard..review"),
    "undo": Act("chair", _of(meeting.undo_step), "list_open", "reading..voted"),
    "open the list's vote": Act("chair", _list, "consent"),
    "open a vote": Act(
        "chair", _of(meeting.open_voting, motions={FIRST: "propose_aa"}), "reading", "rescored", "voted"
    ),
    "cast": Act("E01", _cast, "list_open", "voting"),
    "close a vote": Act("chair", _of(meeting.close_voting), "list_open", "voting"),
    "decide": Act("chair", _of(meeting.decide_item, outcome="propose_aa"), "voted"),
    "open a re-score": Act("chair", _of(meeting.open_rescoring), "reading", "rescored", "voted"),
    "move a mark": Act("E06", _save, "rescoring"),
    "hand in": Act("E07", _of(meeting.hand_in_rescore, application_id=FIRST), "rescoring"),
    "close a re-score": Act("chair", _of(meeting.close_rescoring), "rescoring"),
    "dissent": Act("E01", _of(meeting.give_dissent, application_id=LISTED, text="证据不足"), "hard..review"),
    "lock": Act("chair", _of(meeting.lock_sitting), "review"),
    "end": Act("chair", _of(meeting.end_sitting), "minuted"),
    "call off": Act("secretariat", _of(meeting.call_off_sitting, reason="改期"), "prepared", also=("chair",)),
}
MEMBERS = frozenset(act.by for act in ACTS.values() if act.by.startswith("E"))


class TakenBackError(Exception):
    """The act went through, and nothing of it stays."""


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Try an act and take it back; say what came of it."""
    write = Register.write

    @contextmanager
    def written_and_taken_back(register: Register) -> Iterator[Any]:
        with write(register) as connection:
            yield connection
            raise TakenBackError

    def trying(room: Any, act: Act, by: Actor, situation: str) -> str:
        with monkeypatch.context() as patch:
            patch.setattr(Register, "write", written_and_taken_back)
            try:
                act.do(room, by, situation)
            except TakenBackError:
                return "done"
            except AccessRefusedError:
                return "no access"
            except (ConflictError, FaultsError) as refused:
                messages = [one.what for one in refused.faults] if isinstance(refused, FaultsError) else [refused.what]
                assert all(translator(language)(message) for language in ("zh", "en") for message in messages)
                return "refused"
        raise AssertionError("neither done nor refused")

    return trying


def _actor(name: str) -> Actor:
    return mr.member(name) if name.startswith("E") else mr.actor(name)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_act_in_every_situation(situation: str, room_at: Any, tried: Callable[..., str]) -> None:
    room = room_at(situation)
    came = {name: tried(room, act, _actor(act.by), situation) for name, act in ACTS.items()}
    assert came == {name: "done" if situation in act.allowed else "refused" for name, act in ACTS.items()}


@pytest.mark.parametrize("situation", ["prepared", "list_open", "hard", "rescoring", "voting", "voted", "review"])
def test_every_act_by_every_role(situation: str, room_at: Any, tried: Callable[..., str]) -> None:
    room = room_at(situation)
    roles = [role.id for role in access.rules().role if role.id != "expert"]
    for name, act in ACTS.items():
        here = _actor(act.by)
        for role in roles:
            # Somebody of that role who bears the very id of the one who may: a role is not borrowed with a name.
            came = tried(room, act, Actor(here.id, here.id, frozenset({role})), situation)
            allowed = role == act.by or role in act.also
            assert (came == "no access") != allowed, (name, role, came)
        if not act.by.startswith("E"):
            assert tried(room, act, mr.member("E01"), situation) == "no access", name


@pytest.mark.parametrize("situation", ["opened", "list_open", "rescoring", "voting", "review"])
def test_an_expert_without_a_seat_has_no_part(situation: str, room_at: Any, tried: Callable[..., str]) -> None:
    room = room_at(situation)
    for name, act in ACTS.items():
        if act.by in MEMBERS:
            assert tried(room, act, mr.member("E99"), situation) == "no access", name


def test_an_absent_sitting_is_refused_in_the_words_of_a_hidden_one(room_at: Any) -> None:
    room = room_at("voting")
    with pytest.raises(AccessRefusedError) as hidden:
        meeting.member_desk(room.register, mr.member("E99"), sitting_id=room.sitting)
    with pytest.raises(AccessRefusedError) as absent:
        meeting.member_desk(room.register, mr.member("E99"), sitting_id="none")
    assert hidden.value.what == absent.value.what
