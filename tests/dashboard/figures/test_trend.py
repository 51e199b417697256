"""Small multiples: one chart a region in the column of its group, totals in text, what is unknown is no bar."""

from __future__ import annotations

from dashboard.figures.trend import RegionTrend, small_multiples

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
    assert len(bars) == 9
    assert texts == [("32", "15"), ("10", "6"), ("3", "1")]
    assert bars[2].y == (20, None)
    titles = {note.text for note in figure.layout.annotations}
    assert {"南京", "徐州", "宿迁", "<b>苏南</b>", "<b>苏北</b>"} <= titles


def test_series_differ_by_pattern_too_and_the_legend_names_each_once() -> None:
    bars = [trace for trace in small_multiples([SOUTH, NORTH], ROUNDS).data if trace.type == "bar"]
    assert len({bar.marker.pattern.shape for bar in bars}) == 3
    assert [bar.name for bar in bars if bar.showlegend] == ["AAA", "AA", "A"]


def test_all_charts_share_one_scale() -> None:
    figure = small_multiples([SOUTH, NORTH, NORTH_TOO], ROUNDS)
    ranges = {tuple(axis.range) for axis in figure.select_yaxes()}
    assert len(ranges) == 1
    assert next(iter(ranges))[1] > 32
