"""Coefficients over the number of experts: gaps stay gaps, the size that sat is marked, lines differ without colour."""

from __future__ import annotations

from dashboard.figures.curve import Course, by_size

WORDS = {"axis": "experts", "mark": "now"}


def test_undefined_values_stay_gaps():
    figure = by_size([1, 2, 3], [Course("phi", (None, 0.7, 0.8))], sat=None, wanted=0.8, **WORDS)
    assert list(figure.data[0].y) == [None, 0.7, 0.8]


def test_the_size_that_sat_and_the_wanted_value_are_drawn():
    figure = by_size([1, 2, 3], [Course("phi", (0.6, 0.7, 0.8))], sat=2.4, wanted=0.8, **WORDS)
    assert {(line.x0, line.y0) for line in figure.layout.shapes} >= {(2.4, 0)}
    assert any(line.y0 == line.y1 == 0.8 for line in figure.layout.shapes)
    assert figure.layout.annotations[0].text == "now"


def test_two_courses_differ_by_their_dash():
    courses = [Course("phi", (0.6,)), Course("g", (0.7,), dashed=True)]
    assert {one.line.dash for one in by_size([1], courses, sat=None, wanted=0.8, **WORDS).data} == {"solid", "dash"}
