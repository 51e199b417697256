"""Tiles say their numbers in text, a share only where the denominator carries one; groups stand beside their rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.figures.tiles import PERCENT_FROM, Tile, denominator_text, group_labels, share_of, tile_grid
from indicators.regions import read_regions

NANJING = Tile("南京", 1, 3, "苏南", 12, 40, "南京：12/40")


def grid() -> list[Tile]:
    regions = read_regions().prefectures()
    return [
        Tile(one.name, one.tile[0], one.tile[1], str(one.area_group), 3, 10 + n, one.name)
        for n, one in enumerate(regions)
        if one.tile is not None
    ]


def test_a_tile_says_count_denominator_and_share() -> None:
    assert (share_of(NANJING), denominator_text(NANJING)) == (0.3, "/40 · 30%")


@pytest.mark.parametrize(("of", "written"), [(PERCENT_FROM - 1, f"/{PERCENT_FROM - 1}"), (PERCENT_FROM, "/10 · 50%")])
def test_a_tiny_denominator_gets_no_percentage(of: int, written: str) -> None:
    assert denominator_text(replace(NANJING, count=5, of=of)) == written


def test_every_number_of_the_thirteen_stands_in_the_figure_as_text() -> None:
    figure = tile_grid(grid(), none="无申报")
    names, counts, lower = (trace.text for trace in figure.data)
    assert len(names) == 13
    assert set(counts) == {"3"}
    assert lower[0] == "/10 · 30%"
    assert {trace.mode for trace in figure.data} == {"text"}


def test_the_bar_is_as_long_as_the_share() -> None:
    square, track, bar = tile_grid([NANJING], none="无申报").layout.shapes
    assert (bar.x1 - bar.x0) / (track.x1 - track.x0) == pytest.approx(0.3)
    assert square.x0 < track.x0
    assert len(tile_grid([replace(NANJING, count=2, of=5)], none="无申报").layout.shapes) == 1


def test_where_nobody_applied_no_number_is_written() -> None:
    _, counts, lower = (trace.text for trace in tile_grid([replace(NANJING, count=0, of=0)], none="无申报").data)
    assert (counts[0], lower[0]) == ("", "无申报")


def test_groups_stand_in_free_places_of_rows_of_their_own() -> None:
    labels = group_labels(grid())
    assert set(labels) == {"苏北", "苏中", "苏南"}
    assert not set(labels.values()) & {(tile.column, tile.row) for tile in grid()}
    assert group_labels([NANJING]) == {}
