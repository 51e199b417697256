"""The report on a round by region: gathered, asked for, computed, in this order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import isfinite

from sqlalchemy import Connection

from indicators.language import Message, Name
from indicators.model import RuleBook
from scoring import access
from scoring.flow import gather
from scoring.flow.regional.funnel import funnel, office_waits, step_lines
from scoring.flow.regional.lines import RoundCells, area_of, every_round, province_line, round_cells
from scoring.flow.regional.marks import fair_lines, reliability_in_words
from scoring.flow.regional.orderly import favour_in_words, integrity_counts
from scoring.flow.regional.prefectures import prefecture_lines, province_change, unevenness
from scoring.flow.regional.rechecked import opinions_of, overturned_lines, overturned_whole, results_of
from scoring.flow.regional.records import RegionalReport, YearLine
from scoring.flow.regional.sentences import after_lock, before_lock, undecided_in_words
from scoring.flow.regional.standardised import grade_lines, standardised_lines
from scoring.flow.regional.stock import end_lines, stock_lines
from scoring.model import Actor
from scoring.procedure.rounds import circumstances
from scoring.register import oversight
from scoring.register.database import Register
from scoring.register.oversight import Recheck
from scoring.register.regional_cells import Cell, strata_of_round
from scoring.register.regional_counts import Counts

_AGAIN = ("", "send_to_site_visit", "defer")
"""After these a case comes before a sitting again."""


@dataclass(frozen=True, slots=True)
class SaidOfMarks:
    """What every mark of a round says in one sentence each: how reliable panels were, whether home was favoured."""

    reliability: Message
    favour: Message


def said_of_marks(register: Register, actor: Actor, round_id: str) -> SaidOfMarks:
    """Return what the marks of a round say of the province; it changes with the round's own record alone.

    Raises
    ------
    AccessRefusedError
        Before decisions are locked, or not for this person.
    ConflictError
    """
    with gather.reading(register, actor, "read", "region_statistics", round_id) as connection:
        return _said_of_marks(connection, round_id, gather.rule_book(connection, round_id))


def _said_of_marks(connection: Connection, round_id: str, book: RuleBook) -> SaidOfMarks:
    return SaidOfMarks(reliability_in_words(connection, round_id, book), favour_in_words(connection, round_id, book))


def regional_report(
    register: Register,
    actor: Actor,
    now: datetime,
    round_id: str,
    *,
    marks: bool = True,
    said: SaidOfMarks | None = None,
) -> RegionalReport:
    """Return a round by region as it stands now.

    Before the decisions are locked it holds what offices did with files, and what earlier rounds came to: the same to
    the byte whatever sittings have decided so far.

    Parameters
    ----------
    now : datetime
        The moment the report is of, with its zone.
    marks : bool
        With reliability and fairness, which are computed from every mark and decision of the round. A first screen
        does without.
    said : SaidOfMarks, optional
        What `said_of_marks` found, where it is known already; computed here otherwise.

    Raises
    ------
    AccessRefusedError
    ConflictError
        If there is no such round.
    """
    gather.refuse_whoever_never_may(actor, "read", "region_statistics")
    access.require(actor, "count", "application")
    with register.read() as connection:
        counts = Counts(connection)
        cells = round_cells(connection, counts, round_id)
        seen = _seen(connection, actor, counts)
        report = _for_everybody(connection, now, cells, seen, synthetic=register.synthetic)
        if not access.may(actor, "read", "region_statistics", gather.truths(connection, round_id)):
            return _with_files(connection, cells, report)
        earlier = [one for one in seen if one.book.round.year < cells.book.round.year]
        return _locked(
            connection, actor, cells, report, before=earlier[-1] if earlier else None, marks=marks, said=said
        )


def _for_everybody(
    connection: Connection, now: datetime, cells: RoundCells, seen: Sequence[RoundCells], *, synthetic: bool
) -> RegionalReport:
    book, on = cells.book, gather.day_of(now)
    every = cells.counts.of("prefecture")
    held = {cell.granted for cell in every if cell.granted}
    grades = tuple(grade for grade in book.regulation.accredited_grades() if grade in held)
    announced = {cell: count for cell, count in every.items() if cell.granted}
    round_ = book.round
    return RegionalReport(
        round_id=cells.round_id,
        name=Name(round_.name, round_.name_en),
        year=round_.year,
        state=cells.state,
        status=round_.status,
        banner=Name(round_.banner, round_.banner_en) if round_.banner else None,
        synthetic=synthetic,
        locked=False,
        announced=cells.announced,
        at=now,
        grades=tuple(round_.grades_open),
        sentences=(),
        files=_files(cells),
        funnel=(),
        years=tuple(map(_year, seen)),
        stock=stock_lines(connection, announced, on=on, grades=grades),
        ends=end_lines(announced, on=on, grades=grades),
    )


def _with_files(connection: Connection, cells: RoundCells, report: RegionalReport) -> RegionalReport:
    """Add what offices did with files, as if no sitting had decided anything."""
    waits = office_waits(connection, cells.round_id, cells.book)
    steps = step_lines(waits, cells.book, on=gather.day_of(report.at))
    return replace(report, sentences=before_lock(report.files, steps), funnel=steps)


def _locked(
    connection: Connection,
    actor: Actor,
    cells: RoundCells,
    report: RegionalReport,
    *,
    before: RoundCells | None,
    marks: bool,
    said: SaidOfMarks | None,
) -> RegionalReport:
    on = gather.day_of(report.at)
    if marks and said is None:
        said = _said_of_marks(connection, cells.round_id, cells.book)
    waits = funnel(connection, cells.round_id, cells.book, announced=cells.announced)
    earlier = None if before is None else before.lines("prefecture", "prefecture")
    lines = prefecture_lines(cells, waits, earlier)
    plain = [line.line for line in lines]
    whole = province_line(plain)
    whole_before = None if earlier is None else province_line(earlier)
    change, p_value = province_change(whole, whole_before)
    undecided = undecided_in_words(_undecided(cells))
    rechecks = _rechecks(connection, actor, cells.round_id)
    results = results_of(connection, rechecks)
    granted = {grade: whole.granted[grade] for grade in reversed(cells.grades) if grade in whole.granted}
    return replace(
        report,
        locked=True,
        grades=cells.grades,
        sentences=after_lock(
            announced=cells.announced,
            granted=granted,
            undecided=undecided,
            lines=lines,
            stock=report.stock,
            rechecks_open=sum(one.result == "drawn" for one in rechecks),
            change=change,
            change_p=p_value,
        ),
        funnel=step_lines(waits, cells.book, on=on),
        province=whole,
        prefectures=lines,
        areas=cells.lines("area", "prefecture", area_of),
        counties=cells.lines("county", "county"),
        industries=cells.lines("industry", "industry"),
        sizes=cells.lines("size", "size"),
        undecided=undecided,
        change=change,
        change_p=p_value if p_value is None or isfinite(p_value) else None,
        overturned=overturned_whole(results),
        uneven=unevenness(plain),
        fairness=fair_lines(connection, cells.round_id) if marks else (),
        reliability=said.reliability if marks and said else None,
        by_grade=grade_lines(whole, whole_before),
        overturned_by=overturned_lines(results, opinions_of(connection, cells.round_id, rechecks), plain),
        integrity=integrity_counts(connection, cells.round_id),
        standardised=standardised_lines(cells, strata_of_round(connection, cells.round_id), plain) if marks else (),
        favour=said.favour if marks and said else None,
    )


def _files(cells: RoundCells) -> dict[str, int]:
    """Return how many files there are by target grade: what sittings decided plays no part."""
    found = dict.fromkeys(cells.book.round.grades_open, 0)
    for cell, count in cells.counts.of("size", cells.round_id).items():
        if cell.outcome != "withdrawn":
            found[cell.target_grade] = found.get(cell.target_grade, 0) + count
    return found


def _undecided(cells: RoundCells) -> int:
    by_experts = {cut.grade for cut in cells.book.round.cut_scores}

    def is_open(cell: Cell) -> bool:
        return cell.target_grade in by_experts and cell.outcome in _AGAIN

    return sum(count for cell, count in cells.counts.of("size", cells.round_id).items() if is_open(cell))


def _seen(connection: Connection, actor: Actor, counts: Counts) -> list[RoundCells]:
    """Return the rounds of which somebody may see grades, oldest first."""
    return [
        one
        for one in every_round(connection, counts)
        if access.may(actor, "read", "region_statistics", circumstances(one.state))
    ]


def _year(cells: RoundCells) -> YearLine:
    # By size, the smallest cube: whatever is counted by, the sum is the province's.
    line = province_line(cells.lines("size", "size"))
    return YearLine(cells.round_id, cells.book.round.year, cells.announced, line)


def _rechecks(connection: Connection, actor: Actor, round_id: str) -> tuple[Recheck, ...]:
    """Return the rechecked opinions of prefectures, none where somebody may not see them."""
    if not access.may(actor, "read", "recheck", gather.truths(connection, round_id)):
        return ()
    return oversight.rechecks(connection, round_id)
