"""Weights of the indicators: from a file, or from the tree of a round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.model import IndicatorTable
from indicators.tabular import Table
from scoring.model import ScoreTable, Weights
from scoring.sheets.columns import ignored_columns, missing_columns, read_number

REQUIRED: Final = ("indicator", "weight")
KNOWN: Final = frozenset({*REQUIRED, "panel"})


def read_weights(table: Table) -> tuple[dict[str, Weights], tuple[Message, ...]]:
    """Return the weights of each panel, ``""`` for all panels, and what had to be understood to read them.

    A weight repeated for the same indicator (and panel) counts once if it is the same number.

    Raises
    ------
    FaultsError
        With every fault: columns missing, no number, negative, empty indicator, two weights for one indicator, all
        weights of a panel zero.
    """
    faults = missing_columns(table, REQUIRED)
    if faults:
        raise FaultsError(faults)
    first: dict[tuple[str, str], tuple[int, Decimal]] = {}
    for row, cells in table.rows:
        weight = _weight(table.file, row, cells, faults)
        if weight is None:
            continue
        earlier, known = first.setdefault((cells.get("panel", ""), cells["indicator"]), (row, weight))
        if known != weight:
            values = {"indicator": cells["indicator"], "earlier": earlier, "known": known}
            what = Message("weights.conflict", values)
            faults.append(Fault(what, file=table.file, row=row, column="weight", seen=cells["weight"]))
    of: dict[str, dict[str, Decimal]] = {}
    for (panel, indicator), (_, weight) in first.items():
        of.setdefault(panel, {})[indicator] = weight
    if not faults:
        faults = [_all_zero(table.file, panel) for panel, weights in of.items() if not any(weights.values())]
    if faults:
        raise FaultsError(faults)
    notices = (*table.notices, *ignored_columns(table, KNOWN))
    return {panel: Weights(weights) for panel, weights in of.items()}, notices


def _weight(file: str, row: int, cells: Mapping[str, str], faults: list[Fault]) -> Decimal | None:
    """Return the weight of a row, or ``None`` with its faults added."""
    before = len(faults)
    faults += [
        Fault(Message("scorefile.empty_name"), file=file, row=row, column=name, seen="")
        for name in REQUIRED
        if not cells[name]
    ]
    number = read_number(cells["weight"])
    if number.fault is not None and cells["weight"]:
        faults.append(Fault(Message(number.fault), file=file, row=row, column="weight", seen=cells["weight"]))
    elif number.value is not None and number.value < 0:
        faults.append(Fault(Message("weights.negative"), file=file, row=row, column="weight", seen=cells["weight"]))
    return number.value if len(faults) == before else None


def _all_zero(file: str, panel: str) -> Fault:
    return Fault(Message("weights.all_zero", {"panel": panel}), file=file, column="weight", seen="0")


def fitting_weights(
    tables: Sequence[ScoreTable], weights: Mapping[str, Weights], *, file: str
) -> tuple[dict[str, Weights], tuple[Message, ...]]:
    """Return the weights of each panel's table, and a notice for each weight that no mark uses.

    A panel named in the weights has its own; any other takes those given for all panels.

    Raises
    ------
    FaultsError
        For every scored indicator without a weight. `file` is the weights' file, for the message.
    """
    fitting: dict[str, Weights] = {}
    faults: list[Fault] = []
    notices: list[Message] = []
    for table in tables:
        own = weights.get(table.panel, weights.get("", Weights({})))
        faults += [_no_weight(file, table.panel, name) for name in table.indicators if name not in own.of]
        unused = [name for name in own.of if name not in table.indicators]
        if unused:
            values = {"file": file, "panel": table.panel, "indicators": ", ".join(unused)}
            notices.append(Message("weights.not_used", values))
        fitting[table.panel] = own
    if faults:
        raise FaultsError(faults)
    return fitting, tuple(notices)


def _no_weight(file: str, panel: str, indicator: str) -> Fault:
    return Fault(Message("weights.none_for", {"panel": panel}), file=file, column="indicator", seen=indicator)


def round_weights(table: IndicatorTable) -> Weights:
    """Return the weights of a round: marks are points already, so each counts once.

    What an indicator that is not applicable could have earned is shared among the rest of its parent in proportion to
    their points, so that full marks stay full marks.
    """
    leaves = table.leaves()
    return Weights(
        of={leaf.code: Decimal(1) for leaf in leaves},
        parents={indicator.code: indicator.parent for indicator in table.indicators},
        full_marks={leaf.code: leaf.max_score for leaf in leaves},
    )
