"""A piece in the layout ``sheets``: one row a sheet already."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from scoring.distributed.layout import INSUFFICIENT, NOT_APPLICABLE, REGION, Layout
from scoring.distributed.scheme import Scheme
from scoring.distributed.sheets import Sheets, named, region_codes
from scoring.model import MarkState

_EMPTY: Final = np.iinfo(np.int32).min
_MOST: Final = np.iinfo(np.int32).max


def wide_sheets(piece: Any, first_row: int, scheme: Scheme, layout: Layout) -> Sheets:
    """Return the sheets of a piece, an Arrow table of whole panels; `first_row` is its first row in the file."""
    n = piece.num_rows
    marks = np.empty((n, len(scheme.indicators)), np.int32)
    for at, indicator in enumerate(scheme.indicators):
        marks[:, at] = _whole(piece.column(indicator))
    states = np.full(marks.shape, MarkState.SCORED, np.uint8)
    negative = marks < 0
    if negative.any():
        for code, state in (
            (_EMPTY, MarkState.MISSING),
            (NOT_APPLICABLE, MarkState.NOT_APPLICABLE),
            (INSUFFICIENT, MarkState.INSUFFICIENT),
        ):
            cells = marks == code
            states[cells] = state
            marks[cells] = 0
    return Sheets(
        rows=np.arange(first_row, first_row + n, dtype=np.int64),
        panel=named(piece.column("panel")),
        applicant=named(piece.column("applicant")),
        expert=named(piece.column("expert")),
        region=region_codes(piece.column(REGION)),
        marks=marks,
        states=states,
        decimals=layout.decimals,
    )


def _whole(column: Any) -> NDArray[Any]:
    """Return a column of whole numbers, `_EMPTY` where there is none; what 32 bits cannot hold is off any scale."""
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_unsigned_integer(column.type) or column.type.bit_width > 32:
        gaps = np.asarray(column.is_null())
        numbers = np.asarray(column.fill_null(0)).astype(np.float64)
        # One above the empty one, so that no number is taken for it.
        return np.where(gaps, _EMPTY, np.clip(numbers, _EMPTY + 1, _MOST)).astype(np.int32)
    if column.null_count:
        column = column.cast(pa.int32()).fill_null(_EMPTY)
    return np.asarray(column)
