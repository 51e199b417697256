"""The histogram of totals: edges on the lines, counts that add up, readable without colour."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures.totals import FILLS, HATCHES, Group, Line, bands, bars, histogram

LINES = (Line("AA", Decimal(80)), Line("AAA", Decimal(90)))
WORDS = {"points": "points", "count": "count", "hover": "{low}-{high}: {count}"}


def totals(*values: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(value) for value in values)


def test_a_total_on_a_line_stands_right_of_it():
    found = bars(totals("79.99", "80", "80.5"), LINES)
    assert [(bar.low, bar.high, bar.count, bar.lines) for bar in found] == [(79, 80, 1, 0), (80, 81, 2, 1)]


def test_no_bar_lies_on_both_sides_of_a_line():
    odd = (Line("AA", Decimal("80.25")),)
    found = bars(totals("80.1", "80.3"), odd)
    assert all(not bar.low < odd[0].at < bar.high for bar in found)


def test_bands_count_what_is_reached():
    assert bands(totals("79.99", "80", "89.99", "90", "100"), LINES) == (1, 2, 2)


@given(st.lists(st.decimals(0, 100, places=2), max_size=60))
def test_every_total_is_in_one_bar_and_one_band(values):
    assert sum(bar.count for bar in bars(values, LINES)) == len(values)
    assert sum(bands(values, LINES)) == len(values)


def test_without_totals_there_are_no_bars():
    assert bars((), LINES) == ()


def test_the_figure_names_its_lines_and_says_bands_by_hatching_too():
    figure = histogram([Group("AA", totals("70", "85")), Group("AAA", totals("95"))], LINES, **WORDS)
    assert [one.text for one in figure.layout.annotations] == ["AA 80", "AAA 90"] * 2
    first = figure.data[0]
    assert first.y == (1, 1), "nothing is drawn where nothing is"
    assert first.marker.pattern.shape == HATCHES[:2]
    assert first.marker.color == FILLS[:2]
    assert first.hovertext[0] == "70-71: 1"


def test_nothing_of_the_figure_is_fetched():
    kinds = {trace.type for trace in histogram([Group("AA", totals("70"))], LINES, **WORDS).data}
    assert kinds == {"bar"}
