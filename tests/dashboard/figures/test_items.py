"""Points of indicators: every one is drawn once, by kind; those with findings bear their names."""

from __future__ import annotations

from dashboard.figures.items import KINDS, ItemPoint, item_points

POINTS = [
    ItemPoint("1.1", 84.0, 0.55, "none"),
    ItemPoint("1.2", 91.0, 0.15, "look"),
    ItemPoint("1.3", 40.0, -0.10, "sure"),
    ItemPoint("1.4", 80.0, 0.60, "none"),
]


def drawn(points: list[ItemPoint]) -> dict[str, tuple[list[float], list[float], str]]:
    figure = item_points(points, x="x", y="y", kinds=["无", "看", "定"], line=0.2, line_text="线")
    return {trace.name: (list(trace.x), list(trace.y), trace.mode) for trace in figure.data}


def test_every_indicator_is_drawn_once_by_its_kind():
    found = drawn(POINTS)
    assert found["无"][:2] == ([84.0, 80.0], [0.55, 0.60])
    assert found["看"][:2] == ([91.0], [0.15])
    assert found["定"][:2] == ([40.0], [-0.10])


def test_only_findings_bear_names_and_no_empty_kind_is_in_the_legend():
    assert {name: one[2] for name, one in drawn(POINTS).items()} == {
        "无": "markers", "看": "markers+text", "定": "markers+text"
    }  # fmt: skip
    assert list(drawn(POINTS[:1])) == ["无"]
    assert len(KINDS) == 3


def test_axes_hold_every_point():
    figure = item_points(POINTS, x="x", y="y", kinds=["无", "看", "定"], line=0.2, line_text="线")
    (left, right), (low, high) = figure.layout.xaxis.range, figure.layout.yaxis.range
    assert left < 40 < 100 < right
    assert low < -0.10
    assert high > 1
