"""What the screen of the hall does in a browser, in one line each: for scripted meetings.

``wall = wall_sitting.hang(context.new_page(), url)``, then ``pair(wall, code)`` and ``frame_kind(wall)``.
"""

from __future__ import annotations

import re
import sys
from typing import Any

desk_page = sys.modules["desk_page"]
#: What a screen may never show: whatever a page has beside its frame.
CHROME = (
    "stSidebar",
    "stHeader",
    "stToolbar",
    "stStatusWidget",
    "stDialog",
    "stToast",
    "stAlert",
    "stException",
    "stConnectionStatus",
)
_KIND = re.compile(r"\bqw-([a-z_]+)")


def hang(page: Any, url: str, *, width: int = 1920, height: int = 1080) -> Any:
    """Open the page of pairing in a tab as large as a screen, and return the tab."""
    page.set_viewport_size({"width": width, "height": height})
    desk = desk_page.DeskPage(page, url)
    desk.become("kiosk")
    page.locator(".st-key-wall-code input").wait_for()
    return page


def pair(wall: Any, code: str) -> None:
    """Pair it by the six digits."""
    wall.locator(".st-key-wall-code input").fill(code)
    wall.locator(".st-key-wall-pair-now button").click()
    wall.locator(".qw").first.wait_for()


def frame_kind(wall: Any) -> str:
    """Return which frame it shows; ``cover`` where it never had one."""
    found = _KIND.search(wall.locator("section.qw").first.get_attribute("class") or "")
    assert found is not None
    return found[1]


def wait_for(wall: Any, kind: str) -> None:
    """Wait until it shows a frame of a kind."""
    wall.locator(f"section.qw-{kind}").first.wait_for()


def words(wall: Any) -> str:
    """Return everything that is read on it, the time of day and the countdown apart."""
    read: str = wall.locator("section.qw").first.inner_text()
    return read


def beside(wall: Any) -> list[str]:
    """Return what is seen beside the frame: nothing may be."""
    return [name for name in CHROME if any(one.is_visible() for one in wall.get_by_test_id(name).all())]
