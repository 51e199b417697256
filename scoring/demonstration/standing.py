"""How an enterprise stands: what it holds, how good it is, what it may reasonably apply for next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from indicators.model import RuleBook
from scoring.demonstration.enterprises import Firm
from scoring.model import Application, HeldGrade
from scoring.procedure.eligibility import Finding, assess

FIRST_YEAR: Final = 2022
# A grade is applied for again when less than this is left of it.
_RENEWAL: Final = timedelta(days=270)
_GROWTH_YEARS: Final = 3
_BELOW: Final = {"AA": "A", "AAA": "AA"}


@dataclass(frozen=True, slots=True)
class Holding:
    """A grade held: announced, valid until, and by which application (``None``: before the register began)."""

    grade: str
    since: date
    until: date
    application_id: str | None = None


@dataclass(slots=True)
class Standing:
    """An enterprise as it stands at some moment of the story; it changes from round to round.

    `gained` is what it has improved by preparing for its applications, in points of 100; `visited_by` the experts who
    verified it on site in finished rounds.
    """

    firm: Firm
    prefecture: str
    gained: float = 0.0
    held: list[Holding] = field(default_factory=list)
    debarred_until: date | None = None
    visited_by: set[str] = field(default_factory=set)

    def quality(self, year: int) -> float:
        """Return its true quality in a year, in points of 100."""
        return self.firm.quality + self.gained + self.firm.trend * (year - FIRST_YEAR)

    def best(self, on: date) -> Holding | None:
        """Return the highest grade valid on a day."""
        valid = [holding for holding in self.held if holding.since <= on <= holding.until]
        return max(valid, key=lambda holding: (len(holding.grade), holding.until), default=None)

    def ready_for(self, grade: str, on: date) -> bool:
        """Return whether applying for a grade is its next step: the one above what it holds, or a renewal of it."""
        if self.debarred_until is not None and on <= self.debarred_until:
            return False
        best = self.best(on)
        if best is None:
            # One whose A has expired may begin again; one who has let more than that expire does not care.
            return grade == "A" and all(holding.grade == "A" for holding in self.held)
        return best.grade == _BELOW.get(grade) or (best.grade == grade and best.until - on < _RENEWAL)


def application_of(standing: Standing, *, grade: str, number: int, on: date, book: RuleBook) -> Application:
    """Return what the enterprise hands in on a day: all true, nothing left out."""
    firm = standing.firm
    return Application(
        application_id=f"{book.round.year}-{number:04d}",
        round_id=book.round.round_id,
        enterprise=firm.enterprise,
        target_grade=grade,
        applied_on=on,
        adverse_records=tuple(record for record in firm.adverse_records if record.on <= on),
        adverse_records_checked=True,
        growth=tuple(one for one in firm.growth if on.year - _GROWTH_YEARS <= one.year < on.year),
        held=tuple(HeldGrade(one.grade, one.since) for one in standing.held if one.since < on),
        declared={
            condition.id: True
            for condition in book.regulation.conditions
            if condition.judged_by == "declaration" and grade in condition.grades
        },
    )


def open_findings(application: Application, book: RuleBook, counties: Collection[str]) -> tuple[Finding, ...]:
    """Return the conditions that an application does not meet, or that cannot be told."""
    return tuple(
        finding for finding in assess(application, book, counties=counties).findings if finding.counts_as != "met"
    )
