"""A tile grid: every region an equal square, roughly where it lies, with its numbers written in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import plotly.graph_objects as go

INK: Final = "#1b2430"
QUIET: Final = "#52606d"
LINE: Final = "#d5dbe1"
PAPER: Final = "#f4f6f8"
BAR: Final = "#1f4e79"
#: Below this denominator a percentage says more than it knows: only the two counts are written, and no bar is drawn.
PERCENT_FROM: Final = 10
_ROW_HEIGHT: Final = 88
_HALF: Final = 0.47
_BAR: Final = (0.36, 0.43)


@dataclass(frozen=True, slots=True)
class Tile:
    """A region: where it stands, counted from the north-west, and `count` of `of`; `hover` says the rest."""

    name: str
    column: int
    row: int
    group: str
    count: int
    of: int
    hover: str


def share_of(tile: Tile) -> float | None:
    """Return the share, ``None`` where the denominator is too small to print one."""
    return tile.count / tile.of if tile.of >= PERCENT_FROM else None


def denominator_text(tile: Tile) -> str:
    """Return what is written below the count: of how many, and the share where there is one."""
    share = share_of(tile)
    return f"/{tile.of}" if share is None else f"/{tile.of} · {share:.0%}"


def tile_grid(tiles: Sequence[Tile], *, none: str) -> go.Figure:
    """Return the grid: in each tile its name, its count, of how many, and the share as the length of a bar.

    Parameters
    ----------
    tiles : sequence of Tile
        No two in one place.
    none : str
        What is written instead of the denominator where nobody applied.
    """
    shapes = [shape for tile in tiles for shape in _shapes(tile)]
    lower = [denominator_text(tile) if tile.of else none for tile in tiles]
    columns, rows = [tile.column for tile in tiles], [tile.row for tile in tiles]
    figure = go.Figure(
        [
            _texts(tiles, [tile.name for tile in tiles], offset=-0.29, size=11),
            _texts(tiles, [str(tile.count) if tile.of else "" for tile in tiles], offset=-0.04, size=18),
            _texts(tiles, lower, offset=0.22, size=11),
        ]
    )
    for name, (column, row) in group_labels(tiles).items():
        figure.add_annotation(x=column, y=row, text=name, showarrow=False, font={"size": 13, "color": QUIET})
    figure.update_xaxes(visible=False, range=[min(columns) - 0.5, max(columns) + 0.5], fixedrange=True)
    figure.update_yaxes(visible=False, range=[max(rows) + 0.5, min(rows) - 0.5], fixedrange=True)
    figure.update_layout(
        shapes=shapes,
        height=_ROW_HEIGHT * (max(rows) - min(rows) + 1),
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        showlegend=False,
        plot_bgcolor="rgba(0,0,0,0)",
        paper_bgcolor="rgba(0,0,0,0)",
    )
    return figure


def group_labels(tiles: Sequence[Tile]) -> dict[str, tuple[int, int]]:
    """Return where the name of each group of tiles may stand, as `free_places` says."""
    return free_places([((tile.column, tile.row), tile.group) for tile in tiles])


def free_places(taken: Sequence[tuple[tuple[int, int], str]]) -> dict[str, tuple[int, int]]:
    """Return where the name of each group may stand: the first free place in a row that holds that group alone.

    A group without such a place gets no label; the table has its name all the same.

    Parameters
    ----------
    taken : sequence of ((int, int), str)
        Column and row of each tile, and its group.
    """
    places = {place for place, _ in taken}
    groups_in: dict[int, set[str]] = {}
    for (_, row), group in taken:
        groups_in.setdefault(row, set()).add(group)
    all_columns = [column for column, _ in places]
    columns = range(min(all_columns), max(all_columns) + 1) if all_columns else range(0)
    found: dict[str, tuple[int, int]] = {}
    for row, groups in sorted(groups_in.items()):
        free = [column for column in columns if (column, row) not in places]
        if len(groups) == 1 and free:
            found.setdefault(next(iter(groups)), (free[0], row))
    return found


def _texts(tiles: Sequence[Tile], texts: Sequence[str], *, offset: float, size: int) -> go.Scatter:
    return go.Scatter(
        x=[tile.column for tile in tiles],
        y=[tile.row + offset for tile in tiles],
        mode="text",
        text=list(texts),
        textfont={"size": size, "color": INK},
        hovertext=[tile.hover for tile in tiles],
        hoverinfo="text",
    )


def _shapes(tile: Tile) -> list[dict[str, Any]]:
    """Return the square of a tile and, where there is a share, its bar: from empty to the width of the tile."""
    top, bottom = (tile.row + edge for edge in _BAR)
    square = _rectangle(tile.column - _HALF, tile.column + _HALF, tile.row - _HALF, tile.row + _HALF, PAPER, LINE)
    share = share_of(tile)
    if share is None:
        return [square]
    left, right = tile.column - 0.4, tile.column + 0.4
    return [
        square,
        _rectangle(left, right, top, bottom, "#ffffff", QUIET),
        _rectangle(left, left + (right - left) * share, top, bottom, BAR, BAR),
    ]


def _rectangle(x0: float, x1: float, y0: float, y1: float, fill: str, line: str) -> dict[str, Any]:
    edge = {"color": line, "width": 1}
    return {"type": "rect", "x0": x0, "x1": x1, "y0": y0, "y1": y1, "fillcolor": fill, "line": edge, "layer": "below"}
