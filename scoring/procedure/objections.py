"""Objections (Articles 7 and 12, item 7): which still stand, by when they are due, who is late with what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from indicators.calendar import WorkingCalendar
from indicators.model import Interpretations, NoticeRules
from scoring.procedure.notice import AUTHORITIES, Authority
from scoring.procedure.working_days import Term, term

ObjectionState = Literal["received", "acknowledged", "founded", "groundless", "withdrawn"]
Outcome = Literal["founded", "groundless", "withdrawn"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("founded", "groundless", "withdrawn")
#: What may follow what. A decision is decided anew only with another reason, and signed anew by both.
MAY_FOLLOW: Final[Mapping[ObjectionState, tuple[ObjectionState, ...]]] = {
    "received": ("acknowledged", "withdrawn"),
    "acknowledged": OUTCOMES,
    "founded": OUTCOMES,
    "groundless": OUTCOMES,
    "withdrawn": (),
}


@dataclass(frozen=True, slots=True)
class Filed:
    """An objection as far as terms and standing go.

    Attributes
    ----------
    last_day : date
        Last day of the notice it is about.
    signed : Mapping
        Which authority has signed its outcome.
    """

    objection_id: str
    application_id: str
    state: ObjectionState
    received_on: date
    last_day: date
    signed: frozenset[str] = frozenset()

    @property
    def late(self) -> bool:
        """Whether it came in after the notice's last day."""
        return self.received_on > self.last_day

    @property
    def settled(self) -> bool:
        """Whether it is decided and both authorities have signed; what its author took back needs no signature."""
        decided = self.state in ("founded", "groundless") and self.signed >= set(AUTHORITIES)
        return decided or self.state == "withdrawn"


def stands(filed: Filed, rules: NoticeRules, readings: Interpretations) -> bool:
    """Tell whether an objection keeps its grade from being accredited.

    One found true does, whenever it came in; one found groundless, with reasons, does as the reading of "经公示无异议"
    says; one not settled does unless it is late and the round lets late ones go by.
    """
    if filed.settled:
        return filed.state == "founded" or (filed.state == "groundless" and readings.groundless_objection_stands)
    return filed.state == "founded" or not filed.late or rules.late_objections_stand


def acknowledge_by(filed: Filed, rules: NoticeRules, calendar: WorkingCalendar) -> Term:
    """Return until when an objection is to be acknowledged."""
    return term(filed.received_on, rules.acknowledge_working_days, calendar)


def decide_by(filed: Filed, rules: NoticeRules, calendar: WorkingCalendar) -> Term:
    """Return until when an objection is to be decided and signed."""
    return term(filed.received_on, rules.decide_working_days, calendar)


@dataclass(frozen=True, slots=True)
class Reminder:
    """Who is late with what: which authority, since which day."""

    authority: Authority
    what: Literal["acknowledge", "decide", "sign_outcome", "close_notice"]
    subject: str
    due: date


def reminders(
    objections: Iterable[Filed], rules: NoticeRules, calendar: WorkingCalendar, *, on: date
) -> tuple[Reminder, ...]:
    """Return who is late with an objection on a day, and nobody else.

    Whose term runs through a year that is not yet announced is not called late.
    """
    found: list[Reminder] = []
    for filed in objections:
        if filed.settled:
            continue
        by = decide_by(filed, rules, calendar).last
        if filed.state == "received":
            acknowledge = acknowledge_by(filed, rules, calendar).last
            # Late with both, the office is told of the first alone: the second follows from it.
            if acknowledge is not None and on > acknowledge:
                found.append(Reminder("market_regulator", "acknowledge", filed.objection_id, acknowledge))
        elif by is None or on <= by:
            continue
        elif filed.state == "acknowledged":
            found.append(Reminder("market_regulator", "decide", filed.objection_id, by))
        else:
            missing = [authority for authority in AUTHORITIES if authority not in filed.signed]
            found += [Reminder(authority, "sign_outcome", filed.objection_id, by) for authority in missing]
    return tuple(found)
