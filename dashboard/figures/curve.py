"""What a panel of any size is worth: a coefficient over the number of experts, with the size that sat marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.figures.totals import INK, LINE, QUIET


@dataclass(frozen=True, slots=True)
class Course:
    """One coefficient over the sizes; solid or dashed, so that colour need not tell them apart."""

    name: str
    values: tuple[float | None, ...]
    dashed: bool = False


def by_size(
    sizes: Sequence[int], courses: Sequence[Course], *, sat: float | None, wanted: float, axis: str, mark: str
) -> go.Figure:
    """Return the curves.

    Parameters
    ----------
    sizes : sequence of int
        Numbers of experts.
    courses : sequence of Course
        As many values as sizes each; ``None`` where undefined.
    sat : float, optional
        How many experts an application met on average; marked by a line and the words `mark`.
    wanted : float
        The coefficient that is usually asked for; drawn as a dotted line.
    axis : str
        Name of the axis of sizes.
    """
    figure = go.Figure()
    for course, colour in zip(courses, (INK, "#1f4e79"), strict=False):
        figure.add_trace(
            go.Scatter(
                x=list(sizes),
                y=list(course.values),
                mode="lines+markers",
                name=course.name,
                line={"color": colour, "width": 2, "dash": "dash" if course.dashed else "solid"},
                marker={"size": 5},
                hovertemplate="%{x}: %{y:.3f}<extra></extra>",
            )
        )
    figure.add_hline(y=wanted, line={"color": QUIET, "width": 1, "dash": "dot"})
    if sat is not None:
        figure.add_vline(x=sat, line={"color": INK, "width": 1, "dash": "dash"})
        figure.add_annotation(
            x=sat, y=0.02, yref="y domain", text=mark, showarrow=False, xanchor="left", xshift=4,
            bgcolor="rgba(255,255,255,.85)", font={"size": 12, "color": INK},
        )  # fmt: skip
    figure.update_xaxes(
        title={"text": axis, "font": {"size": 12, "color": QUIET}}, dtick=2, showline=True, linecolor=QUIET,
        fixedrange=True, gridcolor=LINE,
    )  # fmt: skip
    figure.update_yaxes(range=[0, 1.02], gridcolor=LINE, fixedrange=True, zeroline=False)
    figure.update_layout(
        height=280,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        legend={"orientation": "h", "y": 1.12, "x": 0},
        plot_bgcolor="rgba(0,0,0,0)",
        paper_bgcolor="rgba(0,0,0,0)",
        font={"color": INK},
    )
    return figure
