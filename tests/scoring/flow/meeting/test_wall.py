"""The screen of the hall: who pairs it, what it shows in each situation, and that nothing hidden changes it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from scoring import flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.flow import meeting
from scoring.meeting.frames import Frame
from scoring.model import Expert, GivenMark, MarkState

mr, rooms = sys.modules["meeting_register"], sys.modules["meeting_rooms"]
#: What stands on the wall in each situation; the words of the record's lock are there after the lock alone.
KINDS = {
    "prepared": "title",
    "opened": "rules",
    "anchors": "anchors",
    "consent": "consent",
    "list_open": "consent_voting",
    "hard": "between",
    "reading": "reading",
    "rescoring": "rescoring",
    "voting": "voting",
    "decided": "result",
    "review": "review",
    "locked": "locked",
}


def paired(room: Any) -> meeting.Pairing:
    code = room.sit(meeting.offer_wall, mr.SECRETARY)
    return room.do(meeting.pair_wall, mr.KIOSK, code=code)


def shown(room: Any, screen: meeting.Pairing) -> Frame:
    frame = meeting.wall_frame(room.register, mr.KIOSK, sitting_id=screen.sitting_id, token=screen.token)
    assert frame is not None
    return frame


def revision(room: Any, screen: meeting.Pairing) -> int | None:
    return meeting.wall_revision(room.register, mr.KIOSK, sitting_id=screen.sitting_id, token=screen.token)


@pytest.mark.parametrize("situation", KINDS)
def test_each_situation_has_its_frame_and_the_desk_previews_the_very_same(room_at, situation):
    room = room_at(situation)
    frame = shown(room, paired(room))
    assert frame.kind == KINDS[situation]
    assert bool(frame.head) == (situation == "locked")
    for who in (mr.SECRETARY, mr.CHAIR):
        assert meeting.wall_preview(room.register, who, sitting_id=room.sitting) == frame


def test_a_wrong_code_and_one_that_is_too_old_are_refused_alike(room_at):
    room = room_at("prepared")
    code = room.sit(meeting.offer_wall, mr.SECRETARY)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    with pytest.raises(ConflictError) as of_wrong:
        room.do(meeting.pair_wall, mr.KIOSK, code=wrong)
    room.now += timedelta(minutes=5)
    with pytest.raises(ConflictError) as of_old:
        room.do(meeting.pair_wall, mr.KIOSK, code=code)
    assert of_wrong.value.what == of_old.value.what


def test_a_code_pairs_one_screen_and_no_second(room_at):
    room = room_at("prepared")
    code = room.sit(meeting.offer_wall, mr.SECRETARY)
    room.do(meeting.pair_wall, mr.KIOSK, code=code)
    with pytest.raises(ConflictError, match="no_such_code"):
        room.do(meeting.pair_wall, mr.KIOSK, code=code)


def test_the_screen_before_goes_dark_as_soon_as_another_is_offered(room_at):
    room = room_at("opened")
    first = paired(room)
    assert revision(room, first) is not None
    code = room.sit(meeting.offer_wall, mr.CHAIR)
    assert revision(room, first) is None
    with pytest.raises(AccessRefusedError):
        shown(room, first)
    second = room.do(meeting.pair_wall, mr.KIOSK, code=code)
    assert revision(room, first) is None
    assert shown(room, second).kind == "rules"


def test_no_token_but_the_own_shows_anything(room_at):
    room = room_at("opened")
    screen = paired(room)
    for other in (
        replace(screen, token=screen.token[:-1]),
        replace(screen, token=screen.token[:0]),
        replace(screen, sitting_id="2026-sample-S9"),
    ):
        assert revision(room, other) is None
        with pytest.raises(AccessRefusedError):
            shown(room, other)


@pytest.mark.parametrize("who", [mr.CHAIR, mr.SECRETARY, mr.member("E01"), mr.actor("inspector"), mr.actor("leader")])
def test_who_is_no_screen_is_refused_with_a_right_token(room_at, who):
    room = room_at("opened")
    screen = paired(room)
    for step in (meeting.wall_revision, meeting.wall_frame):
        with pytest.raises(AccessRefusedError):
            step(room.register, who, sitting_id=screen.sitting_id, token=screen.token)


def test_a_screen_may_do_nothing_but_read(room_at):
    room = room_at("opened")
    with pytest.raises(AccessRefusedError):
        room.sit(meeting.offer_wall, mr.KIOSK)
    with pytest.raises(AccessRefusedError):
        meeting.wall_preview(room.register, mr.KIOSK, sitting_id=room.sitting)
    with pytest.raises(AccessRefusedError):
        meeting.hall(room.register, mr.KIOSK, sitting_id=room.sitting)


def test_a_covered_screen_shows_its_cover_until_it_is_uncovered(room_at):
    room = room_at("reading")
    screen = paired(room)
    room.sit(meeting.pause_wall, mr.CHAIR, paused=True)
    assert shown(room, screen).kind == "paused"
    assert shown(room, screen).item is None
    room.sit(meeting.pause_wall, mr.SECRETARY, paused=False)
    assert shown(room, screen).kind == "reading"


def test_an_ended_sitting_says_so_until_another_screen_is_offered_and_stays_covered_where_it_was(room_at):
    room, covered = room_at("minuted"), room_at("minuted")
    screen, cover = paired(room), paired(covered)
    covered.sit(meeting.pause_wall, mr.CHAIR, paused=True)
    for one in (room, covered):
        one.sit(meeting.end_sitting, mr.CHAIR)
    assert shown(room, screen).kind == "ended"
    assert shown(covered, cover).kind == "paused"
    room.sit(meeting.offer_wall, mr.SECRETARY)
    assert revision(room, screen) is None


def test_a_code_that_nobody_used_is_worth_nothing_after_the_end(room_at):
    room = room_at("minuted")
    code = room.sit(meeting.offer_wall, mr.SECRETARY)
    room.sit(meeting.end_sitting, mr.CHAIR)
    with pytest.raises(ConflictError, match="no_such_code"):
        room.do(meeting.pair_wall, mr.KIOSK, code=code)
    assert revision(room, meeting.Pairing(room.sitting, code)) is None


def test_the_result_of_a_phase_does_not_come_back_in_the_next(room_at):
    room = room_at("decided")
    screen = paired(room)
    assert shown(room, screen).result is not None
    room.phase("normal")
    assert shown(room, screen).kind == "between"


def test_clauses_are_shown_in_words_with_where_they_stand(room_at):
    room = room_at("voted")
    screen = paired(room)
    law = mr.shipped_rule_book(mr.ROUND).regulation
    one = law.conditions[-1]
    room.sit(meeting.decide_item, mr.CHAIR, outcome="propose_aa", clauses=[one.id])
    result = shown(room, screen).result
    assert result is not None
    assert [(clause.clause, clause.name.zh) for clause in result.clauses] == [(one.cite.clause, one.name)]


# --- twins: two rooms that differ in one hidden thing ---


def twins(room_at: Any, situation: str, one: Callable[[Any], object], other: Callable[[Any], object]) -> list[Frame]:
    """Return what stands on the wall of both after each did its own at the same moment."""
    frames = []
    for act in (one, other):
        room = room_at(situation)
        screen = paired(room)
        at = room.now
        act(room)
        room.now = at + timedelta(minutes=1)
        frames.append(replace(shown(room, screen), head=""))
    return frames


def asks(who: str, application: str, kind: str) -> Callable[[Any], object]:
    return lambda room: room.sit(meeting.ask_for, mr.member(who), application_id=application, kind=kind)


def casts(choices: dict[str, str]) -> Callable[[Any], object]:
    def act(room: Any) -> None:
        for who, choice in choices.items():
            desk = room.member_desk(who)
            room.do(meeting.cast_ballot, mr.member(who), voting_id=desk.vote.voting_id, choice=choice)

    return act


def steps_aside(who: str, reason: str) -> Callable[[Any], object]:
    return lambda room: room.do(
        meeting.stand_aside, mr.member(who), sitting_id=room.sitting, application_id=rooms.HARD[0], reason=reason
    )


def scores_again(value: str | None) -> Callable[[Any], object]:
    def act(room: Any) -> None:
        who = rooms.PANEL[0]
        desk = room.member_desk(who)
        if value is not None:
            code = next(iter(desk.rescore.marks))
            given = GivenMark(code, MarkState.SCORED, Decimal(value), "证据不足")
            values = {"sitting_id": room.sitting, "application_id": rooms.HARD[0], "seen_version": 0}
            room.do(meeting.save_rescore, mr.member(who), given, **values)
            room.sit(meeting.hand_in_rescore, mr.member(who), application_id=rooms.HARD[0])

    return act


def nothing(room: Any) -> None:
    """Do nothing."""


def renamed(room: Any) -> None:
    people = [
        Expert(id_, f"{mr.PEOPLE[id_]}又", f"另一所{id_}", region, ("C34",), mr.NOW.date(), None)
        for id_, region in mr.EXPERTS.items()
    ]
    room.do(flow.import_experts, mr.actor("assignment_holder"), people, source="experts.csv")


HIDDEN = {
    "who asks to discuss": ("consent", asks("E01", "2026-0007", "discussion"), asks("E03", "2026-0007", "discussion")),
    "whether anybody asks for time": ("reading", nothing, asks("E06", rooms.HARD[0], "time")),
    "whether anybody asks for talk": ("reading", nothing, asks("E06", rooms.HARD[0], "discussion")),
    "who stands aside and why": ("reading", steps_aside("E01", "亲属任职"), steps_aside("E03", "曾任顾问")),
    "how many have voted": ("voting", nothing, casts({"E01": "in_favour", "E03": "against"})),
    "what was voted": ("voting", casts({"E01": "in_favour"}), casts({"E01": "against"})),
    "what was voted on the list": ("list_open", casts({"E01": "in_favour"}), casts({"E01": "against"})),
    "what is scored again": ("rescoring", nothing, scores_again("0")),
    "names and employers": ("hard", nothing, renamed),
    "names while an item is talked about": ("voting", nothing, renamed),
}


@pytest.mark.parametrize("hidden", HIDDEN)
def test_nothing_hidden_changes_the_wall(room_at, hidden):
    first, second = twins(room_at, *HIDDEN[hidden])
    assert first == second


SHOWN = {
    "that somebody asked to discuss": ("consent", nothing, asks("E01", "2026-0007", "discussion")),
    "that somebody stands aside": ("reading", nothing, steps_aside("E01", "亲属任职")),
    "what was decided": (
        "voted",
        lambda room: room.sit(meeting.decide_item, mr.CHAIR, outcome="propose_aa"),
        lambda room: room.sit(meeting.put_off_item, mr.CHAIR, application_id=rooms.HARD[0], reason="再议"),
    ),
}


@pytest.mark.parametrize("told", SHOWN)
def test_what_may_be_seen_is_seen(room_at, told):
    first, second = twins(room_at, *SHOWN[told])
    assert first != second


def test_a_median_moved_by_a_re_score_is_seen_once_the_item_is_closed(room_at):
    room = room_at("decided")
    result = shown(room, paired(room)).result
    assert result is not None
    assert result.median_before is not None
    assert result.median_after is not None
