"""The tables of the briefing: the cities on the width of a page, their caps and intervals in one cell; the steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from indicators.language import Message, Translator
from scoring.documents import tabled
from scoring.documents.paper import Column, Table, printable
from scoring.documents.tabled import NOTHING, Cell, Tabled

_NAME: Final = 15.0
_COUNT: Final = 10.6
_CAPPED: Final = 13.6
_RATE: Final = 29.0
_STEP: Final = 50.0


def city_table(tables: Mapping[str, Tabled], say: Translator) -> Table:
    """Return applied, recommended of the cap, granted, the round before, and the rate with its interval.

    In the order of the official list, the whole province last; no ranking.
    """
    cities = tables["cities"]
    caps = tabled.by_grade(cities, "cap_of")
    columns = [Column(say.say(cities.columns[0]), _NAME, "left")]
    cells: list[list[str]] = [[_said(row[0], say)] for row in cities.rows]
    names = ("applied_of", "recommended_of", "granted_of", "granted", "earlier")
    for name in names:
        for at in tabled.places(cities, name):
            head = cities.columns[at]
            cap = caps.get(str(head.values.get("grade"))) if isinstance(head, Message) else None
            capped = name == "recommended_of" and cap is not None
            key = "briefing.top_capped" if capped else f"briefing.top_{name}"
            # What is counted stands above the grade, in lines that fit: columns are narrow.
            words = say(key, **(head.values if isinstance(head, Message) else {}))
            columns.append(Column(words, _CAPPED if name == "recommended_of" else _COUNT))
            for made, row in zip(cells, cities.rows, strict=True):
                most = row[cap] if capped and cap is not None else None
                made.append(_said(row[at], say) if most is None else f"{_said(row[at], say)}/{most}")
    columns.append(Column(say("briefing.rate"), _RATE))
    for at, made in enumerate(cells):
        made.append(rate(tables, at, say))
    return Table(tuple(columns), tuple(map(tuple, cells)))


def rate(tables: Mapping[str, Tabled], row: int, say: Translator) -> str:
    """Return the rate of a row of the city table with its interval; why there is none; a dash where nothing is known.

    The rows of places stand in the same order in ``rates``; that of the whole province in ``whole``.
    """
    table, at, name = tables.get("rates"), row, "rate"
    if table is None or row >= len(table.rows):
        table, name = tables.get("whole"), "value"
        found = None if table is None else tabled.row_of(table, "province.define_rate")
        if table is None or found is None:
            return NOTHING
        at = found
    values = {part: tabled.number(table, at, part) for part in (name, "low", "high")}
    if None in values.values():
        # The whole reason would take three lines of a narrow cell; the workbook has it.
        return NOTHING if tabled.count(table, at, "of") else say("briefing.nobody")
    return say("briefing.rate_is", rate=values[name], low=values["low"], high=values["high"])


def steps_table(table: Tabled, say: Translator) -> Table:
    """Return the steps: how many came, passed, dropped out, wait, and how long it takes."""
    names = ("entered", "passed", "dropped", "waiting", "median")
    where = [at for name in names for at in tabled.places(table, name)]
    columns = (
        Column(say.say(table.columns[0]), _STEP, "left"),
        *(Column(say.say(table.columns[at]), 20) for at in where),
    )
    rows = tuple((_said(row[0], say), *(_said(row[at], say) for at in where)) for row in table.rows)
    return Table(columns, rows)


def _said(cell: Cell, say: Translator) -> str:
    return NOTHING if cell is None else printable(say.say(cell))
