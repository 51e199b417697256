"""A stack of panels as numbers of categories: shares, pairs, and how far a mark disagrees with a distribution.

No table of applications by categories is made: a table by panel (and for Conger by expert) is enough, and each mark
looks up what it needs in it. With quadratic weights that table comes from means and squares alone, so that a scale of
hundreds of categories costs no more than one of five.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from scoring.model import FloatArray
from scoring.statistics.agreement.categories import BoolArray, CodeArray, Coded
from scoring.statistics.agreement.weighting import Weighting, disagreements


def over(above: object, below: object, otherwise: float = 0.0) -> FloatArray:
    """Divide, and answer with `otherwise` where the divisor is 0."""
    a, b = np.asarray(above, np.float64), np.asarray(below, np.float64)
    shape = np.broadcast_shapes(a.shape, b.shape)
    return np.asarray(np.divide(a, b, out=np.full(shape, otherwise), where=b != 0))


@dataclass(frozen=True, slots=True)
class Panels:
    """A stack of panels as categories.

    Attributes
    ----------
    coded : Coded
    weighting : str
    marks : ndarray of int, shape (n_panels, n_applications)
        How many marks each application has.
    """

    coded: Coded
    weighting: Weighting
    marks: CodeArray

    @property
    def given(self) -> BoolArray:
        """Where there are marks, shape (n_panels, n_applications, n_experts)."""
        return self.coded.codes < len(self.coded.used)

    @property
    def applications(self) -> CodeArray:
        """How many applications have a mark, shape (n_panels,)."""
        return np.asarray((self.marks > 0).sum(axis=-1))

    def shares(self, each: FloatArray | None = None) -> FloatArray:
        """Return the share of each used category, shape (n_panels, n_used).

        `each`, shape (n_panels, n_applications), is what a mark counts; unless given, every application counts alike.
        """
        n_panels, _, n_experts = self.coded.codes.shape
        width = len(self.coded.used) + 1
        if each is None:
            each = over(1.0, self.marks * self.applications[:, None])
        places = self.coded.codes + width * np.arange(n_panels)[:, None, None]
        counted = np.bincount(places.ravel(), np.repeat(each.ravel(), n_experts), n_panels * width)
        return np.asarray(counted.reshape(n_panels, width)[:, :-1], np.float64)

    def shares_by_expert(self) -> FloatArray:
        """Return the share of each used category among each expert's marks, shape (n_panels, n_experts, n_used)."""
        n_panels, _, n_experts = self.coded.codes.shape
        width = len(self.coded.used) + 1
        rows = np.arange(n_panels * n_experts).reshape(n_panels, 1, n_experts)
        counted = np.bincount((self.coded.codes + width * rows).ravel(), minlength=rows.size * width)
        counts = counted.reshape(n_panels, n_experts, width)[..., :-1]
        return over(counts, counts.sum(axis=-1, keepdims=True))

    def disagreement_with(self, shares: FloatArray) -> FloatArray:
        """Return how far each used category disagrees, on average, with marks of these shares (..., n_used)."""
        whole = shares.sum(axis=-1, keepdims=True)
        if self.weighting == "identity":
            return np.asarray(whole - shares)
        if self.weighting == "quadratic":  # Σ s (x − y)² = S (x − mean)² + Σ s (y − mean)², exact where all are equal
            positions = self.coded.positions
            middle = over((shares @ positions)[..., None], whole)
            apart = np.square(positions - middle)
            around = np.einsum("...v,...v->...", shares, apart)[..., None]
            return np.asarray((whole * apart + around) / self.coded.length**2)
        return np.asarray(shares @ disagreements(self.coded.categories, self.weighting, self.coded.used))

    def looked_up(self, table: FloatArray) -> FloatArray:
        """Return for each mark what the table says of its category, 0 where there is none.

        `table` has shape (n_panels, n_used), or (n_panels, n_experts, n_used).
        """
        width = table.shape[-1] + 1
        padded = np.zeros((*table.shape[:-1], width))
        padded[..., :-1] = table
        rows = np.arange(padded.size // width).reshape(len(table), 1, -1)
        return np.asarray(padded.ravel()[self.coded.codes + width * rows])

    def all_equal(self) -> BoolArray:
        """Return whether all marks of a panel are of one category, shape (n_panels,)."""
        n_used = len(self.coded.used)
        codes = self.coded.codes.reshape(len(self.marks), -1)
        first = codes.min(axis=-1, initial=n_used)[:, None]
        return np.asarray(((codes == first) | (codes == n_used)).all(axis=-1))

    def mean_of_marks(self, values: FloatArray) -> FloatArray:
        """Return the mean over the marks of each application, shape (n_panels, n_applications); 0 without any."""
        return over(values.sum(axis=-1), self.marks)

    def pair_disagreement(self) -> FloatArray:
        """Return the mean disagreement of the pairs of marks of each application; 0 where there is no pair."""
        pairs = self.marks * (self.marks - 1)
        if self.weighting == "quadratic":  # 2 (m Σx² − (Σx)²), exact in whole ranks
            positions = np.append(self.coded.positions, 0.0)[self.coded.codes]
            squares = np.einsum("...r,...r->...", positions, positions)
            return over(2.0 * (self.marks * squares - positions.sum(axis=-1) ** 2), pairs * self.coded.length**2)
        return over(2.0 * self._pairs(), pairs)

    def _pairs(self) -> FloatArray:
        """Return the sum of disagreements over pairs of marks, each pair once."""
        most = int(self.marks.max(initial=0))
        codes = self.coded.codes
        if most < codes.shape[-1]:  # marks to the front: what nobody gave need not be compared
            codes = np.sort(codes, axis=-1)[..., :most]
        columns = np.ascontiguousarray(np.moveaxis(codes, -1, 0))
        total = np.zeros(self.marks.shape)
        n_used = len(self.coded.used)
        if self.weighting == "identity":
            for one, other in combinations(columns, 2):
                total += (one != other) & (one < n_used) & (other < n_used)
            return total
        table = np.zeros((n_used + 1, n_used + 1))
        table[:-1, :-1] = disagreements(self.coded.categories, self.weighting, self.coded.used)
        flat = table.ravel()
        for one, other in combinations(columns, 2):
            total += flat[one * (n_used + 1) + other]
        return total


def paired(panels: Panels) -> Panels:
    """Return the panels without applications that have one mark only."""
    n_used = len(panels.coded.used)
    kept = np.where((panels.marks > 1)[..., None], panels.coded.codes, n_used)
    return panels_of(replace(panels.coded, codes=kept), panels.weighting)


def panels_of(found: Coded, weighting: Weighting) -> Panels:
    """Return coded marks as `Panels`."""
    return Panels(found, weighting, np.asarray((found.codes < len(found.used)).sum(axis=-1)))
