"""Small multiples: one small chart a region, one stacked bar a round, the total written above it.

All charts are drawn on one pair of axes, each moved to its place: seven traces in all, where a pair of axes for every
region would cost half a second on each run of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go

INK: Final = "#1b2430"
QUIET: Final = "#52606d"
#: From the first series up: told apart by pattern as well as by colour.
LOOKS: Final = (("#1f4e79", ""), ("#7fa6cc", "/"), ("#dbe6f0", "."))
#: A chart is one unit high, its tallest bar this much of it; the rest is for total, name and rounds.
_TALLEST: Final = 0.5
_TOTAL, _NAME, _ROUND = 0.05, 0.72, -0.09
_ROW_HEIGHT: Final = 125


@dataclass(frozen=True, slots=True)
class RegionTrend:
    """A region and, by series, its count in each round; ``None`` where it is not known yet."""

    name: str
    group: str
    counts: Mapping[str, Sequence[int | None]]

    def totals(self) -> list[int]:
        """Return what is known of each round, added up."""
        return [sum(count or 0 for count in of_round) for of_round in zip(*self.counts.values(), strict=True)]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the chart of a region stands: the first bar's centre, and the ground of its bars."""

    left: float
    ground: float


def places(regions: Sequence[RegionTrend], rounds: int) -> list[Place]:
    """Return a column for each group of regions, a row for each region in it, from the top."""
    groups = list(dict.fromkeys(region.group for region in regions))
    seen = dict.fromkeys(groups, 0)
    found = []
    for region in regions:
        found.append(Place(groups.index(region.group) * (rounds + 1), -float(seen[region.group])))
        seen[region.group] += 1
    return found


def small_multiples(regions: Sequence[RegionTrend], rounds: Sequence[str]) -> go.Figure:
    """Return the charts, a column for each group of regions, all on one scale.

    Parameters
    ----------
    regions : sequence of RegionTrend
        With the same series each, at most as many as there are looks.
    rounds : sequence of str
        What is written below each bar.
    """
    at = places(regions, len(rounds))
    tallest = max((total for region in regions for total in region.totals()), default=0)
    scale = _TALLEST / tallest if tallest else 0.0
    middle = (len(rounds) - 1) / 2
    bars = [(region, place, n) for region, place in zip(regions, at, strict=True) for n in range(len(rounds))]
    x = [place.left + n for _, place, n in bars]
    grounds = [place.ground for _, place, _ in bars]
    totals = [region.totals()[n] for region, _, n in bars]
    groups = {region.group: place.left + middle for region, place in zip(regions, at, strict=True)}
    figure = go.Figure(
        [
            *_stacked(bars, x, grounds, rounds, scale),
            _texts(
                x, [g + t * scale + _TOTAL for g, t in zip(grounds, totals, strict=True)], map(str, totals), 10, INK
            ),
            _texts(x, [ground + _ROUND for ground in grounds], [rounds[n] for _, _, n in bars], 10, QUIET),
            _texts(
                [place.left + middle for place in at],
                [place.ground + _NAME for place in at],
                [region.name for region in regions],
                12,
                INK,
            ),
            _texts(list(groups.values()), [0.95] * len(groups), [f"<b>{name}</b>" for name in groups], 12, INK),
        ]
    )
    lowest = min((place.ground for place in at), default=0.0)
    figure.update_xaxes(visible=False, range=[-0.7, max(x, default=0) + 0.7], fixedrange=True)
    figure.update_yaxes(visible=False, range=[lowest - 0.2, 1.05], fixedrange=True)
    figure.update_layout(
        barmode="overlay",
        bargap=0.25,
        height=int(_ROW_HEIGHT * (1.25 - lowest)) + 30,
        margin={"l": 0, "r": 0, "t": 30, "b": 0},
        legend={"orientation": "h", "x": 0, "y": 1, "yref": "container", "yanchor": "top", "traceorder": "normal"},
        plot_bgcolor="rgba(0,0,0,0)",
        paper_bgcolor="rgba(0,0,0,0)",
    )
    return figure


def _stacked(
    bars: Sequence[tuple[RegionTrend, Place, int]],
    x: Sequence[float],
    grounds: Sequence[float],
    rounds: Sequence[str],
    scale: float,
) -> list[go.Bar]:
    """Return one trace a series, each bar standing on those below it; what is not known is no bar."""
    base = list(grounds)
    traces = []
    for series, (colour, pattern) in zip(bars[0][0].counts if bars else (), LOOKS, strict=False):
        counts = [region.counts[series][n] for region, _, n in bars]
        heights = [None if count is None else count * scale for count in counts]
        traces.append(
            go.Bar(
                x=list(x),
                y=heights,
                base=list(base),
                name=series,
                marker={"color": colour, "line": {"color": INK, "width": 0.5}, "pattern": _pattern(pattern)},
                hovertext=[
                    f"{region.name} {rounds[n]} {series} {count}"
                    for (region, _, n), count in zip(bars, counts, strict=True)
                ],
                hoverinfo="text",
            )
        )
        base = [below + (height or 0.0) for below, height in zip(base, heights, strict=True)]
    return traces


def _pattern(shape: str) -> dict[str, object]:
    return {"shape": shape, "fillmode": "overlay", "fgcolor": INK, "fgopacity": 0.55, "size": 5, "solidity": 0.15}


def _texts(x: Sequence[float], y: Sequence[float], texts: Iterable[str], size: int, colour: str) -> go.Scatter:
    return go.Scatter(
        x=list(x),
        y=list(y),
        mode="text",
        text=list(texts),
        textfont={"size": size, "color": colour},
        hoverinfo="skip",
        showlegend=False,
    )
