"""Two shares a row, joined by a line: what somebody has of all that was asked for, and of all that was given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import plotly.graph_objects as go

from dashboard.figures.regional_frame import NAVY, ROW, framed, name_axis, value_axis
from dashboard.figures.totals import INK, QUIET


@dataclass(frozen=True, slots=True)
class Pair:
    """A row: two shares in percent, and what is written at the right."""

    name: str
    before: float
    after: float
    text: str


def pairs(rows: Sequence[Pair], *, axis: str, before: str, after: str) -> go.Figure:
    """Return the rows from above in the order given; `before` is drawn hollow, `after` filled.

    Parameters
    ----------
    rows : sequence of Pair
    axis, before, after : str
        Names of the axis and of the two marks.
    """
    places = list(range(len(rows)))
    most = 5.0 * ceil(max((max(row.before, row.after) for row in rows), default=5.0) / 5.0)
    figure = go.Figure()
    joined: list[float | None] = []
    at: list[float | None] = []
    for place, row in zip(places, rows, strict=True):
        joined += [row.before, row.after, None]
        at += [place, place, None]
    figure.add_trace(
        go.Scatter(x=joined, y=at, mode="lines", line={"color": QUIET, "width": 2}, hoverinfo="skip", showlegend=False)
    )
    for name, values, symbol, colour in (
        (before, [row.before for row in rows], "circle-open", INK),
        (after, [row.after for row in rows], "diamond", NAVY),
    ):
        figure.add_trace(
            go.Scatter(
                x=values,
                y=places,
                mode="markers",
                name=name,
                marker={"symbol": symbol, "size": 11, "color": colour, "line": {"width": 1.8}},
                hoverinfo="skip",
            )
        )
    figure.add_trace(
        go.Scatter(
            x=[most * 1.03] * len(rows),
            y=places,
            mode="text",
            text=[row.text for row in rows],
            textposition="middle right",
            textfont={"size": 12, "color": INK},
            cliponaxis=False,
            hoverinfo="skip",
            showlegend=False,
        )
    )
    figure.update_xaxes(value_axis(axis, 0.0, most * 1.22, dtick=5))
    figure.update_yaxes(name_axis([row.name for row in rows]))
    return framed(figure, height=ROW * max(len(rows), 2) + 126)
