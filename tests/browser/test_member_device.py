"""Two voters on their own telephones: one moves a mark while others act, both vote; no page tells of the other."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from scoring.flow import meeting

mr, members = sys.modules["meeting_register"], sys.modules["member_sitting"]
ITEM, ONE, TWO, OTHERS = "2026-0004", "E01", "E09", ("E10", "E11", "E12")
MAIN = '[data-testid="stMain"]'


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Any]:
    """A sitting about one item, in the time of this machine: three are there, two come on their own devices."""
    room = mr.build(tmp_path / "meeting.db", 12)
    room.tick = lambda seconds=1: datetime.now(UTC)
    room.prepare([ITEM], members=(ONE, TWO, *OTHERS))
    room.phase("opened")
    for one in OTHERS:
        room.sit(meeting.sign_in, mr.member(one))
        room.sit(meeting.confirm_recusals, mr.member(one))
    yield room
    room.register.close()


@pytest.fixture
def served(room: Any, server_of: Callable[[Path], Any], tmp_path: Path) -> str:
    """Return where the sitting's register is served."""
    server = server_of(tmp_path / "meeting.db")
    server.start()
    return str(server.url)


@pytest.mark.browser
def test_two_voters_from_the_door_to_the_dissent(room: Any, served: str, context: Any) -> None:
    one, two = (members.attend(context.new_page(), served, expert) for expert in (ONE, TWO))
    for desk in (one, two):
        desk.page.set_viewport_size({"width": 390, "height": 844})
        members.sign_in(desk)
        members.confirm(desk)
    room.phase("recusals", "anchors", room.desk().items[0].block)
    room.take(ITEM)
    members.more_time(one)
    room.sit(meeting.open_rescoring, mr.CHAIR)

    # What is being typed stays, whatever others do meanwhile: somebody pulls, which draws every page anew.
    members.open_mark(one, "1.1.2")
    box = one.at("attending-editor").locator("textarea").first
    box.click()
    box.press_sequentially("复核第 8 页，")
    room.sit(meeting.ask_for, mr.member("E10"), application_id=ITEM, kind="discussion")
    one.page.wait_for_timeout(2_500)
    box.press_sequentially("只有一年记录")
    assert box.input_value() == "复核第 8 页，只有一年记录"
    members.enter(one, 1, "复核第 8 页，只有一年记录")
    one.press("attending-save")
    one.told("已保存")
    # A line that was lost, or a device that was changed: the page is where it was.
    one.page.reload()
    one.shows("复核第 8 页，只有一年记录")
    members.hand_in(one)
    members.hand_in(two)
    assert room.desk().table.handed_in == 2
    assert "8 页" not in two.page.locator(MAIN).inner_text()
    room.sit(meeting.close_rescoring, mr.CHAIR)

    room.sit(meeting.open_voting, mr.CHAIR, motions={ITEM: "do_not_propose"})
    # Pressed twice at once it is cast once, and nothing is complained of.
    one.press("attending-vote-against")
    one.at("attending-cast").locator("button").dblclick()
    one.shows("已投票")
    assert not one.page.locator(f'{MAIN} [data-testid="stAlertContentError"]').count()
    members.vote(two, "in_favour")
    stored = one.page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}, location.href])")
    shown = one.page.content()
    assert not [word for word in ("against", "您选择", "反对") if word in f"{stored} {shown}"]
    room.cast({})
    room.sit(meeting.close_voting, mr.CHAIR)
    room.sit(meeting.decide_item, mr.CHAIR, outcome="do_not_propose", reason="材料不足")
    one.at("attending-fold-dissent").wait_for()
    members.dissent(one, ITEM, "持续改进已有两年记录，应予建议。")
    assert "两年" not in two.page.locator(MAIN).inner_text()
