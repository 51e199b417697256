"""Swing points or ranks as a table: ``expert, indicator, points`` or ``expert, indicator, rank``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from indicators.cells import NUMBER
from indicators.faults import Fault, FaultsError
from indicators.tabular import Table
from indicators.weighting.places import fault


@dataclass(frozen=True, slots=True)
class Swings:
    """What stands in the table: `of` each expert by indicator, ranks or points; indicators by first appearance."""

    kind: Literal["points", "rank"]
    indicators: tuple[str, ...]
    of: dict[str, dict[str, float]]


def read_swings(table: Table) -> Swings:
    """Return the swings of a table.

    Raises
    ------
    FaultsError
        With every fault: columns missing, both points and ranks, empty cells, no numbers, an indicator twice.
    """
    there = [name for name in ("points", "rank") if name in table.columns]
    missing = [name for name in ("expert", "indicator") if name not in table.columns]
    expected = "expert, indicator, points | rank"
    faults = [fault("weighting.no_column", file=table.file, row=1, column=name, expected=expected) for name in missing]
    if len(there) != 1:
        faults.append(fault("weighting.points_or_rank", file=table.file, row=1, column="points"))
    if faults:
        raise FaultsError(faults)
    kind: Literal["points", "rank"] = "points" if there == ["points"] else "rank"
    of: dict[str, dict[str, float]] = {}
    for row, cells in table.rows:
        found = _cell_faults(table.file, row, cells, kind)
        if not found and cells["indicator"] in of.get(cells["expert"], {}):
            at = {"expert": cells["expert"], "indicator": cells["indicator"]}
            found = [fault("weighting.swing_twice", file=table.file, row=row, column="indicator", **at)]
        if not found:
            of.setdefault(cells["expert"], {})[cells["indicator"]] = float(cells[kind])
        faults += found
    if faults:
        raise FaultsError(faults)
    return Swings(kind, tuple(dict.fromkeys(name for one in of.values() for name in one)), of)


def _cell_faults(file: str, row: int, cells: dict[str, str], kind: str) -> list[Fault]:
    empty = [name for name in ("expert", "indicator", kind) if not cells[name]]
    found = [fault("weighting.empty_cell", file=file, row=row, column=name) for name in empty]
    if kind not in empty and not NUMBER.fullmatch(cells[kind]):
        found.append(fault("weighting.not_a_number", file=file, row=row, column=kind, seen=cells[kind]))
    return found
