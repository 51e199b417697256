"""The scale of totals: every total that marks of a declared scale can add up to, exactly.

Coefficients that are corrected for chance need the scale of what they are computed from. The scale of the marks is
declared; that of their totals follows from it and from the weights, and is neither guessed nor declared twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import gcd, lcm
from typing import Final

import numpy as np

from scoring.model import FloatArray, MarkState, ScoreTable, Weights
from scoring.statistics.sharing import patterns
from scoring.statistics.totals import Formula, total_formula

MOST: Final = 1_000_000
"""Steps from the lowest total to the highest. On a longer scale no two experts can be asked to agree by category."""


def total_categories(
    table: ScoreTable, points: Sequence[Decimal], weights: Weights | None = None, *, normalise: bool = False
) -> FloatArray | None:
    """Return the totals that marks can add up to.

    Parameters
    ----------
    table : ScoreTable
        The marks of a panel. Indicators that are not applicable change what a sheet can add up to: the scale is that
        of all its kinds of sheets together.
    points : sequence of Decimal
        The marks that may be given, ascending, the same for each indicator.
    weights, normalise
        As for `totals.expert_totals`.

    Returns
    -------
    ndarray, shape (n_categories,), or None
        Ascending; ``None`` where there are more than `MOST` steps, or nothing counts at all.
    """
    n_indicators = len(table.indicators)
    applicable = table.states.reshape(-1, n_indicators) != MarkState.NOT_APPLICABLE
    found: list[FloatArray] = []
    for kind, _ in patterns(applicable):
        formula = total_formula(weights, table.indicators, kind, normalise=normalise)
        if formula is None:
            continue
        reached = _reached(formula, points)
        if reached is None:
            return None
        found.append(reached)
    if not found:
        return None
    return found[0] if len(found) == 1 else _united(found)


def _reached(formula: Formula, points: Sequence[Decimal]) -> FloatArray | None:
    """Return what Σ numerators × mark / denominator / divisor can be, ascending."""
    numerators = [numerator for numerator in formula.numerators if numerator]
    if not numerators or min(numerators) < 0 or not formula.divisor:
        return None
    exact = [Fraction(point) for point in points]
    unit = lcm(*(point.denominator for point in exact))
    whole = [int(point * unit) for point in exact]
    step = gcd(*(point - whole[0] for point in whole)) or 1
    offsets = [(point - whole[0]) // step for point in whole]
    common = gcd(*numerators)
    if offsets[-1] * sum(numerators) // common > MOST:
        return None
    sums = 1  # bit s: s can be reached
    for numerator in numerators:
        sums = _added(sums, offsets, numerator // common)
    packed = np.frombuffer(sums.to_bytes(sums.bit_length() // 8 + 1, "little"), np.uint8)
    steps = np.flatnonzero(np.unpackbits(packed, bitorder="little"))
    over = Fraction(formula.denominator * unit) * formula.divisor
    return np.asarray((steps * float(step * common) + float(whole[0] * sum(numerators))) / float(over))


def _added(sums: int, offsets: Sequence[int], numerator: int) -> int:
    """Return the sums that can be reached with one indicator more."""
    if offsets[-1] != len(offsets) - 1:
        reached = 0
        for offset in offsets:
            reached |= sums << (numerator * offset)
        return reached
    have = 1  # an even scale: 0 … have − 1 steps of it are in, and each pass doubles them
    while have < len(offsets):
        more = min(have, len(offsets) - have)
        sums |= sums << (numerator * more)
        have += more
    return sums


def _united(scales: Sequence[FloatArray]) -> FloatArray:
    """Return all of them as one, where the same total reached in two ways differs in its last bit only."""
    ascending = np.sort(np.concatenate(scales))
    near = 1e-9 * max(float(np.abs(ascending).max()), 1.0)
    return np.asarray(ascending[np.append(True, np.diff(ascending) > near)])
