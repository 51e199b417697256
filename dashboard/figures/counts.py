"""Counts in bands as bars side by side: how many, never who."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go

from dashboard.figures.totals import INK, LINE, QUIET

#: Lightness and hatching say the same as the words below the bars, for whoever sees no colour.
KINDS: Final = {
    "strong": ("#1f4e79", ""),
    "plain": ("#9db8d2", ""),
    "weak": ("#e9edf1", "/"),
}


@dataclass(frozen=True, slots=True)
class Counted:
    """One band: its words, how many stand in it, and how it is filled."""

    label: str
    count: int
    kind: str = "plain"


def bands(found: Sequence[Counted], *, count: str, axis: str = "", height: int = 230) -> go.Figure:
    """Return bars, one a band, in the order given.

    Parameters
    ----------
    found : sequence of Counted
    count, axis : str
        Names of the axes; `axis` may be empty where the labels say it.
    height : int
        In pixels.
    """
    figure = go.Figure(
        go.Bar(
            x=[one.label for one in found],
            y=[one.count for one in found],
            text=[str(one.count) for one in found],
            textposition="outside",
            cliponaxis=False,
            hoverinfo="skip",
            marker={
                "color": [KINDS[one.kind][0] for one in found],
                "line": {"color": INK, "width": 0.6},
                "pattern": {
                    "shape": [KINDS[one.kind][1] for one in found],
                    "fgcolor": QUIET,
                    "size": 6,
                    "solidity": 0.3,
                },
            },
        )
    )
    most = max((one.count for one in found), default=0)
    figure.update_xaxes(
        type="category", showline=True, linecolor=QUIET, fixedrange=True, title=axis or None, tickangle=0
    )
    figure.update_yaxes(
        title={"text": count, "font": {"size": 12, "color": QUIET}},
        range=[0, max(most * 1.2, 1)],
        gridcolor=LINE,
        tickformat="d",
        fixedrange=True,
        zeroline=False,
        **({"nticks": 4} if most > 3 else {"dtick": 1}),
    )
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 12, "b": 8},
        showlegend=False,
        bargap=0.35,
        plot_bgcolor="rgba(0,0,0,0)",
        paper_bgcolor="rgba(0,0,0,0)",
        font={"color": INK},
    )
    return figure
