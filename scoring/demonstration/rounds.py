"""A round of the demonstration as it happened: everything that `build` writes, in records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from indicators.model import RuleBook
from scoring.demonstration.experts import Rater
from scoring.demonstration.marking import Marking
from scoring.demonstration.outcomes import Decided
from scoring.demonstration.plan import RoundPlan
from scoring.demonstration.recusing import Recusal
from scoring.model import Application
from scoring.procedure.causes import Cause


@dataclass(frozen=True, slots=True)
class Grant:
    """A grade announced for an application, and until when it holds."""

    application_id: str
    grade: str
    until: date


@dataclass(frozen=True, slots=True)
class Revoked:
    """An accreditation taken away again, by both authorities on one day."""

    application_id: str
    on: date
    cause: Cause
    reason: str


@dataclass(frozen=True, slots=True)
class OpenedRound:
    """Who applied in a round, who scores, and what was marked.

    `review` holds what was marked by those who scored in the end; `recusals` who had been assigned before.
    """

    plan: RoundPlan
    book: RuleBook
    applications: tuple[Application, ...]
    raters: tuple[Rater, ...]
    review: Marking
    recusals: tuple[Recusal, ...]


@dataclass(frozen=True, slots=True)
class FinishedRound:
    """A round from its opening to what became of its grades. `visit` covers those who passed the document review."""

    opened: OpenedRound
    decisions: tuple[Decided, ...]
    visit: Marking
    visit_decisions: tuple[Decided, ...]
    granted: tuple[Grant, ...]
    revoked: tuple[Revoked, ...]


@dataclass(frozen=True, slots=True)
class CurrentRound:
    """The round that is being marked.

    Attributes
    ----------
    opened : OpenedRound
        With the marks that are there so far.
    submitted : frozenset of (application id, expert id)
        Sheets that are locked.
    late_recusal : Recusal
        After marking, without anybody in his place.
    returned : (application id, expert id, indicator)
        A sheet returned at its expert's request, who then changes this mark and submits again.
    """

    opened: OpenedRound
    submitted: frozenset[tuple[str, str]]
    late_recusal: Recusal
    returned: tuple[str, str, str]
