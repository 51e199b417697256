"""What a section of the regional analysis reads from: the report, its tables by key, the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from dashboard.parts.listing import listed
from dashboard.parts.regional_table import column_name
from dashboard.parts.regional_words import in_words
from indicators.language import BEIJING, Translator
from scoring.flow.regional.records import RegionalReport
from scoring.flow.regional.table_parts import RegionalTable
from scoring.flow.regional.tables import report_tables

RATE: Final = ("rate", "low", "high")


@dataclass(frozen=True, slots=True)
class Read:
    """A report, its tables by key, and who says them."""

    report: RegionalReport
    tables: Mapping[str, RegionalTable]
    say: Translator

    def number(self, key: str, row: int, name: str) -> float | None:
        """Return the number of a row under a column, as it is printed; ``None`` where there is none."""
        table = self.tables[key]
        cell = table.rows[row][[column_name(column) for column in table.columns].index(name)]
        return float(cell) if isinstance(cell, int | float) else None

    def numbers(self, key: str, row: int, *names: str) -> tuple[float | None, float | None, float | None]:
        """Return a value with its limits as they are printed; `names` are those of the three columns."""
        value, low, high = (self.number(key, row, name) for name in names or RATE)
        return value, low, high

    def names(self, key: str) -> list[str]:
        """Return what the rows of a table are called."""
        return [self.word(row[0]) for row in self.tables[key].rows]

    def word(self, found: object) -> str:
        """Return a cell or a message in the reader's words."""
        return in_words(found, self.say)

    def places(self, official: Iterable[str]) -> str:
        """Return places one after the other."""
        return listed((self.word(name) for name in official), self.say)

    def together(self, *sentences: str) -> str:
        """Return sentences one after the other, as the language sets them."""
        return ("" if self.say.language == "zh" else " ").join(one for one in sentences if one)

    def as_of(self) -> str:
        """Return at which moment every number held."""
        return self.say("analysis.as_of", moment=f"{self.report.at.astimezone(BEIJING):%Y-%m-%d %H:%M}")


def read(report: RegionalReport, say: Translator) -> Read:
    """Return a report ready to be drawn."""
    return Read(report, {table.key: table for table in report_tables(report)}, say)


def points(value: float | None) -> str:
    """Return a number of percent or of percentage points as every table prints it."""
    return "–" if value is None else f"{value:.1f}"


def signed(value: float | None) -> str:
    """Return a change with its sign."""
    return "–" if value is None else f"{value:+.1f}"
