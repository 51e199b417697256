"""Points of indicators: every one is drawn once, by kind; those with findings bear their names."""

from __future__ import annotations

from itertools import pairwise

from dashboard.figures.items import KINDS, ItemPoint, apart, item_points

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
    figure = item_points(POINTS, x="x", y="y", kinds=["无", "看", "定"], line=0.2, line_text="线")
    assert {one.text: (one.x, one.y) for one in figure.layout.annotations if one.showarrow} == {
        "1.2": (91.0, 0.15), "1.3": (40.0, -0.10)
    }  # fmt: skip
    assert list(drawn(POINTS[:1])) == ["无"]
    assert len(KINDS) == 3


def test_axes_hold_every_point():
    figure = item_points(POINTS, x="x", y="y", kinds=["无", "看", "定"], line=0.2, line_text="线")
    (left, right), (low, high) = figure.layout.xaxis.range, figure.layout.yaxis.range
    assert left < 40 < 100 < right
    assert low < -0.10
    assert high > 1


def test_names_of_points_that_lie_together_do_not_lie_on_each_other():
    crowd = [ItemPoint(f"1.{n}", 86.0 + n / 10, 0.5 + n / 500, "look") for n in range(8)]
    figure = item_points(crowd, x="x", y="y", kinds=["无", "看", "定"], line=0.2, line_text="线")
    names = [one for one in figure.layout.annotations if one.showarrow]
    assert len(names) == 8
    for side in ("left", "right"):
        heights = sorted(one.ay for one in names if one.xanchor == side)
        assert min(b - a for a, b in pairwise(heights)) > 0.06
    # Points within a percent and a half of each other take more of the figure than a thirtieth.
    left, right = figure.layout.xaxis.range
    assert right - left < 20


def test_names_stay_within_the_figure_as_long_as_they_fit_and_keep_their_order():
    assert apart([0.98, 0.97, 0.96], 0.1, (0.0, 1.0)) == [0.98, 0.88, 0.78]
    found = apart([0.03, 0.02, 0.01], 0.1, (0.0, 1.0))
    assert found == sorted(found, reverse=True)
    assert found[-1] >= 0.0
    assert found[0] < 0.25
    many = apart([0.5] * 30, 0.1, (0.0, 1.0))
    assert max(many) <= 1.0 + 1e-9
    assert min(many) >= -1e-9
