"""The log-log figure of how cost grows: ``python -m tests.benchmarks.national.figure grow.json growth.svg``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from math import log10
from pathlib import Path
from typing import Any, Final

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 640, 420, 70, 50, 20, 150
DECADES_X: Final = (3, 6)
DECADES_Y: Final = (-1, 4)
LINES: Final = (("core_seconds", "core seconds", "#1f4e79"), ("largest_process_mb", "peak memory, MB", "#b5541c"))


def x_of(value: float) -> float:
    """Return where a number of applications lies."""
    low, high = DECADES_X
    return LEFT + (log10(value) - low) / (high - low) * (WIDTH - LEFT - RIGHT)


def y_of(value: float) -> float:
    """Return where a cost lies."""
    low, high = DECADES_Y
    return HEIGHT - BOTTOM - (log10(value) - low) / (high - low) * (HEIGHT - BOTTOM - TOP)


def svg(rows: Sequence[dict[str, Any]]) -> str:
    """Return the figure."""
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif"']
    parts[0] += ' font-size="13"><rect width="100%" height="100%" fill="#fff"/>'
    parts += _axis(DECADES_X, x_of, across=True)
    parts += _axis(DECADES_Y, y_of, across=False)
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 8}" text-anchor="middle">applications</text>')
    for key, label, colour in LINES:
        points = [(x_of(row["applications"]), y_of(row[key])) for row in rows]
        joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{joined}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in points]
        x, y = points[-1]
        parts.append(f'<text x="{x + 10:.1f}" y="{y + 4:.1f}" fill="{colour}">{label}</text>')
    return "\n".join([*parts, "</svg>\n"])


def _axis(decades: tuple[int, int], place: Callable[[float], float], *, across: bool) -> Iterator[str]:
    for power in range(decades[0], decades[1] + 1):
        at = place(10.0**power)
        label = f"{10.0**power:,.0f}" if power >= 0 else f"{10.0**power:g}"
        ends = (at, TOP, at, HEIGHT - BOTTOM) if across else (LEFT, at, WIDTH - RIGHT, at)
        yield '<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" stroke="#ddd"/>'.format(*ends)
        x, y, anchor = (at, HEIGHT - BOTTOM + 18, "middle") if across else (LEFT - 8, at + 4, "end")
        yield f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#444">{label}</text>'


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(svg(json.loads(Path(sys.argv[1]).read_text("utf-8"))), "utf-8")
