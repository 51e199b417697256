"""How the marks of a panel become one score an indicator: mean, median, trimmed, winsorised."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from indicators.language import Message
from scoring.errors import SpokenError
from scoring.model import FloatArray, ScoreTable
from scoring.statistics.exact import EXACT_FLOAT, EXACT_SINGLE, WholeArray, largest, scaled, scaled_exactly, times
from scoring.statistics.ordered import sort_columns

_WRITTEN: Final = re.compile(r"(mean|median)|(trimmed|winsorised):([1-9][0-9]?)", re.ASCII)
# Marks of so many applications stay in the processor's cache between the steps.
_BLOCK: Final = 256
Kind = type[np.float32] | type[np.float64] | None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A rule of aggregation.

    ``trimmed`` drops the `each_side` highest and lowest marks; ``winsorised`` replaces them by the nearest mark kept.
    With 2 × `each_side` marks or fewer both take the plain mean.
    """

    kind: Literal["mean", "median", "trimmed", "winsorised"] = "mean"
    each_side: int = 0

    @property
    def cut(self) -> int:
        """How many marks are cut at either end: none where the rule is another, whatever `each_side` says."""
        return self.each_side if self.kind in ("trimmed", "winsorised") else 0

    @property
    def name(self) -> str:
        """The rule as written on the command line: ``trimmed:1``."""
        return f"{self.kind}:{self.cut}" if self.cut else self.kind


def parse_aggregate(text: str) -> Aggregate:
    """Return the rule written as ``mean``, ``median``, ``trimmed:K`` or ``winsorised:K``.

    Raises
    ------
    SpokenError
        If it is none of these.
    """
    match = _WRITTEN.fullmatch(text)
    if match is None:
        raise SpokenError(Message("totals.unknown_aggregate", {"seen": text}))
    plain, cutting, each_side = match.groups()
    if plain is not None:
        return Aggregate("mean" if plain == "mean" else "median")
    return Aggregate("trimmed" if cutting == "trimmed" else "winsorised", int(each_side))


@dataclass(frozen=True, slots=True)
class Aggregated:
    """The panel's score of each application on each indicator, exact.

    Attributes
    ----------
    sums : ndarray of whole numbers, shape (n_applications, n_indicators)
        Score × `divisors` × 10**`decimals`.
    divisors : ndarray of int, same shape
        By what the sum is divided; 1 where there is no mark.
    marks : ndarray of int, same shape
        Number of marks.
    plain_mean : ndarray of bool, same shape
        Where too few marks were left to trim, so that their plain mean was taken.
    decimals : int
        Of the marks.
    """

    sums: WholeArray
    divisors: NDArray[np.int64]
    marks: NDArray[np.int64]
    plain_mean: NDArray[np.bool_]
    decimals: int

    @property
    def values(self) -> FloatArray:
        """The scores, shape (n_applications, n_indicators); ``nan`` where there is no mark."""
        quotients = np.asarray(self.sums / times(self.divisors, 10**self.decimals), np.float64)
        return np.where(self.marks > 0, quotients, np.nan)


def aggregate_indicators(table: ScoreTable, aggregate: Aggregate) -> Aggregated:
    """Return the aggregate over the experts, per application and indicator.

    Every rule is a linear combination of the sorted marks x(1) <= … <= x(n),

        (Σ c_j x(j)) / d,    c and d whole numbers that depend on n alone,

    so that marks taken as whole numbers give a sum without rounding, whatever the order of the experts.
    Not applicable and missing are no marks; insufficient is a mark of 0.
    """
    n_experts = len(table.experts)
    coefficients, divisors = rank_coefficients(aggregate, n_experts)
    sums, marks = _sums(table, coefficients, sort=aggregate.kind != "mean") or _long_sums(table, coefficients)
    too_few = (marks > 0) & (marks <= 2 * aggregate.cut)
    return Aggregated(sums, divisors[marks], marks, too_few, table.decimals)


def rank_coefficients(aggregate: Aggregate, n_experts: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return c, shape (n_experts + 1, n_experts), and d, shape (n_experts + 1,), for each number of marks."""
    coefficients = np.zeros((n_experts + 1, n_experts), np.int64)
    for n in range(1, n_experts + 1):
        drop = aggregate.cut
        if aggregate.kind == "median":
            drop = (n - 1) // 2
        elif n <= 2 * drop:
            drop = 0
        coefficients[n, drop : n - drop] = 1
        if aggregate.kind == "winsorised" and drop:
            coefficients[n, [drop, n - drop - 1]] += drop
    return coefficients, np.maximum(coefficients.sum(axis=1), 1)


def _sums(
    table: ScoreTable, coefficients: NDArray[np.int64], *, sort: bool
) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
    """Return Σ c_j x(j) and n, each of shape (n_applications, n_indicators); ``None`` if floats do not hold them."""
    n_applications, n_experts, n_indicators = table.values.shape
    sums = np.empty((n_applications, n_indicators))
    marks = np.empty((n_applications, n_indicators), np.int64)
    for start in range(0, n_applications, _BLOCK):
        part = slice(start, start + _BLOCK)
        block = scaled(table.values[part], table.decimals)
        most = largest(block) * n_experts
        if most >= EXACT_FLOAT:
            return None
        kind = None if not sort else np.float32 if most < EXACT_SINGLE else np.float64
        sums[part], marks[part] = _block_sums(block, coefficients, kind)
    return sums.astype(np.int64), marks


def _block_sums(
    block: FloatArray, coefficients: NDArray[np.int64], kind: Kind
) -> tuple[NDArray[Any], NDArray[np.int64] | int]:
    """Return the sums and n of some applications.

    `kind` is the type in which the marks are sorted and summed; ``None``: their mean needs no order.
    """
    n_experts = block.shape[1]
    if kind is None:
        # Whole numbers: einsum may add in any order, and does so in half the time.
        sums: NDArray[Any] = np.einsum("aei->ai", block)
        if not np.isnan(sums).any():
            return sums, n_experts
        gaps = np.isnan(block)
        np.copyto(block, 0.0, where=gaps)
        return np.einsum("aei->ai", block), n_experts - _counted(gaps, "aei->ai")
    shape = (len(block), block.shape[2])
    rows = block.transpose(1, 0, 2).astype(kind, order="C").reshape(n_experts, -1)
    gaps = np.isnan(rows)
    marks = n_experts - _counted(gaps, "em->m")
    fewest = int(marks.min())
    if fewest < n_experts:
        behind = EXACT_SINGLE if kind is np.float32 else EXACT_FLOAT  # every mark; its coefficient there is 0
        np.fmin(rows, kind(behind), out=rows)
    needed = frozenset(np.flatnonzero(coefficients[fewest:].any(axis=0)).tolist())
    sums, beyond = np.zeros(rows.shape[1], kind), marks - fewest
    for place, row in enumerate(sort_columns(rows, needed)):
        own = coefficients[fewest:, place].astype(kind)
        if not own.any():
            continue
        if (own != own[0]).any():
            row *= np.take(own, beyond)
        elif own[0] != 1.0:
            row *= own[0]
        sums += row
    return sums.reshape(shape), marks.reshape(shape)


def _counted(cells: NDArray[np.bool_], along: str) -> NDArray[np.int64]:
    """Return how many cells are so; in single precision, whole up to 2**24, which is quicker than adding bytes."""
    return np.asarray(np.einsum(along, cells.astype(np.float32)), np.int64)


def _long_sums(table: ScoreTable, coefficients: NDArray[np.int64]) -> tuple[WholeArray, NDArray[np.int64]]:
    """As `_sums`, in Python's own integers: for marks with more digits than a float sums exactly."""
    n_applications, _, n_indicators = table.values.shape
    sums = np.zeros((n_applications, n_indicators), object)
    marks: NDArray[np.int64] = (~np.isnan(table.values)).sum(axis=1)
    for a, i in np.ndindex(n_applications, n_indicators):
        given = table.values[a, :, i]
        ordered = sorted(scaled_exactly(value, table.decimals) for value in given[~np.isnan(given)])
        sums[a, i] = sum(int(c) * x for c, x in zip(coefficients[len(ordered)], ordered, strict=False))
    return sums, marks
