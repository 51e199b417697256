"""One line of the benchmark, and how it is printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

HEAD = ("what", "this program", "against", "it takes", "ratio", "largest difference", "bar")


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured.

    Attributes
    ----------
    what : str
        The statistic and the load.
    seconds : float, or None
        Of this program, least of several repeats; ``None`` where memory was measured.
    against : str
        The peer, or what else it is measured by.
    other : float, or None
        Seconds of that for the same load; ``None`` where there is none, or it is not installed.
    ratio : float, or None
        How many times longer the other takes; for floors and memory, how many times the floor this program takes.
    difference : float, or None
        Largest absolute difference between both answers.
    bar : str
        What is asked, empty if nothing is.
    met : bool, or None
        Whether it is reached.
    note : str
        What has to be known to read the row.
    """

    what: str
    seconds: float | None
    against: str
    other: float | None = None
    ratio: float | None = None
    difference: float | None = None
    bar: str = ""
    met: bool | None = None
    note: str = ""


def table(rows: Iterable[Row]) -> str:
    """Return the rows as a table of Markdown with their notes below it."""
    lines, notes = [HEAD, tuple("---" for _ in HEAD)], []
    for row in rows:
        mark = ""
        if row.note:
            notes.append(row.note)
            mark = f" [{len(notes)}]"
        lines.append(
            (
                row.what,
                _seconds(row.seconds),
                row.against + mark,
                _seconds(row.other),
                "" if row.ratio is None else _three(row.ratio),
                "" if row.difference is None else f"{row.difference:.0e}" if row.difference else "0",
                row.bar + ("" if row.met is None else ": met" if row.met else ": NOT MET"),
            )
        )
    texts = ["| " + " | ".join(line) + " |" for line in lines]
    return "\n".join(texts + [""] + [f"[{n}] {note}" for n, note in enumerate(notes, 1)])


def _seconds(value: float | None) -> str:
    if value is None:
        return ""
    return f"{_three(value * 1e3)} ms" if value < 1 else f"{_three(value)} s"


def _three(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
