"""What the workbook of a sheet says, and what was found in one that came back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeAlias

from indicators.faults import Fault
from indicators.language import Message, Name
from indicators.model import Indicator, RuleBook
from scoring.model import GivenMark, MarkState, Stage


@dataclass(frozen=True, slots=True)
class OfflineMark:
    """A mark of the record on its way into a workbook, with the version that a change of it will name."""

    state: MarkState
    value: Decimal | None
    note: str
    version: int


@dataclass(frozen=True, slots=True)
class OfflineSheet:
    """One sheet of one expert, as it goes into a workbook: no county, no credit code, no other expert.

    Attributes
    ----------
    rule_book : RuleBook
        Its digest goes with the file: a sheet filled in by other rules is refused.
    marks : Mapping
        What the record holds, by indicator.
    synthetic : bool
        Whether the register is one of a demonstration.
    longest_note : int
        Characters that a note may have.
    """

    application_id: str
    expert_id: str
    stage: Stage
    round_id: str
    enterprise: str
    target_grade: str
    rule_book: RuleBook
    marks: Mapping[str, OfflineMark]
    synthetic: bool
    longest_note: int

    @property
    def leaves(self) -> tuple[Indicator, ...]:
        """The indicators that are marked, in order."""
        return self.rule_book.round.indicator_table.leaves()

    def class_of(self, leaf: Indicator) -> Name:
        """Return the name of the class under which an indicator stands."""
        nodes = {node.code: node for node in self.rule_book.round.indicator_table.indicators}
        node = leaf
        while node.parent is not None:
            node = nodes[node.parent]
        return Name(node.name, node.name_en)

    def identity(self) -> dict[str, str]:
        """Return what tells this sheet from every other: the same in the record and in the file, or it is refused."""
        return {
            "round": self.round_id,
            "application": self.application_id,
            "expert": self.expert_id,
            "stage": self.stage,
            "rule_book": self.rule_book.digest,
        }


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One indicator of a workbook that came back.

    `version`: of the mark that the file was made from. `cells`: addresses of what an expert fills in, by ``score``,
    ``state``, ``note`` (the columns of `Fault`), and of ``version``.
    """

    given: GivenMark
    version: int
    row: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Filled:
    """A workbook that came back, read; `faults` is everything in it that cannot be read or does not belong there."""

    file: str
    sheet: str
    rows: tuple[FilledRow, ...]
    faults: tuple[Fault, ...]

    def in_cell(self, fault: Fault, row: int, cell: str) -> Fault:
        """Return a fault as that of a cell of this file."""
        what = Message(fault.what.key, {"seen": fault.seen, "expected": fault.expected, **fault.what.values})
        place = {"sheet": self.sheet, "cell": cell, "problem": what}
        return replace(fault, what=Message("offline.in_cell", place), file=self.file, row=row)


Read: TypeAlias = Callable[[OfflineSheet], Filled]
"""Holds a workbook against the sheet that it must be of."""
