"""Figures of the regional analysis: the numbers given are the numbers drawn, in order, and what is undefined is not."""

from __future__ import annotations

import pytest

from dashboard.figures.regional_ends import LEAST_WRITTEN, LOOKS, Staircase, staircases
from dashboard.figures.regional_funnel import Dot, Limit, funnel
from dashboard.figures.regional_pairs import Pair, pairs
from dashboard.figures.regional_spans import Span, spans

ROWS = (
    Span("B", 87.5, 62.0, 96.0, "7/8", second=80.0),
    Span("A", None, None, None, "0"),
    Span("C", 100.0, 70.0, 100.0, "9/9", second=90.0, symbol="square"),
)


def test_a_row_is_drawn_with_its_limits_its_second_mark_and_its_counts() -> None:
    figure = spans(ROWS, axis="x", first="rate", second="shrunk", line=90.0, line_text="all")
    rates, shrunk, _ = figure.data
    assert list(rates.x) == [87.5, None, 100.0]
    assert list(rates.error_x.array) == [8.5, None, 0.0]
    assert list(rates.error_x.arrayminus) == [25.5, None, 30.0]
    assert list(rates.marker.symbol) == ["circle", "circle", "square"]
    assert list(shrunk.x) == [80.0, None, 90.0]
    # An axis of their own: whatever its length, each is seen to its end.
    assert list(figure.layout.yaxis2.ticktext) == ["7/8", "0", "9/9"]
    assert figure.layout.yaxis2.automargin
    assert figure.layout.yaxis2.range == figure.layout.yaxis.range
    # In the order given, from above, and never by rate.
    assert list(figure.layout.yaxis.ticktext) == ["B", "A", "C"]
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]
    assert figure.layout.shapes[0].x0 == 90.0


def test_an_axis_of_shares_holds_every_limit_and_says_nothing_of_a_missing_mark() -> None:
    figure = spans(ROWS[:1], axis="x", first="rate")
    assert figure.layout.xaxis.range[0] <= 60.0
    assert figure.layout.xaxis.tickvals[0] == 60.0
    empty = spans((ROWS[1],), axis="x", first="rate", second="shrunk")
    assert [trace.name for trace in empty.data] == ["rate", None]


def test_a_long_name_breaks_between_words_and_gets_room() -> None:
    short, long = (spans((Span(name, 50.0, 40.0, 60.0, "1"),), axis="x", first="rate") for name in ("A", "step " * 7))
    (name,) = long.layout.yaxis.ticktext
    assert max(map(len, name.split("<br>"))) <= 22
    assert name.replace("<br>", " ") == ("step " * 7).strip()
    assert long.layout.height > short.layout.height


def test_changes_lie_around_nothing() -> None:
    figure = spans((Span("A", -12.0, -31.0, 4.0, "q"),), axis="x", first="change", bounds=None, line=0.0)
    low, high = figure.layout.xaxis.range
    assert low < -31.0
    assert high > 31.0


def test_who_lies_outside_is_named_and_looks_otherwise() -> None:
    dots = [Dot(f"G{at}", 10 + at, 50.0 + 3 * at, 0) for at in range(25)] + [Dot("out", 90, 5.0, -2)]
    limits = [Limit("95", [1.0, 2.0], [99.0, 98.0], "dash")]
    figure = funnel(dots, [10, 90], limits, target=60.0, target_text="all", x_axis="n", y_axis="%", dots_name="groups")
    low, high, drawn = figure.data
    assert (list(low.y), list(high.y)) == ([1.0, 2.0], [99.0, 98.0])
    assert sorted(zip(drawn.x, drawn.y, strict=True)) == sorted((dot.cases, dot.rate) for dot in dots)
    assert [text for text in drawn.text if text] == ["out"]
    assert drawn.marker.symbol[-1] != drawn.marker.symbol[0]


def test_names_of_dots_in_one_place_stand_side_by_side() -> None:
    dots = [Dot("A", 40, 88.0, 0), Dot("B", 40, 88.4, 0), Dot("C", 10, 50.0, 0)]
    figure = funnel(dots, [10, 40], [], target=60.0, target_text="", x_axis="n", y_axis="%", dots_name="groups")
    assert sorted(text for text in figure.data[-1].text if text) == ["A · B", "C"]


def test_two_shares_a_row_are_joined() -> None:
    figure = pairs((Pair("A", 10.0, 14.0, "+4"), Pair("B", 90.0, 86.0, "-4")), axis="%", before="asked", after="got")
    line, before, after, texts = figure.data
    assert list(line.x) == [10.0, 14.0, None, 90.0, 86.0, None]
    assert (list(before.x), list(after.x)) == ([10.0, 90.0], [14.0, 86.0])
    assert before.marker.symbol != after.marker.symbol
    assert list(texts.text) == ["+4", "-4"]


def test_a_staircase_is_stacked_to_a_hundred_and_writes_what_has_room() -> None:
    shares = {"valid": [96.0, 40.0, None], "expired": [0.0, 55.0, None], "revoked": [4.0, 5.0, None]}
    figure = staircases([Staircase("AA", (1, 2, 3), shares)], axis="years", share="%")
    assert figure.layout.barmode == "stack"
    assert [sum(bar.y[at] for bar in figure.data) for at in (0, 1)] == [100.0, 100.0]
    assert all(bar.y[2] is None for bar in figure.data)
    assert [list(bar.text) for bar in figure.data] == [["96", "40", ""], ["", "55", ""], ["", "", ""]]
    assert pytest.approx(LEAST_WRITTEN) == 6.0
    # No two parts look alike without colour: fill and pattern together differ.
    assert len({(fill, pattern) for fill, pattern, _ in LOOKS}) == len(LOOKS)
