"""The report of the first screen with its tables, and how one cell of them is found and written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dashboard.parts.regional_table import NOTHING, column_name, value
from dashboard.parts.regional_words import in_words
from dashboard.parts.wording import as_html
from indicators.language import BEIJING, Message, Translator
from scoring.flow.regional.records import RegionalReport
from scoring.flow.regional.table_parts import Cell, RegionalTable
from scoring.flow.regional.tables import report_tables

#: What a rate is called: above the lines of the whole province stands what each of them is.
_RATES: Final = {"whole": ("value", "low", "high")}
_RATE: Final = ("rate", "low", "high")


@dataclass(frozen=True, slots=True)
class Shown:
    """A report and its tables by key, in a reader's words; cells `with_marks` can be found again by their place."""

    report: RegionalReport
    tables: Mapping[str, RegionalTable]
    say: Translator
    with_marks: bool = True

    def together(self, *sentences: str) -> str:
        """Return sentences one after the other, as the language sets them."""
        return ("" if self.say.language == "zh" else " ").join(one for one in sentences if one)

    def raw(self, key: str, row: int, column: int) -> Cell:
        """Return a cell as it is."""
        return self.tables[key].rows[row][column]

    def html(self, key: str, row: int, column: int) -> str:
        """Return a cell as marked text, a dash where it is empty."""
        if not self.with_marks:
            cell = self.raw(key, row, column)
            return NOTHING if cell is None else self.words(cell)
        return value(self.tables[key], row, column, self.say)

    def named(self, key: str, row: int, name: str) -> str:
        """Return the one cell of a row under a name."""
        return self.html(key, row, self.place(key, name))

    def place(self, key: str, name: str) -> int:
        """Return the place of the one column of a name."""
        return self.places(key, name)[0]

    def places(self, key: str, name: str) -> list[int]:
        """Return the places of the columns of a name, those of every grade or step."""
        return [at for at, column in enumerate(self.tables[key].columns) if column_name(column) == name]

    def by_grade(self, key: str, name: str) -> dict[str, int]:
        """Return the places of the columns of a name by their grade."""
        columns = self.tables[key].columns
        found = ((at, columns[at]) for at in self.places(key, name))
        return {str(column.values["grade"]): at for at, column in found if isinstance(column, Message)}

    def rate(self, key: str, row: int) -> str:
        """Return a rate with its interval as marked text; where there is none, why."""
        places = [self.place(key, name) for name in _RATES.get(key, _RATE)]
        if self.raw(key, row, places[0]) is None:
            reasons = self.places(key, "reason")
            reason = self.raw(key, row, reasons[0]) if reasons else None
            words = self.say("regions.no_rate") if reason is None else in_words(reason, self.say)
            return f'<span class="rg-why">{as_html(words)}</span>'
        rate, low, high = (self.html(key, row, place) for place in places)
        return self.say("regions.rate_of", rate=f"<b>{rate}</b>", low=low, high=high)

    def words(self, found: object) -> str:
        """Return a cell or sentence as markup in the reader's words."""
        return as_html(in_words(found, self.say))

    def as_of(self) -> str:
        """Return at which moment every number held."""
        return self.say("regions.as_of", moment=f"{self.report.at.astimezone(BEIJING):%Y-%m-%d %H:%M}")


def shown(report: RegionalReport, say: Translator) -> Shown:
    """Return a report ready to be drawn."""
    return Shown(report, {table.key: table for table in report_tables(report)}, say)


def interval_bar(value: Cell, low: Cell, high: Cell) -> str:
    """Return an interval in percent as a bar from 0 to 100, the value a line in it; words beside it say the same."""
    if not (isinstance(value, int | float) and isinstance(low, int | float) and isinstance(high, int | float)):
        return ""
    band = f'<i class="band" style="left:{low:.1f}%;width:{max(high - low, 0.5):.1f}%"></i>'
    return f'<span class="rg-bar" aria-hidden="true">{band}<i class="tick" style="left:{value:.1f}%"></i></span>'
