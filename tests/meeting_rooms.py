"""Situations of a sitting of twelve, each led to from the one before; see `WAYS`. Loaded by path, after its register.

In the consent list wait 2026-0007, 8, 5, 11, 2, 12, 10, 6; among the hard ones 2026-0001 (scored by E06 to E10), 3
and 9; 2026-0004 waits among the normal ones. E12 has not come, E02 is there and has not confirmed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from scoring.flow import meeting

mr = sys.modules["meeting_register"]
THERE = tuple(one for one in mr.EXPERTS if one != "E12")
HARD = ("2026-0001", "2026-0003", "2026-0009")
PANEL = ("E06", "E07", "E08", "E09", "E10")


def _open(room: Any) -> None:
    room.phase("opened")
    for one in THERE:
        room.sit(meeting.sign_in, mr.member(one))


def _confirm(room: Any) -> None:
    room.phase("recusals")
    for one in THERE:
        if one != "E02":
            room.sit(meeting.confirm_recusals, mr.member(one))
    room.phase("anchors")
    for one in HARD:
        room.sit(meeting.move_item, mr.CHAIR, application_id=one, block="hard")


def _open_list(room: Any) -> None:
    proposed = meeting.consent_motions(room.register, mr.CHAIR, sitting_id=room.sitting)
    room.sit(meeting.open_voting, mr.CHAIR, motions=proposed)
    cast(room, "E04")


def _close_list(room: Any) -> None:
    room.cast({})
    room.sit(meeting.close_voting, mr.CHAIR)
    room.phase("hard")


def _rescored(room: Any) -> None:
    for one in PANEL:
        room.sit(meeting.hand_in_rescore, mr.member(one), application_id=HARD[0])
    room.sit(meeting.close_rescoring, mr.CHAIR)


def _open_voting(room: Any) -> None:
    room.sit(meeting.open_voting, mr.CHAIR, motions={HARD[0]: "propose_aa"})
    cast(room, "E04")


def _voted(room: Any) -> None:
    room.cast({})
    room.sit(meeting.close_voting, mr.CHAIR)


def _the_rest(room: Any) -> None:
    for id_, outcome in ((HARD[1], "send_to_site_visit"), (HARD[2], "do_not_propose")):
        decided(room, id_, outcome)
    room.phase("normal")
    decided(room, "2026-0004", "propose_aa")
    room.phase("visits", "review")


def _end(room: Any) -> None:
    room.sit(meeting.end_sitting, mr.CHAIR)


def cast(room: Any, person: str, choice: str = "in_favour") -> None:
    """Cast one ballot in the voting that is open."""
    vote = room.member_desk(person).vote
    room.do(meeting.cast_ballot, mr.member(person), voting_id=vote.voting_id, choice=choice)


def decided(room: Any, application_id: str, outcome: str, reason: str = "") -> None:
    """Take an item, vote unanimously on it, and decide."""
    room.take(application_id)
    room.vote(outcome)
    room.sit(meeting.decide_item, mr.CHAIR, outcome=outcome, reason=reason)


def _much(room: Any) -> None:
    """Let much happen in one sitting, as its minutes must tell it."""
    room.sit(meeting.ask_for, mr.member("E05"), application_id="2026-0008", kind="discussion")
    motions = meeting.consent_motions(room.register, mr.CHAIR, sitting_id=room.sitting)
    room.sit(meeting.open_voting, mr.CHAIR, motions=motions)
    room.sit(meeting.undo_step, mr.CHAIR)
    room.sit(meeting.open_voting, mr.CHAIR, motions=motions)
    _close_list(room)
    room.sit(meeting.sign_in, mr.member("E12"))
    room.take(HARD[0])
    room.vote("propose_aa", {"E02": "abstained"} | dict.fromkeys(("E01", "E03", "E04", "E05", "E06", "E07"), "against"))
    room.tick(660)
    clauses = ("quality_performance_aa",)
    room.sit(meeting.decide_item, mr.CHAIR, outcome="do_not_propose", reason="运行记录不足", clauses=clauses)
    text = "孙某（检测研究院E03）与 E03 的意见过严。"
    room.sit(meeting.give_dissent, mr.member("E02"), application_id=HARD[0], text=text)
    room.sit(meeting.put_off_item, mr.CHAIR, application_id=HARD[1], reason="等候补充材料")
    decided(room, HARD[2], "do_not_propose")
    room.sit(meeting.reopen_item, mr.CHAIR, application_id=HARD[2], reason="钱某提出新的证据")
    room.phase("normal", "reserve")
    decided(room, HARD[2], "do_not_propose")
    room.sit(meeting.leave, mr.member("E03"))
    room.phase("review")
    room.sit(meeting.lock_sitting, mr.CHAIR, reason="时间已到，其余暂缓")
    room.sit(meeting.write_minutes, mr.SECRETARY)


#: Each situation: the one before, and how to get from there.
WAYS: dict[str, tuple[str | None, Callable[[Any], object]]] = {
    "prepared": (None, lambda room: room.prepare()),
    "opened": ("prepared", _open),
    "anchors": ("opened", _confirm),
    "consent": ("anchors", lambda room: room.phase("consent")),
    "list_open": ("consent", _open_list),
    "hard": ("list_open", _close_list),
    "reading": ("hard", lambda room: room.take(HARD[0])),
    "rescoring": ("reading", lambda room: room.sit(meeting.open_rescoring, mr.CHAIR)),
    "rescored": ("rescoring", _rescored),
    "voting": ("rescored", _open_voting),
    "voted": ("voting", _voted),
    "decided": ("voted", lambda room: room.sit(meeting.decide_item, mr.CHAIR, outcome="propose_aa")),
    "review": ("decided", _the_rest),
    "locked": ("review", lambda room: room.sit(meeting.lock_sitting, mr.CHAIR)),
    "minuted": ("locked", lambda room: room.sit(meeting.write_minutes, mr.SECRETARY)),
    "ended": ("minuted", _end),
}
#: Situations beside that way, likewise.
BESIDE: dict[str, tuple[str | None, Callable[[Any], object]]] = {"eventful": ("consent", _much)}
