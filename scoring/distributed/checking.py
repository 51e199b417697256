"""What is wrong with the sheets of a piece: every fault at once, a few of each kind with their rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from indicators.faults import Fault
from indicators.language import Message
from scoring.distributed.found import Found
from scoring.distributed.layout import NAMES, REGION
from scoring.distributed.scheme import Scheme
from scoring.distributed.sheets import NO_NAME, IntArray, Sheets
from scoring.model import MarkState

PROVINCES: Final = (
    *(11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54),
    *(61, 62, 63, 64, 65, 71, 81, 82),
)
"""The first two digits of GB/T 2260."""
_SHOWN: Final = 6


def tell(
    found: Found,
    key: str,
    column: str,
    rows: IntArray,
    wrong: NDArray[np.bool_],
    seen: NDArray[Any],
    *,
    expected: str | None = None,
) -> None:
    """Add a fault for each row where `wrong`; `seen` says what stood there."""
    places = np.flatnonzero(wrong)

    def told() -> Iterator[Fault]:
        for at in places:
            text = str(seen[at])
            yield Fault(Message(key), file=found.file, row=int(rows[at]), column=column, seen=text, expected=expected)

    found.many(key, column, len(places), told())


def check_sheets(sheets: Sheets, scheme: Scheme, found: Found) -> None:
    """Check the sheets of whole panels, but for what `check_wide` does."""
    rows = sheets.rows
    for column, names in zip(NAMES, (sheets.panel, sheets.applicant, sheets.expert), strict=True):
        tell(found, "national.empty_name", column, rows, names.codes == NO_NAME, rows)
    known = np.isin(sheets.region // 10_000, PROVINCES)
    tell(found, "national.no_region", REGION, rows, ~known, sheets.region)
    first = _first_row(sheets.applicant.codes)
    moved = sheets.region != sheets.region[first]
    tell(found, "national.two_regions", REGION, rows, moved, sheets.region)
    split = sheets.panel.codes != sheets.panel.codes[first]
    applicants = np.array([*sheets.applicant.names.to_pylist(), ""], object)
    tell(found, "national.two_panels", "applicant", rows, split, applicants[sheets.applicant.codes])
    _check_optional(sheets, scheme, found)
    _check_experts(sheets, scheme, found)


def check_wide(sheets: Sheets, scheme: Scheme, found: Found) -> None:
    """Check what only a block with one row a sheet can have wrong: a sheet twice, a mark off its indicator's scale."""
    of_sheet = sheets.applicant.codes * (len(sheets.expert.names) + 1) + sheets.expert.codes
    again = np.ones(len(of_sheet), np.bool_)
    again[np.unique(of_sheet, return_index=True)[1]] = False
    experts = np.array([*sheets.expert.names.to_pylist(), ""], object)
    tell(found, "national.doubled_sheet", "expert", sheets.rows, again, experts[sheets.expert.codes])
    allowed = scheme.allowed_whole(sheets.decimals)
    plain = bool((sheets.states == MarkState.SCORED).all())
    for at in range(len(scheme.indicators)):
        marks = sheets.marks[:, at]
        wrong = ~allowed[at].take(marks, mode="clip") | (marks < 0)
        if not plain:
            wrong &= sheets.states[:, at] == MarkState.SCORED
        if wrong.any():
            indicator = np.full(len(marks), at)
            points = marks / 10.0**sheets.decimals
            tell_off_the_scale(found, scheme, sheets.rows, np.flatnonzero(wrong), indicator, points)


def tell_off_the_scale(
    found: Found, scheme: Scheme, rows: IntArray, places: IntArray, indicator: IntArray, points: NDArray[Any]
) -> None:
    """Add a fault for each mark, of the places given, that its indicator does not allow."""

    def told() -> Iterator[Fault]:
        for place in places:
            at = int(indicator[place])
            marks = scheme.allowed[at]
            few = ", ".join(str(mark) for mark in marks[:_SHOWN])
            expected = few if len(marks) <= _SHOWN else f"{few}, … {marks[-1]}"
            what = Message("national.off_the_scale", {"indicator": scheme.indicators[at]})
            column = scheme.indicators[at]
            yield Fault(
                what,
                file=found.file,
                row=int(rows[place]),
                column=column,
                seen=f"{points[place]:.12g}",
                expected=expected,
            )

    found.many("national.off_the_scale", None, len(places), told())


def _check_optional(sheets: Sheets, scheme: Scheme, found: Found) -> None:
    refused = sheets.states == MarkState.NOT_APPLICABLE
    if not refused.any():
        return
    for at in np.flatnonzero(refused.any(axis=0) & ~np.array(scheme.optional)):
        code = scheme.indicators[at]
        tell(found, "national.must_apply", code, sheets.rows, refused[:, at], np.full(len(refused), "not_applicable"))


def _check_experts(sheets: Sheets, scheme: Scheme, found: Found) -> None:
    """An application has as many experts as the round lays down; who left a sheet empty gave none."""
    if not scheme.experts:
        return
    marked = (sheets.states == MarkState.SCORED) | (sheets.states == MarkState.INSUFFICIENT)
    applicant = sheets.applicant.codes
    named = applicant != NO_NAME
    counts = np.bincount(applicant[named], weights=marked.any(axis=1)[named], minlength=len(sheets.applicant.names))
    few = ~np.isin(counts, scheme.experts)[applicant] & (_first_row(applicant) == np.arange(len(applicant))) & named
    names = np.array([*sheets.applicant.names.to_pylist(), ""], object)
    places = np.flatnonzero(few)

    def told() -> Iterator[Fault]:
        for at in places:
            what = Message("national.experts", {"applicant": str(names[applicant[at]])})
            seen, expected = str(int(counts[applicant[at]])), ", ".join(map(str, scheme.experts))
            yield Fault(what, file=found.file, row=int(sheets.rows[at]), column="expert", seen=seen, expected=expected)

    found.many("national.experts", "expert", len(places), told())


def _first_row(codes: IntArray) -> IntArray:
    """Return, for each row, the first row with the same code."""
    _, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
    return np.asarray(first[inverse.reshape(-1)], np.int64)
