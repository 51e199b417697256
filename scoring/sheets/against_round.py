"""A score file checked against the rule book of a round: what `import sheets` lets in."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.model import Round
from indicators.tabular import Table
from scoring.model import GivenMark, MarkState
from scoring.sheets.against_indicator import mark_fault
from scoring.sheets.marks import Marks, collect_marks


def check_against_round(table: Table, *, round_: Round, applicants: Collection[str], experts: Collection[str]) -> Marks:
    """Return the marks of a score file if the round allows every one of them.

    Parameters
    ----------
    table : Table
        The file as read; long form, as for `read_marks`. `indicator` holds codes of the indicator table.
    round_ : Round
        Whose indicator table says what may be scored, with which points.
    applicants, experts : collection of str
        Who is known: ids of applications and of experts.

    Raises
    ------
    FaultsError
        With every fault: those of `read_marks`, unknown applicant, expert or indicator, points that the indicator does
        not allow, not applicable where it may not be.
    """
    marks, faults = collect_marks(table)
    leaves = {leaf.code: leaf for leaf in round_.indicator_table.leaves()}
    known = {"applicant": frozenset(applicants), "expert": frozenset(experts)}

    @cache  # marks repeat
    def problem(indicator: str, state: MarkState, score: Decimal | None) -> Fault | None:
        # Material insufficient is 0 points, written or not.
        value = score if state is MarkState.SCORED else None
        return mark_fault(GivenMark(indicator, state, value), leaves.get(indicator))

    for mark in marks.marks:
        place = (marks.file, mark.row)
        faults += _unknown("scoresheet.unknown_applicant", *place, "applicant", mark.applicant, known["applicant"])
        faults += _unknown("scoresheet.unknown_expert", *place, "expert", mark.expert, known["expert"])
        wrong = problem(mark.indicator, mark.state, mark.score) if mark.indicator else None
        if wrong is not None:
            faults.append(_in_row(wrong, *place))
    if faults:
        raise FaultsError(sorted(faults, key=lambda fault: fault.row or 0))
    return marks


def _unknown(key: str, file: str, row: int, column: str, seen: str, known: Collection[str]) -> Iterator[Fault]:
    if seen and seen not in known:
        yield Fault(Message(key), file=file, row=row, column=column, seen=seen)


def _in_row(fault: Fault, file: str, row: int) -> Fault:
    """Return the fault of a mark as that of a row of a file."""
    what = Message(fault.what.key, {"seen": fault.seen, "expected": fault.expected, **fault.what.values})
    return replace(fault, what=Message("scoresheet.in_row", {"problem": what}), file=file, row=row)
