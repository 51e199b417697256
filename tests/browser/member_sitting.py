"""What a voter does in a sitting on his own device, in one line each: for scripted meetings in a browser.

Each takes the `desk_page.DeskPage` of a tab that has become its expert by `attend`.
"""

from __future__ import annotations

import sys
from typing import Any

desk_page = sys.modules["desk_page"]


def attend(page: Any, url: str, expert: str) -> Any:
    """Become an expert in a tab, open the page of the sitting, and return the tab's driver."""
    desk = desk_page.DeskPage(page, url)
    desk.become("expert", expert)
    desk.open("expert_sitting")
    return desk


def sign_in(desk: Any) -> None:
    """Sign in."""
    desk.press("attending-sign-in")
    desk.told("已签到")


def confirm(desk: Any) -> None:
    """Confirm the own list of recusals."""
    desk.press("attending-confirm")
    desk.told("已确认")


def stand_aside(desk: Any, application_id: str, reason: str) -> None:
    """Stand aside for an item: from the fold, or from the form that the confirmation shows."""
    if not desk.at("attending-aside-form").count():
        desk.press("attending-fold-aside")
    desk.choose("attending-aside-item", application_id)
    desk.fill("attending-aside-reason", reason)
    desk.sure("attending-aside-declare")
    desk.told("已记录您对议题")


def pull(desk: Any, application_id: str | None = None) -> None:
    """Ask for discussion of an item of the consent list, or of the item on the table."""
    desk.press("attending-discussion" if application_id is None else f"attending-discussion-{application_id}")
    desk.told("要求讨论")


def more_time(desk: Any) -> None:
    """Say that the time of the item on the table is too short."""
    desk.press("attending-time")
    desk.told("时间不够")


def open_mark(desk: Any, code: str) -> None:
    """Open an indicator of the own sheet to move its mark; ``code`` names its class too: ``1.1.2``."""
    class_ = code.rpartition(".")[0]
    desk.at("attending-class").get_by_role("radio", name=f"{class_} ").first.click()
    desk.settled()
    desk.press(f"attending-leaf-{code.replace('.', '-')}")
    desk.at("attending-editor").wait_for()


def enter(desk: Any, level: int, reason: str) -> None:
    """Enter a level, the lowest is 0, and a reason in the indicator that is open; it is not saved yet."""
    desk.at("attending-editor").locator("label[data-testid=stRadioOption]").nth(level).click()
    desk.settled()
    box = desk.at("attending-editor").locator("textarea").first
    box.fill(reason)
    box.press("Tab")
    desk.settled()


def rescore(desk: Any, code: str, level: int, reason: str) -> None:
    """Move one mark, and wait until it is saved."""
    open_mark(desk, code)
    enter(desk, level, reason)
    desk.press("attending-save")
    desk.told("已保存")


def hand_in(desk: Any) -> None:
    """Hand the re-score in."""
    desk.sure("attending-hand-in")
    desk.shows("复评已交回")


def vote(desk: Any, choice: str) -> None:
    """Cast the ballot: ``in_favour``, ``against``, ``abstained``."""
    desk.press(f"attending-vote-{choice}")
    desk.press("attending-cast")
    desk.shows("已投票")


def dissent(desk: Any, application_id: str, text: str) -> None:
    """Write a dissent from a decision."""
    if not desk.at("attending-dissent-form").count():
        desk.press("attending-fold-dissent")
    desk.choose("attending-dissent-item", application_id)
    desk.fill("attending-dissent-text", text)
    desk.sure("attending-dissent-give")
    desk.told("不同意见已载入")
