"""Bars to both sides of a middle line: how many went up, how many down, in each of several places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go

from dashboard.figures.totals import INK, QUIET

UP: Final = "#1f4e79"
DOWN: Final = "#e9edf1"
_ROW: Final = 26
_HEAD: Final = 44


@dataclass(frozen=True, slots=True)
class UpDown:
    """One place, and how many of it went which way."""

    name: str
    up: int
    down: int


def diverging(places: Sequence[UpDown], *, up: str, down: str) -> go.Figure:
    """Return a row for each place, in the order given: up to the right and filled, down to the left and hatched.

    Parameters
    ----------
    places : sequence of UpDown
    up, down : str
        Written above the two sides.
    """
    most = max((max(one.up, one.down) for one in places), default=0) or 1
    figure = go.Figure(
        [
            _bars(places, [-one.down for one in places], DOWN, "/"),
            _bars(places, [one.up for one in places], UP, ""),
        ]
    )
    for text, side in ((down, -1), (up, 1)):
        figure.add_annotation(
            x=side * most * 0.6, y=1, yref="paper", yanchor="bottom", text=text, showarrow=False, font={"color": QUIET}
        )
    figure.add_vline(x=0, line={"color": INK, "width": 1})
    figure.update_xaxes(visible=False, range=[-1.2 * most, 1.2 * most], fixedrange=True)
    figure.update_yaxes(autorange="reversed", fixedrange=True, tickfont={"color": INK, "size": 13}, showgrid=False)
    figure.update_layout(
        barmode="relative",
        bargap=0.3,
        height=_HEAD + _ROW * len(places),
        margin={"l": 0, "r": 0, "t": 28, "b": 4},
        showlegend=False,
        plot_bgcolor="rgba(0,0,0,0)",
        paper_bgcolor="rgba(0,0,0,0)",
    )
    return figure


def _bars(places: Sequence[UpDown], lengths: Sequence[int], fill: str, hatch: str) -> go.Bar:
    return go.Bar(
        y=[one.name for one in places],
        x=list(lengths),
        text=[str(abs(length)) if length else "" for length in lengths],
        textposition="outside",
        textfont={"color": INK, "size": 13},
        cliponaxis=False,
        orientation="h",
        hoverinfo="skip",
        marker={
            "color": fill,
            "line": {"color": INK, "width": 0.6},
            "pattern": {"shape": hatch, "fgcolor": QUIET, "size": 6, "solidity": 0.3},
        },
    )
