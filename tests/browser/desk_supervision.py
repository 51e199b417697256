"""What offices do at the page of supervision in a browser: suspend, revoke, and look who is barred."""

from __future__ import annotations

import sys
from typing import Any

from dashboard.texts import translator
from indicators.load import shipped_rule_book
from scoring.procedure.causes import Cause, ground_name, measure_name

hall = sys.modules["procedure_register"]
PAGE = "office_supervision"
SAY = translator("zh")
MAIN = '[data-testid="stMain"]'
#: Whose regulation names the measures.
_BOOK = shipped_rule_book("2026-sample")


def open_enterprise(desk: Any, application_id: str) -> None:
    """Search an enterprise by its application, and choose it."""
    desk.open(PAGE)
    desk.fill("supervising-find-text", application_id)
    desk.shows(SAY("supervising.found", count=1))
    if not desk.page.locator(f"{MAIN} .sv-head").count():
        desk.choose("supervising-chosen", hall.NAMES[application_id])
    desk.page.locator(".sv-head").first.wait_for()


def suspend(desk: Any, application_id: str, cause: Cause, reason: str) -> None:
    """Suspend a grade from publicity until it is lifted, as the secretariat."""
    _new(desk, application_id, "publicity_suspension", cause)
    _take(desk, application_id, "publicity_suspension", reason)


def revoke(desk: Any, role: str, application_id: str, cause: Cause, reason: str) -> None:
    """Sign a revocation for an authority, the first or the second; the bar is on the page before it is signed."""
    desk.become(role)
    open_enterprise(desk, application_id)
    second = f"supervising-second-{application_id}"
    if desk.page.locator(f".st-key-{second}-reason").count():
        desk.page.locator(".sv-bar").first.wait_for()
        desk.fill(f"{second}-reason", reason)
        desk.sure(second)
        return
    _fill(desk, application_id, "revocation", cause)
    desk.page.locator(".sv-bar").first.wait_for()
    _take(desk, application_id, "revocation", reason)


def bar_shown(desk: Any, uscc: str) -> str:
    """Return what the list of bars says of a credit code."""
    _part(desk, "bars")
    desk.fill("supervising-bars-text", uscc)
    row = desk.page.locator(".dk-table tr", has_text=uscc).first
    row.wait_for()
    return str(row.inner_text())


def _part(desk: Any, part: str) -> None:
    desk.open(PAGE)
    words = SAY(f"supervising.part_{part}")
    desk.at("supervising-part").get_by_role("radio", name=words).or_(
        desk.at("supervising-part").get_by_role("button", name=words)
    ).first.click()
    desk.settled()


def _new(desk: Any, application_id: str, measure: str, cause: Cause) -> str:
    open_enterprise(desk, application_id)
    return _fill(desk, application_id, measure, cause)


def _fill(desk: Any, application_id: str, measure: str, cause: Cause) -> str:
    at = f"supervising-new-{application_id}"
    name = measure_name(_BOOK.regulation, measure).zh
    desk.at(f"{at}-kind").locator("label", has_text=name).last.click()
    # What the measure means is drawn by the next run: only then do the other widgets stay.
    desk.shows(SAY(f"supervising.means_{measure}"))
    desk.settled()
    desk.choose(f"{at}-ground", SAY(ground_name(cause.ground)))
    if cause.happened_on is not None:
        desk.at(f"{at}-accident").wait_for()
        desk.day(f"{at}-accident", cause.happened_on)
    for complaint in cause.complaints:
        desk.choose(f"{at}-complaints", complaint)
    return at


def _take(desk: Any, application_id: str, measure: str, reason: str) -> None:
    desk.fill(f"supervising-new-{application_id}-reason", reason)
    desk.sure(f"supervising-do-{application_id}-{measure}")
