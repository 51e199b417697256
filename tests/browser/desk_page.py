"""What a walk through desks does in a browser, in one line each: become an office, open its page, fill in, press.

Widgets are found by their keys (`.st-key-…`), which stand in the views; what is said is found by its words.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

from dashboard.texts import translator

steady = sys.modules["steady"]
SAY = translator("zh")
SIDEBAR, MAIN = '[data-testid="stSidebar"]', '[data-testid="stMain"]'


class DeskPage:
    """A tab of somebody who changes offices by the demonstration's switch."""

    def __init__(self, page: Any, url: str) -> None:
        self.page = page
        self.url = url

    def become(self, role: str, region: str | None = None) -> None:
        """Become an office, for a region by its name: ``become("county_regulator", "玄武区")``."""
        self.page.goto(self.url)
        self.page.locator("h1").first.wait_for()
        boxes = self.page.locator(f'{SIDEBAR} [data-testid="stSelectbox"]')
        steady.pick(boxes.first, SAY(f"page.role_{role}"), exact=True)
        if region is not None:
            steady.pick(boxes.nth(1), region, typed=region)

    def open(self, page_id: str) -> None:
        """Open one of the office's pages by the navigation: ``open("office_steps")``."""
        title = SAY(f"page.{page_id}")
        self.page.locator('[data-testid="stSidebarNav"] a', has_text=title).first.click()
        self.page.locator("h1", has_text=title).first.wait_for()
        self.settled()

    def at(self, key: str) -> Any:
        """Return the widget of a key."""
        return self.page.locator(f"{MAIN} .st-key-{key}").first

    def choose(self, key: str, words: str, *, exact: bool = False, typed: str | None = None) -> None:
        """Choose in a list the first entry that holds some words (`steady.pick`)."""
        steady.pick(self.at(key), words, exact=exact, typed=typed)

    def fill(self, key: str, text: str) -> None:
        """Type into a box and leave it."""
        box = self.at(key).locator("input, textarea").first
        box.fill(text)
        box.press("Tab")
        self.settled()

    def day(self, key: str, day: date) -> None:
        """Choose a day."""
        self.fill(key, day.isoformat())

    def tick(self, key: str) -> None:
        """Tick a box."""
        self.at(key).locator("label").first.click()
        self.settled()

    def press(self, key: str) -> None:
        """Press a button once it may be pressed."""
        self.at(key).locator("button:enabled").first.click()
        self.settled()

    def sure(self, key: str) -> None:
        """Tick the box of an act that asks to be sure, and do it (`desk.act_when_sure`)."""
        self.tick(f"{key}-sure")
        self.press(key)

    def unfold(self, key: str) -> None:
        """Open what opens on demand."""
        self.at(key).locator("summary").first.click()
        self.settled()

    def upload(self, key: str, *files: Path) -> None:
        """Hand in files."""
        self.at(key).locator('input[type="file"]').set_input_files([str(file) for file in files])
        # The page asks for a run when the server has the files.
        self.page.wait_for_timeout(150)
        self.settled()

    def told(self, words: str) -> None:
        """Wait until the page says something; where it does not, tell what it says instead."""
        alerts = self.page.locator(f'{MAIN} [data-testid="stAlert"]')
        try:
            alerts.filter(has_text=words).first.wait_for()
        except Exception as error:
            raise AssertionError(f"{words!r} is not said, but {alerts.all_inner_texts()}") from error

    def shows(self, words: str) -> None:
        """Wait until some words stand on the page where they are seen: not in a tab that is closed."""
        self.page.locator(MAIN).get_by_text(words).locator("visible=true").first.wait_for()

    def settled(self) -> None:
        """Wait until Streamlit has drawn what it was asked for."""
        steady.settled(self.page)
