"""What other weights make of a total, and which grade a total reaches by given lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor, lcm
from operator import mul

from indicators.model import Indicator, RuleBook
from scoring.flow.scores import PanelScore

Weight = Decimal | Fraction


def factors_of(book: RuleBook, weights: Mapping[str, Weight]) -> dict[str, Fraction]:
    """Return how many times as much each leaf counts: the factors of all nodes above it and its own, multiplied."""
    nodes = {node.code: node for node in book.round.indicator_table.indicators}
    found = {}
    for leaf in book.round.indicator_table.leaves():
        factor = Fraction(1)
        node: Indicator | None = leaf
        while node is not None:
            factor *= Fraction(weights.get(node.code, 1))
            node = nodes.get(node.parent) if node.parent else None
        found[leaf.code] = factor
    return found


def total_after(scores: PanelScore, book: RuleBook, factors: Mapping[str, Fraction]) -> Decimal | None:
    """Return the total that other weights make, rounded half-up as the parameter sheet lays down.

    The change that the weights make is added to the total as it stands, so that equal weights change nothing, also
    where an indicator was not applicable.
    """
    if scores.total is None:
        return None
    full = Fraction(book.round.indicator_table.full_marks)
    leaves = [leaf for leaf in book.round.indicator_table.leaves() if leaf.code in scores.exact]
    # In whole numbers: hundreds of totals follow a slider, and fractions take twenty times as long.
    points, by = _whole(scores.exact[leaf.code] for leaf in leaves)
    most, most_by = _whole(Fraction(leaf.max_score) for leaf in leaves)
    counting, _ = _whole(factors[leaf.code] for leaf in leaves)

    def weighted(of: Sequence[int]) -> Fraction:
        reached, reachable = (sum(map(mul, of, numbers)) for numbers in (points, most))
        return full * Fraction(reached * most_by, reachable * by)

    if not any(counting):
        return None
    change = weighted(counting) - weighted([1] * len(leaves))
    decimals = book.round.parameter_sheet.rounding_decimals
    return Decimal(floor((Fraction(scores.total) + change) * 10**decimals + Fraction(1, 2))).scaleb(-decimals)


def _whole(values: Iterable[Fraction]) -> tuple[list[int], int]:
    """Return fractions brought to one denominator: their numerators, and it."""
    every = list(values)
    by = lcm(*(value.denominator for value in every))
    return [value.numerator * (by // value.denominator) for value in every], by


def grade_by_score(total: Decimal, target: str, cuts: Mapping[str, Decimal], order: Sequence[str]) -> str | None:
    """Return the highest grade whose line a total reaches, none above the one applied for; a total equal reaches it."""
    reached = [grade for grade in order[: order.index(target) + 1] if grade in cuts and total >= cuts[grade]]
    return reached[-1] if reached else None
