"""Complaints, tip-offs and what an office found by itself (Article 18): what follows what, and by when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, Literal, get_args

from indicators.model import Interpretations

ComplaintKind = Literal["complaint", "tip_off", "own_finding"]
ComplaintState = Literal["received", "accepted", "not_accepted", "investigated", "found_true", "unfounded"]
KINDS: Final[tuple[ComplaintKind, ...]] = get_args(ComplaintKind)

#: What may follow which state; what is not listed is refused.
MAY_FOLLOW: Final[dict[ComplaintState, tuple[ComplaintState, ...]]] = {
    "received": ("accepted", "not_accepted"),
    "accepted": ("investigated",),
    "investigated": ("found_true", "unfounded"),
    "not_accepted": (),
    "found_true": (),
    "unfounded": (),
}
OPEN: Final[frozenset[ComplaintState]] = frozenset(state for state, following in MAY_FOLLOW.items() if following)


def due_on(state: ComplaintState, *, since: date, due: date | None, choices: Interpretations) -> date | None:
    """Return the last day for what must follow, ``None`` where nothing must.

    The day on which a complaint came in, or was taken up, is not counted, and the last day is still in time (Civil
    Code, Articles 201 and 203); it does not move to the next working day, which is the stricter reading for the office.

    Parameters
    ----------
    state : str
        Which the complaint comes to.
    since : date
        On which day it does.
    due : date or None
        The last day that ran before: the same clock runs from the taking up through investigation to the outcome.
    choices : Interpretations
        With both numbers of days given.
    """
    days = {"received": choices.accept_within_days, "accepted": choices.investigate_within_days}.get(state)
    if days is not None:
        return since + timedelta(days=days)
    return due if state in OPEN else None


def is_late(due: date | None, on: date) -> bool:
    """Tell whether a last day has passed on a day."""
    return due is not None and on > due
