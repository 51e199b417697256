"""What a round lays down for marks, as a block needs it: small, and easily sent to another process."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from decimal import Decimal
from math import ceil

import numpy as np
from numpy.typing import NDArray

from indicators.model import RuleBook
from scoring.model import Weights
from scoring.sheets import round_weights
from scoring.statistics.aggregate import Aggregate


@dataclass(frozen=True, slots=True)
class Scheme:
    """The rules by which a block is checked and computed.

    Attributes
    ----------
    round_id, digest : str
        Of the rule book.
    indicators : tuple of str
        Codes of the leaves, in the order of the table.
    allowed : tuple of tuple of Decimal
        The marks that each may have, ascending, in points.
    optional : tuple of bool
        Which of them an expert may judge not applicable.
    weights : Weights
    aggregate : Aggregate
    decimals : int
        Of what is shown: panel scores of indicators, and totals.
    experts : tuple of int
        How many experts an application may have; empty = any number.
    grades : tuple of str
        Those with a cut score, from the lowest.
    cuts : tuple of Decimal
        Their cut scores.
    """

    round_id: str
    digest: str
    indicators: tuple[str, ...]
    allowed: tuple[tuple[Decimal, ...], ...]
    optional: tuple[bool, ...]
    weights: Weights
    aggregate: Aggregate
    decimals: int
    experts: tuple[int, ...]
    grades: tuple[str, ...]
    cuts: tuple[Decimal, ...]

    @property
    def mark_decimals(self) -> int:
        """Most decimals of any mark that is allowed."""
        return max(_decimals(mark) for marks in self.allowed for mark in marks)

    def whole_cuts(self) -> tuple[int, ...]:
        """Return the least total of each grade × 10**`decimals`, totals being whole numbers of that."""
        return tuple(ceil(cut * 10**self.decimals) for cut in self.cuts)

    def allowed_whole(self, decimals: int) -> NDArray[np.bool_]:
        """Return which marks × 10**`decimals` are allowed, shape (n_indicators, largest + 2); the last never is."""
        factor = 10**decimals
        kept = [[int(mark * factor) for mark in marks if mark * factor % 1 == 0] for marks in self.allowed]
        table = np.zeros((len(kept), max(max(marks, default=0) for marks in kept) + 2), np.bool_)
        for row, marks in enumerate(kept):
            table[row, marks] = True
        return table

    def fingerprint(self) -> str:
        """Return the digest of everything that a result depends on besides the marks."""
        text = json.dumps(asdict(self), default=str, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def _decimals(mark: Decimal) -> int:
    return max(0, -int(mark.normalize().as_tuple().exponent))


def scheme_of(book: RuleBook) -> Scheme:
    """Return the scheme of a rule book's round."""
    table, sheet = book.round.indicator_table, book.round.parameter_sheet
    leaves = table.leaves()
    cuts = sorted(book.round.cut_scores, key=lambda cut: cut.min_score)
    return Scheme(
        round_id=book.round.round_id,
        digest=book.digest,
        indicators=tuple(leaf.code for leaf in leaves),
        allowed=tuple(leaf.allowed_scores() for leaf in leaves),
        optional=tuple(leaf.allows_not_applicable for leaf in leaves),
        weights=round_weights(table),
        aggregate=Aggregate(sheet.aggregate, sheet.trimmed_each_side),
        decimals=sheet.rounding_decimals,
        experts=tuple(sorted(sheet.experts_per_application)),
        grades=tuple(cut.grade for cut in cuts),
        cuts=tuple(cut.min_score for cut in cuts),
    )
