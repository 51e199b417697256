"""The funnel: rate against number of cases, with limits that narrow as cases grow; whoever lies outside is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go

from dashboard.figures.regional_frame import NAVY, framed, value_axis
from dashboard.figures.totals import INK, LINE, QUIET

_POSITIONS: Final = ("top center", "bottom center")
#: More names than these would lie over one another: then only those outside are written.
NAMED: Final = 20
#: Names of dots this near to each other, of the width and in percent, would lie over one another.
_NEAR: Final = 0.06
_NEAR_POINTS: Final = 1.5
_SYMBOLS: Final = {0: "circle", 1: "diamond", 2: "star"}


@dataclass(frozen=True, slots=True)
class Dot:
    """One region: how many cases, its rate in percent, and how far outside: 0, 1 or 2, below or above."""

    name: str
    cases: int
    rate: float
    outside: int


@dataclass(frozen=True, slots=True)
class Limit:
    """A pair of limits in percent over the numbers of cases, its name, and how it is dashed."""

    name: str
    low: Sequence[float]
    high: Sequence[float]
    dash: str


def funnel(
    dots: Sequence[Dot],
    cases: Sequence[int],
    limits: Sequence[Limit],
    *,
    target: float,
    target_text: str,
    x_axis: str,
    y_axis: str,
    dots_name: str,
) -> go.Figure:
    """Return the funnel.

    Parameters
    ----------
    dots : sequence of Dot
    cases : sequence of int
        At which the limits are given.
    limits : sequence of Limit
    target : float
        What is held against, in percent.
    target_text, x_axis, y_axis, dots_name : str
    """
    figure = go.Figure()
    for limit in limits:
        for side, values in enumerate((limit.low, limit.high)):
            figure.add_trace(
                go.Scatter(
                    x=list(cases),
                    y=list(values),
                    mode="lines",
                    name=limit.name,
                    showlegend=side == 0,
                    legendgroup=limit.name,
                    line={"color": QUIET, "width": 1.4, "dash": limit.dash},
                    hoverinfo="skip",
                )
            )
    figure.add_hline(y=target, line={"color": INK, "width": 1})
    figure.add_annotation(
        x=1, xref="x domain", xanchor="right", y=target, yanchor="bottom", text=target_text, showarrow=False,
        font={"size": 12, "color": QUIET}, bgcolor="rgba(255,255,255,.85)",
    )  # fmt: skip
    ordered = sorted(dots, key=lambda dot: (dot.cases, dot.rate))
    figure.add_trace(
        go.Scatter(
            x=[dot.cases for dot in ordered],
            y=[dot.rate for dot in ordered],
            mode="markers+text",
            name=dots_name,
            text=_labels(ordered, named=len(dots) <= NAMED),
            textposition=[_POSITIONS[at % len(_POSITIONS)] for at in range(len(ordered))],
            textfont={"size": 11, "color": INK},
            marker={
                "size": [8 + 3 * abs(dot.outside) for dot in ordered],
                "symbol": [_SYMBOLS[abs(dot.outside)] for dot in ordered],
                "color": NAVY,
                "line": {"color": "#ffffff", "width": 1},
            },
            cliponaxis=False,
            hovertext=[f"{dot.name} {dot.rate:.1f} % / {dot.cases}" for dot in ordered],
            hoverinfo="text",
        )
    )
    lowest = min((value for limit in limits for value in limit.low), default=0.0)
    lowest = min([lowest, *(dot.rate for dot in dots)])
    figure.update_xaxes(
        value_axis(x_axis, min(cases, default=0) - 2, max(cases, default=1) + 2, showline=True, linecolor=QUIET)
    )
    figure.update_yaxes(value_axis(y_axis, max(-3.0, lowest - 8.0), 105.0, gridcolor=LINE))
    return framed(figure, height=460)


def _labels(ordered: Sequence[Dot], *, named: bool) -> list[str]:
    """Return what is written at each dot; of those nearly in one place the first has the names of all."""
    written = [""] * len(ordered)
    width = max((dot.cases for dot in ordered), default=0) - min((dot.cases for dot in ordered), default=0)
    first: list[int] = []
    for at, dot in enumerate(ordered):
        if not (named or dot.outside):
            continue
        near = next((one for one in first if _near(ordered[one], dot, width)), None)
        if near is None:
            first.append(at)
            written[at] = dot.name
        else:
            written[near] += f" · {dot.name}"
    return written


def _near(one: Dot, other: Dot, width: int) -> bool:
    return abs(one.cases - other.cases) <= _NEAR * width and abs(one.rate - other.rate) <= _NEAR_POINTS
