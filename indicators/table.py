"""An official indicator table (XLSX, CSV) into a new round, and the way back.

The table replaces the indicator tree of a base round; cut scores, floors, vetoes and the parameter sheet are carried
over. A column that the table has holds for all its rows; a column that it has not is taken from the base round's
indicator of the same name. Names decide, not codes: a table that was renumbered must not give an indicator the
evidence and the levels of another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from indicators.check import FileNames, check_rule_book
from indicators.compare import Change, compare
from indicators.entries import as_text
from indicators.faults import Fault, FaultsError
from indicators.language import Message, Translator
from indicators.model import Floor, Indicator, Round, RuleBook, Veto
from indicators.table_cells import (
    COLUMNS,
    Cells,
    citation_text,
    heading,
    level_heading,
    read_headings,
    truth_text,
)
from indicators.tabular import Table, read_table
from indicators.writing import write_round

_TOTAL_ROWS: Final = frozenset({"合计", "总计", "总分", "total"})
_INDICATOR: Final = re.compile(r"indicator (\S+)")


_Rule = TypeVar("_Rule", Floor, Veto)


class ImportedTable(NamedTuple):
    """A new round from an official table.

    Attributes
    ----------
    text : str
        The round file, status ``draft``.
    changes : tuple of Change
        What it changes against the base round.
    notices : tuple of Message
        What had to be understood to read the table: columns ignored, encoding, rows passed over.
    """

    text: str
    changes: tuple[Change, ...]
    notices: tuple[Message, ...]


def import_table(
    file: Path, base: RuleBook, round_id: str, year: int, name: str, *, name_en: str | None = None
) -> ImportedTable:
    """Return the round that an official table makes of a base round. Nothing is written.

    Parameters
    ----------
    name_en : str, optional
        English name of the round; its Chinese name until somebody gives one.

    Raises
    ------
    FaultsError
        With every fault of the table, or, where it can be read, of the round that it would make.
    """
    table = read_table(file)
    indicators, row_of, notices = _indicators(table, base.round)
    round_ = _round(base.round, indicators, round_id=round_id, year=year, name=name, name_en=name_en or name)
    faults = check_rule_book(
        FileNames("documents.toml", f"{base.regulation.key}.toml", f"{round_id}.toml"),
        documents=base.documents,
        regulation=base.regulation,
        round_=round_,
    )
    if faults:
        raise FaultsError([_in_table(fault, table.file, row_of) for fault in faults])
    return ImportedTable(write_round(round_), compare(base, replace(base, round=round_)), (*table.notices, *notices))


def export_table(round_: Round, say: Translator) -> tuple[tuple[str, ...], ...]:
    """Return the indicator table as rows of text, headings first; `import_table` reads them again."""
    indicators = round_.indicator_table.indicators
    shares = sorted({level.share for indicator in indicators for level in indicator.levels})
    headings = (*(heading(column, say) for column in COLUMNS), *map(level_heading, shares))
    return headings, *(_row(indicator, shares, say) for indicator in indicators)


def _row(indicator: Indicator, shares: Iterable[Decimal], say: Translator) -> tuple[str, ...]:
    anchors = {level.share: level.anchor for level in indicator.levels}
    return (
        indicator.code,
        indicator.parent or "",
        indicator.name,
        indicator.name_en,
        as_text(indicator.max_score),
        indicator.evidence,
        "" if indicator.step is None else as_text(indicator.step),
        truth_text(indicator.allows_not_applicable, say) if indicator.levels else "",
        citation_text(indicator.cite),
        *(anchors.get(share, "") for share in shares),
    )


def _indicators(table: Table, base: Round) -> tuple[tuple[Indicator, ...], dict[str, int], list[Message]]:
    """Return the indicators of a table, the row of each code, and what is to be said about reading it."""
    headings, faults = read_headings(table)
    if faults:
        raise FaultsError(faults)
    notices = [Message("table.column_ignored", {"file": table.file, "column": name}) for name in headings.ignored]
    rows = [Cells(table.file, row, headings, cells, faults) for row, cells in table.rows]
    totals = [cells for cells in rows if _is_total(cells)]
    notices += [Message("table.total_row", {"file": table.file, "row": cells.row}) for cells in totals]
    rows = [cells for cells in rows if not _is_total(cells)]
    codes = [cells.text("code") for cells in rows]
    before = _by_name(base.indicator_table.indicators)
    found = [_indicator(cells, codes, before, base) for cells in rows]
    row_of: dict[str, int] = {}
    for cells in rows:
        code = cells.text("code")
        if not code:
            cells.fault("table.code_missing", "code", code)
        elif row_of.setdefault(code, cells.row) != cells.row:
            cells.fault("table.code_twice", "code", code)
    if faults:
        raise FaultsError(sorted(faults, key=lambda fault: fault.row or 0))
    return tuple(indicator for indicator in found if indicator is not None), row_of, notices


def _is_total(cells: Cells) -> bool:
    return {cells.text("code").casefold(), cells.text("name").casefold()} & _TOTAL_ROWS != set()


def _indicator(cells: Cells, codes: list[str], before: Mapping[str, Indicator], base: Round) -> Indicator | None:
    """Return the indicator of a row; ``None`` where it has no points, which is told."""
    has, name, code = cells.headings.has, cells.text("name"), cells.text("code")
    max_score = cells.number("max_score")
    step = cells.number("step") if has("step") else None
    allows_not_applicable = cells.truth("allows_not_applicable") if has("allows_not_applicable") else False
    if max_score is None:
        if not cells.text("max_score"):
            cells.fault("table.not_a_number", "max_score", "")
        return None
    old = before.get(name)
    new = Indicator(
        code=code,
        name=name,
        name_en=cells.text("name_en") if has("name_en") else name,
        max_score=max_score,
        cite=cells.citations() if has("citation") else base.indicator_table.cite,
        parent=(cells.text("parent") or None) if has("parent") else _parent_by_code(code, codes),
        evidence=cells.text("evidence") if has("evidence") else "",
        levels=cells.levels(),
        step=step,
        allows_not_applicable=allows_not_applicable,
    )
    return new if old is None else _completed(new, old, cells)


def _completed(new: Indicator, old: Indicator, cells: Cells) -> Indicator:
    """Take from the base round's indicator of the same name what the table has no column for."""
    has = cells.headings.has
    return replace(
        new,
        name_en=new.name_en if has("name_en") else old.name_en,
        cite=new.cite if has("citation") else old.cite,
        evidence=new.evidence if has("evidence") else old.evidence,
        levels=new.levels if cells.headings.levels else old.levels,
        step=new.step if has("step") else old.step,
        allows_not_applicable=new.allows_not_applicable if has("allows_not_applicable") else old.allows_not_applicable,
    )


def _parent_by_code(code: str, codes: list[str]) -> str | None:
    """Return the nearest code that this one goes on from: 2.3 for 2.3.1. Tables often say no more about parents."""
    while "." in code:
        code = code.rpartition(".")[0]
        if code in codes:
            return code
    return None


def _by_name(indicators: Iterable[Indicator]) -> dict[str, Indicator]:
    """Return indicators by name; a name that stands twice identifies none."""
    names = [indicator.name for indicator in indicators]
    return {indicator.name: indicator for indicator in indicators if names.count(indicator.name) == 1}


def _round(
    base: Round, indicators: tuple[Indicator, ...], *, round_id: str, year: int, name: str, name_en: str
) -> Round:
    """Return the base round with another table; floors and vetoes go with their indicator, or with it out."""
    new_code = _new_codes(base, indicators)
    return replace(
        base,
        round_id=round_id,
        year=year,
        name=name,
        name_en=name_en,
        status="draft",
        banner="",
        banner_en="",
        indicator_table=replace(base.indicator_table, indicators=indicators),
        floors=tuple(_renumbered(floor, new_code) for floor in base.floors if floor.indicator in new_code),
        vetoes=tuple(_renumbered(veto, new_code) for veto in base.vetoes if veto.indicator in new_code),
    )


def _renumbered(rule: _Rule, new_code: Mapping[str, str]) -> _Rule:
    return replace(rule, indicator=new_code[rule.indicator])


def _new_codes(base: Round, indicators: tuple[Indicator, ...]) -> dict[str, str]:
    """Return the new code of each of the base's indicators whose name is still there."""
    after = _by_name(indicators)
    before = _by_name(base.indicator_table.indicators)
    return {old.code: after[name].code for name, old in before.items() if name in after}


def _in_table(fault: Fault, file: str, row_of: Mapping[str, int]) -> Fault:
    """Tell a fault of an indicator where its author can mend it: in the row of the table."""
    place = _INDICATOR.match(fault.entry or "")
    if place is None or place[1] not in row_of:
        return fault
    return replace(fault, file=file, row=row_of[place[1]])
