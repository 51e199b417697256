"""What a score file says beside its marks: where applicants and experts are from, and when marks were given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.tabular import Table
from scoring.model import FloatArray, ScoreTable
from scoring.sheets.columns import read_number
from scoring.sheets.marks import ONLY_INDICATOR

_REGIONS: Final = {"applicant_region": "applicant", "expert_region": "expert"}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known beside the marks of one panel.

    Attributes
    ----------
    applicant_regions, expert_regions : tuple of str
        Of each applicant and expert of the table; ``""`` where the file does not say.
    times : ndarray, shape (n_applications, n_experts, n_indicators), or None
        When each mark was given, in seconds, or its place in the order; ``nan`` where unknown. ``None`` without any.
    only_order : bool
        The times are places in an order: whole numbers, not moments.
    """

    applicant_regions: tuple[str, ...]
    expert_regions: tuple[str, ...]
    times: FloatArray | None = None
    only_order: bool = False

    @property
    def known(self) -> bool:
        """Whether any applicant and any expert has a region."""
        return any(self.applicant_regions) and any(self.expert_regions)


def read_circumstances(table: Table, panels: Sequence[ScoreTable]) -> tuple[Circumstances, ...]:
    """Return the circumstances of each panel, read from the file that its marks were read from.

    A region is the same in all rows of one panel that name it; empty cells do not contradict. A time is a moment as
    ISO 8601 writes it (also with ``/`` between year, month and day), or a number: then only the order counts.

    Raises
    ------
    FaultsError
        With every region that contradicts an earlier row, every time that cannot be read, and files in which some
        times are moments and some are numbers.
    """
    faults: list[Fault] = []
    regions = {column: _regions(table, column, name, faults) for column, name in _REGIONS.items()}
    times, only_order = _times(table, faults)
    if faults:
        raise FaultsError(sorted(faults, key=lambda fault: fault.row or 0))
    timed = _by_panel(table, times)
    return tuple(
        Circumstances(
            applicant_regions=tuple(regions["applicant_region"].get((p.panel, name), "") for name in p.applicants),
            expert_regions=tuple(regions["expert_region"].get((p.panel, name), "") for name in p.experts),
            times=_array(p, timed[p.panel]) if p.panel in timed else None,
            only_order=only_order,
        )
        for p in panels
    )


def _regions(table: Table, column: str, name: str, faults: list[Fault]) -> dict[tuple[str, str], str]:
    """Return the region of each name in each panel."""
    found: dict[tuple[str, str], str] = {}
    first: dict[tuple[str, str], int] = {}
    for row, cells in table.rows if column in table.columns else ():
        region, key = cells[column], (cells.get("panel", ""), cells[name])
        if not region:
            continue
        if found.setdefault(key, region) != region:
            what = Message("scorefile.another_region", {"name": key[1], "earlier": first[key], "region": found[key]})
            faults.append(Fault(what, file=table.file, row=row, column=column, seen=region, expected=found[key]))
        first.setdefault(key, row)
    return found


def _times(table: Table, faults: list[Fault]) -> tuple[list[float], bool]:
    """Return the time of each row, and whether these are only places in an order."""
    if "time" not in table.columns:
        return [], False
    times: list[float] = []
    numbers: list[bool] = []
    for row, cells in table.rows:
        text = cells["time"]
        moment = _moment(text)
        number = None if moment is not None else read_number(text).value
        if not text:
            times.append(np.nan)
            continue
        if moment is None and number is None:
            what = Message("scorefile.not_a_time")
            faults.append(Fault(what, file=table.file, row=row, column="time", seen=text))
            continue
        numbers.append(moment is None)
        if numbers[0] != numbers[-1]:
            what = Message("scorefile.mixed_times")
            faults.append(Fault(what, file=table.file, row=row, column="time", seen=text))
        times.append(float(number) if moment is None and number is not None else moment or 0.0)
    return times, any(numbers)


def _moment(text: str) -> float | None:
    """Return a moment in seconds from 1970; one without a zone counts as UTC, for only differences matter."""
    if not ("-" in text[1:] or "/" in text or ":" in text):
        return None
    try:
        moment = datetime.fromisoformat(_with_dashes(text))
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _with_dashes(text: str) -> str:
    """Return ``2026/3/1 9:05`` as ISO 8601 writes it."""
    day, blank, clock = text.partition(" ")
    if "/" not in day:
        return text
    year, *rest = day.split("/")
    hour, colon, minutes = clock.partition(":")
    return "-".join([year, *(part.zfill(2) for part in rest)]) + blank + hour.zfill(2 if hour else 0) + colon + minutes


def _by_panel(table: Table, times: Iterable[float]) -> dict[str, list[tuple[dict[str, str], float]]]:
    panels: dict[str, list[tuple[dict[str, str], float]]] = {}
    for (_, cells), time in zip(table.rows, times, strict=False):
        panels.setdefault(cells.get("panel", ""), []).append((cells, time))
    return panels


def _array(panel: ScoreTable, rows: list[tuple[dict[str, str], float]]) -> FloatArray:
    axes = (panel.applicants, panel.experts, panel.indicators)
    places = [{name: n for n, name in enumerate(names)} for names in axes]
    times = np.full(panel.values.shape, np.nan)
    for cells, time in rows:
        names = (cells["applicant"], cells["expert"], cells.get("indicator", ONLY_INDICATOR))
        times[tuple(place[name] for place, name in zip(places, names, strict=True))] = time
    return times
