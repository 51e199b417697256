"""Rows of a piece as sheets: codes for names, marks as whole numbers, a state beside each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]

NO_NAME = -1
"""Code of a row without a name."""


@dataclass(frozen=True, slots=True)
class Named:
    """A column of names as codes, 0, 1, … by first appearance, and what each stands for.

    Attributes
    ----------
    codes : ndarray of int, shape (n_rows,)
        `NO_NAME` where the column is empty.
    names : pyarrow.Array, length n_names
    """

    codes: IntArray
    names: Any

    def name(self, code: int) -> str:
        """Return the name of a code for people."""
        return "" if code == NO_NAME else str(self.names[int(code)].as_py())


@dataclass(frozen=True, slots=True)
class Sheets:
    """Sheets of whole panels. Rows of one panel stand together.

    Attributes
    ----------
    rows : ndarray of int, shape (n_sheets,)
        Row of the file where each begins, the first being 1.
    panel, applicant, expert : Named
        Of the sheets.
    region : ndarray of int, shape (n_sheets,)
        Code of GB/T 2260; 0 where there is none that can be read.
    marks : ndarray of int32, shape (n_sheets, n_indicators)
        Points × 10**decimals, 0 where there is no mark.
    states : ndarray of uint8, same shape
        `MarkState` of each.
    decimals : int
    """

    rows: IntArray
    panel: Named
    applicant: Named
    expert: Named
    region: IntArray
    marks: NDArray[np.int32]
    states: NDArray[np.uint8]
    decimals: int


def named(column: Any) -> Named:
    """Return an Arrow column, texts or whole numbers, as codes by first appearance."""
    import pyarrow as pa

    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    coded = array.dictionary_encode()
    codes = coded.indices.fill_null(NO_NAME).to_numpy(zero_copy_only=False).astype(np.int64)
    return Named(codes, coded.dictionary)


def region_codes(column: Any) -> IntArray:
    """Return a column of region codes as numbers, 0 where there is no code of six digits."""
    regions = named(column)
    read = [_six_digits(value) for value in regions.names.to_pylist()]
    return np.array([*read, 0], np.int64)[regions.codes]


def _six_digits(value: object) -> int:
    text = str(value)
    return int(text) if len(text) == 6 and text.isdecimal() and text.isascii() else 0


def firsts(codes: IntArray) -> tuple[IntArray, IntArray]:
    """Return codes renumbered by first appearance, and the place where each new one appears first."""
    values, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    renumbered = np.empty(len(values), np.int64)
    renumbered[order] = np.arange(len(values))
    return renumbered[inverse.reshape(-1)], first[order]
