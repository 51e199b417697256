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
_FULL: Final = 100
_LINES: Final = 7
#: Of the points' width: room at either side for names, and where in it they stand. A width of less is none.
_BESIDE: Final = 0.4
_NAME_AT: Final = 0.45
_LEAST: Final = 5.0
#: Of the height: from one name to the next.
_APART: Final = 0.06


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
    """Return the points; those with findings bear their names, which stand beside them all and never on each other.

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
                    mode="markers",
                    name=name,
                    text=[one.name for one in of_kind],
                    marker={**_LOOKS[kind], "line": {"width": 2}},
                    hovertemplate="%{text}<extra></extra>",
                )
            )
    figure.add_hline(y=line, line={"color": QUIET, "width": 1.2, "dash": "dash"})
    figure.add_annotation(
        x=0, xref="x domain", xanchor="left", y=line, yanchor="top", text=line_text, showarrow=False,
        font={"size": 12, "color": QUIET},
    )  # fmt: skip
    low, high = min([0.0, *(one.rest for one in points)]) - 0.05, 1.02
    first = min((one.difficulty for one in points), default=50.0)
    last = max((one.difficulty for one in points), default=100.0)
    beside = max(_LEAST, last - first) * _BESIDE
    left, right = first - beside, max(last + beside, _FULL + 1 if last > _FULL - beside else 0)
    _name(figure, [one for one in points if one.kind != "none"], (first, last), beside, (low, high))
    steps = [float(tick) for tick in range(0, _FULL + 1, _step(right - left)) if left <= tick <= right]
    figure.update_xaxes(value_axis(x, left, right, ticksuffix="%", tickmode="array", tickvals=steps))
    figure.update_yaxes(value_axis(y, low, high, nticks=6))
    return framed(figure, height=400)


def _name(
    figure: go.Figure,
    named: Sequence[ItemPoint],
    cloud: tuple[float, float],
    beside: float,
    bounds: tuple[float, float],
) -> None:
    """Write names at both sides of the points, each with a line to its own: in the midst they would hide each other."""
    middle = (cloud[0] + cloud[1]) / 2
    for right in (False, True):
        here = sorted((one for one in named if (one.difficulty > middle) is right), key=lambda one: -one.rest)
        places = apart([one.rest for one in here], _APART * (bounds[1] - bounds[0]), bounds)
        for one, place in zip(here, places, strict=True):
            figure.add_annotation(
                x=one.difficulty, y=one.rest, text=one.name, showarrow=True, arrowhead=0, arrowwidth=1,
                arrowcolor=QUIET, axref="x", ayref="y", ay=place, standoff=5,
                ax=cloud[1] + beside * _NAME_AT if right else cloud[0] - beside * _NAME_AT,
                xanchor="left" if right else "right", font={"size": 12, "color": INK},
            )  # fmt: skip


def apart(values: Sequence[float], least: float, bounds: tuple[float, float]) -> list[float]:
    """Return places for names of `values`, which fall: near them, so far apart, within the bounds as long as they fit.

    Parameters
    ----------
    values : sequence of float
        From the highest to the lowest.
    least : float
        How far apart two names are at least; less where there are too many for the bounds.
    bounds : (float, float)
    """
    low, high = bounds
    least = min(least, (high - low) / max(len(values) - 1, 1))
    places: list[float] = []
    for value in values:
        places.append(min(value, places[-1] - least) if places else min(value, high))
    for at in range(len(places) - 1, -1, -1):
        floor = low if at == len(places) - 1 else places[at + 1] + least
        places[at] = max(places[at], floor)
    return places


def _step(width: float) -> int:
    """Return between which percents a line is drawn, so that there are three to seven."""
    return next((step for step in (1, 2, 5, 10) if width / step <= _LINES), 20)
