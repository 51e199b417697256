"""Values with their intervals, a row each: a mark and whiskers, a second mark, and the counts written beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from textwrap import wrap
from typing import Any, Final

import plotly.graph_objects as go

from dashboard.figures.regional_frame import FONT, NAVY, ROW, framed, name_axis, value_axis
from dashboard.figures.totals import INK, QUIET

#: By group, the highest first; the words below name each by its number.
SYMBOLS: Final = ("circle", "square", "diamond", "triangle-up", "cross")
#: Letters of a name on a line: a longer one in Latin letters breaks between words, so that a phone keeps the figure.
_LETTERS: Final = 22
#: Room at both ends of the axis, as a share of it, for half a mark.
_BESIDE: Final = 0.03
_TWO_LINES: Final = 36
_BREAK: Final = "<br>"


@dataclass(frozen=True, slots=True)
class Span:
    """A row: its value with limits, a `second` mark, its `text` at the right. ``None`` is drawn as nothing."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    text: str
    second: float | None = None
    symbol: str = SYMBOLS[0]


def spans(
    rows: Sequence[Span],
    *,
    axis: str,
    first: str,
    second: str = "",
    bounds: tuple[float, float] | None = (0.0, 100.0),
    line: float | None = None,
    line_text: str = "",
) -> go.Figure:
    """Return the rows, from above in the order given.

    Parameters
    ----------
    rows : sequence of Span
    axis, first, second : str
        Names of the axis of values, of the mark with whiskers and of the second mark.
    bounds : (float, float), optional
        Of the axis; one from 0 to 100 begins at the tens below the lowest limit. Without it, as far to both sides of 0
        as the rows need.
    line : float, optional
        A value held against, with `line_text` at it.
    """
    low, high = bounds or _around_nothing(rows)
    if bounds == (0.0, 100.0):
        low = _tens_below(rows)
    beside = (high - low) * _BESIDE
    names = [_BREAK.join(wrap(row.name, _LETTERS, break_long_words=False)) for row in rows]
    places = list(range(len(rows)))
    figure = go.Figure()
    figure.add_trace(
        go.Scatter(
            x=[row.value for row in rows],
            y=places,
            mode="markers",
            name=first,
            marker={"color": NAVY, "size": 10, "symbol": [row.symbol for row in rows]},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [_length(row.value, row.high) for row in rows],
                "arrayminus": [_length(row.low, row.value) for row in rows],
                "color": NAVY,
                "thickness": 1.4,
                "width": 4,
            },
            hoverinfo="skip",
        )
    )
    if any(row.second is not None for row in rows):
        figure.add_trace(
            go.Scatter(
                x=[row.second for row in rows],
                y=places,
                mode="markers",
                name=second,
                marker={"color": INK, "size": 12, "symbol": "line-ns-open", "line": {"width": 2.5, "color": INK}},
                hoverinfo="skip",
            )
        )
    figure.add_trace(go.Scatter(x=[None], y=[None], yaxis="y2", hoverinfo="skip", showlegend=False))
    if line is not None:
        figure.add_vline(x=line, line={"color": QUIET, "width": 1.2, "dash": "dash"})
        if line_text:
            figure.add_annotation(
                x=line, y=1, yref="y domain", yanchor="bottom", text=line_text, showarrow=False,
                font={"size": 12, "color": QUIET},
            )  # fmt: skip
    ticks = {"tickmode": "array", "tickvals": _shares_from(low)} if bounds == (0.0, 100.0) else {"nticks": 7}
    figure.update_xaxes(value_axis(axis, low - beside, high + beside, **ticks))
    figure.update_layout(yaxis=name_axis(names), yaxis2=_text_axis(rows))
    height = _TWO_LINES if any(_BREAK in name for name in names) else ROW
    return framed(figure, height=height * max(len(rows), 2) + 126)


def _text_axis(rows: Sequence[Span]) -> dict[str, Any]:
    """Return the texts at the right as an axis of their own: it takes as much room as the longest needs."""
    return {
        **name_axis([row.text for row in rows]),
        "overlaying": "y",
        "side": "right",
        "tickfont": FONT,
    }


def _length(low: float | None, high: float | None) -> float | None:
    return None if low is None or high is None else max(high - low, 0.0)


def _tens_below(rows: Sequence[Span]) -> float:
    """Return where an axis of shares begins: an interval is read by its ends, not by its distance from 0."""
    seen = [value for row in rows for value in (row.low, row.value, row.second) if value is not None]
    return max(0.0, min(10.0 * floor(min(seen, default=0.0) / 10.0), 90.0))


def _shares_from(low: float) -> list[float]:
    step = 20 if low < 40 else 10
    return [float(tick) for tick in range(0, 101, step) if tick >= low]


def _around_nothing(rows: Sequence[Span]) -> tuple[float, float]:
    seen = [abs(value) for row in rows for value in (row.low, row.value, row.high) if value is not None]
    most = 5.0 * ceil(max(seen, default=5.0) / 5.0)
    return -max(most, 5.0), max(most, 5.0)
