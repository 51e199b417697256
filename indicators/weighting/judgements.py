"""Judgements in pairs (成对比较): how many times as important one thing is as another; all faults at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from indicators.faults import Fault, FaultsError
from indicators.tabular import Table
from indicators.weighting.places import fault

FloatArray = NDArray[np.float64]

MOST: Final = Fraction(9)
"""Nine times is the most that Saaty's scale knows (Saaty 1977); a scale may be declared otherwise."""
COLUMNS: Final = ("expert", "first", "second", "judgement")
ROUNDED: Final = 0.005
"""By so much a printed pair may fail to be reciprocal."""
_WRITTEN: Final = re.compile(r"(\d{1,6}(?:\.\d{1,9})?)(?:\s*/\s*(\d{1,6}(?:\.\d{1,9})?))?")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One expert's word: `first` is `value` times as important as `second`. `row`: where it stands in a file."""

    expert: str
    first: str
    second: str
    value: Fraction
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Comparisons:
    """What one expert (or, with ``""``, all together) said about the same few things.

    Attributes
    ----------
    expert : str
    items : tuple of str
        What was compared, length n.
    matrix : ndarray, shape (n, n)
        ``matrix[i, j]`` is how many times item i is as important as item j; 1 on the diagonal, reciprocal, ``nan``
        where nothing was said.
    """

    expert: str
    items: tuple[str, ...]
    matrix: FloatArray

    @property
    def complete(self) -> bool:
        """Whether every pair was judged."""
        return not bool(np.isnan(self.matrix).any())


def parse_judgement(text: str) -> Fraction | None:
    """Return the number written as ``3``, ``0.5`` or ``1/3``; ``None`` if it is none or not above zero."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    over, under = Fraction(found[1]), Fraction(found[2] or 1)
    return over / under if over and under else None


def read_judgements(table: Table) -> tuple[Judgement, ...]:
    """Return the judgements of a table with the columns ``expert, first, second, judgement``.

    Raises
    ------
    FaultsError
        With every fault: columns missing, empty names, values that are no number above zero.
    """
    missing = [name for name in COLUMNS if name not in table.columns]
    if missing:
        raise FaultsError(
            fault("weighting.no_column", file=table.file, row=1, column=name, expected=", ".join(COLUMNS))
            for name in missing
        )
    faults: list[Fault] = []
    read: list[Judgement] = []
    for row, cells in table.rows:
        empty = [name for name in COLUMNS if not cells[name]]
        faults += [fault("weighting.empty_cell", file=table.file, row=row, column=name) for name in empty]
        value = parse_judgement(cells["judgement"])
        if value is None and "judgement" not in empty:
            seen = cells["judgement"]
            faults.append(fault("weighting.not_a_judgement", file=table.file, row=row, column="judgement", seen=seen))
        if value is not None and not empty:
            read.append(Judgement(cells["expert"], cells["first"], cells["second"], value, row))
    if faults:
        raise FaultsError(faults)
    return tuple(read)


def items_of(judgements: Iterable[Judgement]) -> tuple[str, ...]:
    """Return what was compared, in order of first appearance."""
    return tuple(dict.fromkeys(name for one in judgements for name in (one.first, one.second)))


def comparisons(
    judgements: Sequence[Judgement],
    items: Sequence[str] | None = None,
    *,
    most: Fraction = MOST,
    file: str | None = None,
    connected: bool = True,
) -> tuple[Comparisons, ...]:
    """Return each expert's comparisons, in order of first appearance.

    Parameters
    ----------
    judgements : sequence of Judgement
    items : sequence of str, optional
        What is to be compared; without it all that the judgements name.
    most : Fraction
        The scale runs from 1 / `most` to `most`.
    file : str, optional
        Where the judgements stand, for what is said about them.
    connected : bool
        Whether every expert's judgements must tie all items together; without that there are no priorities.

    Raises
    ------
    FaultsError
        With every fault: a name that is not compared, a thing compared with itself, a value off the scale, two
        judgements of one pair that differ (also as reciprocals), judgements that leave items apart.
    """
    known = tuple(items_of(judgements) if items is None else items)
    place = {name: number for number, name in enumerate(known)}
    faults = [fault for one in judgements for fault in _faults_of(one, place, most, file)]
    first: dict[tuple[str, int, int], Judgement] = {}
    for one in judgements:
        if one.first not in place or one.second not in place or one.first == one.second:
            continue
        i, j = place[one.first], place[one.second]
        earlier = first.get((one.expert, i, j)) or first.get((one.expert, j, i))
        if earlier is None:
            first[one.expert, i, j] = one
        elif _towards(earlier, one.first) != one.value:
            faults.append(_twice(one, earlier, file))
    found = tuple(
        _matrix(expert, known, [one for one in first.values() if one.expert == expert], place)
        for expert in dict.fromkeys(one.expert for one in judgements)
    )
    if connected:
        faults += [fault for one in found for fault in _apart(one, file)]
    if faults:
        raise FaultsError(faults)
    return found


def from_values(
    expert: str, items: Sequence[str], values: Mapping[tuple[str, str], Fraction | int | float]
) -> Comparisons:
    """Return the comparisons of one expert from values by pair, checked as `comparisons` checks them."""
    judged = [Judgement(expert, first, second, Fraction(value)) for (first, second), value in values.items()]
    return comparisons(judged, items)[0]


def from_matrix(expert: str, items: Sequence[str], matrix: FloatArray) -> Comparisons:
    """Return comparisons from a whole matrix, ``nan`` where nothing was judged.

    Raises
    ------
    FaultsError
        With every fault: not square, a value not above zero, a diagonal other than 1, a pair that is not reciprocal,
        items left apart. Matrices print 0.333 for a third: half a per cent is let pass, and of such a pair the value
        above 1 counts.
    """
    values = np.array(matrix, np.float64)
    n = len(items)
    if values.shape != (n, n):
        seen = " x ".join(map(str, values.shape))
        raise FaultsError([fault("weighting.not_square", seen=seen, expected=f"{n} x {n}")])
    faults = list(_matrix_faults(expert, tuple(items), values))
    if not faults:
        # Where one of a pair is given, the other follows; where both are, they agree but for rounding.
        values = np.where(np.isnan(values) | (values < values.T), 1 / values.T, values)
        faults = list(_apart(Comparisons(expert, tuple(items), values), None))
    if faults:
        raise FaultsError(faults)
    return Comparisons(expert, tuple(items), values)


def _matrix_faults(expert: str, items: tuple[str, ...], values: FloatArray) -> Iterator[Fault]:
    for i, first in enumerate(items):
        for j, second in enumerate(items):
            value = values[i, j]
            fields: dict[str, Any] = {"expert": expert, "first": first, "second": second}
            if i == j and value != 1:
                yield fault("weighting.diagonal", **fields, seen=f"{value:g}", expected="1")
            elif not np.isnan(value) and not (0 < value < np.inf):
                yield fault("weighting.not_positive", **fields, seen=f"{value:g}")
            elif i < j and abs(value * values[j, i] - 1) > ROUNDED:
                seen = f"{value:g}, {values[j, i]:g}"
                yield fault("weighting.not_reciprocal", **fields, seen=seen, expected=f"{1 / value:g}")


def _faults_of(one: Judgement, place: Mapping[str, int], most: Fraction, file: str | None) -> Iterator[Fault]:
    for column, name in (("first", one.first), ("second", one.second)):
        if name not in place:
            yield fault(
                "weighting.not_compared",
                file=file,
                row=one.row,
                column=column,
                seen=name,
                expected=", ".join(place),
                expert=one.expert,
            )
    if one.first == one.second:
        yield fault(
            "weighting.with_itself", file=file, row=one.row, column="second", seen=one.second, expert=one.expert
        )
    if not 1 / most <= one.value <= most:
        yield fault(
            "weighting.off_the_scale",
            file=file,
            row=one.row,
            column="judgement",
            seen=one.value,
            expected=f"1/{most} … {most}",
            expert=one.expert,
            first=one.first,
            second=one.second,
        )


def _towards(one: Judgement, first: str) -> Fraction:
    return one.value if one.first == first else 1 / one.value


def _twice(one: Judgement, earlier: Judgement, file: str | None) -> Fault:
    return fault(
        "weighting.judged_twice",
        file=file,
        row=one.row,
        column="judgement",
        seen=one.value,
        expert=one.expert,
        first=one.first,
        second=one.second,
        known=_towards(earlier, one.first),
    )


def _matrix(expert: str, items: tuple[str, ...], judged: Iterable[Judgement], place: Mapping[str, int]) -> Comparisons:
    matrix = np.full((len(items), len(items)), np.nan)
    np.fill_diagonal(matrix, 1.0)
    for one in judged:
        i, j = place[one.first], place[one.second]
        matrix[i, j], matrix[j, i] = float(one.value), float(1 / one.value)
    return Comparisons(expert, items, matrix)


def _apart(one: Comparisons, file: str | None) -> Iterator[Fault]:
    parts = parts_of(one)
    if len(parts) > 1:
        written = " | ".join(", ".join(part) for part in parts)
        yield fault("weighting.left_apart", file=file, column="second", expert=one.expert, parts=written)


def parts_of(one: Comparisons) -> tuple[tuple[str, ...], ...]:
    """Return the groups of items that judgements tie together; one group where priorities can be found."""
    judged = ~np.isnan(one.matrix)
    left = list(range(len(one.items)))
    parts: list[tuple[str, ...]] = []
    while left:
        part, edge = {left[0]}, {left[0]}
        while edge:
            edge = {int(j) for i in edge for j in np.flatnonzero(judged[i])} - part
            part |= edge
        parts.append(tuple(one.items[i] for i in sorted(part)))
        left = [i for i in left if i not in part]
    return tuple(parts)
