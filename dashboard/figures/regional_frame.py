"""What every chart of the regional analysis has: quiet axes, no zoom, a legend above, room for labels at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import plotly.graph_objects as go

from dashboard.figures.totals import INK, LINE, QUIET

NAVY: Final = "#1f4e79"
FONT: Final = {"color": INK, "size": 12}
ROW: Final = 27


def framed(figure: go.Figure, *, height: int) -> go.Figure:
    """Give a figure the look of all of them.

    Parameters
    ----------
    figure : Figure
    height : int
        In pixels.
    """
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 44, "b": 8},
        legend={"orientation": "h", "x": 0, "y": 1, "yref": "container", "yanchor": "top", "traceorder": "normal"},
        plot_bgcolor="rgba(0,0,0,0)",
        paper_bgcolor="rgba(0,0,0,0)",
        font=FONT,
        hoverlabel={"font": FONT},
    )
    return figure


def value_axis(title: str, low: float, high: float, **more: Any) -> dict[str, Any]:
    """Return an axis of values from `low` to `high`."""
    return {
        "title": {"text": title, "font": {"size": 12, "color": QUIET}},
        "range": [low, high],
        "gridcolor": LINE,
        "zeroline": False,
        "fixedrange": True,
        **more,
    }


def name_axis(names: Sequence[str]) -> dict[str, Any]:
    """Return an axis of names from above in the order given; places are 0, 1, … so that two may be called alike."""
    places = list(range(len(names)))
    return {
        "tickmode": "array",
        "tickvals": places,
        "ticktext": list(names),
        "tickfont": {"color": INK, "size": 12},
        "range": [len(names) - 0.4, -0.6],
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
    }
