"""What follows from a wrong: which measures the regulation has for it, and how long no application is taken after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from indicators.model import Regulation, Sanction
from scoring.procedure.dates import years_after

Ground = Literal["untrue_material", "major_accident", "complaints_found_true", "own_finding"]
GROUNDS: Final[tuple[Ground, ...]] = get_args(Ground)
RETURN: Final = "application_returned"
REVOCATION: Final = "revocation"


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
