"""Cells put together to lines: by prefecture, part of the province, county, industry, size, and the whole province."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from indicators.model import RuleBook
from scoring.flow import gather
from scoring.flow.regional.figures import rates
from scoring.flow.regional.records import Grouping, Line
from scoring.procedure.rounds import RoundState, circumstances
from scoring.register import rounds
from scoring.register.regional_cells import Cell
from scoring.register.regional_counts import Counts

RATE: Final = "province.define_rate"
_FROM_THE_SOUTH: Final = ("苏南", "苏中", "苏北")


@dataclass(frozen=True, slots=True)
class RoundCells:
    """The counts of one round, and what of its grades is known.

    Attributes
    ----------
    known : frozenset of str
        Grades of which everything is known: before the announcement those that sittings decide.
    """

    round_id: str
    book: RuleBook
    state: RoundState
    counts: Counts
    grades: tuple[str, ...]
    known: frozenset[str]

    @property
    def announced(self) -> bool:
        """Whether grades are announced, so that these are counted and not what sittings proposed."""
        return "announced" in circumstances(self.state)

    def grade_of(self, cell: Cell) -> str:
        """Return the grade of a cell, the empty text where it has none."""
        return cell.granted if self.announced else "" if cell.outcome == "withdrawn" else cell.proposed

    def lines(self, by: Grouping, cube: str, code_of: Callable[[str], str] = str) -> tuple[Line, ...]:
        """Return the lines of a cube, the codes of the official list first, each with its line if nothing happened."""
        applied: Counter[tuple[str, str]] = Counter()
        granted: Counter[tuple[str, str]] = Counter()
        for cell, count in self.counts.of(cube, self.round_id).items():
            code = code_of(cell.place)
            if cell.outcome != "withdrawn":
                applied[code, cell.target_grade] += count
            if grade := self.grade_of(cell):
                granted[code, grade] += count
        there = {code for code, _ in (*applied, *granted)}
        listed = _listed(by)
        codes = (
            [*listed, *sorted(there - set(listed))]
            if by != "county"
            else [*(code for code in listed if code in there), *sorted(there - set(listed))]
        )
        shown = [grade for grade in self.grades if grade in self.known]
        rows = [
            (code, {grade: applied[code, grade] for grade in self.grades}, {g: granted[code, g] for g in shown})
            for code in codes
        ]
        found = rates(
            RATE,
            [sum(got.values()) for _, _, got in rows],
            [sum(asked[grade] for grade in got) for _, asked, got in rows],
        )
        return tuple(
            Line(by, code, name_of(by, code), asked, got, rate)
            for (code, asked, got), rate in zip(rows, found, strict=True)
        )


def round_cells(connection: Connection, counts: Counts, round_id: str) -> RoundCells:
    """Return the counts of a round.

    Raises
    ------
    ConflictError
        If there is no such round.
    """
    return _cells_of(gather.rule_book(connection, round_id), gather.state_of(connection, round_id), counts)


def every_round(connection: Connection, counts: Counts) -> tuple[RoundCells, ...]:
    """Return the counts of every round, oldest first."""
    states = {one.round_id: one.state for one in rounds.all_states(connection)}
    found = (
        _cells_of(
            gather.book_of(connection, one.rule_book_digest),
            gather.state_named(one.round_id, states.get(one.round_id)),
            counts,
        )
        for one in rounds.all_adopted(connection)
    )
    return tuple(sorted(found, key=lambda cells: (cells.book.round.year, cells.round_id)))


def _cells_of(book: RuleBook, state: RoundState, counts: Counts) -> RoundCells:
    round_id = book.round.round_id
    announced = "announced" in circumstances(state)
    cells = counts.of("size", round_id)
    seen = {cell.granted if announced else cell.proposed for cell in cells} | {cell.target_grade for cell in cells}
    shown = {*book.round.grades_open, *seen}
    grades = tuple(grade for grade in book.regulation.accredited_grades() if grade in shown)
    by_experts = frozenset(cut.grade for cut in book.round.cut_scores)
    return RoundCells(round_id, book, state, counts, grades, frozenset(grades) if announced else by_experts)


def province_line(lines: Iterable[Line]) -> Line:
    """Return all lines as one."""
    every = list(lines)
    applied: Counter[str] = Counter()
    granted: Counter[str] = Counter()
    for line in every:
        applied.update(line.applied)
        granted.update(line.granted)
    asked, got = dict(applied), dict(granted)
    (rate,) = rates(RATE, [sum(got.values())], [sum(asked.get(grade, 0) for grade in got)])
    whole = gather.regions().province()
    return Line("province", whole.code, whole.name, asked, got, rate)


def area_of(prefecture: str) -> str:
    """Return the part of the province in which a prefecture lies, the empty text where none is known."""
    region = gather.regions().by_code.get(prefecture)
    return "" if region is None else region.area_group or ""


def name_of(by: Grouping, code: str) -> str:
    """Return the official name of a group; the code where the list has none."""
    return gather.regions().name(code) if by in ("prefecture", "county", "province") else code


def _area_order(area: str) -> tuple[int, str]:
    return (_FROM_THE_SOUTH.index(area) if area in _FROM_THE_SOUTH else len(_FROM_THE_SOUTH), area)


def _listed(by: Grouping) -> tuple[str, ...]:
    if by == "prefecture":
        return gather.prefectures()
    if by == "county":
        return tuple(county.code for county in gather.regions().counties())
    if by == "area":
        return tuple(sorted({area_of(code) for code in gather.prefectures()}, key=_area_order))
    return ()
