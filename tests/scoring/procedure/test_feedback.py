"""Bands of a panel: what they say, and that they say nothing of one of its sheets."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from scoring.procedure.feedback import LEAST_SHEETS, Band, band_of, groups_found, panel_band

SHARE = {Band.WEAK: Decimal("0.25"), Band.FAIR: Decimal("0.5"), Band.STRONG: Decimal("1")}


@pytest.mark.parametrize(
    ("share", "band"),
    [("0", Band.WEAK), ("0.49", Band.WEAK), ("0.5", Band.FAIR), ("0.74", Band.FAIR), ("0.75", Band.STRONG), ("1", 2)],
)
def test_the_band_of_a_mark(share: str, band: Band) -> None:
    assert band_of(Decimal(share)) == band


def test_what_is_strong_goes_by_the_line_of_the_grade() -> None:
    line = Decimal("0.8")
    assert [band_of(Decimal(share), line) for share in ("0.75", "0.8")] == [Band.FAIR, Band.STRONG]
    # Who is told that every indicator is strong has at least the points of the line.
    assert panel_band([Decimal("0.75")] * 5, line) == Band.FAIR


@pytest.mark.parametrize("sheets", [3, 4, 5])
def test_whatever_one_expert_gave_the_panel_may_have_any_band(sheets: int) -> None:
    """So nothing of him follows from the band: every mark of his goes with every band, by marks of the others."""
    for place, own, panel in product(range(sheets), Band, Band):
        others = product(Band, repeat=sheets - 1)
        assert any(panel_band([SHARE[one] for one in (*rest[:place], own, *rest[place:])]) == panel for rest in others)


def test_with_fewer_sheets_there_is_no_band() -> None:
    """Of two sheets a weak one shows at once: whoever gave the other would know it."""
    assert panel_band([SHARE[Band.STRONG]] * (LEAST_SHEETS - 1)) is None
    assert panel_band([]) is None


def test_what_is_found_in_groups() -> None:
    bands = {"1": Band.STRONG, "2": Band.STRONG, "3": Band.FAIR, "4": Band.WEAK, "5": Band.FAIR, "6": None}
    groups = {"a": ["1", "2", "3"], "b": ["1", "4"], "c": ["5"], "d": ["6"], "e": ["1", "5"]}
    found = {one.code: (one.is_strong, one.is_gap, one.weak) for one in groups_found(groups, bands)}
    assert found == {
        "a": (True, False, ()),
        "b": (False, True, ("4",)),
        "c": (False, True, ()),
        "e": (False, False, ()),
    }
