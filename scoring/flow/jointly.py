"""What both authorities do together, each for itself: who acts for which, who has signed, on which day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from indicators.calendar import WorkingCalendar, read_calendar
from indicators.faults import Fault, FaultsError
from indicators.language import BEIJING, Message
from indicators.model import NoticeRules, RuleBook
from scoring.errors import ConflictError
from scoring.procedure.citing import cited
from scoring.procedure.notice import AUTHORITIES, Authority, notice_step, signed_by_both
from scoring.register.joint_signatures import JointSignature

#: At the province the office that does the daily work is the market regulator's (Articles 6 and 7).
AUTHORITY_OF: Final[Mapping[str, Authority]] = {"secretariat": "market_regulator", "province_drc": "drc"}
Signatures = Mapping[str, JointSignature]


def calendar() -> WorkingCalendar:
    """Return the working days as they are known now: read each time, since a year is announced while this runs."""
    return read_calendar()


def article(book: RuleBook) -> Message:
    """Return the article of credit check, notice and joint document in words."""
    step = notice_step(book.regulation)
    return cited(book.regulation.grades_cite if step is None else step.cite, book.documents)


def rules_of(book: RuleBook) -> NoticeRules:
    """Return the rules of notices of a round.

    Raises
    ------
    ConflictError
        If its rule book was adopted before there were any.
    """
    rules = book.round.parameter_sheet.notice
    if rules is None:
        raise ConflictError(Message("notice.no_rules", {"round": book.round.round_id, "cite": article(book)}))
    return rules


def today(now: datetime) -> date:
    """Return the day of a moment on the clock of the offices."""
    return now.astimezone(BEIJING).date()


def refuse_days_ahead(now: datetime, **days: date) -> None:
    """Refuse days that are still to come where what happened on them is recorded.

    Raises
    ------
    FaultsError
    """
    faults = [
        Fault(Message("notice.day_ahead", {"day": day, "today": today(now)}), column=name, seen=day.isoformat())
        for name, day in days.items()
        if day > today(now)
    ]
    if faults:
        raise FaultsError(faults)


def is_past(day: date, now: datetime) -> bool:
    """Tell whether a day is over."""
    return day < today(now)


def both(signatures: Signatures, version: int) -> bool:
    """Tell whether both authorities have signed a list in one of its versions."""
    return signed_by_both({name: one.subject_version for name, one in signatures.items()}, version)


def missing(signatures: Signatures, version: int) -> Sequence[Authority]:
    """Return the authorities that have not signed a list in one of its versions."""
    return [name for name in AUTHORITIES if name not in signatures or signatures[name].subject_version != version]


def signature(
    subject: str, role: str, officer: str, signatures: Signatures, *, subject_version: int, signed_on: date
) -> JointSignature:
    """Return the signature of an officer for his authority.

    Raises
    ------
    ConflictError
        His authority has signed this list before, or he signed it for the other one: one person is not two authorities.
    """
    authority = AUTHORITY_OF[role]
    values = {"subject": subject, "authority": Message(f"notice.authority_{authority}")}
    if authority not in missing(signatures, subject_version):
        raise ConflictError(Message("notice.signed_already", values))
    for other, one in signatures.items():
        if other != authority and one.officer == officer and one.subject_version == subject_version:
            raise ConflictError(Message("notice.same_person", values))
    version = signatures[authority].version + 1 if authority in signatures else 1
    return JointSignature(subject, authority, version, subject_version, signed_on, officer)


def refuse_unsigned(subject: str, signatures: Signatures, version: int, book: RuleBook) -> None:
    """Refuse where an authority has not signed yet.

    Raises
    ------
    ConflictError
    """
    for authority in missing(signatures, version):
        values = {"subject": subject, "authority": Message(f"notice.authority_{authority}"), "cite": article(book)}
        raise ConflictError(Message("notice.not_signed", values))
