"""The public notice (Article 12, item 7): how long it runs, on which day it may end, what each state permits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from indicators.calendar import WorkingCalendar
from indicators.language import Message
from indicators.model import Regulation, Step
from scoring.procedure.working_days import Term, term, working_days_between

NOTICE_STEP: Final = "notice_and_joint_document"
NoticeState = Literal["drafted", "open", "closed"]
Authority = Literal["market_regulator", "drc"]
AUTHORITIES: Final[tuple[Authority, ...]] = ("market_regulator", "drc")

#: What each state lets happen; what is not listed is refused.
PERMITTED: Final[Mapping[NoticeState, frozenset[str]]] = {
    "drafted": frozenset({"sign", "correct", "open"}),
    "open": frozenset({"sign", "correct", "object", "close"}),
    # After its end an objection still comes in, and is flagged as late.
    "closed": frozenset({"object"}),
}


def notice_step(regulation: Regulation) -> Step | None:
    """Return the step of credit check, notice and joint document, ``None`` where a regulation has none."""
    return next((step for step in regulation.steps if step.id == NOTICE_STEP), None)


def checked_grades(regulation: Regulation) -> tuple[str, ...]:
    """Return the grades whose applicants have their credit checked by both authorities: AA and above."""
    step = notice_step(regulation)
    return () if step is None else step.grades


def noticed_grades(regulation: Regulation) -> tuple[str, ...]:
    """Return the grades that need notice and joint document; whether A is among them is an interpretation."""
    if notice_step(regulation) is None:
        return ()
    if regulation.interpretations.grade_a_is_noticed_and_announced:
        return regulation.accredited_grades()
    return checked_grades(regulation)


def notice_term(opened_on: date, working_days: int, calendar: WorkingCalendar) -> Term:
    """Return the term of a notice; the day after its opening is its first."""
    return term(opened_on, working_days, calendar)


def last_day_fault(opened_on: date, stated: date, working_days: int, calendar: WorkingCalendar) -> Message | None:
    """Return what is wrong with the last day that an office states, ``None`` where it will do.

    A longer notice than asked for is no fault; one that ends on a day off is, since nobody is there to be objected to.
    """
    due = notice_term(opened_on, working_days, calendar)
    if due.last is None or (working := calendar.is_working(stated)) is None:
        missing = due.not_yet_announced or calendar.unsettled_year(stated)
        return Message("notice.calendar_not_announced", {"year": missing or "–"})
    values = {"opened": opened_on, "stated": stated, "days": working_days, "due": due.last}
    if stated < due.last:
        counted = working_days_between(opened_on, stated, calendar)
        return Message("notice.too_short", {**values, "counted": counted or 0})
    return None if working else Message("notice.ends_on_day_off", values)


def signed_by_both(signed: Mapping[str, int], version: int) -> bool:
    """Tell whether both authorities have signed a list in one of its versions; `signed` has the version each signed."""
    return all(signed.get(authority) == version for authority in AUTHORITIES)
