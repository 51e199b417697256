"""The chair's desk by keys alone in a real browser: one press one step, and none while somebody writes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from scoring.flow import meeting

mr = sys.modules["meeting_register"]
chair = sys.modules["chair_sitting"]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Any]:
    """A sitting of twelve at its normal items, in the time of this machine."""
    room = mr.build(tmp_path / "meeting.db", 12)
    room.now = datetime.now(UTC)
    room.prepare()
    room.seated()
    room.phase("normal")
    yield room
    room.register.close()


@pytest.fixture
def served(room: Any, server: Any, tmp_path: Path) -> Iterator[str]:
    """Serve the sitting's register beside the small one."""
    own = type(server)(tmp_path / "meeting.db")
    own.start()
    yield own.url
    own.stop()


@pytest.mark.browser
def test_keys_step_undo_and_open_forms_and_keep_out_of_what_is_written(room: Any, served: str, context: Any) -> None:
    desk = chair.preside(context.new_page(), served)
    keyboard = desk.page.keyboard
    chair.space(desk, "宣读材料")
    # Twice at once is one step: the second meets a page that is not drawn anew.
    since = chair.revision(desk)
    keyboard.press("Space")
    keyboard.press("Space")
    chair.moved_on(desk, since)
    assert room.desk().table.step == "report"
    keyboard.press("u")
    chair.says(desk, "开始主审汇报")
    assert room.desk().table.step == "reading"

    keyboard.press("d")
    box = desk.page.locator(".st-key-chairing-off-reason textarea")
    box.wait_for()
    desk.page.wait_for_function("() => document.activeElement?.matches('.st-key-chairing-off-reason textarea')")
    keyboard.type("u d p 须补 材料")
    # What others do draws the page anew; what is being written stays.
    room.now = datetime.now(UTC)
    room.sit(meeting.ask_for, mr.member("E01"), application_id=room.desk().table.item.application_id, kind="time")
    desk.page.get_by_text("时间不够 1 人").first.wait_for()
    assert box.input_value() == "u d p 须补 材料"
    assert room.desk().table.step == "reading", "keys in a field write"
    box.press("Tab")
    desk.page.locator(".st-key-chairing-off-do button").click()
    desk.page.locator(".ch-now .ch-code").wait_for(state="detached")
    assert room.desk().table is None

    # A key is the field's as long as the form holds the focus, which it does until it has closed.
    desk.page.wait_for_function("() => !document.activeElement?.closest('[data-testid=\"stPopoverBody\"]')")
    keyboard.press("?")
    desk.page.locator(".ch-keys dl").wait_for()
    keyboard.press("r")
    desk.page.locator('[data-testid="stPopoverBody"]').wait_for(state="hidden")
