"""How often something happens per year of following, and how much more often after low marks: exact limits.

Events over person-years are Poisson. Limits of a rate by Garwood (1936). Of two rates: given all events, those of the
one group are binomial with share ρT₁/(ρT₁ + T₀), ρ the ratio of the rates; Clopper and Pearson's (1934) limits of that
share are exact limits of ρ (Rothman, Greenland & Lash 2008, ch. 14).
"""

from __future__ import annotations

from dataclasses import dataclass

from scipy.special import bdtr, bdtrc, betaincinv, gammaincinv

from scoring.statistics.items.bounded import CONFIDENCE

_TAIL = (1 - CONFIDENCE) / 2


@dataclass(frozen=True, slots=True)
class Rate:
    """Events over years, with its limits; `value` ``None`` where nobody was followed."""

    events: int
    years: float
    value: float | None
    low: float | None
    high: float | None


def rate(events: int, years: float) -> Rate:
    """Return a rate per year with exact limits."""
    if years <= 0:
        return Rate(events, years, None, None, None)
    low = float(gammaincinv(events, _TAIL)) if events else 0.0
    high = float(gammaincinv(events + 1, 1 - _TAIL))
    return Rate(events, years, events / years, low / years, high / years)


@dataclass(frozen=True, slots=True)
class RateRatio:
    """How many times the one rate is of the other.

    Attributes
    ----------
    one, other : Rate
    value : float or None
        ``None`` where the other group has no event, or there is none at all.
    low, high : float or None
        `high` is ``None`` where it has no end.
    p_value : float or None
        Twice the smaller tail, which goes with the limits.
    """

    one: Rate
    other: Rate
    value: float | None
    low: float | None
    high: float | None
    p_value: float | None


def rate_ratio(events: int, years: float, other_events: int, other_years: float) -> RateRatio:
    """Return the ratio of two rates with exact limits."""
    one, other = rate(events, years), rate(other_events, other_years)
    total = events + other_events
    if not total or years <= 0 or other_years <= 0:
        return RateRatio(one, other, None, None, None, None)
    share_low = float(betaincinv(events, other_events + 1, _TAIL)) if events else 0.0
    share_high = float(betaincinv(events + 1, other_events, 1 - _TAIL)) if other_events else None
    years_ratio = other_years / years
    usual = years / (years + other_years)
    tails = (bdtr(events, total, usual), bdtrc(events - 1, total, usual) if events else 1.0)
    return RateRatio(
        one,
        other,
        events / other_events * years_ratio if other_events else None,
        share_low / (1 - share_low) * years_ratio,
        None if share_high is None else share_high / (1 - share_high) * years_ratio,
        float(min(1.0, 2 * min(tails))),
    )
