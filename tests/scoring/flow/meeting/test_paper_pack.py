"""The paper pack is the agenda as it stands, with quorums, for whoever may read totals before the vote."""

from __future__ import annotations

import sys

import pytest

from scoring.errors import AccessRefusedError
from scoring.flow import meeting

mr, rooms = sys.modules["meeting_register"], sys.modules["meeting_rooms"]


def test_the_whole_agenda_is_on_it(room_at):
    room = room_at("prepared")
    facts = meeting.agenda_facts(room.register, mr.CHAIR, sitting_id=room.sitting)
    desk = {one.application_id: one for one in room.desk().items}
    order = sorted(
        desk.values(), key=lambda one: (("consent", "hard", "normal", "reserve").index(one.block), one.position)
    )
    assert [one.application_id for one in facts.items] == [one.application_id for one in order]
    assert [one.number for one in facts.items] == list(range(1, 13))
    for line in facts.items:
        assert line.recused == desk[line.application_id].recused
        assert line.entitled == 12 - line.recused
        assert 0 < line.certainty < 1
        assert line.total is not None
    moved = meeting.consent_motions(room.register, mr.CHAIR, sitting_id=room.sitting)
    assert moved.items() <= {one.application_id: one.proposal for one in facts.items}.items()
    assert facts.starts_at is None
    assert facts.seed == 11


def test_what_is_decided_is_on_it_no_more(room_at):
    room = room_at("decided")
    facts = meeting.agenda_facts(room.register, mr.CHAIR, sitting_id=room.sitting)
    assert [one.application_id for one in facts.items] == [*rooms.HARD[1:], "2026-0004"]


def test_it_holds_totals_and_so_is_not_for_everybody(room_at):
    room = room_at("prepared")
    for by in (mr.SECRETARY, mr.member("E01"), mr.KIOSK, mr.actor("leader"), mr.actor("public")):
        with pytest.raises(AccessRefusedError):
            meeting.agenda_facts(room.register, by, sitting_id=room.sitting)
