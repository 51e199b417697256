"""Panel scores of the parents of the indicator tree, exactly."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from indicators.model import IndicatorTable

SHOWN_DECIMALS: Final = Decimal("0.0001")  # of a quotient that never ends; comparisons are made before


@dataclass(frozen=True, slots=True)
class NodeScores:
    """Scores of all nodes that apply; ``None`` where a mark is missing. What is not in it does not apply."""

    of: Mapping[str, Fraction | None]

    def applies(self, code: str) -> bool:
        """Tell whether the node has any indicator that applies."""
        return code in self.of


def node_scores(
    table: IndicatorTable, leaves: Mapping[str, Decimal | Fraction | None], not_applicable: Collection[str] = ()
) -> NodeScores:
    """Return the panel score of every node: a parent's is the sum of its children's.

    Points of a child that does not apply are shared among its siblings in proportion; a parent none of whose children
    apply does not apply either.

    Parameters
    ----------
    table : IndicatorTable
        The tree, free of cycles.
    leaves : mapping of str to Decimal, Fraction or None
        Panel score of each leaf, in points; ``None`` or absent where it is undefined.
    not_applicable : collection of str
        Leaves that the panel found not applicable.
    """
    children: dict[str | None, list[str]] = {}
    for indicator in table.indicators:
        children.setdefault(indicator.parent, []).append(indicator.code)
    points = {indicator.code: Fraction(indicator.max_score) for indicator in table.indicators}
    scores: dict[str, Fraction | None] = {}

    def visit(code: str) -> None:
        if code not in children:
            if code not in not_applicable:
                mark = leaves.get(code)
                scores[code] = None if mark is None else Fraction(mark)
            return
        for child in children[code]:
            visit(child)
        applying = [child for child in children[code] if child in scores]
        if applying:
            share = sum((points[child] for child in children[code]), Fraction()) / sum(
                points[child] for child in applying
            )
            known = [score for child in applying if (score := scores[child]) is not None]
            scores[code] = share * sum(known, Fraction()) if len(known) == len(applying) else None

    for top in children.get(None, ()):
        visit(top)
    return NodeScores(scores)


def shown(score: Fraction) -> Decimal:
    """Return a score as a decimal: exactly where it ends, otherwise to four places."""
    value = Decimal(score.numerator) / Decimal(score.denominator)
    return value if Fraction(value) == score else value.quantize(SHOWN_DECIMALS)
