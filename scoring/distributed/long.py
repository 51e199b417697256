"""A piece in the layout ``long``, one row a mark, put together into sheets; what a row says is checked on the way."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from scoring.distributed.checking import tell, tell_off_the_scale
from scoring.distributed.found import Found
from scoring.distributed.layout import REGION, Layout
from scoring.distributed.scheme import Scheme
from scoring.distributed.sheets import NO_NAME, IntArray, Named, Sheets, firsts, named, region_codes
from scoring.model import FloatArray, MarkState

_STATES: Final = {state.name.lower(): state for state in MarkState}
_OFF: Final = -1
"""A mark that no whole number of the scheme's decimals is: off any scale."""
_MOST: Final = np.iinfo(np.int32).max
BoolArray = NDArray[np.bool_]


def long_sheets(piece: Any, first_row: int, scheme: Scheme, layout: Layout, found: Found) -> Sheets:
    """Return the sheets of a piece, an Arrow table of whole panels; `first_row` is its first row in the file.

    Faults of rows go to `found`: an unknown indicator or state, a state that contradicts the score, a mark given twice.
    """
    rows = np.arange(first_row, first_row + piece.num_rows, dtype=np.int64)
    panel, applicant, expert = (named(piece.column(name)) for name in ("panel", "applicant", "expert"))
    indicator = _indicators(piece, rows, scheme, found)
    marks, states = _marks(piece, rows, indicator, scheme, layout, found)
    of_sheet = (panel.codes + 1) * (len(applicant.names) + 1) + applicant.codes + 1
    sheet, first = firsts(of_sheet * (len(expert.names) + 1) + expert.codes + 1)
    sound = indicator >= 0
    cell = (sheet * len(scheme.indicators) + indicator)[sound]
    _doubled(rows[sound], cell, found)
    shape = (len(first), len(scheme.indicators))
    whole = np.zeros(shape, np.int32)
    states_of = np.full(shape, MarkState.MISSING, np.uint8)
    whole.reshape(-1)[cell] = marks[sound]
    states_of.reshape(-1)[cell] = states[sound]
    region = region_codes(piece.column(REGION))
    tell(found, "national.two_regions", REGION, rows, region != region[first][sheet], region)
    return Sheets(
        rows=rows[first],
        panel=Named(panel.codes[first], panel.names),
        applicant=Named(applicant.codes[first], applicant.names),
        expert=Named(expert.codes[first], expert.names),
        region=region[first],
        marks=whole,
        states=states_of,
        decimals=layout.decimals,
    )


def _indicators(piece: Any, rows: IntArray, scheme: Scheme, found: Found) -> IntArray:
    column = named(piece.column("indicator"))
    places = {code: at for at, code in enumerate(scheme.indicators)}
    known = np.array([places.get(str(name).strip(), NO_NAME) for name in column.names.to_pylist()] + [NO_NAME])
    at = known[column.codes]
    names = np.array([*(str(name) for name in column.names.to_pylist()), ""], object)[column.codes]
    tell(found, "national.unknown_indicator", "indicator", rows, at == NO_NAME, names, expected=scheme.round_id)
    return np.asarray(at, np.int64)


def _marks(
    piece: Any, rows: IntArray, indicator: IntArray, scheme: Scheme, layout: Layout, found: Found
) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """Return marks as whole numbers and their states, as a score file means them."""
    import pyarrow as pa

    score = piece.column("score")
    empty = np.asarray(score.is_null())
    number = np.asarray(score.cast(pa.float64(), safe=False).fill_null(0.0))
    tell(found, "national.not_a_number", "score", rows, ~np.isfinite(number), number)
    number = np.nan_to_num(number, posinf=_MOST, neginf=_OFF)
    whole = np.rint(number * 10.0**layout.decimals)
    # Division gives back the nearest float to the decimal number, which is how it was read.
    whole[(whole / 10.0**layout.decimals != number) | (whole < 0) | (whole > _MOST)] = _OFF
    meant = np.where(empty, MarkState.MISSING, MarkState.SCORED).astype(np.uint8)
    states = _states(piece, rows, empty, number, meant, found) if layout.has_state else meant
    allowed = scheme.allowed_whole(layout.decimals)
    column = np.where(whole < 0, allowed.shape[1] - 1, np.minimum(whole, allowed.shape[1] - 1)).astype(np.intp)
    scored = (states == MarkState.SCORED) & (indicator >= 0) & ~empty
    tell_off_the_scale(found, scheme, rows, np.flatnonzero(scored & ~allowed[indicator, column]), indicator, number)
    return whole.astype(np.int32), states


def _states(
    piece: Any, rows: IntArray, empty: BoolArray, number: FloatArray, meant: NDArray[np.uint8], found: Found
) -> NDArray[np.uint8]:
    column = named(piece.column("state"))
    unsaid, unknown = 254, 255
    names = [str(name).strip() for name in column.names.to_pylist()]
    known = [int(_STATES[name]) if name in _STATES else unknown if name else unsaid for name in names]
    said = np.array([*known, unsaid], np.uint8)[column.codes]
    texts = np.array([*names, ""], object)[column.codes]
    tell(found, "scorefile.unknown_state", "state", rows, said == unknown, texts, expected=", ".join(_STATES))
    tell(found, "scorefile.scored_but_empty", "score", rows, (said == MarkState.SCORED) & empty, texts)
    without = (said == MarkState.MISSING) | (said == MarkState.NOT_APPLICABLE)
    tell(found, "national.score_contradicts_state", "state", rows, without & ~empty, texts)
    contradicted = (said == MarkState.INSUFFICIENT) & ~empty & (number != 0)
    tell(found, "scorefile.insufficient_is_zero", "score", rows, contradicted, number)
    return np.where(said >= unsaid, meant, said).astype(np.uint8)


def _doubled(rows: IntArray, cell: IntArray, found: Found) -> None:
    ordered = np.sort(cell)
    if not (ordered[1:] == ordered[:-1]).any():
        return
    first = np.unique(cell, return_index=True)[1]
    again = np.ones(len(cell), np.bool_)
    again[first] = False
    tell(found, "national.doubled_mark", "score", rows, again, rows)
