"""Weights as a round holds them: points in exact decimals that add up to full marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from indicators.faults import FaultsError
from indicators.weighting.places import fault


@dataclass(frozen=True, slots=True)
class Points:
    """Points of each leaf. `nothing`: those that rounding left without any, which no round may hold."""

    of: Mapping[str, Decimal]
    nothing: tuple[str, ...]


def as_points(
    shares: Mapping[str, float], *, full_marks: Decimal = Decimal(100), unit: Decimal = Decimal("0.1")
) -> Points:
    """Return shares as points that add up to full marks exactly, by the largest remainders (Hamilton).

    Every leaf gets the whole units of its share; the units left over go one each to the largest remainders, among equal
    ones to the first. So no leaf is a unit or more from its exact share.

    Parameters
    ----------
    shares : mapping of str to float
        Not negative, rescaled to sum 1 here; in the order of the table.
    full_marks : Decimal
    unit : Decimal
        The least step of points: ``0.1`` for one decimal, ``0.5`` for half points.

    Raises
    ------
    FaultsError
        For a share that is negative or no number, for all of them zero, for a unit that does not divide full marks.
    """
    faults = [
        fault("weighting.share_not_a_number", seen=share, indicator=name)
        for name, share in shares.items()
        if not (np.isfinite(share) and share >= 0)
    ]
    if not faults and not any(shares.values()):
        faults.append(fault("weighting.all_shares_zero", seen=0))
    if unit <= 0 or full_marks <= 0 or full_marks % unit:
        faults.append(fault("weighting.unit_does_not_divide", seen=unit, expected=str(full_marks)))
    if faults:
        raise FaultsError(faults)
    exact = {name: Fraction(float(share)) for name, share in shares.items()}
    units = int(full_marks / unit)
    whole = sum(exact.values())
    quotas = {name: share * units / whole for name, share in exact.items()}
    given = {name: int(quota) for name, quota in quotas.items()}
    # A billionth of a unit is no difference: equal shares that a solver found stay equal.
    order = sorted(quotas, key=lambda name: -round(quotas[name] - given[name], 9))
    for name in order[: units - sum(given.values())]:
        given[name] += 1
    points = {name: unit * number for name, number in given.items()}
    return Points(points, tuple(name for name, value in points.items() if not value))
