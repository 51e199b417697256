"""Totals of a round as one histogram a target grade, the lines drawn in: counts of applications, never a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor
from typing import Final

import plotly.graph_objects as go
from plotly.subplots import make_subplots

INK: Final = "#1b2430"
QUIET: Final = "#52606d"
LINE: Final = "#d5dbe1"
#: Below every line, above one, above two: lightness and hatching say it too, for whoever sees no colour.
FILLS: Final = ("#e9edf1", "#9db8d2", "#1f4e79")
HATCHES: Final = ("/", "", "")
_WIDTHS: Final = (Decimal(1), Decimal("0.5"), Decimal("0.25"), Decimal("0.1"))
_FACET, _AXIS = 170, 56


@dataclass(frozen=True, slots=True)
class Group:
    """The totals of the applications for one grade."""

    name: str
    totals: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A cut score: a total equal to it reaches the grade."""

    grade: str
    at: Decimal


@dataclass(frozen=True, slots=True)
class Bar:
    """How many totals lie from `low` up to, not including, `high`, and how many lines `low` reaches."""

    low: Decimal
    high: Decimal
    count: int
    lines: int


def bars(totals: Sequence[Decimal], lines: Sequence[Line]) -> tuple[Bar, ...]:
    """Return the bars of a histogram whose edges fall on the lines, so that no bar lies on both sides of one."""
    if not totals:
        return ()
    width = next((one for one in _WIDTHS if all(line.at % one == 0 for line in lines)), _WIDTHS[-1])
    first, last = floor(min(totals) / width), floor(max(totals) / width)
    counts = [0] * (last - first + 1)
    for total in totals:
        counts[floor(total / width) - first] += 1
    return tuple(
        Bar(low, low + width, count, sum(line.at <= low for line in lines))
        for place, count in enumerate(counts)
        for low in (width * (first + place),)
    )


def bands(totals: Sequence[Decimal], lines: Sequence[Line]) -> tuple[int, ...]:
    """Return how many totals reach none of the lines, the lowest alone, and so on."""
    reached = [sum(total >= line.at for line in lines) for total in totals]
    return tuple(reached.count(number) for number in range(len(lines) + 1))


def histogram(groups: Sequence[Group], lines: Sequence[Line], *, points: str, count: str, hover: str) -> go.Figure:
    """Return the figure.

    Parameters
    ----------
    groups : sequence of Group
        One part of the figure each, above each other on one axis of points.
    lines : sequence of Line
        Lowest first.
    points, count : str
        Names of the axes.
    hover : str
        Words of a bar, with fields ``low``, ``high``, ``count``.
    """
    figure = make_subplots(rows=len(groups), cols=1, shared_xaxes=True, vertical_spacing=0.16 / max(len(groups), 1))
    of_all = [total for group in groups for total in group.totals] + [line.at for line in lines]
    low, high = floor(min(of_all)) - 1, ceil(max(of_all)) + 1
    for row, group in enumerate(groups, start=1):
        found = [bar for bar in bars(group.totals, lines) if bar.count]
        kinds = [min(bar.lines, len(FILLS) - 1) for bar in found]
        figure.add_trace(
            go.Bar(
                x=[float(bar.low + bar.high) / 2 for bar in found],
                y=[bar.count for bar in found],
                width=[float(bar.high - bar.low) * 0.92 for bar in found],
                marker={
                    "color": [FILLS[kind] for kind in kinds],
                    "line": {"color": INK, "width": 0.6},
                    "pattern": {
                        "shape": [HATCHES[kind] for kind in kinds],
                        "fgcolor": QUIET,
                        "size": 6,
                        "solidity": 0.3,
                    },
                },
                hovertext=[hover.format(low=bar.low, high=bar.high, count=bar.count) for bar in found],
                hoverinfo="text",
            ),
            row=row,
            col=1,
        )
        for line in lines:
            figure.add_vline(x=float(line.at), line={"color": INK, "width": 1.5, "dash": "dash"}, row=row, col=1)
            figure.add_annotation(
                x=float(line.at),
                y=1,
                yref="y domain" if row == 1 else f"y{row} domain",
                text=f"{line.grade} {line.at}",
                showarrow=False,
                xanchor="left",
                yanchor="top",
                xshift=4,
                bgcolor="rgba(255,255,255,.85)",
                font={"size": 12, "color": INK},
                row=row,
                col=1,
            )
        figure.update_yaxes(
            title={"text": f"{group.name}<br>{count}", "font": {"size": 12, "color": QUIET}},
            gridcolor=LINE,
            rangemode="tozero",
            tickformat="d",
            # Half an application is no tick.
            **({"nticks": 4} if max((bar.count for bar in found), default=0) > 3 else {"dtick": 1}),
            row=row,
            col=1,
        )
    figure.update_xaxes(range=[low, high], showline=True, linecolor=QUIET, fixedrange=True, zeroline=False)
    figure.update_yaxes(fixedrange=True, zeroline=False)
    figure.update_xaxes(title={"text": points, "font": {"size": 12, "color": QUIET}}, row=len(groups), col=1)
    figure.update_layout(
        height=_FACET * len(groups) + _AXIS,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        showlegend=False,
        bargap=0,
        plot_bgcolor="rgba(0,0,0,0)",
        paper_bgcolor="rgba(0,0,0,0)",
    )
    return figure
