"""What became of grades: for each grade one staircase of stacked shares, a step a year, told apart by pattern."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard.figures.regional_frame import framed
from dashboard.figures.totals import INK, LINE, QUIET

#: Fill, pattern and colour of what is written in it, from the ground up.
LOOKS: Final = (("#1f4e79", "", "#ffffff"), ("#dbe6f0", "", INK), ("#ffffff", "x", INK), ("#ffffff", "/", INK))
#: Lower parts have no room for their number; the table has it.
LEAST_WRITTEN: Final = 6.0
_PANEL: Final = 190


@dataclass(frozen=True, slots=True)
class Staircase:
    """One grade: in each year the shares in percent by end, from the ground up; ``None`` where not known yet."""

    name: str
    years: Sequence[int]
    shares: Mapping[str, Sequence[float | None]]


def staircases(found: Sequence[Staircase], *, axis: str, share: str) -> go.Figure:
    """Return a panel a grade, below one another, on one axis of years.

    Parameters
    ----------
    found : sequence of Staircase
        At least one, all with the same ends.
    axis, share : str
        Names of the axes.
    """
    figure = make_subplots(
        rows=len(found),
        cols=1,
        shared_xaxes=True,
        vertical_spacing=0.24 / len(found),
        subplot_titles=[one.name for one in found],
    )
    for row, one in enumerate(found, start=1):
        for (end, shares), (fill, pattern, ink) in zip(one.shares.items(), LOOKS, strict=False):
            figure.add_trace(
                go.Bar(
                    x=list(one.years),
                    y=list(shares),
                    name=end,
                    legendgroup=end,
                    showlegend=row == 1,
                    text=[_written(value) for value in shares],
                    textposition="inside",
                    insidetextanchor="middle",
                    textangle=0,
                    textfont={"color": ink, "size": 12},
                    constraintext="none",
                    marker={
                        "color": fill,
                        "line": {"color": INK, "width": 0.8},
                        "pattern": {"shape": pattern, "fgcolor": QUIET, "bgcolor": fill, "size": 7, "solidity": 0.12},
                    },
                    hoverinfo="skip",
                ),
                row=row,
                col=1,
            )
    figure.update_layout(barmode="stack", bargap=0.0)
    figure.update_xaxes(dtick=1, fixedrange=True, showticklabels=True)
    figure.update_xaxes(title={"text": axis, "font": {"size": 12, "color": QUIET}}, row=len(found), col=1)
    figure.update_yaxes(range=[0, 100], tickvals=[0, 50, 100], gridcolor=LINE, fixedrange=True, zeroline=False)
    figure.update_yaxes(title={"text": share, "font": {"size": 12, "color": QUIET}}, row=1, col=1)
    figure.update_annotations(font={"size": 13, "color": INK}, x=0, xanchor="left")
    framed(figure, height=_PANEL * len(found) + 90)
    figure.update_layout(margin={"t": 64})
    return figure


def _written(value: float | None) -> str:
    return "" if value is None or value < LEAST_WRITTEN else f"{value:.0f}"
