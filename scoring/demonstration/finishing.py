"""From collective decisions to the announcement: credit checks, notice, joint document, signed by both authorities."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from indicators.calendar import read_calendar
from scoring import flow
from scoring.model import Actor
from scoring.procedure.working_days import term
from scoring.register.database import Register

_DAY = timedelta(days=1)


def working_day_after(day: date, count: int = 1) -> date:
    """Return the working day so many after a day; where none is announced yet, the day itself so much later."""
    return term(day, count, read_calendar()).last or day + count * _DAY


@dataclass(frozen=True, slots=True)
class Objected:
    """An objection that turns out groundless: to which application, from whom, to what, and why it is groundless."""

    application_id: str
    received_from: str
    substance: str
    reason: str


@dataclass(frozen=True, slots=True)
class Finisher:
    """Takes rounds from their decisions to the announcement.

    Attributes
    ----------
    at : callable
        Gives the moment of an act on a day; later at each call.
    """

    register: Register
    secretariat: Actor
    drc: Actor
    at: Callable[[date], datetime]

    def check(self, round_id: str, granted: Sequence[flow.Granted], day: date, checked: Sequence[str]) -> None:
        """Record both credit checks of everybody whose grade needs them."""
        results = [flow.CreditResult(one.application_id, "passed") for one in granted if one.grade in checked]
        if results:
            for who in (self.secretariat, self.drc):
                flow.check_credit(self.register, who, self.at(day), round_id, results, checked_on=day)

    def notice(self, round_id: str, granted: Sequence[flow.Granted], day: date, *, reason: str = "") -> date:
        """Draft the list, have it signed by both, open it; return its last day."""
        register, secretariat = self.register, self.secretariat
        flow.draft_notice(register, secretariat, self.at(day), round_id, granted)
        for who in (secretariat, self.drc):
            flow.sign_notice(register, who, self.at(day), round_id, signed_on=day)
        flow.open_notice(register, secretariat, self.at(day), round_id, opened_on=day, reason=reason)
        last = flow.read_notices(register, secretariat, round_id)[-1].notice.last_day
        if last is None:
            raise ValueError(f"the notice of {round_id} has no last day")
        return last

    def object(self, round_id: str, objected: Objected, opened_on: date) -> None:
        """Receive an objection while a notice is open, acknowledge it, find it groundless, have it signed by both."""
        received, acknowledged, decided = (working_day_after(opened_on, count) for count in (1, 2, 3))
        objection_id = flow.receive_objection(
            self.register,
            self.secretariat,
            self.at(received),
            application_id=objected.application_id,
            received_on=received,
            received_from=objected.received_from,
            substance=objected.substance,
        ).objection_id
        flow.acknowledge_objection(
            self.register,
            self.secretariat,
            self.at(acknowledged),
            objection_id=objection_id,
            acknowledged_on=acknowledged,
        )
        flow.decide_objection(
            self.register,
            self.secretariat,
            self.at(decided),
            objection_id=objection_id,
            outcome="groundless",
            decided_on=decided,
            reason=objected.reason,
        )
        flow.sign_objection(self.register, self.drc, self.at(decided), objection_id=objection_id, signed_on=decided)

    def document(self, round_id: str, granted: Sequence[flow.Granted], day: date, *, number: str) -> None:
        """Draft the joint document and have it signed by both."""
        flow.draft_joint_document(self.register, self.secretariat, self.at(day), round_id, granted, number=number)
        for who in (self.secretariat, self.drc):
            flow.sign_joint_document(self.register, who, self.at(day), round_id, signed_on=day)

    def finish(
        self,
        round_id: str,
        granted: Sequence[flow.Granted],
        *,
        opened_on: date,
        announced_on: date,
        checked: Sequence[str] = ("AA", "AAA"),
        reason: str = "",
        objected: Objected | None = None,
    ) -> None:
        """Take the grades of a round all the way to their announcement.

        Parameters
        ----------
        opened_on : date
            Of the notice; the credit checks are of the same day.
        checked : sequence of str
            Grades whose applicants have their credit checked.
        reason : str
            Why the notice is entered late, where its days are over.
        objected : Objected, optional
            What is objected while the notice is open.
        """
        self.check(round_id, granted, opened_on, checked)
        after = working_day_after(self.notice(round_id, granted, opened_on, reason=reason))
        if objected is not None:
            self.object(round_id, objected, opened_on)
        flow.close_notice(self.register, self.secretariat, self.at(after), round_id, closed_on=after)
        self.document(round_id, granted, after, number=f"{round_id}-1")
        flow.announce(
            self.register, self.secretariat, self.at(announced_on), round_id, granted, announced_on=announced_on
        )
