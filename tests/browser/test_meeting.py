"""A sitting of forty from its opening to signed minutes: twelve members, chair, secretary and wall, each on a page.

Items of six kinds are treated on the pages: the consent list, one pulled out of it, one scored again, a tie, a conflict
found at the last moment, an AAA for a site visit; the others through `flow`. At each turn all fifteen pages are looked
at: what they show, and what they may never show.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from scoring.flow import meeting
from scoring.register.invariants import check
from scoring.register.verify import verify_chain

WHOLE = "QUALITY_CREDIT_WHOLE_ROOM"
#: Fifteen pages at once take five minutes of two processors: each page's own tests run everywhere, this one on demand.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not os.environ.get(WHOLE), reason=f"fifteen pages take five minutes: set {WHOLE}=1 to open them"
    ),
]
whole_room, members = sys.modules["whole_room"], sys.modules["member_sitting"]
mr = sys.modules["meeting_register"]
CHAIR, EXPERTS, SAY = whole_room.CHAIR, whole_room.EXPERTS, whole_room.SAY
PULLED, SCORED_AGAIN, TIED, CONFLICT, VISITED = "2026-0004", "2026-0027", "2026-0025", "2026-0013", "2026-0036"
WHY_MOVED, WHY_ASIDE = "会上核对原件后改评", "其子女在该企业任职"


@pytest.fixture
def hall(sitting_server: Any, chromium: Any) -> Iterator[Any]:
    """Everybody at his page, before the opening."""
    server, room = sitting_server
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(90_000)
    context.add_init_script(sys.modules["steady"].WATCH)
    sys.modules["windows"].each_its_own(context)
    found = whole_room.WholeRoom(server.url, room)
    found.enter(context)
    yield found
    context.close()


def sign_in_and_confirm(hall: Any) -> None:
    hall.press_next()
    hall.everybody_sees(SAY("screen.kind_rules"), but=[*EXPERTS, "chair"])
    members.sign_in(hall.members["E01"])
    for one in EXPERTS[1:]:
        hall.room.sit(meeting.sign_in, mr.member(one))
    hall.press_next()
    members.confirm(hall.members["E01"])
    for one in EXPERTS[1:]:
        hall.room.sit(meeting.confirm_recusals, mr.member(one))
    hall.wall.get_by_text("已确认本人回避清单 12 人").wait_for()
    hall.press_next(2)


def consent(hall: Any) -> None:
    """One item is pulled, nobody learns by whom; the list is voted on, and how is not told before it is closed."""
    members.pull(hall.members["E05"], PULLED)
    hall.wall.get_by_text(SAY("screen.pulled", count=1)).wait_for()
    hall.chair_sees(hall.revision())
    hall.chair.press("chairing-nobody-pulls")
    hall.press_next()
    for one in ("E01", "E02"):
        hall.members[one].press("attending-vote-in_favour")
        hall.members[one].press("attending-cast")
    hall.chair.shows("已投 2/12")
    seen = hall.look(never=["要求讨论的是"])
    assert not [who for who, text in seen.items() if who != "chair" and "2/12" in text]
    assert "已投" not in seen["wall"]
    hall.cast()
    hall.press_next()
    hall.press_next()


def scored_again(hall: Any) -> None:
    """The re-score is private until it takes effect for all at once; its reason stays with whoever gave it."""
    hall.press_next()
    assert hall.table() == SCORED_AGAIN
    hall.everybody_sees(SCORED_AGAIN)
    for step in ("report", "questions"):
        hall.room.sit(meeting.step_item, CHAIR, step=step)
    hall.press_next()
    mover = hall.members["E04"]
    members.rescore(mover, "1.1.2", 0, WHY_MOVED)
    hall.chair.shows(SAY("chairing.rescoring", handed=0, panel=5))
    members.hand_in(mover)
    for one in ("E05", "E06", "E07", "E08"):
        hall.room.sit(meeting.hand_in_rescore, mr.member(one), application_id=SCORED_AGAIN)
    hall.chair.shows(SAY("chairing.rescoring", handed=5, panel=5))
    seen = hall.texts()
    assert not [who for who, text in seen.items() if WHY_MOVED in text and who != "E04"]
    assert "中位数" not in seen["wall"]
    hall.press_next(2)
    hall.members["E12"].press("attending-vote-against")
    hall.members["E12"].press("attending-cast")
    hall.cast()
    seen = hall.look(never=[WHY_MOVED])
    assert "中位数" not in seen["wall"]
    hall.press_next(2)
    hall.wall.get_by_text("中位数").wait_for()


def tied(hall: Any) -> None:
    """Six against six carries nothing; what is decided instead has its reason."""
    hall.step_to_questions(TIED)
    hall.everybody_sees(TIED)
    hall.room.sit(meeting.open_voting, CHAIR, motions={TIED: "propose_aa"})
    hall.cast(dict.fromkeys(EXPERTS[:6], "against"))
    hall.press_next()
    hall.chair.shows(SAY("chairing.tie"))
    hall.look()
    words = SAY("chair.outcome_do_not_propose")
    hall.chair.page.locator('[class*="st-key-chairing-outcome-"]').get_by_role("radio", name=words).click()
    hall.chair.settled()
    hall.explain("票数相等，未达到三分之二")
    hall.press_next()


def conflict(hall: Any) -> None:
    """Found while the vote is open: the vote is void, the member leaves, and no page says who or why."""
    hall.step_to_questions(CONFLICT)
    # A hard item is put to the vote after a re-score, of which here nobody makes use.
    hall.room.sit(meeting.open_rescoring, CHAIR)
    hall.room.sit(meeting.close_rescoring, CHAIR)
    hall.put("defer")
    hall.cast_alone("E03")
    leaving = hall.members["E09"]
    leaving.press("attending-aside-this")
    leaving.at("attending-aside-form").wait_for()
    leaving.fill("attending-aside-reason", WHY_ASIDE)
    leaving.sure("attending-aside-declare")
    leaving.shows(SAY("attending.leave_room"))
    seen = hall.look(never=[])
    assert not [who for who, text in seen.items() if WHY_ASIDE in text and who != "E09"]
    hall.wall.get_by_text("已回避 1").wait_for()
    hall.put("defer")
    assert not leaving.at("attending-cast").count()
    hall.cast()
    hall.press_next()
    hall.explain("关联关系待核实")
    hall.press_next()


def visited(hall: Any) -> None:
    hall.room.phase("normal")
    hall.step_to_questions(VISITED)
    hall.put("send_to_site_visit")
    hall.cast()
    hall.press_next()
    hall.explain("现场核查后再议")
    hall.press_next()


def the_others(hall: Any) -> None:
    """Everything that is left in its blocks, through `flow`, by the next move of the sitting."""
    room = hall.room
    while room.desk().next.to != "review":
        move = room.desk().next
        if move.move == "phase":
            room.phase(move.to)
        elif move.move == "take":
            room.take(move.application_id)
            room.vote("defer")
            room.sit(meeting.decide_item, CHAIR, outcome="defer", reason="材料待补充")


def signed(hall: Any) -> None:
    """Locked by the chair; minutes written and signed by all; the wall has the words of the lock and no name."""
    hall.press_next(2)
    hall.wall.get_by_text(SAY("screen.kind_locked")).wait_for()
    hall.look(never=[WHY_MOVED, WHY_ASIDE])
    hall.room.sit(meeting.write_minutes, whole_room.SECRETARY)
    for one in EXPERTS:
        who = mr.member(one)
        written = meeting.read_minutes(hall.room.register, who, sitting_id=hall.room.sitting, internal=True)
        hall.room.sit(meeting.sign_minutes, who, seen_digest=written.digest)
    hall.press_next()
    hall.wall.get_by_text(SAY("screen.kind_ended")).wait_for()


def test_a_sitting_of_forty_from_opening_to_signed_minutes(hall: Any) -> None:
    sign_in_and_confirm(hall)
    consent(hall)
    scored_again(hall)
    tied(hall)
    conflict(hall)
    visited(hall)
    the_others(hall)
    signed(hall)
    items = {one.application_id: one.outcome for one in hall.room.desk().items}
    assert len(items) == 40
    assert None not in items.values()
    wanted = {TIED: "do_not_propose", CONFLICT: "defer", VISITED: "send_to_site_visit"}
    assert {id_: items[id_] for id_ in wanted} == wanted
    assert (check(hall.room.register), verify_chain(hall.room.register).faults) == ((), ())
