"""What the chair's desk tells besides the agenda: an honest forecast, what a re-score did, dissents without authors."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scoring.errors import AccessRefusedError
from scoring.flow import meeting
from scoring.flow.meeting import forecasting
from scoring.flow.meeting.state import load
from scoring.model import GivenMark, MarkState
from scoring.register import sittings


def _meeting_register() -> Any:
    """Load the register's maker by its path: tests are no package."""
    if "meeting_register" not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            "meeting_register", Path(__file__).parents[3] / "meeting_register.py"
        )
        assert spec is not None
        assert spec.loader is not None
        sys.modules["meeting_register"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["meeting_register"])
    return sys.modules["meeting_register"]


mr = _meeting_register()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Any]:
    room = mr.build(tmp_path / "r.db", items=12)
    room.prepare()
    room.seated()
    yield room
    room.register.close()


def _forecast(room: Any) -> Any:
    return meeting.sitting_forecast(room.register, mr.CHAIR, room.now, sitting_id=room.sitting)


def _talked(room: Any) -> tuple[Any, ...]:
    with room.register.read() as connection:
        sitting = sittings.one(connection, room.sitting)
        assert sitting is not None
        return forecasting.talk_so_far(connection, load(connection, sitting))


def test_the_item_on_the_table_is_expected_to_take_what_is_left_of_it(room):
    room.phase("normal")
    room.take()
    before = _forecast(room)
    room.tick(100)
    after = _forecast(room)
    assert after.mean - before.mean < 1.0, "it has had its 100 seconds of 150; the end moves by less than those"


def test_an_item_taken_by_mistake_and_laid_back_says_nothing_of_the_pace(room):
    room.phase("normal")
    room.take()
    room.sit(meeting.undo_step, mr.CHAIR)
    assert _talked(room) == ()
    id_ = room.take()
    room.tick(400)
    room.sit(meeting.put_off_item, mr.CHAIR, application_id=id_, reason="时间已到")
    (one,) = _talked(room)
    assert one.block == "normal"
    assert one.minutes > 6


def test_a_rescore_is_shown_as_the_whole_panel_before_and_after(room):
    room.phase("normal")
    id_ = room.take()
    effect = {"sitting_id": room.sitting, "application_id": id_}
    assert meeting.rescore_effect(room.register, mr.CHAIR, **effect) is None
    room.sit(meeting.open_rescoring, mr.CHAIR)
    moved = 0
    for expert in mr.EXPERTS:
        desk = room.member_desk(expert)
        if desk.rescore is None:
            continue
        if moved < 3:
            code = next(code for code, mark in desk.rescore.marks.items() if Decimal(mark.value or 0) > 0)
            given = GivenMark(code, MarkState.SCORED, Decimal(0), "证据不足")
            room.do(
                meeting.save_rescore,
                mr.member(expert),
                given,
                sitting_id=room.sitting,
                application_id=id_,
                seen_version=0,
            )
            moved += 1
        room.sit(meeting.hand_in_rescore, mr.member(expert), application_id=id_)
    assert meeting.rescore_effect(room.register, mr.CHAIR, **effect) is None, "nothing is told before all is closed"
    room.sit(meeting.close_rescoring, mr.CHAIR)
    found = meeting.rescore_effect(room.register, mr.CHAIR, **effect)
    assert found.total_after < found.total_before
    assert found.median_after <= found.median_before
    with pytest.raises(AccessRefusedError):
        meeting.rescore_effect(room.register, mr.member("E01"), **effect)


def test_dissents_are_read_by_the_chair_with_no_author(room):
    room.phase("normal")
    id_ = room.take()
    room.vote("defer")
    room.sit(meeting.decide_item, mr.CHAIR, outcome="defer", reason="材料待补")
    author = mr.panel_of(int(id_[-4:]))[0]
    room.sit(meeting.give_dissent, mr.member(author), application_id=id_, text="应予建议")
    (one,) = meeting.read_dissents(room.register, mr.CHAIR, sitting_id=room.sitting)
    assert (one.application_id, one.text) == (id_, "应予建议")
    assert author not in repr(one)
    with pytest.raises(AccessRefusedError):
        meeting.read_dissents(room.register, mr.KIOSK, sitting_id=room.sitting)
