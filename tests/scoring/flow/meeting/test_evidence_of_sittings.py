"""The evidence pack of a case that a sitting decided: counts, moved marks by label, dissents; in order, and nobody."""

from __future__ import annotations

import io
import json
import runpy
import sys
import zipfile
from decimal import Decimal
from typing import Any

from scoring import flow
from scoring.documents import evidence_script
from scoring.flow import meeting
from scoring.model import GivenMark, MarkState

mr, rooms = sys.modules["meeting_register"], sys.modules["meeting_rooms"]
CASE = rooms.HARD[0]


def packed(room: Any, *, with_notes: bool = False) -> tuple[flow.Pack, list[dict[str, Any]]]:
    inspector = mr.actor("inspector")
    values = {"application_id": CASE, "readme": b"-", "with_notes": with_notes}
    pack = flow.evidence_pack(room.register, inspector, room.tick(), **values)
    with zipfile.ZipFile(io.BytesIO(pack.file)) as file:
        return pack, json.loads(file.read("sittings.json"))


def test_a_sitting_that_did_nothing_yet_says_so(room_at):
    room = room_at("prepared")
    _, before = packed(room)
    assert [(one["votings"], one["moved"], one["dissents"]) for one in before] == [([], [], [])]


def test_what_a_sitting_did_is_in_it_and_both_checks_hold(room_at):
    room = room_at("eventful")
    pack, (told,) = packed(room)
    (vote,) = told["votings"]
    counts = ("motion", "state", "entitled", "present", "cast", "in_favour", "against", "abstained")
    assert [vote[name] for name in counts] == ["propose_aa", "closed", 12, 12, 12, 5, 6, 1]
    assert (told["discussion"], told["time"], told["recused"], told["moved"]) == (0, 0, 0, [])
    assert told["dissents"] == ["孙某（检测研究院E03）与 E03 的意见过严。"]
    assert told["steps"][-1] == ["hard", "decided"]
    script = runpy.run_path(evidence_script.__file__)["check"]
    assert [what for what, holds in script(io.BytesIO(pack.file), pack.head) if not holds] == []
    assert flow.check_pack(io.BytesIO(pack.file), expected_head=pack.head).faults == ()


def test_moved_marks_stand_under_the_label_of_their_sheet_and_words_are_the_inspectors(room_at):
    room = room_at("rescoring")
    given = room.member_desk("E06").rescore.marks
    indicator, mark = next((code, one) for code, one in given.items() if Decimal(one.value or 0) > 0)
    values = {"sitting_id": room.sitting, "application_id": CASE, "seen_version": 0}
    for expert in ("E06", "E07"):
        moved = GivenMark(indicator, MarkState.SCORED, Decimal(0), f"{expert}认为佐证不足")
        room.do(meeting.save_rescore, mr.member(expert), moved, **values)
    # E07 does not hand in: what he typed counts nowhere.
    room.sit(meeting.hand_in_rescore, mr.member("E06"), application_id=CASE)
    room.sit(meeting.close_rescoring, mr.CHAIR)
    room.vote("do_not_propose")
    room.sit(meeting.decide_item, mr.CHAIR, outcome="do_not_propose", reason="佐证不足")
    pack, (told,) = packed(room)
    (move,) = told["moved"]
    assert (move["indicator"], move["before"], move["after"], move["reason"]) == (indicator, mark.value, "0", None)
    assert move["label"] in {"1", "2", "3", "4", "5"}
    assert told["handed_in"] == [1]
    with zipfile.ZipFile(io.BytesIO(pack.file)) as file:
        whole = "".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())
    assert not [word for word in (*mr.PEOPLE.values(), "E06认为") if word in whole]
    assert packed(room, with_notes=True)[1][0]["moved"][0]["reason"] == "E06认为佐证不足"
