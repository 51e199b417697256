"""What follows from a wrong: which measures the regulation has for it, and how long no application is taken after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, Protocol, get_args

from indicators.model import Regulation, Sanction
from scoring.procedure.dates import years_after

Ground = Literal["untrue_material", "major_accident", "complaints_found_true", "own_finding"]
GROUNDS: Final[tuple[Ground, ...]] = get_args(Ground)
RETURN: Final = "application_returned"
REVOCATION: Final = "revocation"
ANNOUNCEMENT: Final = "revocation_announcement"
ORDER: Final = "rectification_order"
SUSPENSION: Final = "publicity_suspension"
MeasureState = Literal["signed", "in_force", "done", "lifted", "voided"]
#: Measures that are acts of their own; the others are taken by returning and revoking.
ORDERED: Final = (ORDER, SUSPENSION, "public_exposure", "legal_liability")


@dataclass(frozen=True, slots=True)
class Debarment:
    """No application is taken from `first` to `last`, both days included, by the rule of `sanction`."""

    first: date
    last: date
    sanction: Sanction


def sanction_for(regulation: Regulation, ground: Ground, *, announced: bool) -> Sanction | None:
    """Return the rule that a ground falls under, ``None`` where the regulation has none for it.

    Untrue material has a rule of its own, one while applying and one after the announcement (Article 16); it goes
    before the general one where both would fit. Everything else within validity falls under Article 17: an accident,
    complaints found true, and what the office found by itself, for which Article 18 asks the same investigation.
    """
    if ground == "untrue_material":
        occasion = "untrue_after_announcement" if announced else "untrue_while_applying"
    elif announced:
        occasion = "major_accident_or_proven_complaints"
    else:
        return None
    return next((one for one in regulation.sanctions if one.occasion == occasion), None)


def grounds_for(regulation: Regulation, measure: str, *, announced: bool) -> tuple[Ground, ...]:
    """Return the grounds on which the regulation lets a measure be taken."""
    return tuple(ground for ground in GROUNDS if allows(sanction_for(regulation, ground, announced=announced), measure))


def allows(sanction: Sanction | None, measure: str) -> bool:
    """Tell whether a rule has a measure."""
    return sanction is not None and measure in sanction.measures


def debarment(sanction: Sanction, measure: str, on: date) -> Debarment | None:
    """Return how long no application is taken after a measure of `on`, ``None`` where the rule bars nobody for it.

    The day of the return or revocation itself is barred and is not counted; the last day is the corresponding day so
    many years later, and is barred too (Civil Code, Articles 201 and 202): revoked on 10 May 2026 with five years, an
    enterprise may apply again on 11 May 2031. A bar from 29 February ends with 28 February of a common year.
    """
    starts = {"return": RETURN, "revocation": REVOCATION, None: None}[sanction.debarment_from]
    if sanction.debarment_years is None or starts != measure:
        return None
    return Debarment(on, years_after(on, sanction.debarment_years), sanction)


GradeStanding = Literal["not_yet_valid", "valid", "suspended", "expired", "revoked", "superseded"]


class Held(Protocol):
    """An accreditation, as the record keeps it."""

    @property
    def state(self) -> Literal["valid", "revoked", "superseded"]:
        """What became of it, apart from the passing of time."""

    @property
    def announced_on(self) -> date:
        """Its first day."""

    @property
    def valid_until(self) -> date:
        """Its last day."""


class Taken(Protocol):
    """A measure, as the record keeps it."""

    @property
    def kind(self) -> str:
        """Which of the regulation's measures it is."""

    @property
    def state(self) -> MeasureState:
        """What became of it."""

    @property
    def taken_on(self) -> date:
        """Its first day."""

    @property
    def until_on(self) -> date | None:
        """Its last day, where one was set."""

    @property
    def ended_on(self) -> date | None:
        """The day on which it was done, or lifted before its last day."""


def standing_of_grade(accreditation: Held, measures: Iterable[Taken], on: date) -> GradeStanding:
    """Return what everybody may know of a grade on a day.

    A grade whose use in publicity is suspended stays valid (Article 17): it is ``suspended`` and nothing less. What was
    revoked or expired is no more suspended. A revocation holds from its day on; before it the grade was valid.

    Parameters
    ----------
    accreditation : Held
        Its newest version.
    measures : iterable of Taken
        Those of this accreditation, newest versions.
    on : date
        The day asked for.
    """
    taken = list(measures)
    if on < accreditation.announced_on:
        return "not_yet_valid"
    if accreditation.state == "superseded":
        return "superseded"
    if accreditation.state == "revoked":
        days = [one.taken_on for one in taken if one.kind == REVOCATION and one.state == "in_force"]
        if not days or on >= min(days):
            return "revoked"
    if on > accreditation.valid_until:
        return "expired"
    return "suspended" if any(is_suspended(one, on) for one in taken) else "valid"


def is_suspended(measure: Taken, on: date) -> bool:
    """Tell whether a measure keeps a grade out of publicity on a day; first and last day are both in it.

    On the day on which it is lifted the grade may be used again.
    """
    if measure.kind != SUSPENSION or measure.state not in ("in_force", "lifted"):
        return False
    lifted = measure.ended_on is not None and on >= measure.ended_on
    over = measure.until_on is not None and on > measure.until_on
    return measure.taken_on <= on and not lifted and not over
