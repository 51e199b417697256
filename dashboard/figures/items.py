"""Indicators as points: how high marks are against how far they tell better applications from worse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go

from dashboard.figures.regional_frame import NAVY, framed, value_axis
from dashboard.figures.totals import INK, QUIET

#: Shape and filling say what the words of the legend say, for whoever sees no colour.
_LOOKS: Final = {
    "none": {"symbol": "circle-open", "color": NAVY, "size": 9},
    "look": {"symbol": "diamond-open", "color": "#8a5a00", "size": 11},
    "sure": {"symbol": "x", "color": "#a3271b", "size": 11},
}
KINDS: Final = tuple(_LOOKS)


@dataclass(frozen=True, slots=True)
class ItemPoint:
    """An indicator: its mean share of full marks in percent, its item-rest correlation, and which of `KINDS` it is."""

    name: str
    difficulty: float
    rest: float
    kind: str


def item_points(
    points: Sequence[ItemPoint], *, x: str, y: str, kinds: Sequence[str], line: float, line_text: str
) -> go.Figure:
    """Return the points; those with findings bear their names.

    Parameters
    ----------
    points : sequence of ItemPoint
    x, y : str
        Names of the axes.
    kinds : sequence of str
        What each of `KINDS` is called.
    line : float
        The least correlation that is enough, with `line_text` at it.
    """
    figure = go.Figure()
    for kind, name in zip(KINDS, kinds, strict=True):
        of_kind = [one for one in points if one.kind == kind]
        if of_kind:
            figure.add_trace(
                go.Scatter(
                    x=[one.difficulty for one in of_kind],
                    y=[one.rest for one in of_kind],
                    mode="markers" if kind == "none" else "markers+text",
                    name=name,
                    text=[one.name for one in of_kind],
                    textposition="top center",
                    textfont={"size": 12, "color": INK},
                    marker={**_LOOKS[kind], "line": {"width": 2}},
                    hovertemplate="%{text}<extra></extra>",
                )
            )
    figure.add_hline(y=line, line={"color": QUIET, "width": 1.2, "dash": "dash"})
    figure.add_annotation(
        x=0, xref="x domain", xanchor="left", y=line, yanchor="top", text=line_text, showarrow=False,
        font={"size": 12, "color": QUIET},
    )  # fmt: skip
    low = min([0.0, *(one.rest for one in points)])
    left = min([50.0, *(one.difficulty - 5 for one in points)])
    figure.update_xaxes(value_axis(x, left, 102.0, ticksuffix="%", nticks=7))
    figure.update_yaxes(value_axis(y, low - 0.05, 1.02, nticks=6))
    return framed(figure, height=400)
