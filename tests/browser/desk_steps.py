"""The step board in a walk through desks: everything that waits signed at once, one signed, returned, refused.

The office is chosen before, by `DeskPage.become` or here by role and region; each function ends on the page, told.
"""

from __future__ import annotations

from typing import Any

from dashboard.texts import translator

SAY = translator("zh")


def enter(desk: Any, role: str, region: str | None = None) -> None:
    """Become an office and open its step board."""
    desk.become(role, region)
    desk.open("office_steps")


def sign_all(desk: Any, role: str, region: str | None = None) -> None:
    """Sign everything that waits for an office under the act that is shown first."""
    enter(desk, role, region)
    desk.press("stepboard-tick-all")
    desk.sure("stepboard-sign")
    desk.page.locator('[data-testid="stAlert"]', has_text="已对").first.wait_for()


def open_one(desk: Any, application_id: str) -> None:
    """Open an application from the office's board, wherever it stands in the list."""
    if desk.page.locator(".st-key-stepboard-words").count():
        desk.fill("stepboard-words", application_id)
    desk.page.locator(f'[class*="st-key-stepboard-open-"][class*="{application_id}"] button').first.click()
    desk.settled()
    desk.page.locator(".sb-path").first.wait_for()


def back(desk: Any) -> None:
    """Go back to the list."""
    desk.press("stepboard-back")


def sign_one(desk: Any, application_id: str) -> None:
    """Open an application and sign what is due."""
    open_one(desk, application_id)
    _do(desk, "do_signed", "done_signed", application_id)


def return_one(desk: Any, application_id: str, reason: str, clause: str = "第九条（二）") -> None:
    """Open an application and return it for completion, by a clause as the list words it."""
    _open_with_reason(desk, application_id, "do_returned", reason, clause)
    _do(desk, None, "done_returned", application_id)


def refuse_one(desk: Any, application_id: str, reason: str, clause: str = "第九条（二）") -> None:
    """Open an application and refuse it."""
    _open_with_reason(desk, application_id, "do_refused", reason, clause)
    _do(desk, None, "done_refused", application_id)


def complete_one(desk: Any, application_id: str, reason: str) -> None:
    """Open a returned application and enter that it was completed."""
    open_one(desk, application_id)
    desk.fill("stepboard-reason", reason)
    _do(desk, None, "done_completed", application_id)


def resume_one(desk: Any, application_id: str, reason: str) -> None:
    """Open a refused application and take it up again."""
    open_one(desk, application_id)
    desk.fill("stepboard-reason", reason)
    _do(desk, None, "done_resumed", application_id)


def remind(desk: Any) -> None:
    """Remind those who are late, from the open board."""
    desk.sure("stepboard-remind")
    desk.told("已记录对")


def _open_with_reason(desk: Any, application_id: str, what: str, reason: str, clause: str) -> None:
    open_one(desk, application_id)
    _choose(desk, what)
    desk.choose("stepboard-clause", clause)
    desk.fill("stepboard-reason", reason)


def _choose(desk: Any, what: str) -> None:
    words = SAY(f"stepboard.{what}", act="").strip("：")
    desk.page.locator('[class*="st-key-stepboard-what"] label', has_text=words).first.click()
    desk.settled()


def _do(desk: Any, what: str | None, done: str, application_id: str) -> None:
    if what is not None:
        _choose(desk, what)
    desk.sure("stepboard-do")
    desk.told(SAY(f"stepboard.{done}", application=application_id))
