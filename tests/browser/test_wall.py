"""The screen of the hall in Chromium: it follows the sitting, and when the server dies its picture stays."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from scoring.flow import meeting

mr, walls = sys.modules["meeting_register"], sys.modules["wall_sitting"]
#: Long enough for Streamlit to have said, were it let, that the connection is lost.
NOTICED = 12_000

#: Take away, or give back, the style that leaves a screen nothing but its frame.
BARE = """off => [...document.querySelectorAll('style')]
    .filter(one => one.textContent.includes('stStatusWidget')).forEach(one => { one.sheet.disabled = off; })"""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Any]:
    """A sitting about to talk about its first item, in the time of this machine."""
    room = mr.build(tmp_path / "meeting.db", 12)
    room.tick = lambda seconds=1: datetime.now(UTC)
    room.prepare()
    room.seated()
    room.phase("consent", "normal")
    yield room
    room.register.close()


@pytest.fixture
def server(room: Any, server_of: Callable[[Path], Any], tmp_path: Path) -> Any:
    server = server_of(tmp_path / "meeting.db")
    server.start()
    return server


@pytest.mark.browser
def test_the_picture_stays_when_the_server_dies_and_goes_on_when_it_is_back(
    room: Any, server: Any, context: Any
) -> None:
    wall = walls.hang(context.new_page(), server.url)
    walls.pair(wall, room.sit(meeting.offer_wall, mr.SECRETARY))
    assert walls.frame_kind(wall) == "between"
    assert walls.beside(wall) == []
    taken = room.take()
    walls.wait_for(wall, "reading")
    assert taken in walls.words(wall)
    for width, height in ((1920, 1080), (1280, 720)):
        wall.set_viewport_size({"width": width, "height": height})
        main = wall.locator("section.qw main")
        assert main.evaluate("it => [it.scrollHeight <= it.clientHeight, it.scrollWidth <= it.clientWidth]") == [
            True,
            True,
        ]

    before = walls.words(wall)
    server.kill()
    room.sit(meeting.step_item, mr.CHAIR, step="report")
    wall.wait_for_timeout(NOTICED)
    assert walls.words(wall) == before
    assert walls.beside(wall) == []
    assert (
        wall.locator("section.qw").evaluate("it => getComputedStyle(it.closest('[data-testid=stHtml]')).opacity") == "1"
    )
    # The control: without the screen's own style something would stand beside the frame.
    wall.evaluate(BARE, True)
    assert walls.beside(wall) != []
    wall.evaluate(BARE, False)
    server.start()
    walls.wait_for(wall, "report")
    assert walls.beside(wall) == []

    wall.reload()
    walls.wait_for(wall, "report")
    room.sit(meeting.offer_wall, mr.SECRETARY)
    wall.locator(".st-key-wall-code input").wait_for()
    assert wall.locator("section.qw").count() == 0
