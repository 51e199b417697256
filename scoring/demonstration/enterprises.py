"""Invented enterprises: who they are, how good they are, how their business goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

import numpy as np

from indicators.regions import Region
from scoring.demonstration.names import NameMaker, credit_code, short_place
from scoring.demonstration.pools import Division
from scoring.model import AdverseRecord, Enterprise, Growth, Size

_FORMS: Final = ("legal_person", "sole_proprietorship", "partnership")
_FORM_CHANCES: Final = (0.94, 0.04, 0.02)
_SIZES: Final[tuple[Size, ...]] = ("large", "medium", "small", "micro")
_SIZE_CHANCES: Final = (0.12, 0.36, 0.46, 0.06)
# Better quality goes with size: points of 100 added to the mean.
_SIZE_QUALITY: Final = {"large": 2.5, "medium": 1.0, "small": -0.5, "micro": -2.0}
_HOME_INDUSTRY: Final = 3
_GROWTH_YEARS: Final = range(2018, 2026)
_EVENTS: Final = ("failed_spot_check_or_inspection", "quality_violation", "claim_or_product_return")


@dataclass(frozen=True, slots=True)
class Firm:
    """An enterprise with what nobody knows of it: its true quality.

    Attributes
    ----------
    quality : float
        In the year of the first round, in points of 100; see `scoring.statistics.simulate`.
    trend : float
        By how much it improves each year.
    growth : tuple of Growth
        Of its revenue, year by year; an application shows the last years before it.
    adverse_records : tuple of AdverseRecord
        Over the years; an application shows those before it.
    """

    enterprise: Enterprise
    quality: float
    trend: float
    growth: tuple[Growth, ...]
    adverse_records: tuple[AdverseRecord, ...]


class Foundry:
    """Founds enterprises, one by one, all different.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.
    names : NameMaker
        Gives names that nobody has.
    divisions : sequence of Division
        Of industry.
    home_industries : mapping of prefecture code to division codes
        Which are drawn more often there.
    """

    def __init__(
        self,
        rng: np.random.Generator,
        names: NameMaker,
        divisions: Sequence[Division],
        home_industries: Mapping[str, Sequence[str]],
    ) -> None:
        self._rng = rng
        self._names = names
        self._divisions = divisions
        self._chances = {
            prefecture: _chances([one.weight * (_HOME_INDUSTRY if one.code in home else 1) for one in divisions])
            for prefecture, home in home_industries.items()
        }
        self._numbers = iter(rng.permutation(1_000_000)[:100_000].tolist())

    def found(self, county: Region, prefecture: Region, *, before: date, quality_mean: float) -> Firm:
        """Return a new enterprise of a county, registered four years or longer before a day."""
        rng = self._rng
        division = self._divisions[int(rng.choice(len(self._divisions), p=self._chances[prefecture.code]))]
        form = _FORMS[int(rng.choice(len(_FORMS), p=_FORM_CHANCES))]
        size = _SIZES[int(rng.choice(len(_SIZES), p=_SIZE_CHANCES))]
        if form != "legal_person":
            size = "small" if size == "large" else size
        place = short_place(county.name if county.kind in ("县", "县级市") else prefecture.name)
        word = division.words[int(rng.integers(len(division.words)))]
        enterprise = Enterprise(
            uscc=credit_code(county.code, next(self._numbers)),
            name=self._names.enterprise(
                place="江苏" if size == "large" and rng.random() < 0.5 else place,
                word=word,
                legal_form=form,
                large=size in ("large", "medium"),
            ),
            legal_form=form,
            county=county.code,
            industry=division.code,
            size=size,
            registered_on=before - timedelta(days=int(4.2 * 366 + rng.gamma(2.2, 5 * 365.0))),
        )
        return Firm(
            enterprise=enterprise,
            quality=quality_mean + _SIZE_QUALITY[size] + float(rng.normal(0.0, 5.0)),
            trend=float(rng.normal(0.7, 0.5)),
            growth=_growth(rng),
            adverse_records=_adverse(rng),
        )


def _chances(weights: Sequence[int]) -> list[float]:
    return [weight / sum(weights) for weight in weights]


def _growth(rng: np.random.Generator) -> tuple[Growth, ...]:
    """Return the growth of revenue of each year, in percent, one decimal: mostly up, a bad year here and there."""
    usual = rng.normal(8.0, 3.0)
    percents = rng.normal(usual, 4.0, len(_GROWTH_YEARS))
    bad = rng.random(len(_GROWTH_YEARS)) < 0.03
    percents = np.where(bad, -rng.gamma(2.0, 3.0, len(_GROWTH_YEARS)) - 0.1, np.maximum(percents, 0.3))
    return tuple(Growth(year, Decimal(f"{percent:.1f}")) for year, percent in zip(_GROWTH_YEARS, percents, strict=True))


def _adverse(rng: np.random.Generator) -> tuple[AdverseRecord, ...]:
    """Return an old adverse record for one in twenty: it bars until its window is over."""
    if rng.random() >= 0.05:
        return ()
    kind = _EVENTS[int(rng.integers(len(_EVENTS)))]
    return (AdverseRecord(kind, date(2015, 1, 1) + timedelta(days=int(rng.integers(9 * 365)))),)
