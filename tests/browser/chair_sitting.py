"""What the chair does in a sitting at his desk, in one line each: for scripted meetings in a browser.

Each takes the `desk_page.DeskPage` of a tab that has become the chair by `preside`.
"""

from __future__ import annotations

import sys
from typing import Any

from dashboard.texts import translator

desk_page = sys.modules["desk_page"]
steady = sys.modules["steady"]
SAY = translator("zh")
#: The number of the sitting's last act that the page has drawn.
DRAWN = ".ch-drawn"


def preside(page: Any, url: str) -> Any:
    """Become the chair in a tab, open the desk, and return the tab's driver."""
    desk = desk_page.DeskPage(page, url)
    desk.become("chair")
    desk.open("chair_sitting")
    desk.page.locator(DRAWN).first.wait_for(state="attached")
    return desk


def revision(desk: Any) -> str:
    """Return which act of the sitting the page has drawn."""
    return str(desk.page.locator(DRAWN).first.get_attribute("data-revision"))


def moved_on(desk: Any, since: str) -> None:
    """Wait until the page has drawn a later act."""
    desk.page.wait_for_function(
        "([mark, since]) => { const at = document.querySelector(mark)?.dataset.revision; return at && at !== since; }",
        arg=[DRAWN, since],
    )
    desk.settled()


def says(desk: Any, words: str) -> None:
    """Wait until the one button says something: it follows what others do."""
    desk.at("chairing-next").locator("button", has_text=words).wait_for()


def next_(desk: Any, words: str | None = None) -> None:
    """Press the one button, once it says what is meant, and wait until what it did is drawn."""
    if words is not None:
        says(desk, words)
    since = revision(desk)
    desk.press("chairing-next")
    moved_on(desk, since)


def space(desk: Any, words: str | None = None) -> None:
    """Press Space, and wait until what it did is drawn."""
    if words is not None:
        says(desk, words)
    since = revision(desk)
    desk.page.keyboard.press("Space")
    moved_on(desk, since)


def consent(desk: Any) -> None:
    """Put the consent list to the vote at once: the chair has asked the room, and nobody pulls."""
    desk.press("chairing-nobody-pulls")
    next_(desk, "整份清单交付表决")


def motion(desk: Any, outcome: str) -> None:
    """Choose what is moved: ``motion(desk, "do_not_propose")``; what is proposed is chosen already."""
    desk.at("chairing-motion").get_by_role("radio", name=SAY(f"chair.outcome_{outcome}")).first.click()
    desk.settled()


def vote(desk: Any, outcome: str | None = None) -> None:
    """Put the item on the table to the vote, as proposed or otherwise."""
    if outcome is not None:
        motion(desk, outcome)
    next_(desk, "交付表决")


def close_vote(desk: Any, cast: int) -> None:
    """Close the vote once so many have cast."""
    next_(desk, f"已投 {cast}/")


def decide(desk: Any, *, clause: str | None = None, reason: str | None = None, instead: str | None = None) -> None:
    """Record the decision: by a clause that holds some words, with a reason, or something else where not carried."""
    if instead is not None:
        desk.page.locator('[class*="st-key-chairing-outcome-"]').get_by_role(
            "radio", name=SAY(f"chair.outcome_{instead}")
        ).first.click()
        desk.settled()
    if clause is not None:
        desk.page.locator('[class*="st-key-chairing-clauses-"] button', has_text=clause).first.click()
        desk.settled()
    if reason is not None:
        _type(desk, '[class*="st-key-chairing-reason-"]', reason)
    next_(desk, "记录决定")


def take(desk: Any, application_id: str) -> None:
    """Lay another item on the table than the next one."""
    _form(desk, "take", chosen=application_id)


def put_off(desk: Any, reason: str) -> None:
    """Put the item on the table off."""
    _form(desk, "off", reason=reason)


def reopen(desk: Any, application_id: str, reason: str) -> None:
    """Open a decided item again."""
    _form(desk, "reopen", chosen=application_id, reason=reason)


def undo(desk: Any) -> None:
    """Take back the last step."""
    since = revision(desk)
    desk.press("chairing-undo")
    moved_on(desk, since)


def cover(desk: Any) -> None:
    """Cover the screen in the hall, or uncover it."""
    since = revision(desk)
    desk.press("chairing-pause")
    moved_on(desk, since)


def draft_questions(desk: Any) -> None:
    """Hand on draft questions for every site visit that has none."""
    desk.press("chairing-draft-all")
    desk.page.locator(".st-key-chairing-draft-all").wait_for(state="detached")


def lock(desk: Any, reason: str | None = None) -> None:
    """Lock the decisions, with a reason where items are left."""
    if reason is not None:
        _type(desk, ".st-key-chairing-lock-reason", reason)
    next_(desk, "锁定决议")


def _form(desk: Any, name: str, *, chosen: str | None = None, reason: str | None = None) -> None:
    """Fill in a form that opens over the page, and do what it is for."""
    since = revision(desk)
    desk.press(f"chairing-{name}")
    body = desk.page.locator('[data-testid="stPopoverBody"]')
    body.wait_for()
    if chosen is not None:
        steady.pick(body.locator(f".st-key-chairing-{name}-item"), chosen)
    if reason is not None:
        _type(desk, f".st-key-chairing-{name}-reason", reason)
    body.locator(f".st-key-chairing-{name}-do button:enabled").click()
    moved_on(desk, since)
    body.wait_for(state="hidden")


def _type(desk: Any, where: str, text: str) -> None:
    box = desk.page.locator(f"{where} textarea").first
    box.fill(text)
    box.press("Tab")
    desk.settled()
