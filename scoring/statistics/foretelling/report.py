"""Which marks foretold later events, of every indicator, the total and the certainty, and what may be said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from indicators.language import Message
from scoring.model import FloatArray
from scoring.statistics.false_discovery import benjamini_hochberg
from scoring.statistics.foretelling.area import Area, area
from scoring.statistics.foretelling.concordance import Concordance, concordance
from scoring.statistics.foretelling.rates import Rate, RateRatio, rate, rate_ratio
from scoring.statistics.items.bounded import BoolArray
from scoring.statistics.items.flags import FALSE_SHARE

LEAST_SHOWN: Final = 5
"""With fewer events nothing is told by indicator: it would say nothing, and it would tell whose marks were low."""
LEAST_STATED: Final = 10
"""With fewer events numbers and limits are shown and nothing is stated."""
YEAR: Final = 365.25
_DETECTED: Final = 1.959964 + 0.841621
"""Normal quantiles of 5 % two-sided and of a power of 80 %."""


class Verdict(StrEnum):
    """What may be said of a mark."""

    SUPPRESSED = "suppressed"
    TOO_FEW = "too_few"
    FORETOLD = "foretold"
    NOTHING_SEEN = "nothing_seen"
    CONTRARY = "contrary"
    """Events came after the higher marks."""
    UNDEFINED = "undefined"
    """The marks do not differ, or nobody can be compared."""

    @property
    def word(self) -> Message:
        """A few words for a list."""
        return Message(f"foretell.verdict_{self}")


@dataclass(frozen=True, slots=True)
class Followed:
    """Those who were followed after their accreditation.

    Attributes
    ----------
    marks : ndarray, shape (n, n_predictors)
        Shares of the scale, or points, or probabilities: low is bad. ``nan`` = not known.
    days : ndarray, shape (n,)
        From the accreditation to the first event, or to the end of following; positive.
    event : ndarray of bool, shape (n,)
    applied : ndarray, shape (m, n_predictors)
        The same marks of all who applied, followed or not: how far the choice narrowed them.
    """

    marks: FloatArray
    days: FloatArray
    event: BoolArray
    applied: FloatArray


@dataclass(frozen=True, slots=True)
class Foretold:
    """What one mark foretold.

    Attributes
    ----------
    name : str
    followed, events : int
        With this mark.
    concordance : Concordance or None
        ``None`` where it is not told, or cannot be.
    area : Area or None
    q_value : float or None
        Over the indicators; of `TOTAL` and `CERTAINTY`, which are no indicators, the p-value itself.
    ratio : RateRatio or None
        Rate after low marks over the rate after the others.
    low_up_to : float or None
        Marks up to this one are the low ones: the cut that splits those followed most evenly.
    spread : float or None
        Standard deviation among those followed over that among all who applied.
    verdict : Verdict
    """

    name: str
    followed: int
    events: int
    concordance: Concordance | None
    area: Area | None
    q_value: float | None
    ratio: RateRatio | None
    low_up_to: float | None
    spread: float | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ForetellingReport:
    """What marks foretold.

    Attributes
    ----------
    followed : int
    rate : Rate
        Events per year of following, of all.
    lines : tuple of Foretold
        In the order given.
    detectable : float or None
        The C that so many events would have found four times in five; ``None`` where nothing is told.
    """

    followed: int
    rate: Rate
    lines: tuple[Foretold, ...]
    detectable: float | None

    @property
    def events(self) -> int:
        """How many had an event."""
        return self.rate.events

    @property
    def told(self) -> bool:
        """Whether anything is told by indicator."""
        return self.events >= LEAST_SHOWN

    @property
    def stated(self) -> bool:
        """Whether anything is stated."""
        return self.events >= LEAST_STATED


def foretold(given: Followed, names: Sequence[str], *, apart: Sequence[str] = ()) -> ForetellingReport:
    """Return what each mark foretold.

    Parameters
    ----------
    given : Followed
    names : sequence of str
        Of the predictors.
    apart : sequence of str, optional
        Which of them are no indicators: total, certainty. They are no part of the family of tests.
    """
    whole = rate(int(given.event.sum()), float(given.days.sum() / YEAR))
    told = whole.events >= LEAST_SHOWN
    found = [_one(given, at, told=told) for at in range(len(names))]
    p_values = np.array([np.nan if one[0] is None else one[0].p_value for one in found], np.float64)
    family = np.array([name not in apart for name in names])
    q_values = p_values.copy()
    q_values[family] = benjamini_hochberg(p_values[family])
    lines = tuple(_lines(given, names, found, q_values, whole.events))
    errors = [one[0].null_error for one in found if one[0] is not None and np.isfinite(one[0].p_value)]
    detectable = min(0.5 + _DETECTED * float(np.median(errors)), 1.0) if errors else None
    return ForetellingReport(len(given.days), whole, lines, detectable)


_Found = tuple[Concordance | None, Area | None, RateRatio | None, float | None]


def _one(given: Followed, at: int, *, told: bool) -> _Found:
    known = ~np.isnan(given.marks[:, at])
    marks, days, event = given.marks[known, at], given.days[known], given.event[known]
    if not told or int(event.sum()) < LEAST_SHOWN or not len(marks) or np.ptp(marks) < 1e-12:
        return None, None, None, None
    marks = np.round(marks, 9)  # what differs by the order of adding alone ties
    cut = _even_cut(marks)
    low = marks <= cut
    ratio = rate_ratio(
        int(event[low].sum()), float(days[low].sum() / YEAR), int(event[~low].sum()), float(days[~low].sum() / YEAR)
    )
    return concordance(marks, days, event), area(marks, event), ratio, cut


def _even_cut(marks: FloatArray) -> float:
    """Return the mark up to which most nearly a half lies; never the highest."""
    values, counts = np.unique(marks, return_counts=True)
    upto = np.cumsum(counts)[:-1] / len(marks)
    return float(values[int(np.argmin(np.abs(upto - 0.5)))])


def _lines(
    given: Followed, names: Sequence[str], found: Sequence[_Found], q_values: FloatArray, events: int
) -> Iterator[Foretold]:
    for at, (name, (agreement, curve, ratio, cut)) in enumerate(zip(names, found, strict=True)):
        known = ~np.isnan(given.marks[:, at])
        own = int(given.event[known].sum())
        q_value = float(q_values[at]) if np.isfinite(q_values[at]) else None
        yield Foretold(
            name=name,
            followed=int(known.sum()),
            events=own,
            concordance=agreement,
            area=curve,
            q_value=q_value,
            ratio=ratio,
            low_up_to=cut,
            spread=_spread(given, at),
            verdict=_verdict(agreement, q_value, min(own, events)),
        )


def _verdict(found: Concordance | None, q_value: float | None, events: int) -> Verdict:
    if events < LEAST_SHOWN:
        return Verdict.SUPPRESSED
    if found is None or q_value is None:
        return Verdict.UNDEFINED
    if events < LEAST_STATED:
        return Verdict.TOO_FEW
    if q_value >= FALSE_SHARE:
        return Verdict.NOTHING_SEEN
    return Verdict.FORETOLD if found.value > 0.5 else Verdict.CONTRARY


def _spread(given: Followed, at: int) -> float | None:
    of_followed, of_all = (part[~np.isnan(part)] for part in (given.marks[:, at], given.applied[:, at]))
    if len(of_followed) < 3 or len(of_all) < 3:
        return None
    whole = float(of_all.std(ddof=1))
    return float(of_followed.std(ddof=1)) / whole if whole > 1e-12 else None
