"""Small multiples: one chart a region in the column of its group, totals in text, what is unknown is no bar."""

from __future__ import annotations

import pytest

from dashboard.figures.trend import Place, RegionTrend, places, small_multiples

ROUNDS = ["'24", "'25*"]
SOUTH = RegionTrend("南京", "苏南", {"AAA": [2, 3], "AA": [10, 12], "A": [20, None]})
NORTH = RegionTrend("徐州", "苏北", {"AAA": [0, 1], "AA": [4, 5], "A": [6, None]})
NORTH_TOO = RegionTrend("宿迁", "苏北", {"AAA": [0, 0], "AA": [1, 1], "A": [2, None]})


def test_totals_add_up_what_is_known() -> None:
    assert SOUTH.totals() == [32, 15]


def test_every_region_has_its_bars_and_its_totals_in_text() -> None:
    figure = small_multiples([SOUTH, NORTH, NORTH_TOO], ROUNDS)
    bars = [trace for trace in figure.data if trace.type == "bar"]
    texts = [tuple(trace.text) for trace in figure.data if trace.type == "scatter"]
    assert [len(bar.y) for bar in bars] == [6, 6, 6]
    assert texts[0] == ("32", "15", "10", "6", "3", "1")
    assert texts[1] == ("'24", "'25*") * 3
    assert texts[2] == ("南京", "徐州", "宿迁")
    assert texts[3] == ("<b>苏南</b>", "<b>苏北</b>")


def test_series_differ_by_pattern_too_and_the_legend_names_each_once() -> None:
    bars = [trace for trace in small_multiples([SOUTH, NORTH], ROUNDS).data if trace.type == "bar"]
    assert len({bar.marker.pattern.shape for bar in bars}) == 3
    assert [bar.name for bar in bars if bar.showlegend is None] == ["AAA", "AA", "A"]


def test_all_charts_share_one_scale_and_bars_stand_on_those_below() -> None:
    first, second, third = (bar for bar in small_multiples([SOUTH, NORTH, NORTH_TOO], ROUNDS).data if bar.type == "bar")
    per_count = first.y[0] / 2
    assert [height / per_count for height in second.y] == pytest.approx([10, 12, 4, 5, 1, 1])
    assert second.base[0] - first.base[0] == pytest.approx(first.y[0])
    assert third.base[1] - second.base[1] == pytest.approx(second.y[1])
    # What is not known yet is no bar, not a bar of no height.
    assert third.y[1] is None


def test_charts_stand_in_the_column_of_their_group() -> None:
    assert places([SOUTH, NORTH, NORTH_TOO], 2) == [Place(0, 0), Place(3, 0), Place(3, -1)]
