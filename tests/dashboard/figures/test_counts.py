"""Bars of counts: the numbers on them, told apart without colour, an axis that holds the highest."""

from __future__ import annotations

from dashboard.figures.counts import KINDS, Counted, bands

FOUND = [Counted("sure", 261, "strong"), Counted("likely", 117), Counted("unsure", 0, "weak")]


def test_every_band_has_its_count_written_on_it_in_the_order_given():
    (bar,) = bands(FOUND, count="n").data
    assert list(bar.x) == ["sure", "likely", "unsure"]
    assert list(bar.y) == [261, 117, 0]
    assert list(bar.text) == ["261", "117", "0"]


def test_kinds_differ_in_lightness_or_hatching():
    assert len(set(KINDS.values())) == len(KINDS)


def test_the_axis_leaves_room_above_the_highest_and_nothing_at_all_still_has_an_axis():
    assert bands(FOUND, count="n").layout.yaxis.range[1] > 261
    assert bands([Counted("a", 0)], count="n").layout.yaxis.range[1] > 0
