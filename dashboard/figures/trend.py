"""Small multiples: one small chart a region, one stacked bar a round, the total written above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go
from plotly.subplots import make_subplots

INK: Final = "#1b2430"
#: From the first series up: told apart by pattern as well as by colour.
LOOKS: Final = (("#1f4e79", ""), ("#7fa6cc", "/"), ("#dbe6f0", "."))


@dataclass(frozen=True, slots=True)
class RegionTrend:
    """A region and, by series, its count in each round; ``None`` where it is not known yet."""

    name: str
    group: str
    counts: Mapping[str, Sequence[int | None]]

    def totals(self) -> list[int]:
        """Return what is known of each round, added up."""
        return [sum(count or 0 for count in of_round) for of_round in zip(*self.counts.values(), strict=True)]


def small_multiples(regions: Sequence[RegionTrend], rounds: Sequence[str]) -> go.Figure:
    """Return the charts, a column for each group of regions, all on one scale.

    Parameters
    ----------
    regions : sequence of RegionTrend
        With the same series each, at most as many as there are looks.
    rounds : sequence of str
        What is written below each bar.
    """
    groups = list(dict.fromkeys(region.group for region in regions))
    by_group = {name: [region for region in regions if region.group == name] for name in groups}
    depth = max(len(members) for members in by_group.values())
    places = [by_group[name][row] if row < len(by_group[name]) else None for row in range(depth) for name in groups]
    figure = make_subplots(
        rows=depth,
        cols=len(groups),
        shared_yaxes="all",
        subplot_titles=["" if region is None else region.name for region in places],
        column_titles=groups,
        horizontal_spacing=0.04,
        vertical_spacing=0.45 / depth,
    )
    top = max((max(region.totals(), default=0) for region in regions), default=0)
    for place, region in enumerate(places):
        row, column = place // len(groups) + 1, place % len(groups) + 1
        if region is None:
            figure.update_xaxes(visible=False, row=row, col=column)
        else:
            _add(figure, region, rounds, row=row, column=column, legend=place == 0)
    figure.update_xaxes(type="category", tickfont={"size": 10}, fixedrange=True, showgrid=False)
    figure.update_yaxes(visible=False, range=[0, top * 1.3 + 1], fixedrange=True)
    figure.update_annotations(font={"size": 12, "color": INK})
    # The names of the groups stand above the first row's names.
    for note in figure.layout.annotations:
        if note.text in groups:
            note.update(yshift=24, text=f"<b>{note.text}</b>")
    figure.update_layout(
        barmode="stack",
        bargap=0.25,
        height=128 * depth + 70,
        margin={"l": 0, "r": 0, "t": 84, "b": 20},
        legend={"orientation": "h", "x": 0, "y": 1, "yref": "container", "yanchor": "top", "traceorder": "normal"},
        plot_bgcolor="rgba(0,0,0,0)",
        paper_bgcolor="rgba(0,0,0,0)",
    )
    return figure


def _pattern(shape: str) -> dict[str, object]:
    return {"shape": shape, "fillmode": "overlay", "fgcolor": INK, "fgopacity": 0.55, "size": 5, "solidity": 0.15}


def _add(figure: go.Figure, region: RegionTrend, rounds: Sequence[str], *, row: int, column: int, legend: bool) -> None:
    for (series, counts), (colour, pattern) in zip(region.counts.items(), LOOKS, strict=False):
        bar = go.Bar(
            x=list(rounds),
            y=list(counts),
            name=series,
            legendgroup=series,
            showlegend=legend,
            marker={"color": colour, "line": {"color": INK, "width": 0.5}, "pattern": _pattern(pattern)},
            hovertemplate=f"{region.name} %{{x}}<br>{series} %{{y}}<extra></extra>",
        )
        figure.add_trace(bar, row=row, col=column)
    totals = region.totals()
    label = go.Scatter(
        x=list(rounds),
        y=totals,
        mode="text",
        text=[str(total) for total in totals],
        textposition="top center",
        textfont={"size": 10, "color": INK},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
    )
    figure.add_trace(label, row=row, col=column)
