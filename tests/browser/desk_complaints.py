"""What walks do at the desk of complaints, and the questions that a chair hands on to a site visit."""

from __future__ import annotations

import sys
from typing import Any

from scoring.procedure.complaints import MAY_FOLLOW

DeskPage = sys.modules["desk_page"].DeskPage
SAY = sys.modules["desk_page"].SAY


def receive_complaint(
    desk: Any, search: str, account: str, *, kind: str = "complaint", sender: tuple[str, str] | None = None
) -> None:
    """Take in a complaint about the one enterprise of the office's region that a search finds.

    ``receive_complaint(desk, "样例甲", "使用过期原料", sender=("李某", "025-1"))``; the office is at its start.
    """
    desk.open("office_complaints")
    desk.at("complaints-new").locator("summary").first.click()
    desk.fill("complaints-search", search)
    desk.at("complaints-kind").get_by_text(SAY(f"complaints.kind_{kind}"), exact=True).first.click()
    desk.settled()
    desk.fill("complaints-account", account)
    if sender is not None:
        desk.fill("complaints-sender", sender[0])
        desk.fill("complaints-contact", sender[1])
    desk.press("complaints-receive")
    desk.told(SAY("complaints.done_receive"))


def advance_complaint(desk: Any, state: str, reason: str = "", *, about: str | None = None) -> None:
    """Move the complaint that is due first, or the one about an enterprise, to a state, on its page already open.

    ``advance_complaint(desk, "accepted")``, ``advance_complaint(desk, "found_true", "抽查报告属实", about="样例甲")``.
    """
    if about is not None:
        desk.choose("office_complaints-complaint", about)
    words = SAY(f"complaints.act_{state}")
    # By the rules and not by what the page shows: the choice of the step before may still stand there.
    if any(state in following and len(following) > 1 for following in MAY_FOLLOW.values()):
        desk.page.locator(".st-key-complaints-outcome").get_by_text(words, exact=True).first.click()
        desk.settled()
    if reason:
        desk.fill("complaints-reason", reason)
    desk.press("complaints-advance")
    desk.told(words)


def hand_on_questions(desk: Any, application_id: str, *questions: str) -> None:
    """Hand on questions for a site visit, as the chair on the page of the application.

    ``hand_on_questions(desk, "2026-0003", "计量器具是否检定")``.
    """
    desk.open("chair_application")
    desk.choose("chair_application-application", application_id)
    desk.at("visits-form").wait_for()
    desk.settled()
    if not desk.at("visits-question-0").is_visible():
        desk.at("visits-form").locator("summary").first.click()
    for number, question in enumerate(questions):
        desk.fill(f"visits-question-{number}", question)
    desk.press("visits-hand-on")
    desk.told(SAY("visits.done", count=len(questions)))
